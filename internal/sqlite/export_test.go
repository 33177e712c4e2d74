package sqlite_test

import (
	"context"
	"testing"
	"time"

	"sohoc/internal/learning"
	"sohoc/internal/roster"
	"sohoc/internal/sqlite"
)

func TestImportEntryKnowsWhatIsHere(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-11-24"})
	created := time.Date(2026, 11, 1, 2, 3, 4, 5_000_000, time.UTC)
	e := learning.Entry{
		ID: 40, Person: 1, Unit: 1, Status: learning.Deleted, Channel: "web", Created: created,
		Draft: learning.Draft{Title: "Luật Đất đai", Kind: learning.SelfStudy, Field: "law", Start: "2026-11-01", End: "2026-11-01", Minutes: 30},
	}
	other := e
	other.Person, other.Status = 2, learning.Confirmed
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for i, c := range []struct {
			entry  learning.Entry
			origin string
			want   bool
		}{
			{e, "40/A1/x", true},
			{e, "40/A1/x", false},                                 // the same line again
			{e, "9/A1/x", false},                                  // the same number, person and instant: it is this one
			{other, "40/A2/y", true},                              // the number is taken by somebody else's entry
			{other, "40/A2/y", false},                             // and that is remembered
			{learning.Entry{ID: 41, Person: 1}, "40/A1/x", false}, // known by where it came from
		} {
			got, err := tx.ImportEntry(ctx, c.entry, c.origin)
			if got != c.want || err != nil {
				t.Errorf("case %d: imported %v (%v), want %v", i, got, err, c.want)
			}
		}
		return nil
	})
	records := func(after learning.EntryID, limit int, deleted bool) (ids []int64) {
		err := db.View(t.Context(), func(tx *sqlite.Tx) error {
			rows, err := tx.EntryRecords(t.Context(), after, limit, deleted)
			for _, r := range rows {
				ids = append(ids, r.ID)
				if !r.CreatedAt.Equal(created) || r.Unit != "Văn phòng" {
					t.Errorf("record %+v", r)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := records(0, 9, true); len(got) != 2 || got[0] != 40 || got[1] != 41 {
		t.Errorf("numbers %v, want 40 kept and 41 given anew", got)
	}
	if got := records(0, 9, false); len(got) != 1 || got[0] != 41 {
		t.Errorf("without the deleted: %v", got)
	}
	if got := records(0, 1, true); len(got) != 1 || got[0] != 40 {
		t.Errorf("first page: %v", got)
	}
	if got := records(40, 1, true); len(got) != 1 || got[0] != 41 {
		t.Errorf("second page: %v", got)
	}
	if id := note(t, db, "A1", "2026-11-02"); id != 42 {
		t.Errorf("the next entry is number %d, want 42", id)
	}
}
