package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

var (
	_ learning.StreakStore = (*Tx)(nil)
	_ learning.YearStore   = (*Tx)(nil)
)

// DayWork implements learning.YearStore.
func (tx *Tx) DayWork(ctx context.Context, person people.PersonID, within day.Range) ([]learning.DayWork, error) {
	const query = "SELECT start_day, end_day, minutes FROM entries WHERE person_id = ? AND end_day >= ? AND start_day <= ? AND " + counting
	var out []learning.DayWork
	err := tx.each(ctx, func(s scanner) error {
		var w learning.DayWork
		err := s.Scan(&w.Days.From, &w.Days.To, &w.Minutes)
		out = append(out, w)
		return err
	}, query, person, within.From, within.To)
	if err != nil {
		return nil, fmt.Errorf("list work by day: %w", err)
	}
	return out, nil
}

// Acts implements learning.StreakStore.
func (tx *Tx) Acts(ctx context.Context, person people.PersonID, since day.Day) ([]day.Range, error) {
	const query = "SELECT DISTINCT start_day, end_day FROM entries WHERE person_id = ? AND end_day >= ? AND " + counting
	var out []day.Range
	err := tx.each(ctx, func(s scanner) error {
		var r day.Range
		err := s.Scan(&r.From, &r.To)
		out = append(out, r)
		return err
	}, query, person, since)
	if err != nil {
		return nil, fmt.Errorf("list days of entries: %w", err)
	}
	return out, nil
}

// MilestoneTold implements learning.StreakStore.
func (tx *Tx) MilestoneTold(ctx context.Context, person people.PersonID) (int, error) {
	var weeks int
	if err := tx.row(ctx, "SELECT coalesce(max(weeks), 0) FROM milestones WHERE person_id = ?", person).Scan(&weeks); err != nil {
		return 0, fmt.Errorf("read milestone: %w", err)
	}
	return weeks, nil
}

// NoteMilestone implements learning.StreakStore.
func (tx *Tx) NoteMilestone(ctx context.Context, person people.PersonID, weeks int, now time.Time) error {
	const query = "INSERT INTO milestones (person_id, weeks, told_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
	if _, err := tx.exec(ctx, query, person, weeks, millis(now)); err != nil {
		return fmt.Errorf("note milestone: %w", err)
	}
	return nil
}
