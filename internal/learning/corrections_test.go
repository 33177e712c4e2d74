package learning_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

func TestCorrectionsAreCountedByPart(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	count := func() (c learning.Corrections) {
		h.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			c, err = tx.Corrections(ctx)
			return err
		})
		return c
	}
	if c := count(); c != (learning.Corrections{}) {
		t.Errorf("before anything: %+v", c)
	}
	for _, change := range []func(*learning.Draft){
		func(d *learning.Draft) { d.Minutes = 90 },
		func(d *learning.Draft) { d.Kind, d.Field = "course", "law" },
		func(d *learning.Draft) { d.Start, d.End = "2026-11-20", "2026-11-20" },
		func(d *learning.Draft) { d.Title, d.Provider = "Một tên khác hẳn", "MOOC" },
	} {
		e := h.note(h.an, learning.Draft{Title: "Bài " + string(rune('a'+count().Entries)), Minutes: 30})
		d := e.Draft
		change(&d)
		h.update(func(ctx context.Context, tx *sqlite.Tx) error {
			_, err := learning.Change(ctx, tx, h.request(h.an, d), e.ID)
			return err
		})
	}
	want := learning.Corrections{Entries: 4, Title: 1, Minutes: 1, Days: 1, Kind: 1, Field: 1, Provider: 1}
	if diff := cmp.Diff(want, count()); diff != "" {
		t.Error(diff)
	}
}
