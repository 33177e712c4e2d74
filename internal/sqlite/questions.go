package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

const questionSelect = `SELECT q.id, q.code, q.version, q.topic, q.question, q.option_a, q.option_b, q.option_c, q.option_d, q.answer,
  q.explanation, coalesce(d.name, ''), q.article, q.source, coalesce(q.valid_from, ''), coalesce(q.valid_to, ''), coalesce(q.checked_on, ''),
  q.press, q.note, q.state, q.pause_reason, coalesce(q.pause_from, ''), coalesce(q.author_id, 0), coalesce(q.reviewer_id, 0),
  coalesce(q.released_at, 0), q.updated_at, coalesce(q.document_id, 0), coalesce(d.ended_on, ''),
  (SELECT count(*) FROM question_reports r WHERE r.question_id = q.id AND r.closed_at IS NULL)
FROM questions q LEFT JOIN quiz_documents d ON d.id = q.document_id `

func scanQuestion(s scanner) (quiz.Question, error) {
	var q quiz.Question
	var released, updated int64
	o := &q.Options
	err := s.Scan(&q.ID, &q.Code, &q.Version, &q.Topic, &q.Text, &o[0], &o[1], &o[2], &o[3], &q.Answer,
		&q.Explanation, &q.Document, &q.Article, &q.Source, &q.From, &q.To, &q.Checked,
		&q.Press, &q.Note, &q.State, &q.Pause.Reason, &q.Pause.From, &q.Author, &q.Reviewer,
		&released, &updated, &q.DocumentID, &q.Ended, &q.Reports)
	q.Released, q.Updated = instant(released), instant(updated)
	return q, err
}

// Question implements quiz.BankReader.
func (tx *Tx) Question(ctx context.Context, id quiz.QuestionID) (quiz.Question, bool, error) {
	return tx.question(ctx, "WHERE q.id = ?", id)
}

// QuestionByCode implements quiz.BankReader.
func (tx *Tx) QuestionByCode(ctx context.Context, code quiz.Code) (quiz.Question, bool, error) {
	return tx.question(ctx, "WHERE q.code = ?", code)
}

func (tx *Tx) question(ctx context.Context, where string, arg any) (quiz.Question, bool, error) {
	q, err := scanQuestion(tx.row(ctx, questionSelect+where, arg))
	ok, err := found(err)
	if err != nil {
		return q, false, fmt.Errorf("read question: %w", err)
	}
	return q, ok, nil
}

// QuestionVersion implements quiz.BankReader.
func (tx *Tx) QuestionVersion(ctx context.Context, id quiz.QuestionID, version int) (quiz.Question, bool, error) {
	q, ok, err := tx.Question(ctx, id)
	if err != nil || !ok || q.Version == version {
		return q, ok, err
	}
	var raw []byte
	const query = "SELECT content, coalesce(author_id, 0) FROM question_versions WHERE question_id = ? AND version = ?"
	ok, err = found(tx.row(ctx, query, id, version).Scan(&raw, &q.Author))
	if err != nil || !ok {
		return quiz.Question{}, false, err
	}
	q.Content, q.Version = quiz.Content{}, version
	if err := json.Unmarshal(raw, &q.Content); err != nil {
		return quiz.Question{}, false, fmt.Errorf("decode version of question: %w", err)
	}
	return q, true, nil
}

// stateOn is quiz.Question.StateOn; the day stands twice.
const stateOn = "CASE WHEN q.state = 'live' AND (d.ended_on <= ? OR q.valid_to < ?) THEN 'paused' ELSE q.state END"

// Questions implements quiz.BankReader.
func (tx *Tx) Questions(ctx context.Context, f quiz.Filter) ([]quiz.Question, error) {
	// The texts of the query are few, so that they stay prepared. instr, not LIKE: what people type may hold % and _.
	where := []string{"q.id > ?"}
	args := []any{f.After}
	add := func(clause string, arg any) { where, args = append(where, clause), append(args, arg) }
	switch {
	case f.State != "" && f.On != "":
		where, args = append(where, stateOn+" = ?"), append(args, f.On, f.On, f.State)
	case f.State != "":
		add("q.state = ?", f.State)
	}
	if f.Topic != "" {
		add("q.topic = ?", f.Topic)
	}
	if f.Document != 0 {
		add("q.document_id = ?", f.Document)
	}
	if f.Reported {
		where = append(where, "EXISTS (SELECT 1 FROM question_reports r WHERE r.question_id = q.id AND r.closed_at IS NULL)")
	}
	for _, w := range f.Words {
		add("instr(q.folded, ?) > 0", w)
	}
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	return tx.questions(ctx, "WHERE "+strings.Join(where, " AND ")+" ORDER BY q.id LIMIT ?", append(args, limit)...)
}

// LiveQuestions implements quiz.BankReader.
func (tx *Tx) LiveQuestions(ctx context.Context, on day.Day) ([]quiz.Question, error) {
	return tx.questions(ctx, `JOIN askable a ON a.question_id = q.id AND a.from_day <= ? AND ? < a.until_day ORDER BY q.id`, on, on)
}

func (tx *Tx) questions(ctx context.Context, where string, args ...any) ([]quiz.Question, error) {
	var out []quiz.Question
	err := tx.each(ctx, func(s scanner) error {
		q, err := scanQuestion(s)
		out = append(out, q)
		return err
	}, questionSelect+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	return out, nil
}

// CountQuestions implements quiz.BankReader.
func (tx *Tx) CountQuestions(ctx context.Context, on day.Day) ([]quiz.Count, error) {
	var out []quiz.Count
	err := tx.each(ctx, func(s scanner) error {
		var c quiz.Count
		err := s.Scan(&c.Topic, &c.State, &c.N, &c.Reported)
		out = append(out, c)
		return err
	}, "SELECT q.topic, "+stateOn+` AS standing, count(*),
  sum(EXISTS (SELECT 1 FROM question_reports r WHERE r.question_id = q.id AND r.closed_at IS NULL))
FROM questions q JOIN quiz_topics t ON t.code = q.topic LEFT JOIN quiz_documents d ON d.id = q.document_id
GROUP BY q.topic, standing ORDER BY t.sort, q.topic, standing`, on, on)
	if err != nil {
		return nil, fmt.Errorf("count questions: %w", err)
	}
	return out, nil
}

// Topics implements quiz.BankReader.
func (tx *Tx) Topics(ctx context.Context) ([]quiz.TopicName, error) {
	var out []quiz.TopicName
	err := tx.each(ctx, func(s scanner) error {
		var t quiz.TopicName
		err := s.Scan(&t.Code, &t.VI, &t.EN)
		out = append(out, t)
		return err
	}, "SELECT code, name_vi, name_en FROM quiz_topics ORDER BY sort, code")
	if err != nil {
		return nil, fmt.Errorf("list topics: %w", err)
	}
	return out, nil
}

// Documents implements quiz.BankReader.
func (tx *Tx) Documents(ctx context.Context) ([]quiz.Document, error) {
	return tx.documents(ctx, "", "")
}

// EndedDocuments implements quiz.BankReader.
func (tx *Tx) EndedDocuments(ctx context.Context, on day.Day) ([]quiz.Document, error) {
	return tx.documents(ctx, "WHERE d.ended_on <= ?", on)
}

func (tx *Tx) documents(ctx context.Context, where string, on day.Day) ([]quiz.Document, error) {
	var args []any
	if where != "" {
		args = []any{on}
	}
	var out []quiz.Document
	err := tx.each(ctx, func(s scanner) error {
		var d quiz.Document
		err := s.Scan(&d.ID, &d.Name, &d.Ended, &d.Questions)
		out = append(out, d)
		return err
	}, `SELECT d.id, d.name, coalesce(d.ended_on, ''),
  (SELECT count(*) FROM questions q WHERE q.document_id = d.id AND q.state <> 'retired')
FROM quiz_documents d `+where+" ORDER BY d.folded", args...)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return out, nil
}

// nullDay and nullPerson store the empty value as NULL.
func nullDay(d day.Day) sql.NullString { return sql.NullString{String: string(d), Valid: d != ""} }

func nullPerson(p people.PersonID) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(p), Valid: p != 0}
}
