package learning

import (
	"context"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Totals are what a person has written down in a range of days. The two counters are never added to each other
// where a duty is meant.
type Totals struct {
	Kinds    []KindTotal
	Entries  int
	Training int // minutes of tiết bồi dưỡng
	Self     int // minutes of giờ tự học
	Credit   Credit
}

// Minutes returns the minutes of both counters.
func (t Totals) Minutes() int { return t.Training + t.Self }

// Own are a person's own totals.
type Own struct {
	Period Totals
	Before Totals
	Year   Totals // from 1 January to the period's last day
	Duty   Target
	HasDue bool // a duty is known for the person's category
	Away   bool // has leave on the period's last day
	Begun  bool // the book was in use in the period before
}

// TotalsIn returns what a person has written down in a range of days.
func TotalsIn(ctx context.Context, store OwnStore, person people.PersonID, days day.Range) (Totals, error) {
	kinds, err := store.KindTotals(ctx, person, days)
	if err != nil {
		return Totals{}, fmt.Errorf("sum own entries: %w", err)
	}
	t := Totals{Kinds: kinds}
	for _, k := range kinds {
		t.Entries += k.Entries
		if k.Counter != TrainingCounter {
			t.Self += k.Minutes
			continue
		}
		t.Training += k.Minutes
		t.Credit.Backed += k.Credit.Backed
		t.Credit.Confirmed += k.Credit.Confirmed
	}
	return t, nil
}

// OwnTotals returns the totals of a person for a period.
func OwnTotals(ctx context.Context, store OwnStore, person people.Person, p Period) (Own, error) {
	var o Own
	for _, part := range []struct {
		into *Totals
		days day.Range
	}{
		{&o.Period, p.Days},
		{&o.Before, p.Before().Days},
		{&o.Year, PeriodTo(Year, p.Days.To).Days},
	} {
		var err error
		if *part.into, err = TotalsIn(ctx, store, person.ID, part.days); err != nil {
			return Own{}, err
		}
	}
	targets, err := store.Targets(ctx, p.Days.To)
	if err != nil {
		return Own{}, fmt.Errorf("read duties: %w", err)
	}
	o.Duty, o.HasDue = targets[person.Category]
	if o.Away, err = store.AwayOn(ctx, person.ID, p.Days.To); err != nil {
		return Own{}, fmt.Errorf("read leave: %w", err)
	}
	if o.Begun, err = store.Begun(ctx, p.Before().Days.To); err != nil {
		return Own{}, fmt.Errorf("see whether the book was in use: %w", err)
	}
	return o, nil
}
