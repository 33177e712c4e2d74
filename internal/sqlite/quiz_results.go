package sqlite

import (
	"context"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/quiz"
)

// First answers by topic, and by the unit in which the person was when asked; both from a covering index.
const (
	talliesByTopic = `SELECT topic, person_id, answered_on, sum(correct), count(*) FROM quiz_asked
WHERE first = 1 AND answered_on BETWEEN ? AND ? GROUP BY topic, person_id, answered_on`
	talliesByUnit = `SELECT CAST(unit_id AS TEXT), person_id, answered_on, sum(correct), count(*) FROM quiz_asked
WHERE first = 1 AND answered_on BETWEEN ? AND ? GROUP BY unit_id, person_id, answered_on`
)

// TopicTallies implements quiz.CardReader.
func (tx *Tx) TopicTallies(ctx context.Context, days day.Range) ([]quiz.Tally, error) {
	return tx.tallies(ctx, talliesByTopic, days)
}

// UnitTallies implements quiz.CardReader.
func (tx *Tx) UnitTallies(ctx context.Context, days day.Range) ([]quiz.Tally, error) {
	return tx.tallies(ctx, talliesByUnit, days)
}

func (tx *Tx) tallies(ctx context.Context, query string, days day.Range) ([]quiz.Tally, error) {
	var out []quiz.Tally
	err := tx.each(ctx, func(s scanner) error {
		var t quiz.Tally
		err := s.Scan(&t.Group, &t.Person, &t.On, &t.Right, &t.Answers)
		out = append(out, t)
		return err
	}, query, days.From, days.To)
	if err != nil {
		return nil, fmt.Errorf("sum up answers: %w", err)
	}
	return out, nil
}
