package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/remind"
)

// HeldFor implements remind.Store.
func (tx *Tx) HeldFor(ctx context.Context, until time.Time, limit int) ([]people.PersonID, error) {
	const query = "SELECT DISTINCT person_id FROM dues WHERE held = 1 AND at <= ? ORDER BY at, person_id LIMIT ?"
	return tx.persons(ctx, "list for whom something is held", query, millis(until), limit)
}

func (tx *Tx) persons(ctx context.Context, what, query string, args ...any) ([]people.PersonID, error) {
	var out []people.PersonID
	err := tx.each(ctx, func(s scanner) error {
		var id people.PersonID
		err := s.Scan(&id)
		out = append(out, id)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}

// NextHeld implements remind.Store.
func (tx *Tx) NextHeld(ctx context.Context) (time.Time, error) {
	var at sql.NullInt64
	if err := tx.row(ctx, "SELECT min(at) FROM dues WHERE held = 1").Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("find what is held next: %w", err)
	}
	return instant(at.Int64), nil
}

// OwnTimes implements remind.Store.
func (tx *Tx) OwnTimes(ctx context.Context) ([]remind.Own, error) {
	var out []remind.Own
	err := tx.each(ctx, func(s scanner) error {
		var minute, weekday sql.NullInt64
		if err := s.Scan(&minute, &weekday); err != nil {
			return err
		}
		out = append(out, ownOf(minute, weekday, 0))
		return nil
	}, "SELECT DISTINCT minute, weekday FROM reminders WHERE minute IS NOT NULL ORDER BY minute, weekday")
	if err != nil {
		return nil, fmt.Errorf("list own times: %w", err)
	}
	return out, nil
}

// OwnTimed implements remind.Store.
func (tx *Tx) OwnTimed(ctx context.Context, o remind.Own, s remind.Slot, limit int) ([]people.PersonID, error) {
	const query = `SELECT r.person_id FROM reminders r WHERE r.minute = ? AND r.weekday IS ? AND r.chosen_at < ?
AND NOT EXISTS (SELECT 1 FROM dues d WHERE d.person_id = r.person_id AND d.job = ? AND d.due_at = ?)
ORDER BY r.person_id LIMIT ?`
	minute, weekday := minuteAndDay(o)
	return tx.persons(ctx, "list who chose a time", query, minute, weekday, millis(o.Chosen), s.Job, millis(s.Due), limit)
}

// ForgetDues implements remind.Store.
func (tx *Tx) ForgetDues(ctx context.Context, before time.Time) error {
	if _, err := tx.exec(ctx, "DELETE FROM dues WHERE held = 0 AND due_at < ?", millis(before)); err != nil {
		return fmt.Errorf("forget what was settled: %w", err)
	}
	if _, err := tx.exec(ctx, "DELETE FROM due_tallies WHERE due_at < ?", millis(before)); err != nil {
		return fmt.Errorf("forget what was decided: %w", err)
	}
	return nil
}

// PausedCount returns how many people of the department have reminders that stopped by themselves.
func (tx *Tx) PausedCount(ctx context.Context, today day.Day) (int, error) {
	const query = `SELECT count(*) FROM reminders r WHERE r.paused_at IS NOT NULL AND EXISTS (SELECT 1 FROM memberships m
WHERE m.person_id = r.person_id AND m.valid_from <= ? AND (m.valid_to IS NULL OR m.valid_to >= ?))`
	var n int
	if err := tx.row(ctx, query, today, today).Scan(&n); err != nil {
		return 0, fmt.Errorf("count whose reminders stopped: %w", err)
	}
	return n, nil
}

// Unconfirmed returns how many entries of a unit wait for its head.
func (tx *Tx) Unconfirmed(ctx context.Context, unit people.UnitID) (int, error) {
	var n int
	if err := tx.row(ctx, "SELECT count(*) FROM entries WHERE unit_id = ? AND status = 'pending' AND "+counting, unit).Scan(&n); err != nil {
		return 0, fmt.Errorf("count what waits for a head: %w", err)
	}
	return n, nil
}
