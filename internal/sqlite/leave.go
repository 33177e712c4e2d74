package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// awayPeople are who is on leave on the day ?2. It is the one predicate of absence: /tiendo says "đang nghỉ" by it,
// nobody in it is reminded or asked, and no streak breaks on such a day.
const awayPeople = "(SELECT person_id FROM leaves WHERE from_day <= ?2 AND to_day >= ?2)"

// AwayOn implements learning.ProgressStore.
func (tx *Tx) AwayOn(ctx context.Context, person people.PersonID, on day.Day) (bool, error) {
	var away bool
	if err := tx.row(ctx, "SELECT ?1 IN "+awayPeople, person, on).Scan(&away); err != nil {
		return false, fmt.Errorf("read leave: %w", err)
	}
	return away, nil
}

// AddLeave notes that a person is away on a range of days. No reason is kept.
func (tx *Tx) AddLeave(ctx context.Context, person people.PersonID, days day.Range, now time.Time) error {
	const query = "INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, ?, ?, ?)"
	if _, err := tx.exec(ctx, query, person, days.From, days.To, millis(now)); err != nil {
		return fmt.Errorf("note leave: %w", err)
	}
	return nil
}

// Leaves lists the leaves of a person that touch a range of days, in their order, as they stand in the table: none
// overlaps another.
func (tx *Tx) Leaves(ctx context.Context, person people.PersonID, within day.Range) ([]day.Range, error) {
	const query = "SELECT from_day, to_day FROM leaves WHERE person_id = ? AND to_day >= ? AND from_day <= ? ORDER BY from_day"
	var out []day.Range
	err := tx.each(ctx, func(s scanner) error {
		var r day.Range
		err := s.Scan(&r.From, &r.To)
		out = append(out, r)
		return err
	}, query, person, within.From, within.To)
	if err != nil {
		return nil, fmt.Errorf("list leaves: %w", err)
	}
	return out, nil
}

// SetLeaves replaces the leaves of a person that touch a range of days.
func (tx *Tx) SetLeaves(ctx context.Context, person people.PersonID, touching day.Range, now []day.Range) error {
	const remove = "DELETE FROM leaves WHERE person_id = ? AND to_day >= ? AND from_day <= ?"
	if _, err := tx.exec(ctx, remove, person, touching.From, touching.To); err != nil {
		return fmt.Errorf("take leaves out: %w", err)
	}
	for _, r := range now {
		if err := tx.AddLeave(ctx, person, r, tx.now); err != nil {
			return err
		}
	}
	return nil
}
