package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/inbox"
	"sohoc/internal/sqlite"
)

// house is a database with a worker whose handler answers each event with its own text.
type house struct {
	db     *sqlite.DB
	worker *inbox.Worker[*sqlite.Tx]
	now    time.Time
	mu     sync.Mutex
	seen   []string
	log    *strings.Builder
}

func build(t *testing.T, path string) *house {
	t.Helper()
	h := &house{now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), log: &strings.Builder{}}
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: func() time.Time { return h.now }})
	if err != nil {
		t.Fatal(err)
	}
	h.db = db
	h.worker = inbox.New(inbox.Config[*sqlite.Tx]{
		Update: db.Update, Handle: h.handle, Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Apologise: func(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
			return tx.QueueMessages(ctx, channel.Message{To: e.Address, Text: "sorry"})
		},
	})
	return h
}

func (h *house) handle(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
	text := "re " + e.Text
	if e.Text == "big" {
		text = strings.Repeat("x", 400_000)
	}
	if err := tx.QueueMessages(ctx, channel.Message{To: e.Address, Text: text}); err != nil {
		return err
	}
	switch e.Text {
	case "fail":
		return errors.New("no")
	case "panic":
		panic("Nguyễn Văn Bí Mật")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen = append(h.seen, e.Text)
	return nil
}

func event(key, text string) channel.Event {
	return channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "1", Chat: "7"},
		Key:     channel.UpdateKey(key), Kind: channel.Text, Text: text,
	}
}

func (h *house) queued(t *testing.T) []string {
	t.Helper()
	var out []string
	err := h.db.View(t.Context(), func(tx *sqlite.Tx) error {
		rows, err := tx.WaitingMessages(t.Context(), 0, 1000)
		for _, r := range rows {
			out = append(out, r.Message.Text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAcceptHandlesOnceAndInOrder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.db")
	h := build(t, path)
	must(t, h.worker.Start(t.Context()))
	for range 5 {
		must(t, h.worker.Accept(t.Context(), []channel.Event{event("1", "a"), event("2", "b"), event("1", "a")}))
	}
	must(t, h.worker.Stop(t.Context()))
	must(t, h.db.Close())

	h = build(t, path) // the same update again after a restart
	must(t, h.worker.Start(t.Context()))
	must(t, h.worker.Accept(t.Context(), []channel.Event{event("2", "b"), event("3", "c")}))
	if got, want := h.queued(t), []string{"re a", "re b", "re c"}; !slices.Equal(got, want) {
		t.Errorf("answers are %q, want %q", got, want)
	}
	must(t, h.db.Close())
}

func TestFailureCostsOneEventAndAnApology(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	must(t, h.worker.Start(t.Context()))
	must(t, h.worker.Accept(t.Context(), []channel.Event{
		event("1", "a"), event("2", "panic"), event("3", "b"), event("4", "fail"), event("5", "c"),
	}))
	if got, want := h.queued(t), []string{"re a", "sorry", "re b", "sorry", "re c"}; !slices.Equal(got, want) {
		t.Errorf("answers are %q, want %q", got, want)
	}
	if st := h.worker.Stats(); st.Handled != 3 || st.Failed != 2 {
		t.Errorf("stats are %+v, want 3 handled and 2 failed", st)
	}
	if strings.Contains(h.log.String(), "Bí Mật") {
		t.Errorf("the log holds what the panic said:\n%s", h.log)
	}
	must(t, h.db.Close())
}

// A process that dies leaves its note that it runs; the next one stores before it handles.
func TestEventThatKillsIsSetAside(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.db")
	var answers []string
	starts := 0
	for ; starts < 10; starts++ {
		h := build(t, path)
		killed := errors.New("killed")
		deadly := func(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
			if e.Text == "deadly" {
				panic(killed)
			}
			return h.handle(ctx, tx, e)
		}
		died := h.live(t, deadly, []channel.Event{event("1", "a"), event("2", "deadly"), event("3", "b")})
		answers = h.queued(t)
		must(t, h.db.Close())
		if !died {
			break
		}
	}
	if want := inbox.MaxAttempts + 1; starts != want {
		t.Errorf("the event was set aside at start %d, want %d", starts+1, want+1)
	}
	slices.Sort(answers)
	if want := []string{"re a", "re b", "sorry"}; !slices.Equal(answers, want) {
		t.Errorf("answers are %q, want %q: nobody else's may be lost or doubled", answers, want)
	}
}

// live runs one life of the program until the handler "kills" it: what was not committed by then is gone.
func (h *house) live(t *testing.T, handle func(context.Context, *sqlite.Tx, channel.Event) error, events []channel.Event) (died bool) {
	t.Helper()
	dead := errors.New("the process is dead")
	update := func(ctx context.Context, fn func(*sqlite.Tx) error) error {
		if died {
			return dead
		}
		return h.db.Update(ctx, func(tx *sqlite.Tx) error {
			err := fn(tx)
			if died {
				return dead // nothing of this transaction was ever written
			}
			return err
		})
	}
	w := inbox.New(inbox.Config[*sqlite.Tx]{
		Update: update, Log: slog.New(slog.DiscardHandler),
		Handle: func(ctx context.Context, tx *sqlite.Tx, e channel.Event) (err error) {
			defer func() {
				if recover() != nil {
					died, err = true, dead
				}
			}()
			return handle(ctx, tx, e)
		},
		Apologise: func(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
			return tx.QueueMessages(ctx, channel.Message{To: e.Address, Text: "sorry"})
		},
	})
	if err := w.Start(t.Context()); err != nil && !died {
		t.Fatal(err)
	}
	if err := w.Accept(t.Context(), events); err != nil && !died {
		t.Fatal(err)
	}
	if !died {
		must(t, w.Stop(t.Context()))
	}
	return died
}

func TestAcceptAgainAfterStoreFailed(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	must(t, h.db.Close())
	if err := h.worker.Accept(t.Context(), []channel.Event{event("1", "a")}); err == nil {
		t.Error("Accept says that events are safe in a closed database")
	}
}

func TestConcurrentDoorsShareTheWorker(t *testing.T) {
	t.Parallel()
	h := build(t, filepath.Join(t.TempDir(), "s.db"))
	must(t, h.worker.Start(t.Context()))
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			e := event(fmt.Sprint(i), fmt.Sprint(i))
			if err := h.worker.Accept(t.Context(), []channel.Event{e}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := len(h.queued(t)); got != 50 {
		t.Errorf("%d answers, want 50", got)
	}
	must(t, h.db.Close())
}
