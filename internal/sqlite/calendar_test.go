package sqlite_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/sqlite"
)

var everyDay = day.Range{From: "2000-01-01", To: "2100-01-01"}

// The table begins with what the law says of 2026 to 2030.
func TestCalendarBeginsWithTheLaw(t *testing.T) {
	t.Parallel()
	h := newDial(t)
	var want []calendar.Entry
	for year := 2026; year <= 2030; year++ {
		want = append(want, calendar.VietNam(year)...)
	}
	view(t, h.DB, func(tx *sqlite.Tx) error {
		got, err := tx.CalendarDays(t.Context(), everyDay)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("the table differs from the law (-law +table):\n%s", d)
		}
		return err
	})
}

func TestCalendarIsKeptUntilItChanges(t *testing.T) {
	t.Parallel()
	h := newDial(t)
	zone := time.FixedZone("+07", 7*60*60)
	read := func(tx *sqlite.Tx) *calendar.Calendar {
		t.Helper()
		c, err := tx.Calendar(t.Context(), zone)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	failed := errors.New("undone")
	h.update(func(_ context.Context, tx *sqlite.Tx) error {
		first := read(tx)
		if read(tx) != first {
			t.Error("it is read again though nothing has changed")
		}
		if other, err := tx.Calendar(t.Context(), time.UTC); err != nil || other == first {
			t.Errorf("another zone has the same calendar (%v)", err)
		}
		// A change that is rolled back is forgotten, and so is the calendar that was read with it.
		err := tx.Savepoint(t.Context(), func() error {
			if _, err := tx.ChangeCalendar(t.Context(), off("2026-12-01"), 0, tx.Now()); err != nil {
				return err
			}
			if read(tx).Working("2026-12-01") {
				t.Error("a change is not seen")
			}
			return failed
		})
		if !errors.Is(err, failed) {
			return err
		}
		if !read(tx).Working("2026-12-01") {
			t.Error("a change that was rolled back is still seen")
		}
		if _, err := tx.ChangeCalendar(t.Context(), off("2026-12-02"), 0, tx.Now()); err != nil {
			return err
		}
		if c := read(tx); c.Working("2026-12-02") || !c.Working("2026-12-01") {
			t.Error("the second change is taken for the first")
		}
		return tx.SetWorkingHours(t.Context(), calendar.Hours{{From: 480, To: 720}}, 0)
	})
	view(t, h.DB, func(tx *sqlite.Tx) error {
		if got := read(tx).Hours().String(); got != "08:00–12:00" {
			t.Errorf("the hours are %s", got)
		}
		return nil
	})
}

func off(d day.Day) calendar.Change {
	return calendar.Change{Put: []calendar.Entry{{Day: d, Kind: calendar.Holiday, NameVI: "Nghỉ", Source: "Thông báo", Checked: true}}}
}

func TestHoursThatCannotBeReadAreTheDefault(t *testing.T) {
	t.Parallel()
	h := newDial(t)
	for _, text := range []string{"", "cả ngày", "17:00–07:30"} {
		h.update(func(_ context.Context, tx *sqlite.Tx) error {
			if err := tx.Set(t.Context(), "working_hours", text); err != nil {
				return err
			}
			got, err := tx.WorkingHours(t.Context())
			if got.String() != calendar.DefaultHours().String() {
				t.Errorf("%q gives %s", text, got)
			}
			return err
		})
	}
}

func TestChangeAndUndo(t *testing.T) {
	t.Parallel()
	h := newDial(t)
	days := func(tx *sqlite.Tx) []calendar.Entry {
		got, err := tx.CalendarDays(t.Context(), everyDay)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	change := func(tx *sqlite.Tx, c calendar.Change) int64 {
		t.Helper()
		batch, err := tx.ChangeCalendar(t.Context(), c, 0, tx.Now())
		if err != nil {
			t.Fatal(err)
		}
		return batch
	}
	undo := func(tx *sqlite.Tx, batch int64) ([]day.Day, bool) {
		t.Helper()
		given, ok, err := tx.UndoCalendar(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		return given, ok
	}
	h.update(func(_ context.Context, tx *sqlite.Tx) error {
		before := days(tx)
		swap := calendar.Change{
			Put: []calendar.Entry{
				{Day: "2027-01-02", Kind: calendar.MakeUp, NameVI: "Làm bù", Source: "TB 1", Checked: true},
				{Day: "2027-02-05", Kind: calendar.Holiday, NameVI: "Nghỉ Tết", NameEN: "Tet", Source: "TB 2", Doubt: calendar.Notice},
			},
			Remove: []day.Day{"2027-02-09"},
		}
		first := change(tx, swap)
		if again := change(tx, swap); first == 0 || again != 0 {
			t.Errorf("the acts are %d and, the same again, %d", first, again)
		}
		after := days(tx)
		if len(after) != len(before) || slices.Contains(after, calendar.Entry{}) {
			t.Errorf("%d days are %d now", len(before), len(after))
		}
		second := change(tx, off("2027-01-02"))
		if given, ok := undo(tx, first); ok {
			t.Errorf("an act is undone though a later one changed its day: %v", given)
		}
		if given, ok := undo(tx, second); !ok || !slices.Equal(given, []day.Day{"2027-01-02"}) {
			t.Errorf("the later act gives back %v, %v", given, ok)
		}
		if d := cmp.Diff(after, days(tx)); d != "" {
			t.Errorf("the later act left something: %s", d)
		}
		if given, ok := undo(tx, first); !ok || len(given) != 3 {
			t.Errorf("the first act gives back %v, %v", given, ok)
		}
		if d := cmp.Diff(before, days(tx)); d != "" {
			t.Errorf("the first act left something: %s", d)
		}
		if _, ok := undo(tx, first); ok {
			t.Error("an act is undone twice")
		}
		return nil
	})
}

func TestAnActThatWasUndoneStandsInNobodysWay(t *testing.T) {
	t.Parallel()
	h := newDial(t)
	h.update(func(_ context.Context, tx *sqlite.Tx) error {
		a, err := tx.ChangeCalendar(t.Context(), off("2027-03-01"), 0, tx.Now())
		if err != nil {
			return err
		}
		if _, err := tx.ChangeCalendar(t.Context(), off("2027-03-02"), 0, tx.Now()); err != nil {
			return err
		}
		if _, ok, err := tx.UndoCalendar(t.Context(), a); err != nil || !ok {
			t.Errorf("an earlier act on another day is not undone (%v)", err)
		}
		if _, ok, err := tx.UndoCalendar(t.Context(), 99); err != nil || ok {
			t.Errorf("an act that never was is undone (%v)", err)
		}
		return nil
	})
}

// view runs fn on a snapshot.
func view(t *testing.T, db *sqlite.DB, fn func(tx *sqlite.Tx) error) {
	t.Helper()
	if err := db.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}
