package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/job"
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
		res, err := tx.exec(ctx, query, m.To.Channel, m.To.Account, m.To.Chat, m.Class, m.Policy, dedupe, string(body), millis(tx.now))
		if err != nil {
			return fmt.Errorf("queue message: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			continue
		}
		id, err := res.LastInsertId()
		if err != nil {
			return fmt.Errorf("number of the message: %w", err)
		}
		m.Ref = strconv.FormatInt(id, 10)
		tx.messages = append(tx.messages, outbox.Row{ID: outbox.ID(id), Message: m, State: outbox.Waiting, Created: tx.now})
	}
	return nil
}

const messageColumns = `id, channel, account, chat_id, class, policy, coalesce(dedupe_key, ''), coalesce(body, '{}'), state,
attempts, not_before, created_at, reason`

func scanMessage(s scanner) (outbox.Row, error) {
	var r outbox.Row
	var body []byte
	var after, created int64
	m := &r.Message
	err := s.Scan(&r.ID, &m.To.Channel, &m.To.Account, &m.To.Chat, &m.Class, &m.Policy, &m.Dedupe, &body, &r.State,
		&r.Attempts, &after, &created, &r.Reason)
	if err != nil {
		return r, err
	}
	r.NotBefore, r.Created, m.Ref = instant(after), instant(created), strconv.FormatInt(int64(r.ID), 10)
	if err := json.Unmarshal(body, m); err != nil {
		return r, fmt.Errorf("decode message %d: %w", r.ID, err)
	}
	return r, nil
}

func (tx *Tx) messageRows(ctx context.Context, where string, args ...any) ([]outbox.Row, error) {
	var out []outbox.Row
	err := tx.each(ctx, func(s scanner) error {
		r, err := scanMessage(s)
		out = append(out, r)
		return err
	}, "SELECT "+messageColumns+" FROM outbox WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	return out, nil
}

// WaitingMessages implements outbox.Store.
func (tx *Tx) WaitingMessages(ctx context.Context, after outbox.ID, limit int) ([]outbox.Row, error) {
	return tx.messageRows(ctx, "state IN ('waiting', 'sending') AND id > ? ORDER BY id LIMIT ?", after, limit)
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
		_, err = tx.exec(ctx, "DELETE FROM outbox WHERE id = ?", m.ID)
	case m.State == outbox.Sent:
		_, err = tx.exec(ctx, "UPDATE outbox SET state = 'sent', body = NULL, attempts = ?, reason = '', done_at = ? WHERE id = ?",
			m.Attempts, millis(tx.now), m.ID)
	case m.State == outbox.Failed || m.State == outbox.Uncertain:
		_, err = tx.exec(ctx, "UPDATE outbox SET state = ?, attempts = ?, reason = ?, done_at = ? WHERE id = ?",
			m.State, m.Attempts, m.Reason, millis(tx.now), m.ID)
	default:
		_, err = tx.exec(ctx, "UPDATE outbox SET state = ?, attempts = ?, not_before = ?, reason = ? WHERE id = ?",
			m.State, m.Attempts, millis(m.NotBefore), m.Reason, m.ID)
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

// Pauses implements outbox.Store.
func (tx *Tx) Pauses(ctx context.Context) ([]outbox.Pause, error) {
	var out []outbox.Pause
	err := tx.each(ctx, func(s scanner) error {
		var p outbox.Pause
		var until int64
		err := s.Scan(&p.To.Channel, &p.To.Account, &p.To.Chat, &until)
		p.Until = instant(until)
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

// QueueJob stores slow work; who waits for it is told after the commit.
func (tx *Tx) QueueJob(ctx context.Context, r job.Request) (job.ID, error) {
	res, err := tx.exec(ctx, "INSERT INTO jobs (kind, args, created_at) VALUES (?, ?, ?)", r.Kind, string(r.Args), millis(tx.now))
	if err != nil {
		return 0, fmt.Errorf("queue job: %w", err)
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, fmt.Errorf("number of the job: %w", err)
	}
	tx.jobs = append(tx.jobs, job.Row{ID: job.ID(id), Request: r})
	return job.ID(id), nil
}

// WaitingJobs lists queued work with a number after the given one, the oldest first.
func (tx *Tx) WaitingJobs(ctx context.Context, after job.ID, limit int) ([]job.Row, error) {
	var out []job.Row
	err := tx.each(ctx, func(s scanner) error {
		var r job.Row
		var notBefore int64
		err := s.Scan(&r.ID, &r.Kind, (*[]byte)(&r.Args), &r.Attempts, &notBefore)
		r.NotBefore = instant(notBefore)
		out = append(out, r)
		return err
	}, "SELECT id, kind, args, attempts, not_before FROM jobs WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?", after, limit)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return out, nil
}

// FinishJob forgets work that is done.
func (tx *Tx) FinishJob(ctx context.Context, id job.ID) error {
	if _, err := tx.exec(ctx, "DELETE FROM jobs WHERE id = ?", id); err != nil {
		return fmt.Errorf("finish job: %w", err)
	}
	return nil
}

// RetryJob notes an attempt and when the next one may begin.
func (tx *Tx) RetryJob(ctx context.Context, id job.ID, attempts int, notBefore time.Time, reason string) error {
	const query = "UPDATE jobs SET attempts = ?, not_before = ?, reason = ? WHERE id = ?"
	if _, err := tx.exec(ctx, query, attempts, millis(notBefore), reason, id); err != nil {
		return fmt.Errorf("retry job: %w", err)
	}
	return nil
}

// FailJob keeps work that is given up, with the reason.
func (tx *Tx) FailJob(ctx context.Context, id job.ID, attempts int, reason string) error {
	const query = "UPDATE jobs SET state = 'failed', attempts = ?, reason = ? WHERE id = ?"
	if _, err := tx.exec(ctx, query, attempts, reason, id); err != nil {
		return fmt.Errorf("fail job: %w", err)
	}
	return nil
}
