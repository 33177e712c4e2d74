package bottest

import (
	"strings"

	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

// question puts a live question into the bank: code | topic | text | A | B | C | D | letter of the answer | why |
// document | article.
func (p *player) question(columns []string) {
	p.t.Helper()
	const width = 11
	if len(columns) != width {
		p.t.Fatalf("department: a question has %d columns, this one %d: %v", width, len(columns), columns)
	}
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error {
		q := quiz.Question{Code: quiz.Code(columns[0]), Version: 1, State: quiz.Live, Released: tx.Now()}
		q.Topic, q.Text, q.Answer, q.Explanation = quiz.Topic(columns[1]), columns[2], strings.Index(quiz.Letters, columns[7]), columns[8]
		copy(q.Options[:], columns[3:7])
		q.Document, q.Article, q.Source = columns[9], columns[10], columns[9]
		_, err := tx.AddQuestion(p.ctx(), q, quiz.Actor{Now: tx.Now()})
		return err
	}))
}
