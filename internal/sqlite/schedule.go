package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sohoc/internal/people"
	"sohoc/internal/schedule"
)

var _ schedule.Store = (*Tx)(nil)

const scheduleColumns = "job, cron, zone, rule, policy, grace, enabled"

func scanSchedule(s scanner, more ...any) (schedule.Job, error) {
	var j schedule.Job
	var grace int64
	err := s.Scan(append([]any{&j.Code, &j.Cron, &j.Zone, &j.Rule, &j.Policy, &grace, &j.On}, more...)...)
	j.Grace = time.Duration(grace) * time.Millisecond
	return j, err
}

// Schedules implements schedule.Store; the jobs come in the order in which they are shown.
func (tx *Tx) Schedules(ctx context.Context) ([]schedule.Entry, error) {
	var out []schedule.Entry
	err := tx.each(ctx, func(s scanner) error {
		var taken int64
		j, err := scanSchedule(s, &taken)
		out = append(out, schedule.Entry{Job: j, TakenTo: instant(taken)})
		return err
	}, "SELECT "+scheduleColumns+", taken_to FROM schedules ORDER BY sort, job")
	if err != nil {
		return nil, fmt.Errorf("list schedules: %w", err)
	}
	return out, nil
}

// TakeTo implements schedule.Store.
func (tx *Tx) TakeTo(ctx context.Context, job schedule.Code, to time.Time) error {
	if _, err := tx.exec(ctx, "UPDATE schedules SET taken_to = ? WHERE job = ?", millis(to), job); err != nil {
		return fmt.Errorf("note what was taken up: %w", err)
	}
	return nil
}

// ScheduleVersion returns a job and the number of its version; ok is false when there is none.
func (tx *Tx) ScheduleVersion(ctx context.Context, job schedule.Code) (j schedule.Job, version int, ok bool, err error) {
	j, err = scanSchedule(tx.row(ctx, "SELECT "+scheduleColumns+", version FROM schedules WHERE job = ?", job), &version)
	if ok, err = found(err); err != nil {
		return j, 0, false, fmt.Errorf("read schedule: %w", err)
	}
	return j, version, ok, nil
}

// SetSchedule replaces the hours of a job and returns the number of the version that was replaced. From now on the
// new hours count: it has missed nothing before.
func (tx *Tx) SetSchedule(ctx context.Context, j schedule.Job, by people.PersonID, channel string) (replaced int, err error) {
	old, replaced, ok, err := tx.ScheduleVersion(ctx, j.Code)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fmt.Errorf("set schedule: there is no job %s", j.Code)
	}
	before, err := json.Marshal(old)
	if err != nil {
		return 0, fmt.Errorf("encode schedule: %w", err)
	}
	const keep = `INSERT INTO schedule_versions (job, version, before, changed_by, changed_at, channel) VALUES (?, ?, ?, ?, ?, ?)`
	if _, err := tx.exec(ctx, keep, j.Code, replaced, string(before), nullPerson(by), millis(tx.now), channel); err != nil {
		return 0, fmt.Errorf("keep the old schedule: %w", err)
	}
	const query = `UPDATE schedules SET cron = ?, zone = ?, rule = ?, policy = ?, grace = ?, enabled = ?, taken_to = ?,
version = version + 1, updated_at = ?, updated_by = ? WHERE job = ?`
	_, err = tx.exec(ctx, query, j.Cron, j.Zone, j.Rule, j.Policy, j.Grace.Milliseconds(), j.On, millis(tx.now),
		millis(tx.now), nullPerson(by), j.Code)
	if err != nil {
		return 0, fmt.Errorf("set schedule: %w", err)
	}
	tx.scheduled = true
	return replaced, nil
}

// ScheduleBefore returns a job as it was in a version that was replaced.
func (tx *Tx) ScheduleBefore(ctx context.Context, job schedule.Code, version int) (j schedule.Job, ok bool, err error) {
	var before []byte
	ok, err = found(tx.row(ctx, "SELECT before FROM schedule_versions WHERE job = ? AND version = ?", job, version).Scan(&before))
	if err != nil || !ok {
		return j, false, err
	}
	if err := json.Unmarshal(before, &j); err != nil {
		return j, false, fmt.Errorf("decode schedule: %w", err)
	}
	return j, true, nil
}

// WakeSchedule has the runner of slots look again after the commit: something that is due may have changed.
func (tx *Tx) WakeSchedule() { tx.scheduled = true }

// AddOccurrence implements schedule.Store.
func (tx *Tx) AddOccurrence(ctx context.Context, o schedule.Occurrence) (added bool, err error) {
	const query = `INSERT INTO occurrences (job, due_at, state, reason, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (job, due_at) DO NOTHING`
	res, err := tx.exec(ctx, query, o.Job, millis(o.Due), o.State, o.Reason, millis(tx.now), millis(tx.now))
	if err != nil {
		return false, fmt.Errorf("add occurrence: %w", err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

const occurrenceColumns = "job, due_at, state, reason, cursor, failures"

func scanOccurrence(s scanner) (schedule.Occurrence, error) {
	var o schedule.Occurrence
	var due int64
	err := s.Scan(&o.Job, &due, &o.State, &o.Reason, &o.Cursor, &o.Failures)
	o.Due = instant(due)
	return o, err
}

func (tx *Tx) occurrences(ctx context.Context, where string, args ...any) ([]schedule.Occurrence, error) {
	var out []schedule.Occurrence
	err := tx.each(ctx, func(s scanner) error {
		o, err := scanOccurrence(s)
		out = append(out, o)
		return err
	}, "SELECT "+occurrenceColumns+" FROM occurrences WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list occurrences: %w", err)
	}
	return out, nil
}

// OpenOccurrences implements schedule.Store.
func (tx *Tx) OpenOccurrences(ctx context.Context, limit int) ([]schedule.Occurrence, error) {
	return tx.occurrences(ctx, "state = 'planned' ORDER BY due_at, job LIMIT ?", limit)
}

// Occurrences lists the slots of the ledger that were due after one instant and not after another.
func (tx *Tx) Occurrences(ctx context.Context, after, to time.Time) ([]schedule.Occurrence, error) {
	return tx.occurrences(ctx, "due_at > ? AND due_at <= ? ORDER BY due_at, job", millis(after), millis(to))
}

// Occurrence implements schedule.Store.
func (tx *Tx) Occurrence(ctx context.Context, s schedule.Slot) (o schedule.Occurrence, ok bool, err error) {
	o, err = scanOccurrence(tx.row(ctx, "SELECT "+occurrenceColumns+" FROM occurrences WHERE job = ? AND due_at = ?", s.Job, millis(s.Due)))
	if ok, err = found(err); err != nil {
		return o, false, fmt.Errorf("read occurrence: %w", err)
	}
	return o, ok, nil
}

// SaveOccurrence implements schedule.Store.
func (tx *Tx) SaveOccurrence(ctx context.Context, o schedule.Occurrence) error {
	const query = `UPDATE occurrences SET state = ?, reason = ?, cursor = ?, failures = ?, updated_at = ? WHERE job = ? AND due_at = ?`
	if _, err := tx.exec(ctx, query, o.State, o.Reason, o.Cursor, o.Failures, millis(tx.now), o.Job, millis(o.Due)); err != nil {
		return fmt.Errorf("save occurrence: %w", err)
	}
	return nil
}

// ForgetOccurrences removes slots that were due before a point in time and on which there is no more work.
func (tx *Tx) ForgetOccurrences(ctx context.Context, before time.Time) (int64, error) {
	res, err := tx.exec(ctx, "DELETE FROM occurrences WHERE state <> 'planned' AND due_at < ?", millis(before))
	if err != nil {
		return 0, fmt.Errorf("forget occurrences: %w", err)
	}
	return res.RowsAffected()
}
