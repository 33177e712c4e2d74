package people

import (
	"context"
	"slices"

	"sohoc/internal/day"
)

// Bounds of a leave, in days. Maternity leave is six months; whoever is away longer than a year has left.
const (
	MaxLeave     = 366
	MaxLeaveBack = 60  // how far back a leave may begin that is noted afterwards
	MaxLeaveOn   = 400 // how far ahead it may begin
)

// LeaveStore keeps when people are away. Only days are kept, never a reason.
type LeaveStore interface {
	// Leaves lists the leaves of a person that touch a range of days, in their order.
	Leaves(ctx context.Context, person PersonID, within day.Range) ([]day.Range, error)
	// SetLeaves replaces the leaves of a person that touch a range of days.
	SetLeaves(ctx context.Context, person PersonID, touching day.Range, now []day.Range) error
}

// Away reports whether a day lies in one of the leaves. It says in Go what the database says of who is away on a day.
func Away(leaves []day.Range, d day.Day) bool {
	return slices.ContainsFunc(leaves, func(r day.Range) bool { return r.Contains(d) })
}

// LeaveChange is what becomes of somebody's leaves: those that touch a range, before and after. All of them lie in it,
// so that SetLeaves(Touching, Before) puts back what was.
type LeaveChange struct {
	Touching      day.Range
	Before, After []day.Range
}

// Nothing reports whether all stays as it is.
func (c LeaveChange) Nothing() bool { return slices.Equal(c.Before, c.After) }

// NoteLeave adds days to the leaves of a person; leaves that overlap or follow each other become one.
func NoteLeave(ctx context.Context, store LeaveStore, person PersonID, add day.Range) (LeaveChange, error) {
	// A day more at both ends, so that leaves that follow each other are found.
	beside := day.Range{From: add.From.Add(-1), To: add.To.Add(1)}
	before, err := store.Leaves(ctx, person, beside)
	if err != nil {
		return LeaveChange{}, err
	}
	whole := hull(add, before)
	c := LeaveChange{Touching: whole, Before: before, After: []day.Range{whole}}
	return c, c.apply(ctx, store, person)
}

// hull is the range from the first to the last day of r and of the leaves that touch it.
func hull(r day.Range, leaves []day.Range) day.Range {
	for _, l := range leaves {
		r.From, r.To = min(r.From, l.From), max(r.To, l.To)
	}
	return r
}

// EndLeave takes days out of the leaves of a person: who is back earlier, or does not go.
func EndLeave(ctx context.Context, store LeaveStore, person PersonID, out day.Range) (LeaveChange, error) {
	before, err := store.Leaves(ctx, person, out)
	if err != nil {
		return LeaveChange{}, err
	}
	c := LeaveChange{Touching: hull(out, before), Before: before}
	for _, r := range before {
		if r.From < out.From {
			c.After = append(c.After, day.Range{From: r.From, To: out.From.Add(-1)})
		}
		if r.To > out.To {
			c.After = append(c.After, day.Range{From: out.To.Add(1), To: r.To})
		}
	}
	return c, c.apply(ctx, store, person)
}

func (c LeaveChange) apply(ctx context.Context, store LeaveStore, person PersonID) error {
	if c.Nothing() {
		return nil
	}
	return store.SetLeaves(ctx, person, c.Touching, c.After)
}
