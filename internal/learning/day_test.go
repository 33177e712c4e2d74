package learning_test

import (
	"context"
	"errors"
	"testing"

	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

func TestADayHolds24Hours(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, step := range []struct {
		d     learning.Draft
		total int
		key   string
	}{
		{draft(title("a"), hours(8)), 480, ""},
		{draft(title("b"), hours(4)), 720, ""},            // 12 hours: nothing to warn of
		{draft(title("c"), minutes(1)), 721, ""},          // stored, and the card says so
		{draft(title("d"), hours(12)), 0, "log.day_full"}, // 24 hours and a minute
		{draft(title("d"), minutes(719)), 1440, ""},
		{draft(title("e"), minutes(1)), 0, "log.day_full"},
		{draft(title("e"), on("2026-11-23")), 60, ""}, // another day is another day
		{draft(title("f"), from("2026-11-22", today), minutes(3)), 0, "log.day_full"},
	} {
		l, key := h.log(h.request(h.an, step.d))
		if key != step.key || l.DayTotal != step.total {
			t.Errorf("step %d: %d minutes, %q; want %d, %q", i, l.DayTotal, key, step.total, step.key)
		}
		if warned := l.DayTotal > learning.WarnDayTotal; warned != (step.total > 720) {
			t.Errorf("step %d: the card warns: %v", i, warned)
		}
	}
	if l, key := h.log(h.request(h.binh, draft(hours(12)))); key != "" || l.DayTotal != 720 {
		t.Errorf("somebody else's day: %d, %q", l.DayTotal, key)
	}
}

func TestSeveralDaysShareTheirMinutes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.note(h.an, draft(title("a"), from("2026-11-20", "2026-11-23"), hours(40))) // ten hours a day
	for _, c := range []struct {
		name  string
		d     learning.Draft
		total int
		key   string
	}{
		{"beside it", draft(title("b"), on("2026-11-24"), hours(12)), 720, ""},
		{"in the middle", draft(title("c"), on("2026-11-21"), hours(6)), 960, ""},
		{"over its end", draft(title("d"), from("2026-11-23", "2026-11-24"), hours(4)), 840, ""},
		{"too much on one of its days", draft(title("e"), from("2026-11-21", "2026-11-22"), hours(18)), 0, "log.day_full"},
		{"around it", draft(title("f"), from("2026-11-19", "2026-11-24"), hours(6)), 960 + 60, ""},
	} {
		if l, key := h.log(h.request(h.an, c.d)); key != c.key || l.DayTotal != c.total {
			t.Errorf("%s: %d minutes, %q; want %d, %q", c.name, l.DayTotal, key, c.total, c.key)
		}
	}
}

// Whether an entry opens a day decides whether it may have reached a milestone.
func TestAnEntryOpensADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.note(h.an, draft(title("a"), on("2026-11-20"), hours(1)))
	for _, c := range []struct {
		name  string
		d     learning.Draft
		opens bool
	}{
		{"the same day again", draft(title("b"), on("2026-11-20")), false},
		{"another day", draft(title("c"), on("2026-11-23")), true},
		{"that one again", draft(title("d"), on("2026-11-23")), false},
		{"over both and what lies between", draft(title("e"), from("2026-11-20", "2026-11-23"), hours(4)), true},
		{"between them, now", draft(title("f"), on("2026-11-21")), false},
	} {
		if l, key := h.log(h.request(h.an, c.d)); key != "" || l.NewDay != c.opens {
			t.Errorf("%s: opens a day %v, %q; want %v", c.name, l.NewDay, key, c.opens)
		}
	}
	if l, key := h.log(h.request(h.binh, draft(title("g"), on("2026-11-20")))); key != "" || !l.NewDay {
		t.Errorf("somebody else's day: %v, %q", l.NewDay, key)
	}
}

func TestOnlyWhatCountsFillsTheDay(t *testing.T) {
	t.Parallel()
	for status, want := range map[learning.Status]string{
		learning.Recorded: "log.day_full", learning.Awaiting: "log.day_full", learning.Confirmed: "log.day_full",
		learning.Returned: "", learning.Withdrawn: "", learning.Deleted: "",
	} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			for _, name := range []string{"a", "b"} {
				h.note(h.an, draft(title(name), hours(12)))
			}
			h.update(func(ctx context.Context, tx *sqlite.Tx) error {
				return tx.ExecForTest(ctx, "UPDATE entries SET status = ?", string(status))
			})
			if _, key := h.log(h.request(h.an, draft(title("c"), minutes(1)))); key != want {
				t.Errorf("fault %q, want %q", key, want)
			}
			if status.Counts() != (want != "") {
				t.Errorf("counts: %v", status.Counts())
			}
		})
	}
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	base := draft(title("Luật Đất đai, bài 1"), from("2026-11-20", "2026-11-20"), hours(2))
	for _, c := range []struct {
		name string
		d    learning.Draft
		want string
	}{
		{"the same", base, "duplicate"},
		{"in capitals", with(base, title("LUẬT ĐẤT ĐAI, BÀI 1")), "duplicate"},
		{"without diacritics", with(base, title("luat dat dai, bai 1")), "duplicate"},
		{"taken apart", with(base, title("Lua\u0323\u0302t Đất đai, bài 1")), "duplicate"},
		{"another kind and field", with(base, func(d *learning.Draft) { d.Kind, d.Field, d.Provider = "training", "digital", "MOOC" }), "duplicate"},
		{"another number", with(base, title("Luật Đất đai, bài 2")), ""},
		{"no number", with(base, title("Luật Đất đai, bài")), ""},
		{"another law", with(base, title("Luật Nhà ở, bài 1")), ""},
		{"other minutes", with(base, minutes(121)), ""},
		{"another day", with(base, on("2026-11-21")), ""},
		{"the same start, another end", with(base, from("2026-11-20", "2026-11-21")), "duplicate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			first := h.note(h.an, base)
			r := h.request(h.an, c.d)
			if _, key := h.log(r); key != c.want {
				t.Errorf("%q, want %q", key, c.want)
			}
			if c.want == "" {
				return
			}
			err := h.db.Update(t.Context(), func(tx *sqlite.Tx) error {
				_, err := learning.Log(t.Context(), tx, r)
				return err
			})
			var d *learning.Duplicate
			if !errors.As(err, &d) || d.Of.ID != first.ID || d.Of.Title != base.Title || d.Error() != "looks like entry 1" {
				t.Errorf("it looks like %+v (%v)", d, err)
			}
			r.Again = true
			if l, key := h.log(r); key != "" || l.Entry.ID == first.ID {
				t.Errorf("all the same: entry %d, %q", l.Entry.ID, key)
			}
		})
	}
}

func TestADuplicateIsOnesOwnAndAlive(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	if _, key := h.log(h.request(h.binh, draft())); key != "" {
		t.Errorf("somebody else's: %s", key)
	}
	if _, key := h.remove(h.an, e.ID); key != "" {
		t.Fatal(key)
	}
	if _, key := h.log(h.request(h.an, draft())); key != "" {
		t.Errorf("a deleted one: %s", key)
	}
}

// Again answers the question about the duplicate and nothing else.
func TestAgainDoesNotOverfillTheDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.note(h.an, draft(hours(12)))
	r := h.request(h.an, draft(hours(12)))
	r.Again = true
	if l, key := h.log(r); key != "" || l.DayTotal != 1440 {
		t.Fatalf("%d, %q", l.DayTotal, key)
	}
	if _, key := h.log(r); key != "log.day_full" {
		t.Errorf("36 hours: %q", key)
	}
}

// with is a draft with changes.
func with(d learning.Draft, changes ...func(*learning.Draft)) learning.Draft {
	for _, c := range changes {
		c(&d)
	}
	return d
}

// brokenStore is a database of which one question fails.
type brokenStore struct {
	learning.Store
	err error
}

func (b brokenStore) Entry(context.Context, people.PersonID, learning.EntryID) (learning.Entry, bool, error) {
	return learning.Entry{}, false, b.err
}

func TestABrokenStoreIsNobodysFault(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	broken := errors.New("disk I/O error")
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		store := brokenStore{Store: tx, err: broken}
		r := h.request(h.an, draft(title("x")))
		_, change := learning.Change(ctx, store, r, e.ID)
		_, remove := learning.Remove(ctx, store, r, e.ID)
		_, undo := learning.Undo(ctx, store, r, e.ID)
		for name, err := range map[string]error{"change": change, "remove": remove, "undo": undo} {
			if !errors.Is(err, broken) {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
}
