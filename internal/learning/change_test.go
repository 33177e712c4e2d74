package learning_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

func TestChangeKeepsTheOldVersion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	h.now = nine.Add(time.Hour)
	changed := draft(title("Luật Nhà ở"), hours(2), on("2026-11-20"))
	changed.Kind, changed.Field, changed.Provider = "self_study", "digital", "MOOC"
	l, key := h.change(h.an, e.ID, changed)
	want := e
	want.Draft, want.Version, want.Updated = changed, 2, h.now
	if diff := cmp.Diff(want, l.Entry); diff != "" || key != "" {
		t.Errorf("%s%s", key, diff)
	}
	if diff := cmp.Diff(want, h.stored(h.an, e.ID)); diff != "" {
		t.Errorf("stored: %s", diff)
	}
	if l.DayTotal != 120 {
		t.Errorf("its day has %d minutes", l.DayTotal)
	}
	h.now = nine.Add(2 * time.Hour)
	if _, key := h.change(h.an, e.ID, draft(title("Luật Hộ tịch"))); key != "" {
		t.Fatal(key)
	}
	const version = `SELECT count(*) FROM entry_versions WHERE entry_id = ? AND version = ? AND changed_by = ? AND changed_at = ?
AND channel = 'telegram' AND before ->> 'title' = ? AND before ->> 'minutes' = ? AND before ->> 'status' = 'recorded' AND before ->> 'unit' = ?`
	for i, d := range []learning.Draft{draft(), changed} {
		at := nine.Add(time.Duration(i+1) * time.Hour).UnixMilli()
		if n := h.count(version, e.ID, i+1, h.an.Person.ID, at, d.Title, d.Minutes, h.cur); n != 1 {
			t.Errorf("version %d is kept %d times as it was", i+1, n)
		}
	}
	if n := h.count("SELECT count(*) FROM entry_versions"); n != 2 {
		t.Errorf("%d versions are kept", n)
	}
}

func TestChangeObeysTheBounds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		d    learning.Draft
		want string
	}{
		{"nothing new", draft(), ""},
		{"the longest day", draft(hours(12)), ""},
		{"too long", draft(minutes(721)), "log.too_long"},
		{"no title", draft(title(" ")), "log.title"},
		{"tomorrow", draft(on("2026-11-25")), "log.future"},
		{"15 days ago", draft(on("2026-11-09")), "log.too_old"},
		{"a day that is full", draft(on("2026-11-23")), "log.day_full"},
		{"the same as another", draft(title("luat nha o")), "duplicate"},
		{"before she came", draft(from("2025-12-01", today)), "log.no_unit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			e := h.note(h.an, draft())
			h.note(h.an, draft(title("Luật Nhà ở")))
			h.note(h.an, draft(title("b"), on("2026-11-23"), hours(12)))
			h.note(h.an, draft(title("c"), on("2026-11-23"), hours(12)))
			if _, key := h.change(h.an, e.ID, c.d); key != c.want {
				t.Errorf("fault %q, want %q", key, c.want)
			}
			if got := h.stored(h.an, e.ID); c.want != "" && (got.Version != 1 || got.Draft != draft()) {
				t.Errorf("it stands as %+v all the same", got)
			}
		})
	}
}

// An entry that has grown old can be mended, but it neither moves nor grows out of the bounds.
func TestAnOldEntryStaysOnItsDays(t *testing.T) {
	t.Parallel()
	old := draft(from("2026-10-01", "2026-10-02"), hours(20))
	for _, c := range []struct {
		name string
		d    learning.Draft
		want string
	}{
		{"another title", with(old, title("Luật Nhà ở")), ""},
		{"fewer minutes", with(old, hours(3)), ""},
		{"the longest days", with(old, hours(24)), ""},
		{"too long", with(old, minutes(24*60+1)), "log.too_long"},
		{"no time", with(old, minutes(0)), "log.not_positive"},
		{"no title", with(old, title("")), "log.title"},
		{"another old day", with(old, on("2026-10-02"), hours(1)), "log.too_old"},
		{"a day of today's", with(old, on(today), hours(1)), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			r := h.request(h.an, old)
			r.Rules.BackdateDays = 100
			l, key := h.log(r)
			if key != "" {
				t.Fatal(key)
			}
			if _, key := h.change(h.an, l.Entry.ID, c.d); key != c.want {
				t.Errorf("fault %q, want %q", key, c.want)
			}
		})
	}
}

func TestChangeMovesAnEntryToTheUnitOfItsNewDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := h.request(h.an, draft(on("2026-08-31")))
	r.Rules.BackdateDays = 1000
	l, key := h.log(r)
	if key != "" || l.Entry.Unit != h.old {
		t.Fatalf("unit %d, %q", l.Entry.Unit, key)
	}
	if l, key = h.change(h.an, l.Entry.ID, draft()); key != "" || l.Entry.Unit != h.cur {
		t.Errorf("unit %d, %q", l.Entry.Unit, key)
	}
	if e, key := h.undo(h.an, l.Entry.ID); key != "" || e.Unit != h.old || h.stored(h.an, e.ID).Unit != h.old {
		t.Errorf("taken back, unit %d, %q", e.Unit, key)
	}
}

func TestRemoveKeepsTheEntryOnRecord(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	h.now = nine.Add(time.Minute)
	gone, key := h.remove(h.an, e.ID)
	if key != "" || gone.Status != learning.Deleted || gone.Version != 2 || gone.Draft != e.Draft {
		t.Errorf("%+v, %q", gone, key)
	}
	if n := h.count("SELECT count(*) FROM entries WHERE status = 'deleted' AND deleted_at = ?", h.now.UnixMilli()); n != 1 {
		t.Error("when it went is not on record")
	}
	if _, key := h.remove(h.an, e.ID); key != "entry.gone" {
		t.Errorf("twice: %q", key)
	}
	if _, key := h.change(h.an, e.ID, draft(hours(2))); key != "entry.gone" {
		t.Errorf("changed afterwards: %q", key)
	}
	if next := h.note(h.an, draft()); next.ID == e.ID {
		t.Error("its number was given again")
	}
}

func TestOtherPeoplesEntriesAreNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	for _, id := range []learning.EntryID{e.ID, e.ID + 1, 0, -1} {
		_, change := h.change(h.binh, id, draft(hours(2)))
		_, remove := h.remove(h.binh, id)
		_, undo := h.undo(h.binh, id)
		for name, key := range map[string]string{"change": change, "remove": remove, "undo": undo} {
			if key != "entry.none" { // and nothing tells whether somebody else has it
				t.Errorf("%s of entry %d: %q", name, id, key)
			}
		}
	}
	if got := h.stored(h.an, e.ID); got.Version != 1 || got.Status != learning.Recorded {
		t.Errorf("it stands as %+v", got)
	}
}

func TestAChangeThatFailsLeavesNoVersion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	unknown := draft()
	unknown.Kind = "no_such_kind" // the schema refuses it
	err := h.db.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := learning.Change(t.Context(), tx, h.request(h.an, unknown), e.ID)
		return err
	})
	if err == nil {
		t.Fatal("a kind that does not exist is stored")
	}
	if n := h.count("SELECT count(*) FROM entry_versions"); n != 0 {
		t.Errorf("%d versions are kept", n)
	}
}

func TestWhatAMessageMadeIsFound(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, c := range []struct {
			channel, message string
			want             bool
		}{{"telegram", "55", true}, {"web", "55", false}, {"telegram", "56", false}, {"telegram", "", false}} {
			got, ok, err := tx.EntryByMessage(ctx, h.an.Person.ID, c.channel, c.message)
			if err != nil || ok != c.want || ok && got.ID != e.ID {
				t.Errorf("%s %s: %+v, %v (%v)", c.channel, c.message, got, ok, err)
			}
		}
		_, ok, err := tx.EntryByMessage(ctx, h.binh.Person.ID, "telegram", "55")
		if ok {
			t.Error("somebody else's message finds it")
		}
		return err
	})
}
