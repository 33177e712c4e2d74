package inbox_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/inbox"
	"sohoc/internal/sqlite"
)

// full leaves the database room for so many pages more; 0 takes the bound away.
func (h *house) full(t *testing.T, more int) {
	t.Helper()
	must(t, h.db.Update(t.Context(), func(tx *sqlite.Tx) error {
		pages, err := tx.CountForTest(t.Context(), "PRAGMA page_count")
		if err != nil {
			return err
		}
		if more == 0 {
			pages = 1 << 20
		}
		_, err = tx.CountForTest(t.Context(), "PRAGMA max_page_count = "+itoa(pages+more))
		return err
	}))
}

func itoa(n int) string { return strconv.Itoa(n) }

// A full disk undoes the whole transaction, others' work included. What is delivered again then must not be
// there twice, and the event that needs the room must not hold up the rest.
func TestBrokenTransactionDoublesNothing(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	defer func() { must(t, h.db.Close()) }()
	must(t, h.worker.Start(t.Context()))
	h.full(t, 20)
	events := []channel.Event{event("1", "a"), event("2", "big"), event("3", "b"), event("4", "c")}
	for range 8 { // each round tries again what is stored
		must(t, h.worker.Accept(t.Context(), events))
	}
	if got, want := h.queued(t), []string{"re a", "re b", "re c", "sorry"}; !slices.Equal(got, want) {
		t.Errorf("answers are %.40q, want %q", got, want)
	}
}

// Trouble that is nobody's own (a lock, a full disk) sets no event aside, however long it lasts.
func TestTroubleOfAllSetsNothingAside(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	defer func() { must(t, h.db.Close()) }()
	locked := errors.New("database is locked")
	trouble := true
	update := func(ctx context.Context, fn func(*sqlite.Tx) error) error {
		return h.db.Update(ctx, func(tx *sqlite.Tx) error {
			before := len(h.seen)
			if err := fn(tx); err != nil {
				return err
			}
			if trouble && len(h.seen) > before {
				return locked
			}
			return nil
		})
	}
	w := inbox.New(inbox.Config[*sqlite.Tx]{
		Update: func(ctx context.Context, fn func(*sqlite.Tx) error) error {
			err := update(ctx, fn)
			if trouble && errors.Is(err, locked) {
				trouble = false // the attempt cannot be given back either
				defer func() { trouble = true }()
				return errors.Join(err, h.db.Update(ctx, func(*sqlite.Tx) error { return locked }))
			}
			return err
		},
		Handle: h.handle, Log: slog.New(slog.DiscardHandler),
		Apologise: func(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
			return tx.QueueMessages(ctx, channel.Message{To: e.Address, Text: "sorry"})
		},
	})
	must(t, w.Start(t.Context()))
	for i := range 4 {
		must(t, w.Accept(t.Context(), []channel.Event{event("a"+itoa(i+1), "a")}))
	}
	trouble = false
	must(t, w.Accept(t.Context(), []channel.Event{event("z", "z")}))
	got := h.queued(t)
	if slices.Contains(got, "sorry") || len(got) != 5 {
		t.Errorf("answers are %q, want five and no apology", got)
	}
}

// Who sent an event may hang up once it is stored: it is handled all the same.
func TestSenderHangsUpInCarefulTimes(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	defer func() { must(t, h.db.Close()) }()
	must(t, h.db.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := tx.Serving(t.Context(), true) // as if an earlier process had died
		return err
	}))
	ctx, hangUp := context.WithCancel(t.Context())
	w := inbox.New(inbox.Config[*sqlite.Tx]{
		Update: func(c context.Context, fn func(*sqlite.Tx) error) error {
			err := h.db.Update(c, fn)
			if c == ctx {
				hangUp()
			}
			return err
		},
		Handle: h.handle, Log: slog.New(slog.DiscardHandler),
		Apologise: func(context.Context, *sqlite.Tx, channel.Event) error { return nil },
	})
	must(t, w.Start(t.Context()))
	must(t, w.Accept(ctx, []channel.Event{event("1", "a")}))
	if got := h.queued(t); !slices.Equal(got, []string{"re a"}) {
		t.Errorf("answers are %q", got)
	}
}

// What could not be handled when it came is tried again without anybody writing.
func TestRunTriesAgain(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	defer func() { must(t, h.db.Close()) }()
	must(t, h.db.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := tx.Serving(t.Context(), true)
		return err
	}))
	calls, handled := 0, make(chan struct{})
	w := inbox.New(inbox.Config[*sqlite.Tx]{
		Update: func(c context.Context, fn func(*sqlite.Tx) error) error {
			if calls++; calls == 4 { // after the start and the storing: the look at what waits
				return errors.New("database is locked")
			}
			return h.db.Update(c, fn)
		},
		Handle: func(context.Context, *sqlite.Tx, channel.Event) error {
			close(handled)
			return nil
		},
		Log:       slog.New(slog.DiscardHandler),
		Apologise: func(context.Context, *sqlite.Tx, channel.Event) error { return nil },
	})
	must(t, w.Start(t.Context()))
	must(t, w.Accept(t.Context(), []channel.Event{event("1", "a")}))
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	ended := make(chan struct{})
	go func() { defer close(ended); w.Run(ctx) }()
	select {
	case <-handled:
	case <-ctx.Done():
		t.Error("the event still waits")
	}
	stop()
	<-ended
}
