package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

var _ learning.Store = (*Tx)(nil)

// counting is the condition under which an entry counts. It stands in the partial indexes in these words.
const counting = "status IN ('recorded', 'pending', 'confirmed')"

const entryColumns = `id, person_id, unit_id, kind, field, title, provider, start_day, end_day, minutes, status,
evidence, channel, message_id, version, created_at, updated_at`

func scanEntry(s scanner) (learning.Entry, error) {
	var e learning.Entry
	var created, updated int64
	err := s.Scan(&e.ID, &e.Person, &e.Unit, &e.Kind, &e.Field, &e.Title, &e.Provider, &e.Start, &e.End, &e.Minutes,
		&e.Status, &e.Evidence, &e.Channel, &e.Message, &e.Version, &created, &updated)
	e.Created, e.Updated = instant(created), instant(updated)
	return e, err
}

func (tx *Tx) oneEntry(ctx context.Context, where string, args ...any) (learning.Entry, bool, error) {
	e, err := scanEntry(tx.row(ctx, "SELECT "+entryColumns+" FROM entries WHERE "+where, args...))
	ok, err := found(err)
	if err != nil {
		return learning.Entry{}, false, fmt.Errorf("read entry: %w", err)
	}
	return e, ok, nil
}

// Entry implements learning.Store.
func (tx *Tx) Entry(ctx context.Context, person people.PersonID, id learning.EntryID) (learning.Entry, bool, error) {
	return tx.oneEntry(ctx, "id = ? AND person_id = ?", id, person)
}

// One entry of a person out of the newest, by number. They are found by the index of the person and put in order: nobody
// writes so many that it would take long.
const (
	newest    = "person_id = ? AND status <> 'deleted' ORDER BY id DESC LIMIT 1"
	recent    = "id IN (SELECT id FROM entries WHERE person_id = ? ORDER BY id DESC LIMIT 200)"
	touched   = recent + " ORDER BY updated_at DESC, id DESC LIMIT 1"
	byMessage = recent + " AND channel = ? AND message_id = ? ORDER BY id DESC LIMIT 1"
)

// LastEntry implements learning.Store.
func (tx *Tx) LastEntry(ctx context.Context, person people.PersonID) (learning.Entry, bool, error) {
	return tx.oneEntry(ctx, newest, person)
}

// LastTouched implements learning.Store.
func (tx *Tx) LastTouched(ctx context.Context, person people.PersonID) (learning.Entry, bool, error) {
	return tx.oneEntry(ctx, touched, person)
}

// EntryByMessage implements learning.Store.
func (tx *Tx) EntryByMessage(ctx context.Context, person people.PersonID, channel, message string) (learning.Entry, bool, error) {
	return tx.oneEntry(ctx, byMessage, person, channel, message)
}

// EntriesTouching implements learning.Store. It runs with each log, and reads only what is asked for.
func (tx *Tx) EntriesTouching(ctx context.Context, person people.PersonID, days day.Range) ([]learning.Touching, error) {
	const query = "SELECT id, title, start_day, end_day, minutes FROM entries WHERE person_id = ? AND end_day >= ? AND start_day <= ? AND " + counting
	var out []learning.Touching
	err := tx.each(ctx, func(s scanner) error {
		out = append(out, learning.Touching{})
		e := &out[len(out)-1]
		return s.Scan(&e.ID, &e.Title, &e.Days.From, &e.Days.To, &e.Minutes)
	}, query, person, days.From, days.To)
	if err != nil {
		return nil, fmt.Errorf("list the entries of days: %w", err)
	}
	return out, nil
}

// RecentEntries lists the newest counting entries of a person, by day.
func (tx *Tx) RecentEntries(ctx context.Context, person people.PersonID, limit int) ([]learning.Entry, error) {
	const query = "SELECT " + entryColumns + " FROM entries WHERE person_id = ? AND " + counting + " ORDER BY end_day DESC, id DESC LIMIT ?"
	return tx.entries(ctx, query, person, limit)
}

func (tx *Tx) entries(ctx context.Context, query string, args ...any) ([]learning.Entry, error) {
	var out []learning.Entry
	err := tx.each(ctx, func(s scanner) error {
		e, err := scanEntry(s)
		out = append(out, e)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list entries: %w", err)
	}
	return out, nil
}

// AddEntry implements learning.Store.
func (tx *Tx) AddEntry(ctx context.Context, e learning.Entry) (learning.EntryID, error) {
	const query = `INSERT INTO entries (person_id, unit_id, kind, field, title, folded, provider, start_day, end_day,
minutes, status, channel, message_id, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	id, _, err := tx.insert(ctx, query, e.Person, e.Unit, e.Kind, e.Field, e.Title, viet.Fold(e.Title), e.Provider, e.Start, e.End,
		e.Minutes, e.Status, e.Channel, e.Message, e.Version, millis(e.Created), millis(e.Updated))
	if err != nil {
		return 0, fmt.Errorf("add entry: %w", err)
	}
	return learning.EntryID(id), nil
}

// entryBefore is what a version keeps.
type entryBefore struct {
	learning.Draft
	Unit   people.UnitID   `json:"unit"`
	Status learning.Status `json:"status"`
}

// ReplaceEntry implements learning.Store.
func (tx *Tx) ReplaceEntry(ctx context.Context, before, after learning.Entry, by learning.ChangedBy) error {
	kept, err := json.Marshal(entryBefore{Draft: before.Draft, Unit: before.Unit, Status: before.Status})
	if err != nil {
		return fmt.Errorf("encode older version: %w", err)
	}
	const keep = "INSERT INTO entry_versions (entry_id, version, before, changed_by, changed_at, channel) VALUES (?, ?, ?, ?, ?, ?)"
	if _, err := tx.exec(ctx, keep, before.ID, before.Version, string(kept), by.Person, millis(after.Updated), by.Channel); err != nil {
		return fmt.Errorf("keep older version: %w", err)
	}
	const query = `UPDATE entries SET unit_id = ?, kind = ?, field = ?, title = ?, folded = ?, provider = ?, start_day = ?,
end_day = ?, minutes = ?, status = ?, version = ?, updated_at = ?, deleted_at = CASE ? WHEN 'deleted' THEN ? END WHERE id = ?`
	_, err = tx.exec(ctx, query, after.Unit, after.Kind, after.Field, after.Title, viet.Fold(after.Title), after.Provider, after.Start,
		after.End, after.Minutes, after.Status, after.Version, millis(after.Updated), after.Status, millis(after.Updated), after.ID)
	if err != nil {
		return fmt.Errorf("change entry: %w", err)
	}
	return nil
}

// EntryBefore implements learning.Store.
func (tx *Tx) EntryBefore(ctx context.Context, id learning.EntryID) (learning.Entry, bool, error) {
	var raw string
	const query = "SELECT before FROM entry_versions WHERE entry_id = ? ORDER BY version DESC LIMIT 1"
	ok, err := found(tx.row(ctx, query, id).Scan(&raw))
	if err != nil || !ok {
		return learning.Entry{}, false, err
	}
	var kept entryBefore
	if err := json.Unmarshal([]byte(raw), &kept); err != nil {
		return learning.Entry{}, false, fmt.Errorf("decode older version: %w", err)
	}
	return learning.Entry{ID: id, Draft: kept.Draft, Unit: kept.Unit, Status: kept.Status}, true, nil
}

// MinutesIn returns the counting minutes of a person whose last day lies in a range.
func (tx *Tx) MinutesIn(ctx context.Context, person people.PersonID, days day.Range) (int, error) {
	const query = "SELECT coalesce(sum(minutes), 0) FROM entries WHERE person_id = ? AND end_day BETWEEN ? AND ? AND " + counting
	var n int
	if err := tx.row(ctx, query, person, days.From, days.To).Scan(&n); err != nil {
		return 0, fmt.Errorf("sum minutes: %w", err)
	}
	return n, nil
}
