package bot_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

// office is a department to ask the bot about. It is 09:15 on 24/11/2026 there.
type office struct {
	t     *testing.T
	db    *sqlite.DB
	bot   *bot.Bot
	units map[string]people.UnitID
	ids   map[string]people.PersonID
	keys  int
}

var zone = time.FixedZone("+07", 7*60*60)

func newOffice(t *testing.T, units ...string) *office {
	t.Helper()
	now := time.Date(2026, 11, 24, 9, 15, 0, 0, zone)
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: now.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{
		t: t, db: db, bot: bot.New(bot.Config{Catalog: catalog, Zone: zone}),
		units: map[string]people.UnitID{}, ids: map[string]people.PersonID{},
	}
	o.update(func(tx *sqlite.Tx) error {
		for i, name := range units {
			id, err := tx.AddUnit(t.Context(), people.Unit{Name: name, Sort: i, From: "2026-01-01"})
			if err != nil {
				return err
			}
			o.units[name] = id
		}
		return nil
	})
	return o
}

func (o *office) update(fn func(tx *sqlite.Tx) error) {
	o.t.Helper()
	if err := o.db.Update(o.t.Context(), fn); err != nil {
		o.t.Fatal(err)
	}
}

// person adds somebody who has joined when they have a role or write entries; quiet people have not.
func (o *office) person(name, unit string, roles people.Roles, joined bool) {
	o.t.Helper()
	ctx := o.t.Context()
	o.update(func(tx *sqlite.Tx) error {
		id, err := tx.AddPerson(ctx, people.Person{StaffCode: name, Name: name, Category: people.CongChuc}, tx.Now())
		if err != nil {
			return err
		}
		o.ids[name] = id
		m := people.Membership{Person: id, Unit: o.units[unit], From: "2026-01-01", Roles: roles}
		if err := tx.SetMemberships(ctx, id, []people.Membership{m}); err != nil || !joined {
			return err
		}
		if err := tx.LinkAccount(ctx, people.Account{Channel: "telegram", Account: "1", User: name, Chat: name}, id, tx.Now()); err != nil {
			return err
		}
		return tx.GiveConsent(ctx, id, people.ConsentVersion, "telegram", tx.Now())
	})
}

// entry writes an hour of self-study down.
func (o *office) entry(name, unit string, on day.Day) {
	o.t.Helper()
	o.update(func(tx *sqlite.Tx) error {
		e := learning.Entry{Person: o.ids[name], Unit: o.units[unit], Status: learning.Recorded, Channel: "telegram", Version: 1, Created: tx.Now(), Updated: tx.Now()}
		e.Draft = learning.Draft{Title: "Luật", Kind: "self_study", Field: "law", Start: on, End: on, Minutes: 60}
		_, err := tx.AddEntry(o.t.Context(), e)
		return err
	})
}

// ask sends words, or presses a choice when they begin with "td:". It returns what went to the audit too.
func (o *office) ask(name, words string) (bot.Outcome, []people.AuditLine) {
	o.t.Helper()
	o.keys++
	e := channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "1", Chat: channel.ChatID(name)}, User: channel.UserID(name),
		Key: channel.UpdateKey(fmt.Sprint(o.keys)), Kind: channel.Text, Text: words, Language: "vi",
	}
	if strings.HasPrefix(words, "td:") {
		e.Kind, e.Press, e.PressID, e.Text = channel.Press, words, "p", ""
	}
	var out bot.Outcome
	var trail []people.AuditLine
	o.update(func(tx *sqlite.Tx) (err error) {
		out, err = o.bot.Handle(o.t.Context(), witness{tx, &trail}, e)
		return err
	})
	return out, trail
}

// witness is a transaction that also notes what goes to the audit.
type witness struct {
	*sqlite.Tx
	lines *[]people.AuditLine
}

// Audit writes the line, and notes it.
func (w witness) Audit(ctx context.Context, line people.AuditLine, now time.Time) error {
	*w.lines = append(*w.lines, line)
	return w.Tx.Audit(ctx, line, now)
}

func text(out bot.Outcome) string {
	var all []string
	for _, m := range out.Messages {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n--\n")
}
