package sqlite_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

// add stores an entry of somebody and moves the clock on a minute.
func (s *staff) add(code, title string, days day.Range, minutes int, changes ...func(*learning.Entry)) (e learning.Entry) {
	s.t.Helper()
	e = learning.Entry{
		Person: s.ids[code], Unit: s.office, Status: learning.Recorded, Channel: "telegram", Version: 1, Created: s.now, Updated: s.now,
		Draft: learning.Draft{Title: title, Kind: "course", Field: "law", Start: days.From, End: days.To, Minutes: minutes},
	}
	for _, c := range changes {
		c(&e)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		e.ID, err = tx.AddEntry(ctx, e)
		return err
	})
	s.now = s.now.Add(time.Minute)
	return e
}

func one(d day.Day) day.Range { return day.Range{From: d, To: d} }

func status(st learning.Status) func(*learning.Entry) {
	return func(e *learning.Entry) { e.Status = st }
}

func titles(entries []learning.Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.Title)
	}
	return out
}

func TestListsOfEntries(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	for _, st := range []learning.Status{learning.Returned, learning.Withdrawn, learning.Deleted} {
		s.add("A1", string(st), one("2026-11-10"), 10, status(st))
	}
	s.add("A1", "pending", one("2026-11-09"), 20, status(learning.Awaiting))
	s.add("A1", "confirmed", one("2026-11-12"), 30, status(learning.Confirmed))
	s.add("A1", "long", day.Range{From: "2026-10-30", To: "2026-11-10"}, 40)
	s.add("A1", "same day", one("2026-11-12"), 50)
	s.add("B2", "somebody else's", one("2026-11-10"), 60)

	recent := func(limit int) (out []string) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			list, err := tx.RecentEntries(ctx, s.ids["A1"], limit)
			out = titles(list)
			return err
		})
		return out
	}
	if got := recent(10); !slices.Equal(got, []string{"same day", "confirmed", "long", "pending"}) {
		t.Errorf("recent are %v", got)
	}
	if got := recent(1); !slices.Equal(got, []string{"same day"}) {
		t.Errorf("the most recent is %v", got)
	}
	for _, c := range []struct {
		days day.Range
		want []string
	}{
		{one("2026-11-10"), []string{"long"}}, {one("2026-10-29"), nil}, {one("2026-10-30"), []string{"long"}}, {one("2026-11-05"), []string{"long"}},
		{one("2026-11-11"), nil}, {day.Range{From: "2026-11-09", To: "2026-11-12"}, []string{"confirmed", "long", "pending", "same day"}},
	} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			list, err := tx.EntriesTouching(ctx, s.ids["A1"], c.days)
			var got []string
			for _, e := range list {
				got = append(got, e.Title)
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("%v touch %v, want %v", got, c.days, c.want)
			}
			return err
		})
	}
}

func TestMinutesCountOnTheLastDay(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	s.add("A1", "a", day.Range{From: "2026-10-30", To: "2026-11-02"}, 100)
	s.add("A1", "b", one("2026-11-30"), 20)
	s.add("A1", "c", one("2026-11-30"), 3, status(learning.Confirmed))
	s.add("A1", "d", one("2026-11-30"), 1000, status(learning.Deleted))
	s.add("B2", "e", one("2026-11-30"), 5000)
	for days, want := range map[day.Range]int{
		day.MonthOf("2026-10-01"): 0, day.MonthOf("2026-11-01"): 123, {From: "2026-11-02", To: "2026-11-02"}: 100, {From: "2026-11-03", To: "2026-11-29"}: 0,
	} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			got, err := tx.MinutesIn(ctx, s.ids["A1"], days)
			if got != want {
				t.Errorf("in %v: %d minutes, want %d", days, got, want)
			}
			return err
		})
	}
}

func TestLastEntries(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	last := func() (made, touched string) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			m, _, err := tx.LastEntry(ctx, s.ids["A1"])
			if err != nil {
				return err
			}
			c, _, err := tx.LastTouched(ctx, s.ids["A1"])
			made, touched = m.Title, c.Title
			return err
		})
		return made, touched
	}
	if made, touched := last(); made != "" || touched != "" {
		t.Errorf("of nothing the last is %q, %q", made, touched)
	}
	first := s.add("A1", "first", one("2026-11-20"), 30)
	second := s.add("A1", "second", one("2026-11-01"), 30)
	s.add("B2", "somebody else's", one("2026-11-20"), 30)
	if made, touched := last(); made != "second" || touched != "second" {
		t.Errorf("the last is %q, %q", made, touched)
	}
	replace := func(before learning.Entry, change func(*learning.Entry)) {
		after := before
		after.Version, after.Updated = before.Version+1, s.now
		change(&after)
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.ReplaceEntry(ctx, before, after, learning.ChangedBy{Person: s.ids["A1"], Channel: "web"})
		})
		s.now = s.now.Add(time.Minute)
	}
	replace(first, func(e *learning.Entry) { e.Title = "first, changed" })
	if made, touched := last(); made != "second" || touched != "first, changed" {
		t.Errorf("after a change the last is %q, %q", made, touched)
	}
	replace(second, func(e *learning.Entry) { e.Status = learning.Deleted })
	if made, touched := last(); made != "first, changed" || touched != "second" {
		t.Errorf("after a removal the last is %q, %q", made, touched)
	}
}

func TestTheStateBeforeIsThatOfTheNewestChange(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	e := s.add("A1", "v1", one("2026-11-20"), 30)
	before := func() (got learning.Entry, found bool) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			got, found, err = tx.EntryBefore(ctx, e.ID)
			return err
		})
		return got, found
	}
	if _, ok := before(); ok {
		t.Error("there was something before it")
	}
	for _, title := range []string{"v2", "v3"} {
		after := e
		after.Title, after.Provider, after.Unit, after.Version, after.Updated = title, "MOOC", s.inspectors, e.Version+1, s.now
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.ReplaceEntry(ctx, e, after, learning.ChangedBy{Person: s.ids["A1"], Channel: "web"})
		})
		got, ok := before()
		want := learning.Entry{ID: e.ID, Unit: e.Unit, Draft: e.Draft, Status: e.Status}
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("before %s: %s", title, diff)
		}
		e = after
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		err := tx.ReplaceEntry(ctx, learning.Entry{ID: e.ID, Version: 1}, e, learning.ChangedBy{Person: s.ids["A1"], Channel: "web"})
		if err == nil {
			t.Error("a version is kept twice")
		}
		return nil
	})
}

func TestEntryByMessageFindsTheNewest(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	from := func(channel, message string) func(*learning.Entry) {
		return func(e *learning.Entry) { e.Channel, e.Message = channel, message }
	}
	s.add("A1", "first of two", one("2026-11-20"), 30, from("telegram", "55"))
	s.add("A1", "second of two", one("2026-11-20"), 30, from("telegram", "55"))
	s.add("A1", "browser's", one("2026-11-20"), 30, from("web", "55"))
	for channel, want := range map[string]string{"telegram": "second of two", "web": "browser's", "zalo": ""} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			e, ok, err := tx.EntryByMessage(ctx, s.ids["A1"], channel, "55")
			if e.Title != want || ok != (want != "") {
				t.Errorf("%s: %q, %v", channel, e.Title, ok)
			}
			return err
		})
	}
}

// Constraints live in the schema: a program that forgets a rule cannot store what breaks it.
func TestTheSchemaRefuses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*learning.Entry){
		"no title":       func(e *learning.Entry) { e.Title = "" },
		"no minutes":     func(e *learning.Entry) { e.Minutes = 0 },
		"an end before":  func(e *learning.Entry) { e.End = "2026-11-19" },
		"no day":         func(e *learning.Entry) { e.Start = "hôm qua" },
		"unknown kind":   func(e *learning.Entry) { e.Kind = "nap" },
		"unknown field":  func(e *learning.Entry) { e.Field = "" },
		"unknown status": func(e *learning.Entry) { e.Status = "lost" },
		"nobody":         func(e *learning.Entry) { e.Person = 99 },
		"nowhere":        func(e *learning.Entry) { e.Unit = 99 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStaff(t)
			e := s.add("A1", "good", one("2026-11-20"), 30)
			change(&e)
			err := s.Update(t.Context(), func(tx *sqlite.Tx) error {
				_, err := tx.AddEntry(t.Context(), e)
				return err
			})
			if err == nil || s.count("SELECT count(*) FROM entries") != 1 {
				t.Errorf("it is stored (%v)", err)
			}
		})
	}
}
