package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

var _ learning.ProgressStore = (*Tx)(nil)

// What an entry's kind and support say, in the words of SQL. The kinds of the training counter are read from
// their list, which the Office may change.
const (
	trainingKind = "kind IN (SELECT code FROM kinds WHERE counter = 'training')"
	backed       = "(evidence > 0 OR status = 'confirmed')"
)

// Each query over entries is answered by a covering index alone; progress_plan_test.go holds them to that.
const (
	kindTotals = `SELECT k.code, k.counter, t.entries, t.minutes, t.backed, t.confirmed FROM (
SELECT kind, count(*) AS entries, sum(minutes) AS minutes,
       sum(CASE WHEN ` + backed + ` THEN minutes ELSE 0 END) AS backed,
       sum(CASE WHEN status = 'confirmed' THEN minutes ELSE 0 END) AS confirmed
FROM entries WHERE person_id = ? AND end_day BETWEEN ? AND ? AND ` + counting + ` GROUP BY kind
) t JOIN kinds k ON k.code = t.kind ORDER BY k.sort`

	// Sums by unit and a list of who wrote cost two thirds of sums by unit and person, which need a sort.
	sums          = `SELECT unit_id, count(*), sum(CASE WHEN ` + trainingKind + ` THEN minutes ELSE 0 END), sum(minutes) FROM entries WHERE `
	writers       = `SELECT DISTINCT unit_id, person_id FROM entries WHERE `
	inUnit        = `unit_id = ? AND end_day BETWEEN ? AND ? AND ` + counting
	inAny         = `unit_id IN (SELECT id FROM units) AND end_day BETWEEN ? AND ? AND ` + counting
	sumsOfUnit    = sums + inUnit + ` GROUP BY unit_id`
	sumsOfAll     = sums + inAny + ` GROUP BY unit_id`
	writersOfUnit = writers + inUnit
	writersOfAll  = writers + inAny

	creditColumns = `SELECT person_id, sum(minutes) FROM entries WHERE person_id IN (SELECT person_id FROM memberships WHERE `
	// backed stands before trainingKind: it is cheaper and less often true, which halves the time.
	creditTail     = `) AND end_day BETWEEN ? AND ? AND ` + counting + ` AND ` + backed + ` AND ` + trainingKind + ` GROUP BY person_id`
	creditedOfUnit = creditColumns + `unit_id = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)` + creditTail
	creditedOfAll  = creditColumns + `valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)` + creditTail
)

// membersQuery reads who belongs to a unit (or to any: 0) on a day. Somebody's time in a unit begins with the
// latest membership there that does not go on from another one: a new post is no new beginning. Somebody has
// joined who had agreed, whatever became of the account since; the Office's entries of before the agreement speak
// for somebody too.
const membersQuery = `SELECT m.unit_id, m.person_id, p.name, p.category,
  (SELECT max(s.valid_from) FROM memberships s
   WHERE s.person_id = m.person_id AND s.unit_id = m.unit_id AND s.valid_from <= m.valid_from AND NOT EXISTS (
     SELECT 1 FROM memberships b
     WHERE b.person_id = s.person_id AND b.unit_id = s.unit_id AND b.valid_to = date(s.valid_from, '-1 day'))),
  EXISTS (SELECT 1 FROM consents c
    WHERE c.person_id = m.person_id AND c.given_at <= ?1 AND (c.withdrawn_at IS NULL OR c.withdrawn_at > ?1))
  OR NOT EXISTS (SELECT 1 FROM consents c WHERE c.person_id = m.person_id AND c.withdrawn_at <= ?1)
    AND EXISTS (SELECT 1 FROM entries e WHERE e.person_id = m.person_id AND e.end_day <= ?2 AND ` + counting + `),
  m.person_id IN ` + awayPeople + `,
  m.person_id IN (SELECT person_id FROM reminders WHERE paused_at <= ?1)
FROM memberships m JOIN people p ON p.id = m.person_id
WHERE (?3 = 0 OR m.unit_id = ?3) AND m.valid_from <= ?2 AND (m.valid_to IS NULL OR m.valid_to >= ?2)`

// begun has to be asked per unit: that is how the index goes.
const begun = `SELECT EXISTS (SELECT 1 FROM entries WHERE unit_id IN (SELECT id FROM units) AND end_day <= ? AND ` + counting + `)`

// Begun implements learning.ProgressStore.
func (tx *Tx) Begun(ctx context.Context, by day.Day) (bool, error) {
	var yes bool
	if err := tx.row(ctx, begun, by).Scan(&yes); err != nil {
		return false, fmt.Errorf("look for an early entry: %w", err)
	}
	return yes, nil
}

// KindTotals implements learning.ProgressStore.
func (tx *Tx) KindTotals(ctx context.Context, person people.PersonID, days day.Range) ([]learning.KindTotal, error) {
	var out []learning.KindTotal
	err := tx.each(ctx, func(s scanner) error {
		var k learning.KindTotal
		err := s.Scan(&k.Kind, &k.Counter, &k.Entries, &k.Minutes, &k.Credit.Backed, &k.Credit.Confirmed)
		out = append(out, k)
		return err
	}, kindTotals, person, days.From, days.To)
	if err != nil {
		return nil, fmt.Errorf("sum entries by kind: %w", err)
	}
	return out, nil
}

// Targets implements learning.ProgressStore.
func (tx *Tx) Targets(ctx context.Context, on day.Day) (map[people.Category]learning.Target, error) {
	const query = "SELECT category, tiet, source FROM targets WHERE valid_from <= ? ORDER BY valid_from"
	out := map[people.Category]learning.Target{}
	err := tx.each(ctx, func(s scanner) error {
		var c people.Category
		var t learning.Target
		err := s.Scan(&c, &t.Tiet, &t.Source)
		out[c] = t // a later row takes the place of an earlier one
		return err
	}, query, on)
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	return out, nil
}

// Members implements learning.ProgressStore.
func (tx *Tx) Members(ctx context.Context, unit people.UnitID, on day.Day, at time.Time) ([]learning.Member, error) {
	var out []learning.Member
	err := tx.each(ctx, func(s scanner) error {
		var m learning.Member
		err := s.Scan(&m.Unit, &m.Person, &m.Name, &m.Category, &m.Since, &m.Joined, &m.Away, &m.Paused)
		out = append(out, m)
		return err
	}, membersQuery, millis(at), on, unit)
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	return out, nil
}

// Work implements learning.ProgressStore.
func (tx *Tx) Work(ctx context.Context, unit people.UnitID, days day.Range) ([]learning.Work, error) {
	sums, writers, args := sumsOfAll, writersOfAll, []any{days.From, days.To}
	if unit != 0 {
		sums, writers, args = sumsOfUnit, writersOfUnit, []any{unit, days.From, days.To}
	}
	var out []learning.Work
	index := map[people.UnitID]int{}
	err := tx.each(ctx, func(s scanner) error {
		var w learning.Work
		var all int
		err := s.Scan(&w.Unit, &w.Entries, &w.Training, &all)
		w.Self = all - w.Training
		index[w.Unit] = len(out)
		out = append(out, w)
		return err
	}, sums, args...)
	if err != nil {
		return nil, fmt.Errorf("sum entries of units: %w", err)
	}
	err = tx.each(ctx, func(s scanner) error {
		var unit people.UnitID
		var person people.PersonID
		err := s.Scan(&unit, &person)
		if at, ok := index[unit]; ok {
			out[at].Writers = append(out[at].Writers, person)
		}
		return err
	}, writers, args...)
	if err != nil {
		return nil, fmt.Errorf("list who wrote: %w", err)
	}
	return out, nil
}

// Credited implements learning.ProgressStore.
func (tx *Tx) Credited(ctx context.Context, unit people.UnitID, days day.Range) (map[people.PersonID]int, error) {
	query, args := creditedOfAll, []any{days.To, days.To, days.From, days.To}
	if unit != 0 {
		query, args = creditedOfUnit, append([]any{unit}, args...)
	}
	out := map[people.PersonID]int{}
	err := tx.each(ctx, func(s scanner) error {
		var person people.PersonID
		var minutes int
		err := s.Scan(&person, &minutes)
		out[person] = minutes
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("sum credited minutes: %w", err)
	}
	return out, nil
}
