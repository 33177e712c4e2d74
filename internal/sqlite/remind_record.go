package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sohoc/internal/people"
	"sohoc/internal/remind"
)

// recordColumns are those of a row of reminders, which may be missing.
const recordColumns = `coalesce(r.last_at, 0), coalesce(r.reminded_at, 0), coalesce(r.sent, 0), coalesce(r.unanswered, 0),
  coalesce(r.paused_at, 0), coalesce(r.off, 0), r.minute, r.weekday, coalesce(r.chosen_at, 0), coalesce(r.channel, '')`

// recordScan reads recordColumns.
type recordScan struct {
	r                              *remind.Record
	last, reminded, paused, chosen int64
	minute, weekday                sql.NullInt64
}

func scanRecord(r *remind.Record) *recordScan { return &recordScan{r: r} }

func (s *recordScan) into() []any {
	return []any{
		&s.last, &s.reminded, &s.r.Sent, &s.r.Unanswered, &s.paused, &s.r.Off, &s.minute, &s.weekday, &s.chosen, &s.r.Channel,
	}
}

// done puts what was scanned into the record.
func (s *recordScan) done() {
	s.r.LastAt, s.r.RemindedAt, s.r.PausedAt = instant(s.last), instant(s.reminded), instant(s.paused)
	s.r.Own = ownOf(s.minute, s.weekday, s.chosen)
}

func ownOf(minute, weekday sql.NullInt64, chosen int64) remind.Own {
	return remind.Own{
		Set: minute.Valid, Minute: int(minute.Int64), HasDay: weekday.Valid, Day: time.Weekday(weekday.Int64), Chosen: instant(chosen),
	}
}

func minuteAndDay(o remind.Own) (minute, weekday sql.NullInt64) {
	return sql.NullInt64{Int64: int64(o.Minute), Valid: o.Set}, sql.NullInt64{Int64: int64(o.Day), Valid: o.Set && o.HasDay}
}

// RecordOf implements remind.Store.
func (tx *Tx) RecordOf(ctx context.Context, person people.PersonID) (remind.Record, error) {
	var r remind.Record
	s := scanRecord(&r)
	const query = "SELECT " + recordColumns + " FROM reminders r WHERE r.person_id = ?"
	if _, err := found(tx.row(ctx, query, person).Scan(s.into()...)); err != nil {
		return remind.Record{}, fmt.Errorf("read what was chosen for reminders: %w", err)
	}
	s.done()
	return r, nil
}

// Choose implements remind.Store.
func (tx *Tx) Choose(ctx context.Context, person people.PersonID, r remind.Record, now time.Time) error {
	const query = `INSERT INTO reminders (person_id, off, minute, weekday, channel, chosen_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (person_id) DO UPDATE SET off = excluded.off, minute = excluded.minute, weekday = excluded.weekday,
  channel = excluded.channel, chosen_at = excluded.chosen_at, paused_at = NULL, unanswered = 0`
	minute, weekday := minuteAndDay(r.Own)
	if _, err := tx.exec(ctx, query, person, r.Off, minute, weekday, r.Channel, millis(now)); err != nil {
		return fmt.Errorf("store what was chosen for reminders: %w", err)
	}
	return nil
}

// Heard implements remind.Store. It is asked for each message that comes in.
func (tx *Tx) Heard(ctx context.Context, person people.PersonID) error {
	others := tx.conn.memo.heard // the statement makes them forgotten, but changes this one only
	if _, ok := others[person]; ok {
		return nil
	}
	if err := tx.run(ctx, "UPDATE reminders SET unanswered = 0 WHERE person_id = ? AND unanswered > 0", person); err != nil {
		return fmt.Errorf("note an answer: %w", err)
	}
	tx.conn.memo.heard = remember(others, person, struct{}{})
	return nil
}

// NoteSent implements remind.Store.
func (tx *Tx) NoteSent(ctx context.Context, person people.PersonID, sent remind.Sent, now time.Time) error {
	const query = `INSERT INTO reminders (person_id, last_at, reminded_at, sent, unanswered, paused_at) VALUES (?1, ?2, ?3, ?4, ?4, ?5)
ON CONFLICT (person_id) DO UPDATE SET last_at = ?2, reminded_at = max(reminded_at, ?3), sent = sent + ?4,
  unanswered = unanswered + ?4, paused_at = coalesce(?5, paused_at)`
	var reminded, count int64
	var paused sql.NullInt64
	switch {
	case sent.Stopped:
		reminded, paused = millis(now), sql.NullInt64{Int64: millis(now), Valid: true}
	case sent.Reminder:
		reminded, count = millis(now), 1
	}
	if _, err := tx.exec(ctx, query, person, millis(now), reminded, count, paused); err != nil {
		return fmt.Errorf("note what was sent: %w", err)
	}
	return nil
}

// SetDue implements remind.Store.
func (tx *Tx) SetDue(ctx context.Context, person people.PersonID, d remind.Due, why remind.Why) error {
	const query = `INSERT INTO dues (person_id, job, due_at, held, at, reason) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (person_id, job, due_at) DO UPDATE SET held = excluded.held, at = excluded.at, reason = excluded.reason`
	if _, err := tx.exec(ctx, query, person, d.Job, millis(d.Due), d.Held, millis(d.At), why); err != nil {
		return fmt.Errorf("note what is held: %w", err)
	}
	return nil
}

// Tally implements remind.Store.
func (tx *Tx) Tally(ctx context.Context, notes []remind.Note) error {
	type line struct {
		slot remind.Slot
		do   remind.Do
		why  remind.Why
	}
	sums := map[line]int{}
	var order []line
	for _, n := range notes {
		l := line{n.Slot, n.Do, n.Why}
		if sums[l] == 0 {
			order = append(order, l)
		}
		sums[l]++
	}
	const query = `INSERT INTO due_tallies (job, due_at, outcome, reason, n) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (job, due_at, outcome, reason) DO UPDATE SET n = n + excluded.n`
	for _, l := range order {
		if _, err := tx.exec(ctx, query, l.slot.Job, millis(l.slot.Due), l.do, l.why, sums[l]); err != nil {
			return fmt.Errorf("add up what was decided: %w", err)
		}
	}
	return nil
}
