package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/roster"
	"sohoc/internal/viet"
)

var _ roster.Store = (*Tx)(nil)

// Register implements roster.Store.
func (tx *Tx) Register(ctx context.Context) (roster.Register, error) {
	var out roster.Register
	err := tx.each(ctx, func(s scanner) error {
		var u people.Unit
		err := s.Scan(&u.ID, &u.Name, &u.Sort, &u.From, &u.To)
		out.Units = append(out.Units, u)
		return err
	}, "SELECT id, name, sort, valid_from, coalesce(valid_to, '') FROM units ORDER BY sort, id")
	if err != nil {
		return out, fmt.Errorf("list all units: %w", err)
	}
	index := map[people.PersonID]int{}
	err = tx.each(ctx, func(s scanner) error {
		var k roster.Known
		err := s.Scan(&k.ID, &k.StaffCode, &k.Name, &k.Category, &k.Lang, &k.Used)
		index[k.ID] = len(out.People)
		out.People = append(out.People, k)
		return err
	}, `SELECT id, staff_code, name, category, lang,
EXISTS (SELECT 1 FROM entries e WHERE e.person_id = p.id) OR EXISTS (SELECT 1 FROM identities i WHERE i.person_id = p.id)
OR EXISTS (SELECT 1 FROM consents c WHERE c.person_id = p.id) FROM people p ORDER BY staff_code`)
	if err != nil {
		return out, fmt.Errorf("list all people: %w", err)
	}
	err = tx.each(ctx, func(s scanner) error {
		var m people.Membership
		err := s.Scan(&m.Person, &m.Unit, &m.UnitName, &m.Post, &m.Roles.Head, &m.Roles.Office, &m.Roles.Director, &m.Roles.Admin, &m.From, &m.To)
		k := &out.People[index[m.Person]]
		k.Timeline = append(k.Timeline, m)
		return err
	}, `SELECT m.person_id, m.unit_id, u.name, m.post, m.head, m.office, m.director, m.admin, m.valid_from, coalesce(m.valid_to, '')
FROM memberships m JOIN units u ON u.id = m.unit_id ORDER BY m.person_id, m.valid_from`)
	if err != nil {
		return out, fmt.Errorf("list all memberships: %w", err)
	}
	return out, nil
}

// AddUnit implements roster.Store.
func (tx *Tx) AddUnit(ctx context.Context, u people.Unit) (people.UnitID, error) {
	const query = "INSERT INTO units (name, folded, sort, valid_from, valid_to) VALUES (?, ?, ?, ?, nullif(?, ''))"
	res, err := tx.exec(ctx, query, u.Name, viet.Fold(u.Name), u.Sort, u.From, u.To)
	if err != nil {
		return 0, fmt.Errorf("add unit: %w", err)
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, fmt.Errorf("id of the new unit: %w", err)
	}
	return people.UnitID(id), nil
}

// SetUnit implements roster.Store.
func (tx *Tx) SetUnit(ctx context.Context, u people.Unit) error {
	const query = "UPDATE units SET name = ?, folded = ?, sort = ?, valid_from = ?, valid_to = nullif(?, '') WHERE id = ?"
	if _, err := tx.exec(ctx, query, u.Name, viet.Fold(u.Name), u.Sort, u.From, u.To, u.ID); err != nil {
		return fmt.Errorf("set unit: %w", err)
	}
	return nil
}

// DropUnit implements roster.Store.
func (tx *Tx) DropUnit(ctx context.Context, unit people.UnitID) (bool, error) {
	const query = `DELETE FROM units WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM memberships WHERE unit_id = ?1)
AND NOT EXISTS (SELECT 1 FROM entries WHERE unit_id = ?1)`
	res, err := tx.exec(ctx, query, unit)
	if err != nil {
		return false, fmt.Errorf("drop unit: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("drop unit: %w", err)
	}
	return n > 0, nil
}

// AddPerson implements roster.Store.
func (tx *Tx) AddPerson(ctx context.Context, p people.Person, now time.Time) (people.PersonID, error) {
	const query = "INSERT INTO people (staff_code, name, folded, category, lang, created_at) VALUES (?, ?, ?, ?, ?, ?)"
	res, err := tx.exec(ctx, query, p.StaffCode, p.Name, viet.Fold(p.Name), p.Category, p.Lang, millis(now))
	if err != nil {
		return 0, fmt.Errorf("add person: %w", err)
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, fmt.Errorf("id of the new person: %w", err)
	}
	return people.PersonID(id), nil
}

// SetPerson implements roster.Store.
func (tx *Tx) SetPerson(ctx context.Context, p people.Person) error {
	const query = "UPDATE people SET name = ?, folded = ?, category = ? WHERE id = ?"
	if _, err := tx.exec(ctx, query, p.Name, viet.Fold(p.Name), p.Category, p.ID); err != nil {
		return fmt.Errorf("set person: %w", err)
	}
	return nil
}

// RemovePerson implements roster.Store. The schema refuses it for a person with entries.
func (tx *Tx) RemovePerson(ctx context.Context, person people.PersonID) error {
	if _, err := tx.exec(ctx, "DELETE FROM people WHERE id = ?", person); err != nil {
		return fmt.Errorf("remove person: %w", err)
	}
	return nil
}

// SetMemberships implements roster.Store.
func (tx *Tx) SetMemberships(ctx context.Context, person people.PersonID, timeline []people.Membership) error {
	if _, err := tx.exec(ctx, "DELETE FROM memberships WHERE person_id = ?", person); err != nil {
		return fmt.Errorf("clear memberships: %w", err)
	}
	const query = `INSERT INTO memberships (person_id, unit_id, post, head, office, director, admin, valid_from, valid_to)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))`
	for _, m := range timeline {
		_, err := tx.exec(ctx, query, person, m.Unit, m.Post, m.Roles.Head, m.Roles.Office, m.Roles.Director, m.Roles.Admin, m.From, m.To)
		if err != nil {
			return fmt.Errorf("add membership: %w", err)
		}
	}
	return nil
}

// CountEntriesFrom implements roster.Store.
func (tx *Tx) CountEntriesFrom(ctx context.Context, person people.PersonID, from day.Day, other people.UnitID) (int, error) {
	var n int
	const query = "SELECT count(*) FROM entries WHERE person_id = ? AND start_day >= ? AND unit_id <> ?"
	if err := tx.row(ctx, query, person, from, other).Scan(&n); err != nil {
		return 0, fmt.Errorf("count entries: %w", err)
	}
	return n, nil
}

// RecomputeEntryUnits implements roster.Store.
func (tx *Tx) RecomputeEntryUnits(ctx context.Context, person people.PersonID, from day.Day) (int, error) {
	const query = `UPDATE entries SET unit_id = m.unit_id FROM memberships m
WHERE entries.person_id = ? AND entries.start_day >= ? AND m.person_id = entries.person_id AND m.unit_id <> entries.unit_id
AND m.valid_from <= entries.start_day AND (m.valid_to IS NULL OR m.valid_to >= entries.start_day)`
	res, err := tx.exec(ctx, query, person, from)
	if err != nil {
		return 0, fmt.Errorf("recompute units: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("recompute units: %w", err)
	}
	return int(n), nil
}
