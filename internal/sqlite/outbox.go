package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
)

var _ outbox.Store = (*Tx)(nil)

// QueueMessages stores messages to be sent; who waits for them is told after the commit. A message whose
// dedupe key is known is left out.
func (tx *Tx) QueueMessages(ctx context.Context, messages ...channel.Message) error {
	const query = `INSERT INTO outbox (channel, account, chat_id, class, policy, dedupe_key, body, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dedupe_key) DO NOTHING`
	for _, m := range messages {
		if m.Class == "" {
			m.Class = channel.Reply
		}
		if m.Policy == "" {
			m.Policy = channel.Repeat
		}
		body, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("encode message: %w", err)
		}
		dedupe := sql.NullString{String: m.Dedupe, Valid: m.Dedupe != ""}
		id, ok, err := tx.insert(ctx, query, m.To.Channel, m.To.Account, m.To.Chat, m.Class, m.Policy, dedupe, string(body), millis(tx.now))
		if err != nil {
			return fmt.Errorf("queue message: %w", err)
		}
		if !ok {
			continue
		}
		m.Ref = strconv.FormatInt(id, 10)
		tx.messages = append(tx.messages, outbox.Row{ID: outbox.ID(id), Message: m, State: outbox.Waiting, Created: tx.now})
	}
	return nil
}

const messageColumns = `id, channel, account, chat_id, class, policy, coalesce(dedupe_key, ''), coalesce(body, '{}'), state,
attempts, not_before, created_at, reason,
EXISTS (SELECT 1 FROM outbox_unsure u WHERE u.id = outbox.id)`

func scanMessage(s scanner) (outbox.Row, error) {
	var r outbox.Row
	var body []byte
	var after, created int64
	m := &r.Message
	err := s.Scan(&r.ID, &m.To.Channel, &m.To.Account, &m.To.Chat, &m.Class, &m.Policy, &m.Dedupe, &body, &r.State,
		&r.Attempts, &after, &created, &r.Reason, &r.Unsure)
	if err != nil {
		return r, err
	}
	r.NotBefore, r.Created, m.Ref = instant(after), instant(created), strconv.FormatInt(int64(r.ID), 10)
	if err := json.Unmarshal(body, m); err != nil {
		return r, &unreadable{id: r.ID, err: err}
	}
	return r, nil
}

// unreadable says that the body of a message makes no sense.
type unreadable struct {
	id  outbox.ID
	err error
}

func (u *unreadable) Error() string { return fmt.Sprintf("decode message %d: %v", u.id, u.err) }
func (u *unreadable) Unwrap() error { return u.err }

// messageRows reads messages. One that is unreadable holds up no other: it is kept as failed.
func (tx *Tx) messageRows(ctx context.Context, where string, args ...any) ([]outbox.Row, error) {
	var out []outbox.Row
	var broken []outbox.Mark
	err := tx.each(ctx, func(s scanner) error {
		r, err := scanMessage(s)
		r.NotBefore = within(r.NotBefore, tx.now, maxWait)
		var u *unreadable
		if errors.As(err, &u) && tx.writable && (r.State == outbox.Waiting || r.State == outbox.Sending) {
			broken = append(broken, outbox.Mark{ID: u.id, State: outbox.Failed, Attempts: r.Attempts, Reason: "unreadable"})
			return nil
		}
		if u != nil {
			err = nil // a list of what failed shows it
		}
		out = append(out, r)
		return err
	}, "SELECT "+messageColumns+" FROM outbox WHERE "+where, args...)
	if err == nil {
		err = tx.MarkMessages(ctx, broken)
	}
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	return out, nil
}

// waitingOf reads along an index, from a message on, and sorts nothing.
const waitingOf = "class = ? AND state IN ('waiting', 'sending') AND id > ? ORDER BY id LIMIT ?"

// WaitingOf implements outbox.Store.
func (tx *Tx) WaitingOf(ctx context.Context, class channel.Class, after outbox.ID, limit int) ([]outbox.Row, error) {
	return tx.messageRows(ctx, waitingOf, class, after, limit)
}

// WaitingMessages lists what has to go out, of whatever class, and was queued after a message, the oldest first.
func (tx *Tx) WaitingMessages(ctx context.Context, after outbox.ID, limit int) ([]outbox.Row, error) {
	const classes = "class IN ('reply', 'reminder', 'broadcast') AND " // as the index has it
	return tx.messageRows(ctx, classes+"state IN ('waiting', 'sending') AND id > ? ORDER BY id LIMIT ?", after, limit)
}

// FailedMessages lists what could not be sent, or is not known to have arrived, the newest first.
func (tx *Tx) FailedMessages(ctx context.Context, limit int) ([]outbox.Row, error) {
	return tx.messageRows(ctx, "state IN ('failed', 'uncertain') ORDER BY id DESC LIMIT ?", limit)
}

// MarkMessages implements outbox.Store.
func (tx *Tx) MarkMessages(ctx context.Context, marks []outbox.Mark) error {
	for _, m := range marks {
		if err := tx.mark(ctx, m); err != nil {
			return fmt.Errorf("mark message: %w", err)
		}
	}
	return nil
}

func (tx *Tx) mark(ctx context.Context, m outbox.Mark) error {
	var err error
	switch {
	case m.State == outbox.Sent && !m.Keep:
		err = tx.run(ctx, "DELETE FROM outbox WHERE id = ?", m.ID)
	case m.State == outbox.Sent:
		_, err = tx.exec(ctx, "UPDATE outbox SET state = 'sent', body = NULL, attempts = ?, reason = '', done_at = ? WHERE id = ?",
			m.Attempts, millis(tx.now), m.ID)
	case m.State == outbox.Failed || m.State == outbox.Uncertain:
		_, err = tx.exec(ctx, "UPDATE outbox SET state = ?, attempts = ?, reason = ?, done_at = ? WHERE id = ?",
			m.State, m.Attempts, m.Reason, millis(tx.now), m.ID)
	default:
		_, err = tx.exec(ctx, "UPDATE outbox SET state = ?, attempts = ?, not_before = ?, reason = ? WHERE id = ?",
			m.State, m.Attempts, millis(m.NotBefore), m.Reason, m.ID)
		if err == nil && m.Unsure {
			_, err = tx.exec(ctx, "INSERT INTO outbox_unsure (id) VALUES (?) ON CONFLICT DO NOTHING", m.ID)
		}
	}
	if err == nil && m.Cost > 0 {
		err = tx.countSent(ctx, m.To, m.Cost)
	}
	if err != nil {
		return err
	}
	if m.Unreachable {
		const query = "UPDATE identities SET unreachable_at = ? WHERE channel = ? AND account = ? AND chat_id = ?"
		if _, err := tx.exec(ctx, query, millis(tx.now), m.To.Channel, m.To.Account, m.To.Chat); err != nil {
			return err
		}
	}
	if m.Moved != "" {
		return tx.MoveChat(ctx, m.To, m.Moved)
	}
	return nil
}

// MoveChat follows a chat to its new id.
func (tx *Tx) MoveChat(ctx context.Context, from channel.Address, to channel.ChatID) error {
	for _, query := range []string{
		"UPDATE outbox SET chat_id = ? WHERE channel = ? AND account = ? AND chat_id = ? AND state IN ('waiting', 'sending')",
		"UPDATE identities SET chat_id = ? WHERE channel = ? AND account = ? AND chat_id = ?",
		"UPDATE OR REPLACE conversations SET chat_id = ? WHERE channel = ? AND account = ? AND chat_id = ?",
	} {
		if _, err := tx.exec(ctx, query, to, from.Channel, from.Account, from.Chat); err != nil {
			return fmt.Errorf("move chat: %w", err)
		}
	}
	return nil
}

// How far ahead an instant that was noted earlier may lie. Further ahead it was noted under another clock, which
// has been set back since.
const (
	maxPause = time.Hour        // a channel asked to be left alone
	maxWait  = 10 * time.Minute // a message or job is tried again
)

// within brings an instant that lies too far ahead back to the limit.
func within(t, now time.Time, limit time.Duration) time.Time {
	if last := now.Add(limit); t.After(last) {
		return last
	}
	return t
}

// Pauses implements outbox.Store.
func (tx *Tx) Pauses(ctx context.Context) ([]outbox.Pause, error) {
	var out []outbox.Pause
	err := tx.each(ctx, func(s scanner) error {
		var p outbox.Pause
		var until int64
		err := s.Scan(&p.To.Channel, &p.To.Account, &p.To.Chat, &until)
		p.Until = within(instant(until), tx.now, maxPause)
		out = append(out, p)
		return err
	}, "SELECT channel, account, chat_id, until FROM pauses WHERE until > ?", millis(tx.now))
	if err != nil {
		return nil, fmt.Errorf("list pauses: %w", err)
	}
	return out, nil
}

// SetPause implements outbox.Store.
func (tx *Tx) SetPause(ctx context.Context, p outbox.Pause) error {
	const query = `INSERT INTO pauses (channel, account, chat_id, until) VALUES (?, ?, ?, ?)
ON CONFLICT (channel, account, chat_id) DO UPDATE SET until = max(until, excluded.until)`
	if _, err := tx.exec(ctx, query, p.To.Channel, p.To.Account, p.To.Chat, millis(p.Until)); err != nil {
		return fmt.Errorf("store pause: %w", err)
	}
	if _, err := tx.exec(ctx, "DELETE FROM pauses WHERE until <= ?", millis(tx.now)); err != nil {
		return fmt.Errorf("forget pauses: %w", err)
	}
	return nil
}
