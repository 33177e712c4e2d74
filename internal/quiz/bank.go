package quiz

import (
	"context"
	"fmt"

	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// Add puts a new question into the bank, as a draft. Fault: "cauhoi.loi_noi_dung" when the content has problems.
func Add(ctx context.Context, store BankStore, c Content, by Actor) (Question, error) {
	c = c.Clean()
	if len(c.Check()) > 0 {
		return Question{}, fault.New(fault.Invalid, "cauhoi.loi_noi_dung", nil)
	}
	id, err := store.AddQuestion(ctx, Question{Content: c, State: Draft, Author: by.Person, Version: 1}, by)
	if err != nil {
		return Question{}, fmt.Errorf("add question: %w", err)
	}
	q, err := mustFind(ctx, store, id)
	if err != nil {
		return q, err
	}
	return q, note(ctx, store, q, "question_add", by)
}

// Amend gives a question a new version, which must be looked at before anybody is asked. It changes nothing when the
// content is the same. version is the one that the change was made from. Faults: "cauhoi.loi_noi_dung",
// "cauhoi.da_doi" when somebody else has changed it since.
func Amend(ctx context.Context, store BankStore, q Question, c Content, by Actor) (Question, error) {
	now, err := mustFind(ctx, store, q.ID)
	if err != nil {
		return q, err
	}
	c = c.Clean()
	switch {
	case now.Version != q.Version:
		return now, fault.New(fault.Conflict, "cauhoi.da_doi", fault.Args{"Ma": string(q.Code)})
	case len(c.Check()) > 0:
		return now, fault.New(fault.Invalid, "cauhoi.loi_noi_dung", nil)
	case c == now.Content: // the day of the comparison too
		return now, nil
	}
	if c.Checked == now.Checked {
		c.Checked = "" // what was compared with the source is no longer what stands here
	}
	now.Content, now.Author, now.Reviewer = c, by.Person, 0
	now.Version++
	now.demote()
	if err := store.SetQuestion(ctx, now, by); err != nil {
		return now, fmt.Errorf("change question: %w", err)
	}
	return now, note(ctx, store, now, "question_change", by)
}

// demote takes a question whose words have changed back to the beginning. A pause stays, and so does the end.
func (q *Question) demote() {
	switch q.State {
	case Paused:
		q.Pause.From = Draft
	case Retired:
	default:
		q.State = Draft
	}
}

func mustFind(ctx context.Context, store BankReader, id QuestionID) (Question, error) {
	q, ok, err := store.Question(ctx, id)
	if err != nil {
		return q, fmt.Errorf("find question: %w", err)
	}
	if !ok {
		return q, fault.New(fault.NotFound, "cauhoi.khong_thay", fault.Args{"Ma": fmt.Sprint(id)})
	}
	return q, nil
}

// note writes an act on a question to the audit.
func note(ctx context.Context, store BankStore, q Question, action string, by Actor) error {
	line := people.AuditLine{By: by.Person, Action: action, Channel: by.Channel, Detail: fmt.Sprintf("%s v%d", q.Code, q.Version)}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
