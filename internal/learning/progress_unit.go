package learning

import (
	"context"
	"fmt"
	"slices"

	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// UnitReport is how a unit stands, beside the period before and the department.
type UnitReport struct {
	Unit       people.Unit
	Figures    Figures
	Before     Figures
	HasBefore  bool    // the unit existed in the period before
	Begun      bool    // the book was in use in the period before
	Department Figures // of all units, without duties
	Absent     []Absent
}

// UnitFigures returns the figures of one unit, without duties: what its members may know of the others.
func UnitFigures(ctx context.Context, store FigureStore, unit people.UnitID, v View) (Figures, error) {
	_, now, _, err := read(ctx, store, v, unit)
	if err != nil {
		return Figures{}, err
	}
	if f, ok := now.units[unit]; ok {
		return *f, nil
	}
	return Figures{}, nil
}

// OfUnit returns the report of a unit. Absent is in the order of names.
func OfUnit(ctx context.Context, store FigureStore, unit people.Unit, v View) (UnitReport, error) {
	r := UnitReport{Unit: unit}
	exist, now, members, err := read(ctx, store, v, 0)
	if err != nil {
		return r, err
	}
	r.Department = now.total(exist)
	own := slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return m.Unit != unit.ID })
	if err := v.addDuties(ctx, store, now, unit.ID, own); err != nil {
		return r, err
	}
	if f, ok := now.units[unit.ID]; ok {
		r.Figures = *f
	}
	r.Absent = now.absent[unit.ID]
	slices.SortFunc(r.Absent, func(a, b Absent) int { return viet.Compare(a.Name, b.Name) })

	old := v.before()
	if r.Begun, err = store.Begun(ctx, old.Period.Days.To); err != nil {
		return r, fmt.Errorf("see whether the book was in use: %w", err)
	}
	if unit.From > old.Period.Days.To {
		return r, nil
	}
	_, then, _, err := read(ctx, store, old, unit.ID)
	if err != nil {
		return r, err
	}
	if f, ok := then.units[unit.ID]; ok {
		r.Before, r.HasBefore = *f, true
	}
	return r, nil
}

// read reads a unit, or all, without duties.
func read(ctx context.Context, store FigureStore, v View, unit people.UnitID) ([]people.Unit, figures, []Member, error) {
	days := v.Period.Days
	exist, err := store.Units(ctx, days.To)
	if err != nil {
		return nil, figures{}, nil, fmt.Errorf("list units: %w", err)
	}
	members, err := store.Members(ctx, unit, days.To, v.At)
	if err != nil {
		return nil, figures{}, nil, fmt.Errorf("list members: %w", err)
	}
	work, err := store.Work(ctx, unit, days)
	if err != nil {
		return nil, figures{}, nil, fmt.Errorf("sum entries of units: %w", err)
	}
	return exist, v.gather(exist, members, work), members, nil
}

// addDuties adds the duties of members, all of one unit (or of all units: 0), to g.
func (v View) addDuties(ctx context.Context, store FigureStore, g figures, unit people.UnitID, members []Member) error {
	targets, err := store.Targets(ctx, v.Period.Days.To)
	if err != nil {
		return fmt.Errorf("read duties: %w", err)
	}
	credited, err := store.Credited(ctx, unit, PeriodTo(Year, v.Period.Days.To).Days)
	if err != nil {
		return fmt.Errorf("sum what counts for duties: %w", err)
	}
	g.duties(members, credited, targets, v.Rules.Units)
	return nil
}
