package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"sohoc/internal/people"
	"sohoc/internal/remind"
)

var _ remind.Store = (*Tx)(nil)

// The questions are about some hundred people at once, given as a JSON list: one statement each, whatever their
// number, so that a department of 100,000 is planned in seconds.
const (
	these = "(SELECT value FROM json_each(?1))"

	remindedFacts = `SELECT p.id,
  p.id IN ` + awayPeople + `,
  coalesce((SELECT max(l.to_day) FROM leaves l WHERE l.person_id = p.id AND l.to_day < ?2), ''),
  coalesce((SELECT e.end_day FROM entries e WHERE e.person_id = p.id AND e.` + counting + ` ORDER BY e.end_day DESC LIMIT 1), ''),
  coalesce((SELECT max(e.created_at) FROM entries e WHERE e.person_id = p.id AND e.` + counting + `), 0),
  ` + recordColumns + `
FROM people p LEFT JOIN reminders r ON r.person_id = p.id WHERE p.id IN ` + these

	remindedDoors = `SELECT i.person_id, i.channel, i.account, i.user_id, i.chat_id, i.linked_at,
  coalesce(json_extract(c.state, '$.form.at'), 0), (i.channel, i.account) IN (SELECT channel, account FROM closed_doors)
FROM identities i
LEFT JOIN conversations c ON c.channel = i.channel AND c.account = i.account AND c.chat_id = i.chat_id
WHERE i.person_id IN ` + these + ` AND i.unreachable_at IS NULL
ORDER BY i.person_id, i.linked_at DESC, i.channel, i.account, i.user_id`

	remindedDues = `SELECT person_id, job, due_at, held, reason = '` + string(remind.Asked) + `', at FROM dues
WHERE person_id IN ` + these + ` AND (held = 1 OR due_at >= ?2) ORDER BY person_id, due_at, job`
)

// Reminded implements remind.Store.
func (tx *Tx) Reminded(ctx context.Context, q remind.Query) ([]remind.Person, error) {
	list, err := tx.remindedActors(ctx, q)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	at := make(map[people.PersonID]*remind.Person, len(list))
	ids := make([]people.PersonID, len(list))
	for i := range list {
		ids[i] = list[i].Actor.Person.ID
		at[ids[i]] = &list[i]
	}
	raw, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("encode people: %w", err)
	}
	for _, read := range []struct {
		query string
		scan  func(scanner, map[people.PersonID]*remind.Person) error
		arg   any
	}{
		{remindedFacts, scanFacts, q.Today},
		{remindedDoors, scanDoor, nil},
		{remindedDues, scanDue, millis(q.From)},
	} {
		args := []any{string(raw)}
		if read.arg != nil {
			args = append(args, read.arg)
		}
		err := tx.each(ctx, func(s scanner) error { return read.scan(s, at) }, read.query, args...)
		if err != nil {
			return nil, fmt.Errorf("read what is true of people: %w", err)
		}
	}
	return list, nil
}

// remindedActors reads who the people are.
func (tx *Tx) remindedActors(ctx context.Context, q remind.Query) ([]remind.Person, error) {
	where, args := "WHERE p.id > ? ORDER BY p.id LIMIT ?", []any{q.Today, q.After, q.Limit}
	if len(q.IDs) > 0 {
		raw, err := json.Marshal(q.IDs)
		if err != nil {
			return nil, fmt.Errorf("encode people: %w", err)
		}
		where, args = "WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id", []any{q.Today, string(raw)}
	}
	var out []remind.Person
	err := tx.each(ctx, func(s scanner) error {
		a, err := scanActor(s, q.Today)
		out = append(out, remind.Person{Actor: a})
		return err
	}, actorSelect+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return out, nil
}

func scanFacts(s scanner, at map[people.PersonID]*remind.Person) error {
	var id people.PersonID
	var p remind.Person
	var written int64
	record := scanRecord(&p.Record)
	if err := s.Scan(append([]any{&id, &p.Away, &p.LastAway, &p.LastDay, &written}, record.into()...)...); err != nil {
		return err
	}
	record.done()
	into := at[id]
	into.Away, into.LastAway, into.LastDay, into.LastWritten, into.Record = p.Away, p.LastAway, p.LastDay, instant(written), p.Record
	return nil
}

func scanDoor(s scanner, at map[people.PersonID]*remind.Person) error {
	var id people.PersonID
	var d remind.Door
	var linked, busy int64
	if err := s.Scan(&id, &d.Channel, &d.Account.Account, &d.User, &d.Chat, &linked, &busy, &d.Closed); err != nil {
		return err
	}
	d.Linked, d.Busy = instant(linked), instant(busy)
	at[id].Doors = append(at[id].Doors, d)
	return nil
}

func scanDue(s scanner, at map[people.PersonID]*remind.Person) error {
	var id people.PersonID
	var d remind.Due
	var due, until int64
	if err := s.Scan(&id, &d.Job, &due, &d.Held, &d.Asked, &until); err != nil {
		return err
	}
	d.Due, d.At = instant(due), instant(until)
	at[id].Dues = append(at[id].Dues, d)
	return nil
}
