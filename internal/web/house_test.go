package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/evidence"
	"sohoc/internal/i18n"
	"sohoc/internal/inbox"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/outbox"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
	"sohoc/internal/webchat"
	"sohoc/locales"
)

var zone = time.FixedZone("+07", 7*60*60)

// start is when the tests begin: a Tuesday morning in Tuyên Quang.
var start = time.Date(2026, 11, 24, 9, 0, 0, 0, zone)

// house is the whole product with the browser as its only door: the real database, bot, worker, outbox and jobs.
type house struct {
	t      testing.TB
	db     *sqlite.DB
	bot    *bot.Bot
	worker *inbox.Worker[*sqlite.Tx]
	sender *outbox.Sender
	web    *web.Server
	files  evidence.Folder
	server *httptest.Server
	began  time.Time
	later  atomic.Int64 // how far the clock was moved on, in ms
	panics atomic.Bool  // whether taking in an event panics just now
	people map[string]people.PersonID
	units  map[string]people.UnitID
}

// options change what a house is like.
type options struct {
	publicURL string
	proxies   []netip.Prefix
	personas  []web.Persona
	broken    func() bool // whether events are refused just now
	wrap      func(http.Handler) http.Handler
	hear      func([]channel.Event) // told of what comes in
	forward   func(ctx context.Context) error
}

func newHouse(tb testing.TB, o options) *house {
	tb.Helper()
	h := &house{t: tb, began: time.Now(), people: map[string]people.PersonID{}, units: map[string]people.UnitID{}}
	dir := tb.TempDir()
	db, err := sqlite.Open(tb.Context(), sqlite.Options{Path: filepath.Join(dir, "sohoc.db"), Now: h.now})
	h.must(err)
	h.db = db
	catalog, err := i18n.Load(locales.FS)
	h.must(err)
	h.files = evidence.Folder{Dir: filepath.Join(dir, "files")}
	h.bot = bot.New(bot.Config{Catalog: catalog, Zone: zone, Links: func(k channel.Kind, code string) string {
		if k == channel.Web {
			return h.web.Link(code)
		}
		return ""
	}})
	log := slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	h.worker = inbox.New(inbox.Config[*sqlite.Tx]{Update: db.Update, Handle: h.handle, Apologise: h.apologise, Log: log})
	accept := func(ctx context.Context, events []channel.Event) error {
		if h.panics.Load() {
			panic("on purpose")
		}
		if o.broken != nil && o.broken() {
			return context.DeadlineExceeded
		}
		if o.hear != nil {
			o.hear(events)
		}
		return h.worker.Accept(ctx, events)
	}
	h.web, err = web.New(web.Config{
		View:   func(ctx context.Context, fn func(web.Store) error) error { return db.View(ctx, asStore(fn)) },
		Update: func(ctx context.Context, fn func(web.Store) error) error { return db.Update(ctx, asStore(fn)) },
		Accept: accept, Catalog: catalog, Zone: zone, Now: h.now, Log: log, Dir: filepath.Join(dir, "web"),
		Files: h.files.Dir, PublicURL: o.publicURL, Proxies: o.proxies, Suggest: h.suggest, Personas: o.personas,
		Forward: o.forward,
	})
	h.must(err)
	h.sender = outbox.New(outbox.Config{
		Update: func(ctx context.Context, fn func(outbox.Store) error) error {
			return db.Update(ctx, func(tx *sqlite.Tx) error { return fn(tx) })
		},
		Lanes: map[outbox.Account]outbox.Lane{{Channel: channel.Web, ID: webchat.Account}: {Sender: h.web}},
		Log:   log, Now: h.now,
	})
	jobs := job.NewRunner(job.Config[*sqlite.Tx]{Update: db.Update, Handlers: map[job.Kind]job.Handler[*sqlite.Tx]{
		bot.EvidenceJob: h.fetchEvidence, bot.ChartJob: h.drawChart, "menu": h.setMenu,
	}, Log: log, Now: h.now})
	db.SetHooks(sqlite.Hooks{Messages: h.sender.Queue, Jobs: jobs.Wake})
	h.run(jobs)
	h.department()
	handler := http.Handler(h.web)
	if o.wrap != nil {
		handler = o.wrap(handler)
	}
	h.server = httptest.NewServer(handler)
	tb.Cleanup(func() {
		h.web.Close()
		h.server.Close()
	})
	return h
}

func asStore(fn func(web.Store) error) func(*sqlite.Tx) error {
	return func(tx *sqlite.Tx) error { return fn(tx) }
}

// run starts what sends and works, and has the test wait for its end.
func (h *house) run(jobs *job.Runner[*sqlite.Tx]) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- h.sender.Run(ctx) }()
	go func() { done <- jobs.Run(ctx) }()
	h.must(h.worker.Start(ctx))
	h.t.Cleanup(func() {
		stop()
		for range 2 {
			if err := <-done; err != nil {
				h.t.Error(err)
			}
		}
		if err := h.db.Close(); err != nil {
			h.t.Error(err)
		}
	})
}

func (h *house) now() time.Time {
	return start.Add(time.Since(h.began) + time.Duration(h.later.Load())*time.Millisecond).UTC().Truncate(time.Millisecond)
}

// pass moves the clock on.
func (h *house) pass(d time.Duration) { h.later.Add(d.Milliseconds()) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	h.t.Helper()
	ctx := context.Background()
	h.must(h.db.Update(ctx, func(tx *sqlite.Tx) error { return fn(ctx, tx) }))
}

func (h *house) handle(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
	if err := h.web.Heard(ctx, tx, e); err != nil {
		return err
	}
	outcome, err := h.bot.Handle(ctx, tx, e)
	if err != nil {
		return err
	}
	if outcome.Menu != nil {
		r, err := job.New("menu", outcome.Menu)
		if err != nil {
			return err
		}
		outcome.Jobs = append(outcome.Jobs, r)
	}
	for _, r := range outcome.Jobs {
		if _, err := tx.QueueJob(ctx, r); err != nil {
			return err
		}
	}
	if outcome.Typing {
		h.sender.Typing(e.Address)
	}
	return tx.QueueMessages(ctx, outcome.Messages...)
}

func (h *house) apologise(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
	messages, err := h.bot.Apologise(ctx, tx, e)
	if err != nil {
		return err
	}
	return tx.QueueMessages(ctx, messages...)
}

func (h *house) suggest(a people.Actor, lang i18n.Lang) []web.Suggestion {
	var out []web.Suggestion
	for _, item := range h.bot.Menu(a.Member.Roles, a.State, lang) {
		out = append(out, web.Suggestion{Text: "/" + item.Name, Label: item.Description})
	}
	return out
}

func (h *house) setMenu(_ context.Context, r job.Row) (job.Apply[*sqlite.Tx], error) {
	var m bot.MenuChange
	if err := json.Unmarshal(r.Args, &m); err != nil {
		return nil, job.Final(err)
	}
	h.web.Refresh(m.To.Chat)
	return nil, nil
}

func (h *house) fetchEvidence(ctx context.Context, r job.Row) (job.Apply[*sqlite.Tx], error) {
	var a bot.EvidenceArgs
	if err := json.Unmarshal(r.Args, &a); err != nil {
		return nil, job.Final(err)
	}
	kept, err := h.files.Keep(ctx, func(ctx context.Context, w io.Writer) error {
		return h.web.Fetch(ctx, a.To, a.File, w, learning.MaxEvidenceBytes)
	})
	if err != nil {
		return nil, job.Final(err)
	}
	return func(ctx context.Context, tx *sqlite.Tx) error {
		e := learning.Evidence{Hash: kept.Hash, Name: a.File.Name, MIME: kept.MIME, Size: kept.Size}
		messages, err := h.bot.Attach(ctx, tx, r.Args, e)
		if err != nil {
			return err
		}
		return tx.QueueMessages(ctx, messages...)
	}, nil
}

func (h *house) drawChart(ctx context.Context, r job.Row) (job.Apply[*sqlite.Tx], error) {
	var png []byte
	var m channel.Message
	err := h.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		png, m, err = h.bot.DepartmentChart(ctx, tx, r.Args)
		return err
	})
	if err != nil || len(png) == 0 {
		return nil, err
	}
	name := fmt.Sprintf("outgoing/chart-%d.png", r.ID)
	m.Photo = h.fileToSend(name, "image/png", png)
	return func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) }, nil
}

// fileToSend puts a file where what is to be sent lies.
func (h *house) fileToSend(path, mime string, content []byte) *channel.File {
	to := filepath.Join(h.files.Dir, path)
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		h.t.Error(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		h.t.Error(err)
	}
	return &channel.File{Path: path, Name: filepath.Base(path), MIME: mime}
}

// department adds three units and who works there. Nobody has joined.
func (h *house) department() {
	for i, name := range []string{"Văn phòng", "Phòng Hành chính tư pháp", "Phòng Phổ biến, giáo dục pháp luật"} {
		h.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			h.units[name], err = tx.AddUnit(ctx, people.Unit{Name: name, Sort: i, From: "2026-01-01"})
			return err
		})
	}
	h.person("Hoàng Thị Lan", "Phòng Hành chính tư pháp", "Chuyên viên", people.Roles{})
	h.person("Trần Văn Minh", "Phòng Hành chính tư pháp", "Trưởng phòng", people.Roles{Head: true})
	h.person("Ma Thị Hoa", "Văn phòng", "Chánh Văn phòng", people.Roles{Head: true, Office: true})
	h.person("Nông Văn Sơn", "Phòng Phổ biến, giáo dục pháp luật", "Chuyên viên", people.Roles{})
}

func (h *house) person(name, unit, post string, roles people.Roles) {
	h.t.Helper()
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		code := fmt.Sprintf("NV%02d", len(h.people)+1)
		id, err := tx.AddPerson(ctx, people.Person{StaffCode: code, Name: name, Category: people.CongChuc}, tx.Now())
		if err != nil {
			return err
		}
		h.people[name] = id
		m := people.Membership{Person: id, Unit: h.units[unit], Post: post, Roles: roles, From: "2026-01-01"}
		return tx.SetMemberships(ctx, id, []people.Membership{m})
	})
}

// code gives a person a new invitation.
func (h *house) code(name string) string {
	h.t.Helper()
	var code string
	h.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		code, _, err = people.Issue(ctx, tx, h.people[name], people.Join, tx.Now())
		return err
	})
	return code
}

// entries counts what a person has in the notebook.
func (h *house) entries(name string) int {
	h.t.Helper()
	var n int
	h.must(h.db.View(context.Background(), func(tx *sqlite.Tx) error {
		kept, err := tx.KeptAbout(context.Background(), h.people[name])
		n = kept.Entries
		return err
	}))
	return n
}
