package learning

import (
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// FreezesPerQuarter is how many weeks without an entry a quarter forgives, by themselves.
const FreezesPerQuarter = 2

// Workdays says on which days people work.
type Workdays interface {
	Working(d day.Day) bool
}

// WeekState says what became of a week in a streak.
type WeekState string

// The states of a week.
const (
	WeekKept    WeekState = "kept"    // has at least one entry
	WeekRest    WeekState = "rest"    // had no working day for this person: leave, holidays
	WeekFrozen  WeekState = "frozen"  // had no entry, and one of the quarter's free weeks was spent on it
	WeekMissed  WeekState = "missed"  // ended the streak
	WeekRunning WeekState = "running" // this week, as long as it has no entry
)

// StreakWeek is a week from Monday to Sunday in a streak.
type StreakWeek struct {
	Monday day.Day
	State  WeekState
}

// Streak is how many working weeks in a row somebody has written down something learnt. Weeks of rest and forgiven
// weeks neither count nor break it.
type Streak struct {
	Weeks   int // of the streak that runs; this week counts once it has an entry
	Longest int
	Freezes int          // left in this quarter
	Past    []StreakWeek // from the first entry's week to this one
}

// Running returns the state of this week.
func (s Streak) Running() WeekState {
	if len(s.Past) == 0 {
		return WeekRunning
	}
	return s.Past[len(s.Past)-1].State
}

// StreakOf reckons the streak of somebody as of today. Acts are the days of entries, in any order; an entry of several
// weeks keeps each of them. It never looks at what lies ahead: a week is missed when its last day is over.
func StreakOf(acts, leaves []day.Range, cal Workdays, today day.Day) Streak {
	kept := map[day.Day]bool{}
	first := monday(today)
	for _, a := range acts {
		for m := monday(a.From); m <= min(a.To, today); m = m.Add(7) {
			kept[m] = true
			first = min(first, m)
		}
	}
	var s Streak
	if len(kept) == 0 {
		s.Freezes = FreezesPerQuarter
		return s
	}
	spent := map[day.Day]int{} // by the quarter's first day
	for m := first; m <= today; m = m.Add(7) {
		quarter := quarterOf(m)
		w := StreakWeek{Monday: m, State: WeekMissed}
		switch {
		case kept[m]:
			w.State = WeekKept
			s.Weeks++
		case rests(m, leaves, cal):
			w.State = WeekRest
		case m.Add(6) >= today:
			w.State = WeekRunning
		case s.Weeks > 0 && spent[quarter] < FreezesPerQuarter:
			w.State = WeekFrozen
			spent[quarter]++
		default:
			s.Weeks = 0
		}
		s.Longest = max(s.Longest, s.Weeks)
		s.Past = append(s.Past, w)
	}
	s.Freezes = FreezesPerQuarter - spent[quarterOf(monday(today))]
	return s
}

// rests reports whether a week has no day on which this person works: weekends, holidays and leave.
func rests(monday day.Day, leaves []day.Range, cal Workdays) bool {
	for i := range 7 {
		if d := monday.Add(i); cal.Working(d) && !people.Away(leaves, d) {
			return false
		}
	}
	return true
}

// monday returns the first day of a day's week.
func monday(d day.Day) day.Day { return d.Add(-int(d.Weekday()+6) % 7) }

// quarterOf returns the first day of the quarter in which a week begins.
func quarterOf(monday day.Day) day.Day {
	t := monday.Time()
	return day.New(t.Year(), (t.Month()-1)/3*3+time.January, 1)
}
