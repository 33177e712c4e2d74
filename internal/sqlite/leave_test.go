package sqlite_test

import (
	"context"
	"slices"
	"testing"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

func TestLeavesAreReadAndReplaced(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	an, bao := s.ids["A1"], s.ids["B2"]
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, p := range []people.PersonID{an, bao} {
			if err := tx.AddLeave(ctx, p, day.Range{From: "2026-12-02", To: "2026-12-05"}, tx.Now()); err != nil {
				return err
			}
		}
		change, err := people.NoteLeave(ctx, tx, an, day.Range{From: "2026-12-06", To: "2026-12-08"})
		if err != nil || change.Nothing() {
			t.Errorf("nothing is noted (%v)", err)
		}
		if _, err := people.EndLeave(ctx, tx, an, day.Range{From: "2026-12-04", To: "2026-12-04"}); err != nil {
			return err
		}
		for person, want := range map[people.PersonID][]day.Range{
			an:  {{From: "2026-12-02", To: "2026-12-03"}, {From: "2026-12-05", To: "2026-12-08"}},
			bao: {{From: "2026-12-02", To: "2026-12-05"}},
		} {
			got, err := tx.Leaves(ctx, person, day.Range{From: "2026-01-01", To: "2027-01-01"})
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("the leaves are %v (%v), want %v", got, err, want)
			}
		}
		got, err := tx.Leaves(ctx, an, day.Range{From: "2026-12-08", To: "2026-12-20"})
		if err != nil || len(got) != 1 {
			t.Errorf("8/12 to 20/12 touches %v (%v)", got, err)
		}
		return nil
	})
}

// The one predicate: on each day, /tiendo, what reminders ask and what streaks reckon with say the same of who is away.
func TestAllAgreeOnWhoIsAway(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	an := s.ids["A1"]
	s.agree("A1")
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, r := range []day.Range{{From: "2026-11-26", To: "2026-12-01"}, {From: "2026-12-07", To: "2026-12-13"}} {
			if _, err := people.NoteLeave(ctx, tx, an, r); err != nil {
				return err
			}
		}
		leaves, err := tx.Leaves(ctx, an, day.Range{From: "2026-11-01", To: "2026-12-31"})
		if err != nil {
			return err
		}
		away := 0
		for d := day.Day("2026-11-20"); d < "2026-12-20"; d = d.Add(1) {
			want := people.Away(leaves, d)
			if want {
				away++
			}
			on, err := tx.AwayOn(ctx, an, d)
			if err != nil || on != want {
				t.Errorf("%s: AwayOn is %v (%v), streaks say %v", d, on, err, want)
			}
			members, err := tx.Members(ctx, s.office, d, tx.Now())
			if err != nil {
				return err
			}
			at := slices.IndexFunc(members, func(m learning.Member) bool { return m.Person == an })
			if at < 0 || members[at].Away != want {
				t.Errorf("%s: /tiendo says away is %v, streaks say %v", d, members[at].Away, want)
			}
		}
		if away != 13 {
			t.Errorf("away on %d days, want 13: the weekend between belongs to a leave", away)
		}
		// The week of 7/12 is all leave: nothing is lost by it.
		cal := calendar.New(nil, nil, nil)
		streak := learning.StreakOf([]day.Range{{From: "2026-12-01", To: "2026-12-01"}}, leaves, cal, "2026-12-16")
		if streak.Weeks != 1 || streak.Freezes != learning.FreezesPerQuarter {
			t.Errorf("a week of leave costs: %+v", streak)
		}
		return nil
	})
}

func TestActsAreThoseThatCount(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	an := s.ids["A1"]
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, e := range []struct {
			from, to day.Day
			status   learning.Status
		}{
			{"2026-11-02", "2026-11-20", learning.Recorded}, {"2026-11-23", "2026-11-23", learning.Confirmed},
			{"2026-11-23", "2026-11-23", learning.Recorded}, {"2026-11-24", "2026-11-24", learning.Deleted},
			{"2026-01-05", "2026-01-05", learning.Recorded},
		} {
			d := learning.Draft{Title: "Luật", Kind: "self_study", Field: "law", Start: e.from, End: e.to, Minutes: 60}
			entry := learning.Entry{Person: an, Unit: s.office, Draft: d, Status: e.status, Channel: "telegram", Version: 1, Created: tx.Now(), Updated: tx.Now()}
			if _, err := tx.AddEntry(ctx, entry); err != nil {
				return err
			}
		}
		got, err := tx.Acts(ctx, an, "2026-11-01")
		slices.SortFunc(got, func(a, b day.Range) int { return a.From.Sub(b.From) })
		want := []day.Range{{From: "2026-11-02", To: "2026-11-20"}, {From: "2026-11-23", To: "2026-11-23"}}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("the acts are %v (%v), want %v", got, err, want)
		}
		return nil
	})
}

func TestMilestonesAreKept(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	an := s.ids["A1"]
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, weeks := range []int{4, 8, 8} {
			if err := tx.NoteMilestone(ctx, an, weeks, tx.Now()); err != nil {
				return err
			}
		}
		for person, want := range map[people.PersonID]int{an: 8, s.ids["B2"]: 0} {
			if got, err := tx.MilestoneTold(ctx, person); err != nil || got != want {
				t.Errorf("told of %d (%v), want %d", got, err, want)
			}
		}
		return nil
	})
}
