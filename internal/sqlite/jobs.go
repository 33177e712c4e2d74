package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/job"
)

var _ job.Store = (*Tx)(nil)

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
		r.NotBefore = within(instant(notBefore), tx.now, maxWait)
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
