package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

var _ quiz.CardStore = (*Tx)(nil)

// Cards implements quiz.CardReader.
func (tx *Tx) Cards(ctx context.Context, person people.PersonID) ([]quiz.Card, error) {
	var out []quiz.Card
	err := tx.each(ctx, func(s scanner) error {
		c := quiz.Card{Person: person}
		err := s.Scan(&c.Question, &c.Version, &c.Document, &c.Stability, &c.Difficulty, &c.Reps, &c.Lapses, &c.Missed, &c.Reviewed, &c.Due)
		out = append(out, c)
		return err
	}, `SELECT question_id, version, coalesce(document_id, 0), stability, difficulty, reps, lapses, missed, reviewed_on, due_on
FROM quiz_cards WHERE person_id = ? ORDER BY question_id`, person)
	if err != nil {
		return nil, fmt.Errorf("list cards: %w", err)
	}
	return out, nil
}

// SetCard implements quiz.CardStore.
func (tx *Tx) SetCard(ctx context.Context, c quiz.Card) error {
	document := sql.NullInt64{Int64: int64(c.Document), Valid: c.Document != 0}
	_, err := tx.exec(ctx, `INSERT INTO quiz_cards (person_id, question_id, version, document_id, stability, difficulty, reps, lapses, missed, reviewed_on, due_on)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id, question_id) DO UPDATE SET version = excluded.version,
  document_id = excluded.document_id, stability = excluded.stability, difficulty = excluded.difficulty, reps = excluded.reps,
  lapses = excluded.lapses, missed = excluded.missed, reviewed_on = excluded.reviewed_on, due_on = excluded.due_on`,
		c.Person, c.Question, c.Version, document, c.Stability, c.Difficulty, c.Reps, c.Lapses, c.Missed, c.Reviewed, c.Due)
	if err != nil {
		return fmt.Errorf("store card: %w", err)
	}
	return nil
}

// Unlearn implements quiz.CardStore. What was asked of those questions and waits for an answer is void.
func (tx *Tx) Unlearn(ctx context.Context, person people.PersonID, on day.Day) error {
	const ended = "SELECT id FROM quiz_documents WHERE ended_on <= ?2"
	const resting = " FROM quiz_cards WHERE person_id = ?1 AND document_id IN (" + ended + ")"
	var found bool
	if err := tx.row(ctx, "SELECT EXISTS (SELECT 1"+resting+")", person, on).Scan(&found); err != nil {
		return fmt.Errorf("look for cards of ended documents: %w", err)
	}
	if !found {
		return nil
	}
	for _, query := range []string{
		`INSERT INTO quiz_unlearn (person_id, document_id, ended_on, questions)
SELECT c.person_id, d.id, d.ended_on, count(*) FROM quiz_cards c JOIN quiz_documents d ON d.id = c.document_id
WHERE c.person_id = ?1 AND d.ended_on <= ?2 GROUP BY d.id
ON CONFLICT (person_id, document_id, ended_on) DO NOTHING`,
		`UPDATE quiz_asked SET state = 'void' WHERE person_id = ?1 AND state = 'open'
AND question_id IN (SELECT question_id` + resting + ")",
		"DELETE" + resting,
	} {
		if _, err := tx.exec(ctx, query, person, on); err != nil {
			return fmt.Errorf("reset cards of ended documents: %w", err)
		}
	}
	return nil
}

// TakeUntold implements quiz.CardStore.
func (tx *Tx) TakeUntold(ctx context.Context, person people.PersonID, now time.Time) ([]quiz.Unlearnt, error) {
	var out []quiz.Unlearnt
	err := tx.each(ctx, func(s scanner) error {
		var u quiz.Unlearnt
		err := s.Scan(&u.Document, &u.Ended, &u.Questions)
		out = append(out, u)
		return err
	}, `SELECT d.name, u.ended_on, u.questions FROM quiz_unlearn u JOIN quiz_documents d ON d.id = u.document_id
WHERE u.person_id = ? AND u.told_at IS NULL ORDER BY u.ended_on, d.folded`, person)
	if err == nil && len(out) > 0 {
		_, err = tx.exec(ctx, "UPDATE quiz_unlearn SET told_at = ? WHERE person_id = ? AND told_at IS NULL", millis(now), person)
	}
	if err != nil {
		return nil, fmt.Errorf("tell of ended documents: %w", err)
	}
	return out, nil
}

// WishOf implements quiz.CardReader.
func (tx *Tx) WishOf(ctx context.Context, person people.PersonID) (quiz.Wish, error) {
	w := quiz.Wish{Quiz: quiz.Weekly}
	_, err := found(tx.row(ctx, "SELECT quiz, fact FROM quiz_wishes WHERE person_id = ?", person).Scan(&w.Quiz, &w.Fact))
	if err != nil {
		return w, fmt.Errorf("read wishes: %w", err)
	}
	return w, nil
}

// SetWish implements quiz.CardStore.
func (tx *Tx) SetWish(ctx context.Context, person people.PersonID, w quiz.Wish, now time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO quiz_wishes (person_id, quiz, fact, updated_at) VALUES (?, ?, ?, ?)
ON CONFLICT (person_id) DO UPDATE SET quiz = excluded.quiz, fact = excluded.fact, updated_at = excluded.updated_at`,
		person, w.Quiz, w.Fact, millis(now))
	if err != nil {
		return fmt.Errorf("store wishes: %w", err)
	}
	return nil
}

// FactsTold implements quiz.CardReader.
func (tx *Tx) FactsTold(ctx context.Context, person people.PersonID) ([]quiz.QuestionID, error) {
	var out []quiz.QuestionID
	err := tx.each(ctx, func(s scanner) error {
		var id quiz.QuestionID
		err := s.Scan(&id)
		out = append(out, id)
		return err
	}, "SELECT question_id FROM quiz_facts WHERE person_id = ?", person)
	if err != nil {
		return nil, fmt.Errorf("list facts told: %w", err)
	}
	return out, nil
}

// AddFact implements quiz.CardStore.
func (tx *Tx) AddFact(ctx context.Context, person people.PersonID, question quiz.QuestionID, on day.Day) error {
	const query = `INSERT INTO quiz_facts (person_id, question_id, told_on) VALUES (?, ?, ?)
ON CONFLICT (person_id, question_id) DO UPDATE SET told_on = excluded.told_on`
	if _, err := tx.exec(ctx, query, person, question, on); err != nil {
		return fmt.Errorf("note a fact: %w", err)
	}
	return nil
}

// ForgetFacts implements quiz.CardStore.
func (tx *Tx) ForgetFacts(ctx context.Context, person people.PersonID) error {
	if _, err := tx.exec(ctx, "DELETE FROM quiz_facts WHERE person_id = ?", person); err != nil {
		return fmt.Errorf("forget facts: %w", err)
	}
	return nil
}
