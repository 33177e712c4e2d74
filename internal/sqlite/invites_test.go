package sqlite_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

func TestInvitedCountsTheCodesThatStillOpen(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	invited := func(at time.Time) (out map[people.PersonID]int) {
		t.Helper()
		err := s.View(t.Context(), func(tx *sqlite.Tx) (err error) {
			out, err = tx.Invited(t.Context(), people.Join, at)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := invited(noon); len(got) != 0 {
		t.Errorf("before any code: %v", got)
	}
	var spent string
	s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		for _, code := range []string{"A1", "A1", "B2"} { // the second of A1 ends the first
			if _, _, err := people.Issue(ctx, tx, s.ids[code], people.Join, noon); err != nil {
				return err
			}
		}
		if _, _, err := people.Issue(ctx, tx, s.ids["D4"], people.Link, noon); err != nil { // another purpose
			return err
		}
		spent, _, err = people.Issue(ctx, tx, s.ids["C3"], people.Join, noon)
		return err
	})
	a, b, c := s.ids["A1"], s.ids["B2"], s.ids["C3"]
	if diff := cmp.Diff(map[people.PersonID]int{a: 1, b: 1, c: 1}, invited(noon)); diff != "" {
		t.Errorf("given out (-want +got):\n%s", diff)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		_, err := people.Redeem(ctx, tx, spent, noon)
		return err
	})
	if diff := cmp.Diff(map[people.PersonID]int{a: 1, b: 1}, invited(noon.Add(people.InviteLife))); diff != "" {
		t.Errorf("at the last instant, one spent (-want +got):\n%s", diff)
	}
	if got := invited(noon.Add(people.InviteLife + time.Millisecond)); len(got) != 0 {
		t.Errorf("after that: %v", got)
	}
}
