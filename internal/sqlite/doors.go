package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
)

// Reaches implements outbox.DoorStore.
func (tx *Tx) Reaches(ctx context.Context) ([]outbox.Reach, error) {
	var out []outbox.Reach
	err := tx.each(ctx, func(s scanner) error {
		var r outbox.Reach
		var failing, down, worked int64
		err := s.Scan(&r.Account.Channel, &r.Account.ID, &failing, &down, &worked)
		r.Failing, r.Down, r.Worked = instant(failing), instant(down), instant(worked)
		out = append(out, r)
		return err
	}, "SELECT channel, account, failing_at, down_at, worked_at FROM doors ORDER BY channel, account")
	if err != nil {
		return nil, fmt.Errorf("read how accounts fare: %w", err)
	}
	return out, nil
}

// SetReach implements outbox.DoorStore.
func (tx *Tx) SetReach(ctx context.Context, r outbox.Reach) error {
	const query = `INSERT INTO doors (channel, account, failing_at, down_at, worked_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel, account) DO UPDATE SET failing_at = excluded.failing_at, down_at = excluded.down_at, worked_at = excluded.worked_at`
	a := r.Account
	if _, err := tx.exec(ctx, query, a.Channel, a.ID, millis(r.Failing), millis(r.Down), millis(r.Worked)); err != nil {
		return fmt.Errorf("store how an account fares: %w", err)
	}
	return nil
}

// SetSpent notes whether the plan of an account bears replies only.
func (tx *Tx) SetSpent(ctx context.Context, a outbox.Account, spent bool) error {
	const query = `INSERT INTO doors (channel, account, spent) VALUES (?, ?, ?)
ON CONFLICT (channel, account) DO UPDATE SET spent = excluded.spent WHERE spent <> excluded.spent`
	if _, err := tx.exec(ctx, query, a.Channel, a.ID, spent); err != nil {
		return fmt.Errorf("note that a plan is used up: %w", err)
	}
	return nil
}

// Readdress implements outbox.DoorStore. The old row goes first: the dedupe key stands once.
func (tx *Tx) Readdress(ctx context.Context, id outbox.ID, to channel.Address) error {
	const read = `SELECT class, policy, dedupe_key, body, created_at, channel FROM outbox
WHERE id = ? AND state IN ('waiting', 'failed') AND body IS NOT NULL`
	var dedupe sql.NullString
	var body, from string
	var created int64
	r := outbox.Row{}
	ok, err := found(tx.row(ctx, read, id).Scan(&r.Message.Class, &r.Message.Policy, &dedupe, &body, &created, &from))
	if err != nil || !ok {
		return readdressed(id, err)
	}
	if _, err := tx.exec(ctx, "DELETE FROM outbox WHERE id = ?", id); err != nil {
		return readdressed(id, err)
	}
	const write = `INSERT INTO outbox (channel, account, chat_id, class, policy, dedupe_key, body, reason, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	res, err := tx.exec(ctx, write, to.Channel, to.Account, to.Chat, r.Message.Class, r.Message.Policy, dedupe, body, "moved from "+from, created)
	if err != nil {
		return readdressed(id, err)
	}
	next, err := res.LastInsertId()
	if err != nil {
		return readdressed(id, err)
	}
	return tx.announce(ctx, outbox.ID(next))
}

// announce has who waits for rows told about one that was made of another.
func (tx *Tx) announce(ctx context.Context, id outbox.ID) error {
	r, err := scanMessage(tx.row(ctx, "SELECT "+messageColumns+" FROM outbox WHERE id = ?", id))
	if err != nil {
		return fmt.Errorf("read message %d: %w", id, err)
	}
	tx.messages = append(tx.messages, r)
	return nil
}

func readdressed(id outbox.ID, err error) error {
	if err == nil {
		err = sql.ErrNoRows
	}
	return fmt.Errorf("readdress message %s: %w", strconv.FormatInt(int64(id), 10), err)
}
