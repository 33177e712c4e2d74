package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

var _ quiz.BankStore = (*Tx)(nil)

// AddQuestion implements quiz.BankStore.
func (tx *Tx) AddQuestion(ctx context.Context, q quiz.Question, by quiz.Actor) (quiz.QuestionID, error) {
	var err error
	if q.Code == "" {
		if q.Code, err = tx.freeCode(ctx); err != nil {
			return 0, err
		}
	}
	document, err := tx.documentNamed(ctx, q.Document)
	if err != nil {
		return 0, err
	}
	o := q.Options
	res, err := tx.exec(ctx, `INSERT INTO questions (code, version, topic, question, option_a, option_b, option_c, option_d, answer, explanation,
  document_id, article, source, valid_from, valid_to, checked_on, press, note, folded,
  state, pause_reason, pause_from, author_id, reviewer_id, released_at, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		q.Code, q.Version, q.Topic, q.Text, o[0], o[1], o[2], o[3], q.Answer, q.Explanation,
		document, q.Article, q.Source, nullDay(q.From), nullDay(q.To), nullDay(q.Checked), q.Press, q.Note, q.Folded(),
		q.State, q.Pause.Reason, nullState(q.Pause.From), nullPerson(q.Author), nullPerson(q.Reviewer), nullInstant(q.Released),
		millis(by.Now), millis(by.Now))
	if err != nil {
		return 0, fmt.Errorf("add question: %w", err)
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, fmt.Errorf("number of the question: %w", err)
	}
	q.ID = quiz.QuestionID(id)
	return q.ID, tx.keepVersion(ctx, q, by)
}

// freeCode returns the first code behind those of the form Q000 that are taken.
func (tx *Tx) freeCode(ctx context.Context) (quiz.Code, error) {
	var last int
	const query = `SELECT coalesce(max(CAST(substr(code, 2) AS INTEGER)), 0) FROM questions
WHERE code GLOB 'Q[0-9]*' AND NOT substr(code, 2) GLOB '*[^0-9]*' AND length(code) <= 9`
	if err := tx.row(ctx, query).Scan(&last); err != nil {
		return "", fmt.Errorf("find a free code: %w", err)
	}
	return quiz.NumberedCode(last + 1), nil
}

// documentNamed finds or adds a document; no name is no document.
func (tx *Tx) documentNamed(ctx context.Context, name string) (sql.NullInt64, error) {
	var id sql.NullInt64
	if name == "" {
		return id, nil
	}
	folded := viet.Fold(name)
	const insert = "INSERT INTO quiz_documents (name, folded) VALUES (?, ?) ON CONFLICT (folded) DO NOTHING"
	if _, err := tx.exec(ctx, insert, name, folded); err != nil {
		return id, fmt.Errorf("add document: %w", err)
	}
	if err := tx.row(ctx, "SELECT id FROM quiz_documents WHERE folded = ?", folded).Scan(&id); err != nil {
		return id, fmt.Errorf("find document: %w", err)
	}
	return id, nil
}

func (tx *Tx) keepVersion(ctx context.Context, q quiz.Question, by quiz.Actor) error {
	raw, err := json.Marshal(q.Content)
	if err != nil {
		return fmt.Errorf("encode version of question: %w", err)
	}
	const query = "INSERT INTO question_versions (question_id, version, content, author_id, channel, created_at) VALUES (?, ?, ?, ?, ?, ?)"
	if _, err := tx.exec(ctx, query, q.ID, q.Version, string(raw), nullPerson(q.Author), by.Channel, millis(by.Now)); err != nil {
		return fmt.Errorf("keep version of question: %w", err)
	}
	return nil
}

// SetQuestion implements quiz.BankStore.
func (tx *Tx) SetQuestion(ctx context.Context, q quiz.Question, by quiz.Actor) error {
	document, err := tx.documentNamed(ctx, q.Document)
	if err != nil {
		return err
	}
	o := q.Options
	_, err = tx.exec(ctx, `UPDATE questions SET version = ?, topic = ?, question = ?, option_a = ?, option_b = ?, option_c = ?, option_d = ?,
  answer = ?, explanation = ?, document_id = ?, article = ?, source = ?, valid_from = ?, valid_to = ?, checked_on = ?, press = ?, note = ?,
  folded = ?, author_id = ? WHERE id = ?`,
		q.Version, q.Topic, q.Text, o[0], o[1], o[2], o[3], q.Answer, q.Explanation, document, q.Article, q.Source,
		nullDay(q.From), nullDay(q.To), nullDay(q.Checked), q.Press, q.Note, q.Folded(), nullPerson(q.Author), q.ID)
	if err != nil {
		return fmt.Errorf("change question: %w", err)
	}
	if err := tx.keepVersion(ctx, q, by); err != nil {
		return err
	}
	return tx.SetQuestionState(ctx, q, by.Now)
}

// SetQuestionState implements quiz.BankStore.
func (tx *Tx) SetQuestionState(ctx context.Context, q quiz.Question, now time.Time) error {
	const query = `UPDATE questions SET state = ?, pause_reason = ?, pause_from = ?, reviewer_id = ?, released_at = ?, checked_on = ?, updated_at = ?
WHERE id = ?`
	_, err := tx.exec(ctx, query, q.State, q.Pause.Reason, nullState(q.Pause.From), nullPerson(q.Reviewer), nullInstant(q.Released),
		nullDay(q.Checked), millis(now), q.ID)
	if err != nil {
		return fmt.Errorf("set state of question: %w", err)
	}
	return nil
}

// AddTopic implements quiz.BankStore.
func (tx *Tx) AddTopic(ctx context.Context, t quiz.TopicName) error {
	const query = `INSERT INTO quiz_topics (code, name_vi, name_en, folded, sort)
SELECT ?, ?, ?, ?, coalesce(max(sort), 0) + 1 FROM quiz_topics`
	if _, err := tx.exec(ctx, query, t.Code, t.VI, t.EN, viet.Fold(t.VI)); err != nil {
		return fmt.Errorf("add topic: %w", err)
	}
	return nil
}

// errNoDocument says that a document is not in the bank.
var errNoDocument = errors.New("no such document")

// SetDocumentEnd implements quiz.BankStore.
func (tx *Tx) SetDocumentEnd(ctx context.Context, id quiz.DocumentID, ended day.Day, by quiz.Actor) error {
	at := sql.NullInt64{Int64: millis(by.Now), Valid: ended != ""}
	person := nullPerson(by.Person)
	person.Valid = person.Valid && ended != ""
	const query = "UPDATE quiz_documents SET ended_on = ?, ended_by = ?, ended_at = ? WHERE id = ?"
	res, err := tx.exec(ctx, query, nullDay(ended), person, at, id)
	if err != nil {
		return fmt.Errorf("end document: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errNoDocument, err)
	}
	return nil
}

// AddReport implements quiz.BankStore.
func (tx *Tx) AddReport(ctx context.Context, r quiz.Report, now time.Time) (bool, error) {
	const query = `INSERT INTO question_reports (question_id, version, person_id, note, channel, created_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (question_id, person_id) WHERE closed_at IS NULL DO NOTHING`
	res, err := tx.exec(ctx, query, r.Question, r.Version, r.Person, r.Note, r.Channel, millis(now))
	if err != nil {
		return false, fmt.Errorf("add report: %w", err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// CloseReports implements quiz.BankStore.
func (tx *Tx) CloseReports(ctx context.Context, id quiz.QuestionID, by quiz.Actor) (int, error) {
	const query = "UPDATE question_reports SET closed_at = ?, closed_by = ? WHERE question_id = ? AND closed_at IS NULL"
	res, err := tx.exec(ctx, query, millis(by.Now), nullPerson(by.Person), id)
	if err != nil {
		return 0, fmt.Errorf("close reports: %w", err)
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// ReportNotes lists what people wrote to the open reports on a question, without their names.
func (tx *Tx) ReportNotes(ctx context.Context, id quiz.QuestionID) ([]string, error) {
	var out []string
	err := tx.each(ctx, func(s scanner) error {
		var note string
		err := s.Scan(&note)
		out = append(out, note)
		return err
	}, "SELECT note FROM question_reports WHERE question_id = ? AND closed_at IS NULL AND note <> '' ORDER BY id", id)
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return out, nil
}

func nullState(s quiz.State) sql.NullString { return sql.NullString{String: string(s), Valid: s != ""} }

func nullInstant(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: millis(t), Valid: !t.IsZero()}
}
