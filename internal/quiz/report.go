package quiz

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"
)

// ReportWrong notes that somebody holds a question to be wrong: from now on nobody is asked it, until the Office has
// looked. It reports false when the person has said so before and the Office has not yet looked.
func ReportWrong(ctx context.Context, store BankStore, r Report, now time.Time) (first bool, err error) {
	r.Note = clean(r.Note)
	if utf8.RuneCountInString(r.Note) > MaxNote {
		r.Note = string([]rune(r.Note)[:MaxNote])
	}
	first, err = store.AddReport(ctx, r, now)
	if err != nil {
		return false, fmt.Errorf("report question: %w", err)
	}
	return first, nil
}

// Keep says that a question that was reported is right as it stands: the reports are closed, and it is asked again if
// it is live.
func Keep(ctx context.Context, store BankStore, q Question, by Actor) (Question, error) {
	if _, err := store.CloseReports(ctx, q.ID, by); err != nil {
		return q, fmt.Errorf("close reports: %w", err)
	}
	q.Reports = 0
	return q, note(ctx, store, q, "question_keep", by)
}
