package sqlite

import (
	"context"
	"fmt"

	"sohoc/internal/entryfile"
	"sohoc/internal/learning"
	"sohoc/internal/viet"
)

// EntryRecords returns the next limit entries after a number, in the order of their numbers; with deleted also the
// deleted ones. It reads a page at a time, so that nothing is held open while somebody else writes the page out.
func (tx *Tx) EntryRecords(ctx context.Context, after learning.EntryID, limit int, deleted bool) ([]entryfile.Record, error) {
	const query = `SELECT e.id, p.staff_code, u.name, e.title, e.kind, e.field, e.provider, e.start_day, e.end_day, e.minutes, e.status,
e.channel, e.created_at FROM entries e JOIN people p ON p.id = e.person_id JOIN units u ON u.id = e.unit_id
WHERE e.id > ? AND (? OR e.status <> 'deleted') ORDER BY e.id LIMIT ?`
	out := make([]entryfile.Record, 0, limit)
	err := tx.each(ctx, func(s scanner) error {
		var r entryfile.Record
		var created int64
		err := s.Scan(&r.ID, &r.StaffCode, &r.Unit, &r.Title, &r.Kind, &r.Field, &r.Provider, &r.Start, &r.End, &r.Minutes, &r.Status,
			&r.Channel, &created)
		r.CreatedAt.Time = instant(created)
		out = append(out, r)
		return err
	}, query, after, deleted, limit)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return out, nil
}

// ImportEntry stores an entry that comes from a file, under its own number when that is free. Origin is its identity
// in the database that it comes from. It reports false, and changes nothing, when the entry is here already: it was
// written here, or imported before.
func (tx *Tx) ImportEntry(ctx context.Context, e learning.Entry, origin string) (bool, error) {
	var here, taken bool
	const seek = `SELECT EXISTS (SELECT 1 FROM entries WHERE id = ?1 AND person_id = ?2 AND created_at = ?3)
OR EXISTS (SELECT 1 FROM entries WHERE origin = ?4), EXISTS (SELECT 1 FROM entries WHERE id = ?1)`
	if err := tx.row(ctx, seek, e.ID, e.Person, millis(e.Created), origin).Scan(&here, &taken); err != nil {
		return false, fmt.Errorf("look for entry: %w", err)
	}
	if here {
		return false, nil
	}
	const query = `INSERT INTO entries (id, person_id, unit_id, kind, field, title, folded, provider, start_day, end_day, minutes, status,
channel, origin, created_at, updated_at, deleted_at)
VALUES (CASE WHEN ?1 THEN NULL ELSE ?2 END, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16,
CASE ?13 WHEN 'deleted' THEN ?16 END)`
	_, err := tx.exec(ctx, query, taken, e.ID, e.Person, e.Unit, e.Kind, e.Field, e.Title, viet.Fold(e.Title), e.Provider, e.Start, e.End,
		e.Minutes, e.Status, e.Channel, origin, millis(e.Created))
	if err != nil {
		return false, fmt.Errorf("import entry: %w", err)
	}
	return true, nil
}
