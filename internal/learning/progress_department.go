package learning

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"sohoc/internal/people"
)

// UnitRow is a unit's line among all.
type UnitRow struct {
	Unit      people.Unit
	Figures   Figures
	Before    Figures
	HasBefore bool // the unit existed in the period before
}

// Department is how all units stand. Total is the sum of the rows and of Ended.
type Department struct {
	Rows      []UnitRow // by need: lowest participation first, then fewest minutes for each member, then the units' order
	Ended     Figures   // entries in the period of units that ended before its last day
	Total     Figures
	Before    Figures // the total of the period before
	HasBefore bool    // there were units in the period before
	Begun     bool    // the book was in use in the period before
}

// Standing returns the figures of all units that exist on the last day of the view, without duties. It is
// quick enough for the writer; with duties it is not (see OfDepartment).
func Standing(ctx context.Context, store FigureStore, v View) (Department, error) {
	exist, now, _, err := read(ctx, store, v, 0)
	if err != nil {
		return Department{}, err
	}
	return v.standing(ctx, store, exist, now)
}

// OfDepartment returns what Standing does, with duties: a read of a whole year's entries, for readers.
func OfDepartment(ctx context.Context, store FigureStore, v View) (Department, error) {
	exist, now, members, err := read(ctx, store, v, 0)
	if err != nil {
		return Department{}, err
	}
	if err := v.addDuties(ctx, store, now, 0, members); err != nil {
		return Department{}, err
	}
	return v.standing(ctx, store, exist, now)
}

func (v View) standing(ctx context.Context, store FigureStore, exist []people.Unit, now figures) (Department, error) {
	existed, then, _, err := read(ctx, store, v.before(), 0)
	if err != nil {
		return Department{}, err
	}
	d := Department{Ended: now.ended, Total: now.total(exist), Before: then.total(existed), HasBefore: len(existed) > 0}
	if d.Begun, err = store.Begun(ctx, v.before().Period.Days.To); err != nil {
		return Department{}, fmt.Errorf("see whether the book was in use: %w", err)
	}
	for _, u := range exist {
		row := UnitRow{Unit: u, Figures: *now.units[u.ID]}
		if f, ok := then.units[u.ID]; ok {
			row.Before, row.HasBefore = *f, true
		}
		d.Rows = append(d.Rows, row)
	}
	slices.SortStableFunc(d.Rows, byNeed)
	return d, nil
}

// total returns the figures of all units, those that have ended included.
func (g figures) total(exist []people.Unit) Figures {
	t := g.ended
	for _, u := range exist {
		t.add(*g.units[u.ID])
	}
	return t
}

func byNeed(a, b UnitRow) int {
	return cmp.Or(
		a.Figures.compareNeed(b.Figures),
		cmp.Compare(a.Unit.Sort, b.Unit.Sort),
		cmp.Compare(a.Unit.ID, b.Unit.ID),
	)
}
