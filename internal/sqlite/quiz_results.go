package sqlite

import (
	"context"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/quiz"
)

// First answers by topic, and by the unit in which the person was when asked; from a covering index, and from what is
// left of people who took their consent back.
const (
	talliesByTopic = `SELECT topic, person_id, answered_on, sum(correct), count(*) FROM quiz_asked
WHERE first = 1 AND answered_on BETWEEN ?1 AND ?2 GROUP BY topic, person_id, answered_on
UNION ALL SELECT topic, who, answered_on, sum(correct), count(*) FROM quiz_forgotten
WHERE answered_on BETWEEN ?1 AND ?2 GROUP BY topic, who, answered_on`
	talliesByUnit = `SELECT CAST(unit_id AS TEXT), person_id, answered_on, sum(correct), count(*) FROM quiz_asked
WHERE first = 1 AND answered_on BETWEEN ?1 AND ?2 GROUP BY unit_id, person_id, answered_on
UNION ALL SELECT CAST(unit_id AS TEXT), who, answered_on, sum(correct), count(*) FROM quiz_forgotten
WHERE answered_on BETWEEN ?1 AND ?2 GROUP BY unit_id, who, answered_on`
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
