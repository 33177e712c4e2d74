package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

const askedColumns = `SELECT id, person_id, unit_id, question_id, version, topic, shown, round, place, state, asked_at,
  coalesce(answer, 0), coalesce(correct, 0), coalesce(first, 0), coalesce(answered_at, 0), coalesce(answered_on, ''), channel, message_id
FROM quiz_asked `

func scanAsked(s scanner) (quiz.Asked, error) {
	var a quiz.Asked
	var asked, answered int64
	g := &a.Given
	err := s.Scan(&a.ID, &a.Person, &a.Unit, &a.Question, &a.Version, &a.Topic, &a.Shown, &a.Round, &a.Place, &a.State, &asked,
		&g.Option, &g.Right, &g.First, &answered, &g.On, &g.Channel, &g.Message)
	a.At, g.At = instant(asked), instant(answered)
	return a, err
}

func (tx *Tx) oneAsked(ctx context.Context, where string, args ...any) (quiz.Asked, bool, error) {
	a, err := scanAsked(tx.row(ctx, askedColumns+where, args...))
	ok, err := found(err)
	if err != nil {
		return a, false, fmt.Errorf("read what was asked: %w", err)
	}
	return a, ok, nil
}

func (tx *Tx) allAsked(ctx context.Context, where string, args ...any) ([]quiz.Asked, error) {
	var out []quiz.Asked
	err := tx.each(ctx, func(s scanner) error {
		a, err := scanAsked(s)
		out = append(out, a)
		return err
	}, askedColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list what was asked: %w", err)
	}
	return out, nil
}

// AskedByID implements quiz.CardReader.
func (tx *Tx) AskedByID(ctx context.Context, id quiz.AskedID) (quiz.Asked, bool, error) {
	return tx.oneAsked(ctx, "WHERE id = ?", id)
}

// OpenAsked implements quiz.CardReader.
func (tx *Tx) OpenAsked(ctx context.Context, person people.PersonID) ([]quiz.Asked, error) {
	return tx.allAsked(ctx, "WHERE person_id = ? AND state = 'open' ORDER BY place, id", person)
}

// LastAnswered implements quiz.CardReader.
func (tx *Tx) LastAnswered(ctx context.Context, person people.PersonID) (quiz.Asked, bool, error) {
	return tx.oneAsked(ctx, "WHERE person_id = ? AND answered_on IS NOT NULL ORDER BY answered_on DESC, answered_at DESC, id DESC LIMIT 1", person)
}

// RoundOf implements quiz.CardReader.
func (tx *Tx) RoundOf(ctx context.Context, person people.PersonID, round int) ([]quiz.Asked, error) {
	return tx.allAsked(ctx, "WHERE person_id = ? AND round = ? ORDER BY place, id", person, round)
}

// AnsweredBy implements quiz.CardReader. It looks at the latest answers only: nobody edits an old one.
func (tx *Tx) AnsweredBy(ctx context.Context, person people.PersonID, channel, message string) ([]quiz.Asked, error) {
	const latest = 50
	all, err := tx.allAsked(ctx, "WHERE person_id = ? AND answered_on IS NOT NULL ORDER BY answered_on DESC, id DESC LIMIT ?", person, latest)
	var out []quiz.Asked
	for _, a := range all {
		if a.Given.Channel == channel && a.Given.Message == message {
			out = append(out, a)
		}
	}
	return out, err
}

// AnsweredOn implements quiz.CardReader.
func (tx *Tx) AnsweredOn(ctx context.Context, person people.PersonID, on day.Day) (int, error) {
	var n int
	if err := tx.row(ctx, "SELECT count(*) FROM quiz_asked WHERE person_id = ? AND answered_on = ?", person, on).Scan(&n); err != nil {
		return 0, fmt.Errorf("count answers of a day: %w", err)
	}
	return n, nil
}

// AskedTimes implements quiz.CardReader.
func (tx *Tx) AskedTimes(ctx context.Context, person people.PersonID, question quiz.QuestionID) (int, error) {
	var n int
	if err := tx.row(ctx, "SELECT count(*) FROM quiz_asked WHERE person_id = ? AND question_id = ?", person, question).Scan(&n); err != nil {
		return 0, fmt.Errorf("count how often it was asked: %w", err)
	}
	return n, nil
}

// AddAsked implements quiz.CardStore.
func (tx *Tx) AddAsked(ctx context.Context, a quiz.Asked) (quiz.Asked, error) {
	if err := tx.row(ctx, "SELECT coalesce(max(round), 0) FROM quiz_asked WHERE person_id = ?", a.Person).Scan(&a.Round); err != nil {
		return a, fmt.Errorf("number of the round: %w", err)
	}
	if a.Place == 1 || a.Round == 0 {
		a.Round++
	}
	res, err := tx.exec(ctx, `INSERT INTO quiz_asked (person_id, unit_id, question_id, version, topic, shown, round, place, state, asked_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.Person, a.Unit, a.Question, a.Version, a.Topic, a.Shown, a.Round, a.Place, a.State, millis(a.At))
	if err != nil {
		return a, fmt.Errorf("note what is asked: %w", err)
	}
	id, err := res.LastInsertId()
	if err != nil {
		return a, fmt.Errorf("number of what is asked: %w", err)
	}
	a.ID = quiz.AskedID(id)
	return a, nil
}

// SetAsked implements quiz.CardStore.
func (tx *Tx) SetAsked(ctx context.Context, a quiz.Asked) error {
	answered := a.State == quiz.Answered
	g := a.Given
	number := func(n int64) sql.NullInt64 { return sql.NullInt64{Int64: n, Valid: answered} }
	truth := func(b bool) sql.NullBool { return sql.NullBool{Bool: b, Valid: answered} }
	_, err := tx.exec(ctx, `UPDATE quiz_asked SET state = ?, answer = ?, correct = ?, first = ?, answered_at = ?, answered_on = ?, channel = ?, message_id = ?
WHERE id = ? AND state = 'open'`, a.State, number(int64(g.Option)), truth(g.Right), truth(g.First), number(millis(g.At)),
		sql.NullString{String: string(g.On), Valid: answered}, g.Channel, g.Message, a.ID)
	if err != nil {
		return fmt.Errorf("note what became of a question: %w", err)
	}
	return nil
}
