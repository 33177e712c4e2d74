package quiz_test

import (
	"testing"

	"sohoc/internal/fault"
	"sohoc/internal/quiz"
)

// TestAMadeUpUndoChecksNothing plays an author who sends the data of a choice that was never offered.
func TestAMadeUpUndoChecksNothing(t *testing.T) {
	t.Parallel()
	draft := in(quiz.Draft)
	draft.Author = 8
	retired := in(quiz.Retired)
	retired.Author, retired.Reviewer = 8, 0
	for _, q := range []quiz.Question{draft, retired} {
		s := newShelf()
		q.ID = s.put(q)
		if got, err := quiz.Undo(t.Context(), s, q, quiz.Reviewed, by(8)); fault.Of(err) == nil {
			t.Errorf("the author had the own %s question checked: %s", q.State, got.State)
		}
	}
	s := newShelf()
	retired.Reviewer = 9
	retired.ID = s.put(retired)
	if got, err := quiz.Undo(t.Context(), s, retired, quiz.Reviewed, by(8)); err != nil || got.State != quiz.Reviewed {
		t.Errorf("what somebody else had checked stands as %s: %v", got.State, err)
	}
	left := quiz.Question{ID: retired.ID, Version: retired.Version, State: quiz.Reviewed}
	if got, err := quiz.Undo(t.Context(), s, left, quiz.Draft, by(9)); err != nil || got.Reviewer != 0 {
		t.Errorf("a check that was taken back is still of person %d: %v", got.Reviewer, err)
	}
}
