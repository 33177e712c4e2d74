package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/inbox"
)

var _ inbox.Store = (*Tx)(nil)

// PutEvents implements inbox.Store.
func (tx *Tx) PutEvents(ctx context.Context, events []channel.Event, later bool) ([]inbox.Row, error) {
	const query = `INSERT INTO inbox (channel, account, update_key, body, created_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel, account, update_key) DO NOTHING`
	rows := make([]inbox.Row, 0, len(events))
	for _, e := range events {
		e.Received = tx.now
		var body sql.NullString
		if later {
			raw, err := json.Marshal(e)
			if err != nil {
				return nil, fmt.Errorf("encode event: %w", err)
			}
			body = sql.NullString{String: string(raw), Valid: true}
		}
		id, ok, err := tx.insert(ctx, query, e.Channel, e.Account, e.Key, body, millis(tx.now))
		if err != nil {
			return nil, fmt.Errorf("store event: %w", err)
		}
		if !ok {
			continue // seen before
		}
		if metered(e.Channel) {
			if err := tx.countReceived(ctx, e.Address); err != nil {
				return nil, err
			}
		}
		rows = append(rows, inbox.Row{ID: inbox.ID(id), Event: e, Stored: later})
	}
	return rows, nil
}

// WaitingEvents implements inbox.Store.
func (tx *Tx) WaitingEvents(ctx context.Context, limit int) ([]inbox.Row, error) {
	var out []inbox.Row
	var broken []inbox.ID
	err := tx.each(ctx, func(s scanner) error {
		r := inbox.Row{Stored: true}
		var body []byte
		if err := s.Scan(&r.ID, &body, &r.Attempts); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &r.Event); err != nil {
			broken = append(broken, r.ID)
			return nil //nolint:nilerr // it holds up no other: it is set aside below
		}
		out = append(out, r)
		return nil
	}, "SELECT id, body, attempts FROM inbox WHERE body IS NOT NULL ORDER BY id LIMIT ?", limit)
	for _, id := range broken {
		if err == nil {
			err = tx.FinishEvent(ctx, id, true)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("list waiting events: %w", err)
	}
	return out, nil
}

// CountAttempt implements inbox.Store.
func (tx *Tx) CountAttempt(ctx context.Context, id inbox.ID, by int) error {
	if _, err := tx.exec(ctx, "UPDATE inbox SET attempts = attempts + ? WHERE id = ?", by, id); err != nil {
		return fmt.Errorf("count attempt: %w", err)
	}
	return nil
}

// FinishEvent implements inbox.Store.
func (tx *Tx) FinishEvent(ctx context.Context, id inbox.ID, failed bool) error {
	if _, err := tx.exec(ctx, "UPDATE inbox SET body = NULL, failed = ? WHERE id = ?", failed, id); err != nil {
		return fmt.Errorf("finish event: %w", err)
	}
	return nil
}

// ForgetEvents removes the keys of handled events older than a point in time.
func (tx *Tx) ForgetEvents(ctx context.Context, before time.Time) (int64, error) {
	// Keys lie in the order of their time, so that nothing younger is looked at.
	const query = `DELETE FROM inbox WHERE body IS NULL AND created_at < ?1
AND id < coalesce((SELECT id FROM inbox WHERE created_at >= ?1 ORDER BY id LIMIT 1), 9223372036854775807)`
	res, err := tx.exec(ctx, query, millis(before))
	if err != nil {
		return 0, fmt.Errorf("forget events: %w", err)
	}
	return res.RowsAffected()
}

// Serving implements inbox.Store.
func (tx *Tx) Serving(ctx context.Context, running bool) (bool, error) {
	var before bool
	const read = "SELECT value = '1' FROM cursors WHERE channel = '' AND account = '' AND name = 'serving'"
	if _, err := found(tx.row(ctx, read).Scan(&before)); err != nil {
		return false, fmt.Errorf("read whether the program ran: %w", err)
	}
	const write = `INSERT INTO cursors (channel, account, name, value) VALUES ('', '', 'serving', ?)
ON CONFLICT (channel, account, name) DO UPDATE SET value = excluded.value`
	value := "0"
	if running {
		value = "1"
	}
	if _, err := tx.exec(ctx, write, value); err != nil {
		return false, fmt.Errorf("note whether the program runs: %w", err)
	}
	return before, nil
}
