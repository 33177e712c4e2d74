package quiz

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// ReleaseAll releases every reviewed question that the actor did not write and whose document is in force. It returns
// those it released and how many it left.
func ReleaseAll(ctx context.Context, store BankStore, by Actor) (released []Question, left int, err error) {
	waiting, err := store.Questions(ctx, Filter{State: Reviewed})
	if err != nil {
		return nil, 0, fmt.Errorf("list what waits: %w", err)
	}
	for _, q := range waiting {
		next, err := q.after(Release, "", by)
		if fault.Of(err) != nil {
			left++
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		if err := store.SetQuestionState(ctx, next, by.Now); err != nil {
			return nil, 0, fmt.Errorf("release question: %w", err)
		}
		released = append(released, next)
	}
	line := people.AuditLine{By: by.Person, Action: "question_release_all", Channel: by.Channel, Detail: fmt.Sprintf("n=%d left=%d", len(released), left)}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return nil, 0, fmt.Errorf("audit: %w", err)
	}
	return released, left, nil
}

// CanUndo reports whether a step from where a question stood can be taken back.
func CanUndo(before Question, s Step) bool {
	return before.State != Paused && before.State != Live && s != Hold && s != Resume
}

// Undo takes a step back: a question that stands where the step left it, in the same version, stands again where it
// stood. Pauses are resumed, not undone. Fault: "chung.nut_cu".
func Undo(ctx context.Context, store BankStore, left Question, to State, by Actor) (Question, error) {
	q, err := mustFind(ctx, store, left.ID)
	if err != nil {
		return q, err
	}
	if q.State != left.State || q.Version != left.Version || q.State == Paused || to == Paused || to == Live || !q.mayReturn(to, by) {
		return q, fault.New(fault.Conflict, "chung.nut_cu", nil)
	}
	if q.State = to; to == Draft {
		q.Checked, q.Reviewer = "", 0
	}
	if err := store.SetQuestionState(ctx, q, by.Now); err != nil {
		return q, fmt.Errorf("undo state of question: %w", err)
	}
	return q, note(ctx, store, q, "question_undo", by)
}

// mayReturn reports whether a question can have stood in a state before the step that is taken back. What a choice stands
// for comes from outside and can be made up: nobody may have the own question checked that way.
func (q Question) mayReturn(to State, by Actor) bool {
	switch {
	case to != Reviewed:
		return true
	case q.State == Draft:
		return false // no step leads there
	default:
		return q.State == Live || by.Person == 0 || q.Author != by.Person || q.Reviewer != 0
	}
}

// UndoReleaseAll takes back what ReleaseAll did at an instant, as far as it still stands so. It returns how many went back.
func UndoReleaseAll(ctx context.Context, store BankStore, at time.Time, by Actor) (int, error) {
	live, err := store.Questions(ctx, Filter{State: Live})
	if err != nil {
		return 0, fmt.Errorf("list what is live: %w", err)
	}
	n := 0
	for _, q := range live {
		if !q.Released.Equal(at) {
			continue
		}
		q.State = Reviewed
		if err := store.SetQuestionState(ctx, q, by.Now); err != nil {
			return 0, fmt.Errorf("undo release: %w", err)
		}
		n++
	}
	line := people.AuditLine{By: by.Person, Action: "question_undo_all", Channel: by.Channel, Detail: fmt.Sprintf("n=%d", n)}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return 0, fmt.Errorf("audit: %w", err)
	}
	return n, nil
}
