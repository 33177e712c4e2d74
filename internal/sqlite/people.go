package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

var _ people.Store = (*Tx)(nil)

// actorSelect reads a person with the membership of a day (the latest that had begun) and the open consent.
// Its first parameter is the day.
const actorSelect = `
SELECT p.id, p.staff_code, p.name, p.category, p.lang,
       coalesce((SELECT given_at FROM consents c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL), 0),
       m.unit_id, u.name, m.post, m.head, m.office, m.director, m.admin, m.valid_from, m.valid_to
FROM people p
LEFT JOIN memberships m ON m.person_id = p.id AND m.valid_from =
     (SELECT max(valid_from) FROM memberships x WHERE x.person_id = p.id AND x.valid_from <= ?)
LEFT JOIN units u ON u.id = m.unit_id `

// scanActor reads a row of actorSelect.
func scanActor(s scanner, today day.Day) (people.Actor, error) {
	var (
		a                             people.Actor
		consented                     int64
		unit                          sql.NullInt64
		name, post, from, to          sql.NullString
		head, office, director, admin sql.NullBool
	)
	err := s.Scan(&a.Person.ID, &a.Person.StaffCode, &a.Person.Name, &a.Person.Category, &a.Person.Lang, &consented,
		&unit, &name, &post, &head, &office, &director, &admin, &from, &to)
	if err != nil {
		return people.Actor{State: people.Unknown}, err
	}
	a.Consented = instant(consented)
	a.Member = people.Membership{
		Person: a.Person.ID, Unit: people.UnitID(unit.Int64), UnitName: name.String, Post: post.String,
		Roles: people.Roles{Head: head.Bool, Office: office.Bool, Director: director.Bool, Admin: admin.Bool},
		From:  day.Day(from.String), To: day.Day(to.String),
	}
	switch {
	case !unit.Valid || to.Valid && day.Day(to.String) < today:
		a.State = people.Left
	case consented == 0:
		a.State = people.Pending
	default:
		a.State = people.Active
	}
	return a, nil
}

// ActorByAccount implements people.Store.
func (tx *Tx) ActorByAccount(ctx context.Context, acc people.Account, today day.Day) (people.Actor, error) {
	key := actorKey{account: acc, today: today}
	if a, ok := tx.conn.memo.actors[key]; ok {
		return a, nil
	}
	a, err := tx.actorByAccount(ctx, acc, today)
	if err == nil && tx.writable {
		tx.conn.memo.actors = remember(tx.conn.memo.actors, key, a)
	}
	return a, err
}

func (tx *Tx) actorByAccount(ctx context.Context, acc people.Account, today day.Day) (people.Actor, error) {
	const query = "SELECT person_id, unreachable_at IS NOT NULL FROM identities WHERE channel = ? AND account = ? AND user_id = ?"
	var id people.PersonID
	var unreachable bool
	ok, err := found(tx.row(ctx, query, acc.Channel, acc.Account, acc.User).Scan(&id, &unreachable))
	if err != nil {
		return people.Actor{}, fmt.Errorf("find account: %w", err)
	}
	if !ok {
		return people.Actor{State: people.Unknown}, nil
	}
	a, _, err := tx.ActorByID(ctx, id, today)
	a.Unreachable = unreachable
	return a, err
}

// ActorByID implements people.Store.
func (tx *Tx) ActorByID(ctx context.Context, id people.PersonID, today day.Day) (people.Actor, bool, error) {
	// The plus keeps SQLite from preparing the statement anew for each id that is bound, in the hope of a better plan:
	// that costs more than the whole query.
	a, err := scanActor(tx.row(ctx, actorSelect+"WHERE p.id = +?", today, id), today)
	ok, err := found(err)
	if err != nil {
		return a, false, fmt.Errorf("read person: %w", err)
	}
	return a, ok, nil
}

// ByStaffCode implements people.Store.
func (tx *Tx) ByStaffCode(ctx context.Context, code string, today day.Day) (people.Actor, bool, error) {
	a, err := scanActor(tx.row(ctx, actorSelect+"WHERE p.staff_code = ? COLLATE NOCASE", today, code), today)
	ok, err := found(err)
	if err != nil {
		return a, false, fmt.Errorf("find staff code: %w", err)
	}
	return a, ok, nil
}

// NotJoined implements people.Store.
func (tx *Tx) NotJoined(ctx context.Context, today day.Day) ([]people.Actor, error) {
	var out []people.Actor
	err := tx.each(ctx, func(s scanner) error {
		a, err := scanActor(s, today)
		if err == nil && a.State == people.Pending {
			out = append(out, a)
		}
		return err
	}, actorSelect+"ORDER BY u.sort, u.id, p.id", today)
	if err != nil {
		return nil, fmt.Errorf("list who has not joined: %w", err)
	}
	return out, nil
}

// LinkAccount implements people.Store.
func (tx *Tx) LinkAccount(ctx context.Context, a people.Account, person people.PersonID, now time.Time) error {
	const query = "INSERT INTO identities (channel, account, user_id, chat_id, person_id, linked_at) VALUES (?, ?, ?, ?, ?, ?)"
	if _, err := tx.exec(ctx, query, a.Channel, a.Account, a.User, a.Chat, person, millis(now)); err != nil {
		return fmt.Errorf("link account: %w", err)
	}
	return nil
}

// UnlinkAccounts implements people.Store.
func (tx *Tx) UnlinkAccounts(ctx context.Context, person people.PersonID, only people.Account) error {
	const query = "DELETE FROM identities WHERE person_id = ? AND (? = '' OR (channel = ? AND account = ? AND user_id = ?))"
	if _, err := tx.exec(ctx, query, person, only.User, only.Channel, only.Account, only.User); err != nil {
		return fmt.Errorf("unlink accounts: %w", err)
	}
	return nil
}

// Accounts implements people.Store.
func (tx *Tx) Accounts(ctx context.Context, person people.PersonID) ([]people.Account, error) {
	var out []people.Account
	err := tx.each(ctx, func(s scanner) error {
		var a people.Account
		err := s.Scan(&a.Channel, &a.Account, &a.User, &a.Chat)
		out = append(out, a)
		return err
	}, "SELECT channel, account, user_id, chat_id FROM identities WHERE person_id = ? ORDER BY linked_at DESC", person)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return out, nil
}

// SetReachable implements people.Store.
func (tx *Tx) SetReachable(ctx context.Context, a people.Account, reachable bool, now time.Time) error {
	at := sql.NullInt64{Int64: millis(now), Valid: !reachable}
	const query = "UPDATE identities SET unreachable_at = ? WHERE channel = ? AND account = ? AND chat_id = ?"
	if _, err := tx.exec(ctx, query, at, a.Channel, a.Account, a.Chat); err != nil {
		return fmt.Errorf("note reachability: %w", err)
	}
	return nil
}

// SetLang implements people.Store.
func (tx *Tx) SetLang(ctx context.Context, person people.PersonID, lang string) error {
	if _, err := tx.exec(ctx, "UPDATE people SET lang = ? WHERE id = ?", lang, person); err != nil {
		return fmt.Errorf("store language: %w", err)
	}
	return nil
}

// UnitAt implements people.Store and learning.Store.
func (tx *Tx) UnitAt(ctx context.Context, person people.PersonID, on day.Day) (people.UnitID, bool, error) {
	const query = `SELECT unit_id FROM memberships
WHERE person_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)`
	var unit people.UnitID
	ok, err := found(tx.row(ctx, query, person, on, on).Scan(&unit))
	if err != nil {
		return 0, false, fmt.Errorf("find unit of a day: %w", err)
	}
	return unit, ok, nil
}

// Units implements people.Store.
func (tx *Tx) Units(ctx context.Context, on day.Day) ([]people.Unit, error) {
	const query = `SELECT id, name, sort, valid_from, coalesce(valid_to, '') FROM units
WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY sort, id`
	var out []people.Unit
	err := tx.each(ctx, func(s scanner) error {
		var u people.Unit
		err := s.Scan(&u.ID, &u.Name, &u.Sort, &u.From, &u.To)
		out = append(out, u)
		return err
	}, query, on, on)
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	return out, nil
}
