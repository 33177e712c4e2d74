package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/evidence"
	"sohoc/internal/i18n"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
	"sohoc/internal/webchat"
	"sohoc/locales"
)

// demoCmd shows the product with an invented department, in a temporary folder: no token, no account, nothing
// to install. It ends with the command.
type demoCmd struct {
	Addr string `default:"127.0.0.1:8080" help:"Địa chỉ để mở bằng trình duyệt."`
}

// The size of the invented department: that of the first user's, a little smaller.
const (
	demoPeople  = 60
	demoEntries = 1800
)

// demonstration is what a server of the demonstration has beyond others.
type demonstration struct {
	personas []web.Persona
	started  func(address string)
	passing  sync.Mutex // held while the schedule does what is due
	seeder   *seeder    // belongs to who holds passing
}

// demoRole is somebody whom a visitor may play: one of the invented people, by place in the roster.
type demoRole struct {
	key, label, hint string // the label and the hint are keys of the catalogue
	place            int
}

var demoRoles = []demoRole{
	{"can-bo", "demo.vai_can_bo", "demo.la_can_bo", 30},
	{"truong-phong", "demo.vai_truong_phong", "demo.la_truong_phong", 6},
	{"van-phong", "demo.vai_van_phong", "demo.la_van_phong", 1},
	{"lanh-dao", "demo.vai_lanh_dao", "demo.la_lanh_dao", 0},
}

// Run fills a temporary folder and serves it until the command is ended.
func (c *demoCmd) Run(a *app) error {
	dir, err := os.MkdirTemp("", "sohoc-demo-")
	if err != nil {
		return fmt.Errorf("tạo thư mục tạm: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	demo := *a
	demo.clock = a.clock.Adjustable()
	demo.cfg.DataDir, demo.cfg.HTTPAddr, demo.cfg.TelegramToken, demo.cfg.PublicURL = dir, c.Addr, "", ""
	db, err := demo.open()
	if err != nil {
		return err
	}
	s := newSeeder(day.Of(demo.clock.Now().In(demo.zone)), demo.zone)
	catalog, err := i18n.Load(locales.FS)
	if err == nil {
		s.proofs, err = proofs(demo.ctx, evidence.Folder{Dir: demo.cfg.Files()})
	}
	if err == nil {
		err = db.Update(demo.ctx, func(tx *sqlite.Tx) error { return furnish(demo.ctx, tx, s, catalog) })
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	demo.demo = &demonstration{seeder: s, personas: personas(s, catalog), started: func(address string) {
		fmt.Fprintf(a.stdout, "Sổ Học, bản dùng thử: cơ quan và con người đều hư cấu.\n"+
			"Mở bằng trình duyệt: http://%s\nDừng: Ctrl+C. Dữ liệu mất khi dừng.\n", address)
	}}
	demo.stderr = io.Discard // what an operator reads is in the way of who tries
	server, err := newServer(&demo, db)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(server.run(demo.ctx), db.Close())
}

// furnish invents the department: people, a year of entries, some who are away, new, or have not joined.
func furnish(ctx context.Context, tx *sqlite.Tx, s *seeder, catalog *i18n.Catalog) error {
	cast(s)
	if err := s.populate(ctx, tx, demoPeople); err != nil {
		return err
	}
	if err := s.write(ctx, tx, 0, demoEntries, demoEntries); err != nil {
		return err
	}
	if err := settle(ctx, tx, s); err != nil {
		return err
	}
	if err := releaseBank(ctx, tx, s.today); err != nil {
		return err
	}
	for _, r := range demoRoles {
		if err := seat(ctx, tx, s.people[r.place], r, catalog); err != nil {
			return err
		}
	}
	return nil
}

// seat gives a persona its chat, with a first word in it.
func seat(ctx context.Context, tx *sqlite.Tx, who seeded, r demoRole, catalog *i18n.Catalog) error {
	if err := tx.LinkAccount(ctx, webchat.AccountOf(r.chat()), who.id, tx.Now()); err != nil {
		return err
	}
	if err := tx.AddWebChat(ctx, r.chat()); err != nil {
		return err
	}
	opening := webchat.Opening{Chat: r.chat(), Token: webchat.NewSecret().Hash(), Expires: tx.Now().Add(webchat.SessionLife)}
	if err := tx.OpenWebSession(ctx, opening); err != nil { // what nobody can open takes no message
		return err
	}
	choices := []channel.Choice{{Data: "cmd:tiendo"}, {Data: "cmd:hoc"}, {Data: "cmd:toi"}, {Data: "cmd:trogiup"}}
	p, en := catalog.In(i18n.VI), catalog.In(i18n.EN) // nobody knows yet who comes
	for i, key := range []string{"demo.tien_do", "demo.ghi", "demo.toi", "demo.tro_giup"} {
		choices[i].Label, choices[i].Aside = p.T(key, nil), true
	}
	return tx.QueueMessages(ctx, channel.Message{
		To:   channel.Address{Channel: channel.Web, Account: webchat.Account, Chat: r.chat()},
		Text: greeting(p, who, r) + "\n\n" + greeting(en, who, r), Choices: choices,
	})
}

func greeting(p *i18n.Printer, who seeded, r demoRole) string {
	return p.T("demo.chao", i18n.Args{"Name": who.name, "Hint": p.T(r.hint, nil)})
}

func (r demoRole) chat() channel.ChatID { return channel.ChatID("demo-" + r.key) }

// personas are the people whom a visitor may play.
func personas(s *seeder, catalog *i18n.Catalog) []web.Persona {
	out := make([]web.Persona, len(demoRoles))
	for i, r := range demoRoles {
		labels := map[i18n.Lang]string{}
		for _, lang := range i18n.Langs() {
			labels[lang] = catalog.In(lang).T(r.label, nil)
		}
		out[i] = web.Persona{Key: r.key, Label: labels[i18n.VI], Labels: labels, Note: s.people[r.place].name, Chat: r.chat()}
	}
	return out
}
