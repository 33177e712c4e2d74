package sqlite

import (
	"context"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

var _ people.Directory = (*Tx)(nil)

// PeopleNamed implements people.Directory.
func (tx *Tx) PeopleNamed(ctx context.Context, folded string, today day.Day) ([]people.Actor, error) {
	// instr, not LIKE: what people type may hold % and _.
	return tx.actors(ctx, "WHERE instr(' ' || p.folded || ' ', ' ' || ? || ' ') > 0 ORDER BY p.id",
		func(a people.Actor) bool { return a.State != people.Left }, today, folded)
}

// OfficePeople implements people.Directory.
func (tx *Tx) OfficePeople(ctx context.Context, today day.Day) ([]people.Actor, error) {
	return tx.actors(ctx, "WHERE m.office = 1 ORDER BY p.id",
		func(a people.Actor) bool { return a.State == people.Active }, today)
}

// actors lists the people that a condition finds, as of a day, and keep wants.
func (tx *Tx) actors(ctx context.Context, where string, keep func(people.Actor) bool, today day.Day, args ...any) ([]people.Actor, error) {
	var out []people.Actor
	err := tx.each(ctx, func(s scanner) error {
		a, err := scanActor(s, today)
		if err == nil && keep(a) {
			out = append(out, a)
		}
		return err
	}, actorSelect+where, append([]any{today}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return out, nil
}
