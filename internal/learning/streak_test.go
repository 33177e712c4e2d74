package learning_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// days makes acts of single days.
func days(all ...day.Day) []day.Range {
	out := make([]day.Range, len(all))
	for i, d := range all {
		out[i] = day.Range{From: d, To: d}
	}
	return out
}

// workdays is the calendar of 2026 and 2027.
func workdays() *calendar.Calendar {
	return calendar.New(append(calendar.VietNam(2026), calendar.VietNam(2027)...), nil, nil)
}

// The Mondays of late 2026: 2/11, 9/11, 16/11, 23/11, 30/11; the quarter begins on 1/10.
func TestStreak(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                    string
		acts, leaves            []day.Range
		today                   day.Day
		weeks, longest, freezes int
		running                 learning.WeekState
	}{
		{"nothing yet", nil, nil, "2026-11-24", 0, 0, 2, learning.WeekRunning},
		{"the first entry", days("2026-11-24"), nil, "2026-11-24", 1, 1, 2, learning.WeekKept},
		{"a Monday and a Friday keep their weeks", days("2026-11-09", "2026-11-20"), nil, "2026-11-24", 2, 2, 2, learning.WeekRunning},
		{"a Sunday keeps its week", days("2026-11-22", "2026-11-23"), nil, "2026-11-24", 2, 2, 2, learning.WeekKept},
		{"twice in a week counts once", days("2026-11-23", "2026-11-24"), nil, "2026-11-24", 1, 1, 2, learning.WeekKept},
		{"this week is not missed before it is over", days("2026-11-16"), nil, "2026-11-29", 1, 1, 2, learning.WeekRunning},
		{"a week without an entry spends a free one", days("2026-11-09", "2026-11-23"), nil, "2026-11-24", 2, 2, 1, learning.WeekKept},
		{"two are forgiven", days("2026-11-02", "2026-11-23"), nil, "2026-11-24", 2, 2, 0, learning.WeekKept},
		{"the third ends it", days("2026-10-26", "2026-11-23"), nil, "2026-11-24", 1, 1, 0, learning.WeekKept},
		{"a lost streak spends nothing more", days("2026-10-05"), nil, "2026-11-24", 0, 1, 0, learning.WeekRunning},
		{"a week of leave spends nothing", days("2026-11-09", "2026-11-23"), []day.Range{{From: "2026-11-16", To: "2026-11-20"}}, "2026-11-24", 2, 2, 2, learning.WeekKept},
		{"part of a week on leave is no week of leave", days("2026-11-09", "2026-11-23"), []day.Range{{From: "2026-11-16", To: "2026-11-19"}}, "2026-11-24", 2, 2, 1, learning.WeekKept},
		{"Tết and leave around it", days("2027-02-01", "2027-02-19"), []day.Range{{From: "2027-02-12", To: "2027-02-12"}}, "2027-02-19", 2, 2, 2, learning.WeekKept},
		{"a long leave", days("2026-06-01", "2026-11-23"), []day.Range{{From: "2026-06-08", To: "2026-11-20"}}, "2026-11-24", 2, 2, 2, learning.WeekKept},
		{"a course of three weeks keeps each", []day.Range{{From: "2026-11-04", To: "2026-11-18"}}, nil, "2026-11-24", 3, 3, 2, learning.WeekRunning},
		{"a course that goes on counts up to today", []day.Range{{From: "2026-11-18", To: "2027-11-18"}}, nil, "2026-11-24", 2, 2, 2, learning.WeekKept},
		{"a quarter brings two new ones", days("2026-09-14", "2026-10-05", "2026-10-26"), nil, "2026-10-27", 3, 3, 0, learning.WeekKept},
	} {
		s := learning.StreakOf(c.acts, c.leaves, workdays(), c.today)
		if s.Weeks != c.weeks || s.Longest != c.longest || s.Freezes != c.freezes || s.Running() != c.running {
			t.Errorf("%s: %d weeks, longest %d, %d left, this week %s; want %d, %d, %d, %s\n%v",
				c.name, s.Weeks, s.Longest, s.Freezes, s.Running(), c.weeks, c.longest, c.freezes, c.running, s.Past)
		}
	}
}

func TestPastNamesEveryWeek(t *testing.T) {
	t.Parallel()
	s := learning.StreakOf(days("2026-10-19"), []day.Range{{From: "2026-10-26", To: "2026-11-01"}}, workdays(), "2026-11-24")
	want := []learning.StreakWeek{
		{Monday: "2026-10-19", State: learning.WeekKept}, {Monday: "2026-10-26", State: learning.WeekRest},
		{Monday: "2026-11-02", State: learning.WeekFrozen}, {Monday: "2026-11-09", State: learning.WeekFrozen},
		{Monday: "2026-11-16", State: learning.WeekMissed}, {Monday: "2026-11-23", State: learning.WeekRunning},
	}
	if !slices.Equal(s.Past, want) {
		t.Errorf("the weeks are %v, want %v", s.Past, want)
	}
}

// Whatever happens: no quarter forgives more than two weeks, and whoever is on leave in every week without an entry loses nothing and
// spends nothing.
func TestStreakIsKind(t *testing.T) {
	t.Parallel()
	cal := workdays()
	rapid.Check(t, func(r *rapid.T) {
		date := rapid.Custom(func(r *rapid.T) day.Day { return day.Day("2026-01-05").Add(rapid.IntRange(0, 360).Draw(r, "day")) })
		acts := days(rapid.SliceOfN(date, 1, 40).Draw(r, "acts")...)
		today := day.Day("2027-01-03")
		s := learning.StreakOf(acts, nil, cal, today)
		frozen, kept := map[int]int{}, 0
		var leaves []day.Range
		for _, w := range s.Past {
			switch w.State {
			case learning.WeekFrozen:
				frozen[int(w.Monday.Month()-1)/3]++
			case learning.WeekKept:
				kept++
				continue
			default:
			}
			leaves = append(leaves, day.Range{From: w.Monday, To: w.Monday.Add(4)})
		}
		for quarter, n := range frozen {
			if n > learning.FreezesPerQuarter {
				r.Fatalf("quarter %d forgives %d weeks", quarter+1, n)
			}
		}
		if s.Weeks > s.Longest || s.Longest > kept {
			r.Fatalf("%d weeks, longest %d, with %d kept", s.Weeks, s.Longest, kept)
		}
		if away := learning.StreakOf(acts, leaves, cal, today); away.Weeks != kept || away.Freezes != learning.FreezesPerQuarter {
			r.Fatalf("on leave otherwise, the streak is %d of %d, %d left", away.Weeks, kept, away.Freezes)
		}
	})
}

// toldStore keeps what was told, and nothing else.
type toldStore struct {
	learning.StreakStore
	told []int
}

func (s *toldStore) MilestoneTold(context.Context, people.PersonID) (int, error) {
	return slices.Max(append([]int{0}, s.told...)), nil
}

func (s *toldStore) NoteMilestone(_ context.Context, _ people.PersonID, weeks int, _ time.Time) error {
	s.told = append(s.told, weeks)
	return nil
}

func TestMilestonesAreToldOnce(t *testing.T) {
	t.Parallel()
	store := &toldStore{}
	told := func(weeks int) int {
		got, ok, err := learning.NewMilestone(t.Context(), store, 1, learning.Streak{Weeks: weeks}, time.Time{})
		if err != nil || ok != (got > 0) {
			t.Errorf("%d weeks: %d, %v, %v", weeks, got, ok, err)
		}
		return got
	}
	var all []int
	for weeks := range 80 {
		if got := told(weeks); got > 0 {
			all = append(all, got)
		}
	}
	if want := []int{4, 8, 13, 26, 52, 78}; !slices.Equal(all, want) {
		t.Errorf("told of %v, want %v", all, want)
	}
	for weeks := range 80 { // lost, and gained again
		if got := told(weeks); got != 0 {
			t.Errorf("told of %d weeks again", got)
		}
	}
	late := &toldStore{}
	if got, _, err := learning.NewMilestone(t.Context(), late, 1, learning.Streak{Weeks: 30}, time.Time{}); got != 26 || err != nil {
		t.Errorf("whoever comes with 30 weeks is told of %d (%v)", got, err)
	}
}
