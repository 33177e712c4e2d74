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
type Duplicate struct{ Of Entry }

// Error implements error.
func (d *Duplicate) Error() string { return fmt.Sprintf("looks like entry %d", d.Of.ID) }

// weigh looks at the other entries of the days that a draft touches. It returns the minutes of the busiest
// day with the draft in it. Faults: "log.day_full", and a *Duplicate unless r.Again.
func weigh(ctx context.Context, store Store, r Request, except EntryID) (int, error) {
	days := day.Range{From: r.Draft.Start, To: r.Draft.End}
	others, err := store.EntriesTouching(ctx, r.Actor.Person.ID, days)
	if err != nil {
		return 0, fmt.Errorf("read the days: %w", err)
	}
	load := map[day.Day]int{}
	title := viet.Fold(r.Draft.Title)
	for _, e := range append(others, Entry{Draft: r.Draft}) {
		if e.ID != 0 && e.ID == except {
			continue
		}
		if e.ID != 0 && !r.Again && e.Start == r.Draft.Start && e.Minutes == r.Draft.Minutes && viet.Fold(e.Title) == title {
			return 0, &Duplicate{Of: e}
		}
		spread(load, e.Draft, days)
	}
	busiest := 0
	for _, minutes := range load {
		busiest = max(busiest, minutes)
	}
	if busiest > MaxDayTotal {
		return 0, fault.New(fault.Invalid, "log.day_full", fault.Args{"Hours": MaxDayTotal / 60})
	}
	return busiest, nil
}

// spread adds the minutes of d, in equal parts a day, to those days of load that lie within.
func spread(load map[day.Day]int, d Draft, within day.Range) {
	if d.Start == d.End { // as nearly always; reckoning with days is dear
		load[d.Start] += d.Minutes
		return
	}
	span := day.Range{From: d.Start, To: d.End}
	each := d.Minutes / span.Days()
	for at := max(span.From, within.From); at <= min(span.To, within.To); at = at.Add(1) {
		load[at] += each
	}
}
