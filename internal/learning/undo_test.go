package learning_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/learning"
)

func TestUndo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		do    func(h *house, id learning.EntryID)
		want  learning.Status
		draft learning.Draft
	}{
		{"a new entry goes", func(*house, learning.EntryID) {}, learning.Deleted, draft()},
		{"a change", func(h *house, id learning.EntryID) { h.change(h.an, id, draft(hours(3))) }, learning.Recorded, draft()},
		{"the last of two changes", func(h *house, id learning.EntryID) {
			h.change(h.an, id, draft(hours(3)))
			h.change(h.an, id, draft(hours(4)))
		}, learning.Recorded, draft(hours(3))},
		{"a removal", func(h *house, id learning.EntryID) { h.remove(h.an, id) }, learning.Recorded, draft()},
		{"an undo", func(h *house, id learning.EntryID) {
			h.change(h.an, id, draft(hours(3)))
			h.undo(h.an, id)
		}, learning.Recorded, draft(hours(3))},
		{"the undo of a new entry", func(h *house, id learning.EntryID) { h.undo(h.an, id) }, learning.Recorded, draft()},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			e := h.note(h.an, draft())
			c.do(h, e.ID)
			before := h.stored(h.an, e.ID).Version
			h.now = nine.Add(10 * time.Minute) // the last moment
			got, key := h.undo(h.an, e.ID)
			if key != "" || got.Status != c.want || got.Draft != c.draft || got.Version != before+1 {
				t.Errorf("%+v, %q", got, key)
			}
			if diff := cmp.Diff(got, h.stored(h.an, e.ID)); diff != "" {
				t.Errorf("stored: %s", diff)
			}
			if n := h.count("SELECT count(*) FROM entry_versions WHERE entry_id = ?", e.ID); n != before {
				t.Errorf("%d versions are kept, want %d: an undo is a change like any", n, before)
			}
		})
	}
}

func TestUndoIsTooLateAfterTenMinutes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	h.now = nine.Add(10*time.Minute + time.Millisecond)
	if _, key := h.undo(h.an, e.ID); key != "undo.late" {
		t.Errorf("the new entry: %q", key)
	}
	h.change(h.an, e.ID, draft(hours(2))) // which begins ten minutes anew
	h.now = h.now.Add(9 * time.Minute)
	if got, key := h.undo(h.an, e.ID); key != "" || got.Draft != draft() {
		t.Errorf("the change: %+v, %q", got, key)
	}
}

func TestUndoDoesNotOverfillTheDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft(hours(12)))
	h.remove(h.an, e.ID)
	h.note(h.an, draft(title("a"), hours(12)))
	h.note(h.an, draft(title("b"), hours(12)))
	if _, key := h.undo(h.an, e.ID); key != "log.day_full" {
		t.Errorf("36 hours: %q", key)
	}
	if got := h.stored(h.an, e.ID); got.Status != learning.Deleted || got.Version != 2 {
		t.Errorf("it stands as %+v", got)
	}
}

// What looks like another entry was asked about when it was made: taking back asks no second time.
func TestUndoBringsBackADuplicate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, draft())
	h.change(h.an, e.ID, draft(hours(2)))
	h.note(h.an, draft())
	if got, key := h.undo(h.an, e.ID); key != "" || got.Draft != draft() {
		t.Errorf("%+v, %q", got, key)
	}
}
