package learning

import (
	"context"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/viet"
)

// Duplicate says that an entry like this exists: same person, first day, minutes and title (without case
// and diacritics; digits count, so "bài 1" and "bài 2" differ).
type Duplicate struct{ Of Touching }

// Error implements error.
func (d *Duplicate) Error() string { return fmt.Sprintf("looks like entry %d", d.Of.ID) }

// Touching is what another entry of the same days is weighed by.
type Touching struct {
	ID      EntryID
	Title   string
	Days    day.Range
	Minutes int // of all its days together
}

// weighed is what weigh found.
type weighed struct {
	busiest int  // minutes of the busiest day, with the draft in it
	fresh   bool // a day has nothing but the draft
}

// weigh looks at the other entries of the days that a draft touches. Faults: "log.day_full", and a *Duplicate unless
// r.Again.
func weigh(ctx context.Context, store Store, r Request, except EntryID) (weighed, error) {
	days := day.Range{From: r.Draft.Start, To: r.Draft.End}
	others, err := store.EntriesTouching(ctx, r.Actor.Person.ID, days)
	if err != nil {
		return weighed{}, fmt.Errorf("read the days: %w", err)
	}
	load := map[day.Day]int{}
	title := viet.Fold(r.Draft.Title)
	for _, e := range others {
		if e.ID == except {
			continue
		}
		if !r.Again && e.Days.From == r.Draft.Start && e.Minutes == r.Draft.Minutes && viet.Fold(e.Title) == title {
			return weighed{}, &Duplicate{Of: e}
		}
		spread(load, e.Days, e.Minutes, days)
	}
	w := weighed{fresh: len(load) < days.Days()}
	spread(load, days, r.Draft.Minutes, days)
	for _, minutes := range load {
		w.busiest = max(w.busiest, minutes)
	}
	if w.busiest > MaxDayTotal {
		return weighed{}, fault.New(fault.Invalid, "log.day_full", fault.Args{"Hours": MaxDayTotal / 60})
	}
	return w, nil
}

// spread adds minutes, in equal parts a day, to those days of load that lie within.
func spread(load map[day.Day]int, days day.Range, minutes int, within day.Range) {
	each := minutes / days.Days()
	for at := max(days.From, within.From); at <= min(days.To, within.To); at = at.Add(1) {
		load[at] += each
	}
}
