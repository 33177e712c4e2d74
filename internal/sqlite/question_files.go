package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/people"
)

// questionFileLife is how long a file of questions waits for its sender's yes.
const questionFileLife = 7 * 24 * time.Hour

// AddQuestionFile implements bot.QuestionFiles.
func (tx *Tx) AddQuestionFile(ctx context.Context, person people.PersonID, name string, body []byte, now time.Time) (int64, error) {
	if _, err := tx.exec(ctx, "DELETE FROM question_files WHERE created_at < ?", millis(now.Add(-questionFileLife))); err != nil {
		return 0, fmt.Errorf("forget old files of questions: %w", err)
	}
	const query = "INSERT INTO question_files (person_id, name, body, created_at) VALUES (?, ?, ?, ?)"
	res, err := tx.exec(ctx, query, person, name, string(body), millis(now))
	if err != nil {
		return 0, fmt.Errorf("keep file of questions: %w", err)
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, fmt.Errorf("number file of questions: %w", err)
	}
	return id, nil
}

// TakeQuestionFile implements bot.QuestionFiles.
func (tx *Tx) TakeQuestionFile(ctx context.Context, id int64, person people.PersonID, now time.Time) ([]byte, bool, error) {
	var body []byte
	const query = `UPDATE question_files SET applied_at = ? WHERE id = ? AND person_id = ? AND applied_at IS NULL AND created_at >= ?
RETURNING body`
	ok, err := found(tx.row(ctx, query, millis(now), id, person, millis(now.Add(-questionFileLife))).Scan(&body))
	if err != nil {
		return nil, false, fmt.Errorf("take file of questions: %w", err)
	}
	return body, ok, nil
}
