package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/outbox"
	"sohoc/internal/people"
	"sohoc/internal/quota"
	"sohoc/internal/remind"
)

var _ people.DoorStore = (*Tx)(nil)

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

// SetSpent implements quota.Store.
func (tx *Tx) SetSpent(ctx context.Context, a quota.Account, spent bool) error {
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

// ClosedDoors implements quota.Store.
func (tx *Tx) ClosedDoors(ctx context.Context) ([]quota.Closed, error) {
	var out []quota.Closed
	err := tx.each(ctx, func(s scanner) error {
		var c quota.Closed
		var down int64
		err := s.Scan(&c.Account.Channel, &c.Account.ID, &down, &c.Spent)
		c.Down = instant(down)
		out = append(out, c)
		return err
	}, "SELECT channel, account, down_at, spent FROM doors WHERE down_at <> 0 OR spent = 1 ORDER BY channel, account")
	if err != nil {
		return nil, fmt.Errorf("list closed doors: %w", err)
	}
	return out, nil
}

// OtherDoors returns by which accounts the person of a chat can be written to besides, the newest first, and the
// channel that the person prefers. Who does not belong today has none.
func (tx *Tx) OtherDoors(ctx context.Context, from channel.Address, today day.Day) (prefer string, doors []remind.Door, err error) {
	const query = `SELECT i.channel, i.account, i.user_id, i.chat_id, i.linked_at, coalesce(r.channel, '')
FROM identities me JOIN identities i ON i.person_id = me.person_id LEFT JOIN reminders r ON r.person_id = me.person_id
WHERE me.channel = ?1 AND me.account = ?2 AND me.chat_id = ?3 AND NOT (i.channel = ?1 AND i.account = ?2)
  AND i.unreachable_at IS NULL AND (i.channel, i.account) NOT IN (SELECT channel, account FROM closed_doors)
  AND EXISTS (SELECT 1 FROM consents c WHERE c.person_id = me.person_id AND c.withdrawn_at IS NULL)
  AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = me.person_id AND m.valid_from <= ?4 AND coalesce(m.valid_to, ?4) >= ?4)
ORDER BY i.linked_at DESC, i.channel, i.account, i.user_id`
	err = tx.each(ctx, func(s scanner) error {
		var d remind.Door
		var linked int64
		err := s.Scan(&d.Channel, &d.Account.Account, &d.User, &d.Chat, &linked, &prefer)
		d.Linked = instant(linked)
		doors = append(doors, d)
		return err
	}, query, from.Channel, from.Account, from.Chat, today)
	if err != nil {
		return "", nil, fmt.Errorf("list other doors: %w", err)
	}
	return prefer, doors, nil
}

// Operators implements people.DoorStore.
func (tx *Tx) Operators(ctx context.Context, today day.Day) ([]people.Actor, error) {
	var out []people.Actor
	err := tx.each(ctx, func(s scanner) error {
		a, err := scanActor(s, today)
		if err == nil && a.State == people.Active {
			out = append(out, a)
		}
		return err
	}, actorSelect+"WHERE m.admin = 1 ORDER BY p.id", today)
	if err != nil {
		return nil, fmt.Errorf("list operators: %w", err)
	}
	return out, nil
}

// LoneDoors implements people.DoorStore.
func (tx *Tx) LoneDoors(ctx context.Context, today day.Day) ([]people.Lone, error) {
	const reachable = "FROM identities i WHERE i.person_id = p.id AND i.unreachable_at IS NULL"
	var ids []people.PersonID
	channels := map[people.PersonID]string{}
	err := tx.each(ctx, func(s scanner) error {
		var id people.PersonID
		var name string
		err := s.Scan(&id, &name)
		ids = append(ids, id)
		channels[id] = name
		return err
	}, `SELECT p.id, coalesce((SELECT max(i.channel) `+reachable+`), '') FROM people p
WHERE EXISTS (SELECT 1 FROM consents c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL)
  AND (SELECT count(DISTINCT i.channel || '/' || i.account) `+reachable+`) < 2`)
	if err != nil {
		return nil, fmt.Errorf("list who has one door: %w", err)
	}
	raw, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("encode people: %w", err)
	}
	var out []people.Lone
	err = tx.each(ctx, func(s scanner) error {
		a, err := scanActor(s, today)
		if err == nil && a.State == people.Active {
			out = append(out, people.Lone{Actor: a, Channel: channels[a.Person.ID]})
		}
		return err
	}, actorSelect+"WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY u.sort, u.id, p.folded, p.id", today, string(raw))
	if err != nil {
		return nil, fmt.Errorf("list who has one door: %w", err)
	}
	return out, nil
}

// ProactiveCount implements quota.Store.
func (tx *Tx) ProactiveCount(ctx context.Context, a quota.Account, today day.Day) (int, error) {
	const query = `SELECT count(DISTINCT i.person_id) FROM identities i
JOIN memberships m ON m.person_id = i.person_id AND m.valid_from <= ?3 AND (m.valid_to IS NULL OR m.valid_to >= ?3)
LEFT JOIN reminders r ON r.person_id = i.person_id
WHERE i.channel = ?1 AND i.account = ?2 AND i.unreachable_at IS NULL AND coalesce(r.off, 0) = 0
  AND EXISTS (SELECT 1 FROM consents c WHERE c.person_id = i.person_id AND c.withdrawn_at IS NULL)
  AND CASE WHEN coalesce(r.channel, '') IN (SELECT o.channel FROM identities o WHERE o.person_id = i.person_id AND o.unreachable_at IS NULL)
    THEN r.channel = ?1
    ELSE i.linked_at = (SELECT max(o.linked_at) FROM identities o
      WHERE o.person_id = i.person_id AND o.channel <> 'web' AND o.unreachable_at IS NULL) END`
	var n int
	if err := tx.row(ctx, query, a.Channel, a.ID, today).Scan(&n); err != nil {
		return 0, fmt.Errorf("count who is reminded by an account: %w", err)
	}
	return n, nil
}

// LastEvent returns when something last came in by an account; zero for never, or longer ago than keys are kept.
func (tx *Tx) LastEvent(ctx context.Context, kind channel.Kind, account channel.Account) (time.Time, error) {
	var at int64
	const query = "SELECT created_at FROM inbox WHERE channel = ? AND account = ? ORDER BY id DESC LIMIT 1"
	if _, err := found(tx.row(ctx, query, kind, account).Scan(&at)); err != nil {
		return time.Time{}, fmt.Errorf("find the last event: %w", err)
	}
	return instant(at), nil
}
