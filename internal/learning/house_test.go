package learning_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

const today day.Day = "2026-11-24"

// nine is nine in the morning of that day in Viet Nam.
var nine = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

// house is a database with two units: An moved from Thanh tra to Văn phòng on 1 September, Bình (of the Office) has been in
// Văn phòng for years.
type house struct {
	t        *testing.T
	db       *sqlite.DB
	now      time.Time
	an, binh people.Actor
	old, cur people.UnitID // An's units
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: func() time.Time { return nine }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, db: db, now: nine}
	h.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		if h.old, err = tx.AddUnit(ctx, people.Unit{Name: "Thanh tra", From: "2020-01-01"}); err != nil {
			return err
		}
		if h.cur, err = tx.AddUnit(ctx, people.Unit{Name: "Văn phòng", From: "2020-01-01"}); err != nil {
			return err
		}
		h.an, err = add(ctx, tx, "An",
			people.Membership{Unit: h.old, From: "2026-01-01", To: "2026-08-31"}, people.Membership{Unit: h.cur, From: "2026-09-01"})
		if err != nil {
			return err
		}
		h.binh, err = add(ctx, tx, "Bình", people.Membership{Unit: h.cur, From: "2020-01-01", Roles: people.Roles{Office: true}})
		return err
	})
	return h
}

// add puts an active person into the register.
func add(ctx context.Context, tx *sqlite.Tx, name string, stays ...people.Membership) (people.Actor, error) {
	id, err := tx.AddPerson(ctx, people.Person{StaffCode: name, Name: name}, nine)
	if err != nil {
		return people.Actor{}, err
	}
	for i := range stays {
		stays[i].Person = id
	}
	if err := errors.Join(tx.SetMemberships(ctx, id, stays), tx.GiveConsent(ctx, id, people.ConsentVersion, "telegram", nine)); err != nil {
		return people.Actor{}, err
	}
	a, _, err := tx.ActorByID(ctx, id, today)
	return a, err
}

func (h *house) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	h.t.Helper()
	if err := h.db.Update(h.t.Context(), func(tx *sqlite.Tx) error { return fn(h.t.Context(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

// request is what somebody asks for at this moment.
func (h *house) request(who people.Actor, d learning.Draft) learning.Request {
	return learning.Request{Actor: who, Draft: d, Rules: learning.DefaultRules(), Today: today, Now: h.now, Channel: "telegram", Message: "55"}
}

// try runs a use case, and returns the key of its fault, "duplicate", or "".
func (h *house) try(fn func(ctx context.Context, store learning.Store) error) string {
	h.t.Helper()
	return h.keyOf(h.db.Update(h.t.Context(), func(tx *sqlite.Tx) error { return fn(h.t.Context(), tx) }))
}

// keyOf names a fault; any other error ends the test.
func (h *house) keyOf(err error) string {
	h.t.Helper()
	var d *learning.Duplicate
	switch f := fault.Of(err); {
	case err == nil:
		return ""
	case errors.As(err, &d):
		return "duplicate"
	case f != nil:
		return f.Key
	default:
		h.t.Fatal(err)
		return ""
	}
}

func (h *house) log(r learning.Request) (l learning.Logged, key string) {
	h.t.Helper()
	key = h.try(func(ctx context.Context, store learning.Store) (err error) {
		l, err = learning.Log(ctx, store, r)
		return err
	})
	return l, key
}

// note logs something that must be taken.
func (h *house) note(who people.Actor, d learning.Draft) learning.Entry {
	h.t.Helper()
	l, key := h.log(h.request(who, d))
	if key != "" {
		h.t.Fatalf("log %+v: %s", d, key)
	}
	return l.Entry
}

func (h *house) change(who people.Actor, id learning.EntryID, d learning.Draft) (l learning.Logged, key string) {
	h.t.Helper()
	key = h.try(func(ctx context.Context, store learning.Store) (err error) {
		l, err = learning.Change(ctx, store, h.request(who, d), id)
		return err
	})
	return l, key
}

func (h *house) remove(who people.Actor, id learning.EntryID) (e learning.Entry, key string) {
	h.t.Helper()
	key = h.try(func(ctx context.Context, store learning.Store) (err error) {
		e, err = learning.Remove(ctx, store, h.request(who, learning.Draft{}), id)
		return err
	})
	return e, key
}

func (h *house) undo(who people.Actor, id learning.EntryID) (e learning.Entry, key string) {
	h.t.Helper()
	key = h.try(func(ctx context.Context, store learning.Store) (err error) {
		e, err = learning.Undo(ctx, store, h.request(who, learning.Draft{}), id)
		return err
	})
	return e, key
}

// stored reads an entry back.
func (h *house) stored(who people.Actor, id learning.EntryID) (e learning.Entry) {
	h.t.Helper()
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		found, ok, err := tx.Entry(ctx, who.Person.ID, id)
		if !ok {
			h.t.Fatalf("entry %d is not there", id)
		}
		e = found
		return err
	})
	return e
}

// count asks the database what no use case shows.
func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		n, err = tx.CountForTest(ctx, query, args...)
		return err
	})
	return n
}

// draft is a small one, with changes.
func draft(changes ...func(*learning.Draft)) learning.Draft {
	d := learning.Draft{Title: "Luật Đất đai", Kind: "course", Field: "law", Start: today, End: today, Minutes: 60}
	for _, c := range changes {
		c(&d)
	}
	return d
}

func title(s string) func(*learning.Draft) { return func(d *learning.Draft) { d.Title = s } }
func minutes(n int) func(*learning.Draft)  { return func(d *learning.Draft) { d.Minutes = n } }
func hours(n int) func(*learning.Draft)    { return minutes(60 * n) }
func on(d day.Day) func(*learning.Draft)   { return from(d, d) }

func from(first, last day.Day) func(*learning.Draft) {
	return func(d *learning.Draft) { d.Start, d.End = first, last }
}

func long(n int) func(*learning.Draft) { return title(strings.Repeat("ậ", n)) }
