package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/inbox"
	"sohoc/internal/sqlite"
)

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// dial is a database with a clock that the test turns.
type dial struct {
	*sqlite.DB
	t   *testing.T
	now time.Time
}

func newDial(t *testing.T) *dial {
	t.Helper()
	d := &dial{t: t, now: noon}
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: func() time.Time { return d.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	d.DB = db
	return d
}

func (d *dial) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	d.t.Helper()
	update(d.t, d.DB, fn)
}

func (d *dial) count(query string, args ...any) (n int) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		n, err = tx.CountForTest(ctx, query, args...)
		return err
	})
	return n
}

// event is a text from somebody.
func event(key string) channel.Event {
	return channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "42", Chat: "7"}, Key: channel.UpdateKey(key), Kind: channel.Text,
		Text: "hoc 2h " + key, Sent: noon.Add(-time.Second),
	}
}

// put stores events and returns the keys of those that are news.
func (d *dial) put(later bool, events ...channel.Event) (rows []inbox.Row) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.PutEvents(ctx, events, later)
		return err
	})
	return rows
}

func keys(rows []inbox.Row) (out []string) {
	for _, r := range rows {
		out = append(out, string(r.Event.Key))
	}
	return out
}

func (d *dial) waiting(limit int) (rows []inbox.Row) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingEvents(ctx, limit)
		return err
	})
	return rows
}

func TestAnEventIsNewsOnce(t *testing.T) {
	t.Parallel()
	for _, later := range []bool{false, true} {
		t.Run(fmt.Sprint("later=", later), func(t *testing.T) {
			t.Parallel()
			d := newDial(t)
			if got := keys(d.put(later, event("1"), event("2"), event("1"), event("3"))); !slices.Equal(got, []string{"1", "2", "3"}) {
				t.Errorf("news are %v", got)
			}
			if got := keys(d.put(later, event("2"), event("4"), event("3"))); !slices.Equal(got, []string{"4"}) {
				t.Errorf("then news are %v", got)
			}
			other, zalo := event("1"), event("1")
			other.Account, zalo.Channel = "43", channel.Zalo
			if got := d.put(!later, other, zalo); len(got) != 2 { // ids differ from bot to bot
				t.Errorf("of other accounts news are %v", keys(got))
			}
			if got := d.put(later); len(got) != 0 {
				t.Errorf("of nothing news are %v", keys(got))
			}
		})
	}
}

func TestAnEventOfATransactionThatFailedIsStillNews(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	undo := errors.New("undo")
	err := d.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := tx.PutEvents(t.Context(), []channel.Event{event("1")}, false)
		return errors.Join(err, undo)
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	if got := d.put(false, event("1")); len(got) != 1 {
		t.Error("it is lost")
	}
}

func TestStoredEventsWaitInOrder(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	if got := d.put(false, event("handled at once")); got[0].Stored {
		t.Error("it says that it is stored")
	}
	if got := d.waiting(10); len(got) != 0 {
		t.Errorf("%v wait", keys(got))
	}
	put := d.put(true, event("b"), event("a"), event("c"))
	got := d.waiting(10)
	if diff := cmp.Diff(put, got); diff != "" {
		t.Errorf("what waits is not what was put: %s", diff)
	}
	if !slices.Equal(keys(got), []string{"b", "a", "c"}) || !got[0].Event.Received.Equal(noon) || !got[0].Stored {
		t.Errorf("waiting are %+v", got)
	}
	if got := keys(d.waiting(2)); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("the first two are %v", got)
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return errors.Join(tx.CountAttempt(ctx, put[1].ID, 1), tx.CountAttempt(ctx, put[1].ID, 1), tx.FinishEvent(ctx, put[0].ID, false), tx.FinishEvent(ctx, put[2].ID, true))
	})
	got = d.waiting(10)
	if len(got) != 1 || got[0].Event.Key != "a" || got[0].Attempts != 2 {
		t.Errorf("waiting are %+v", got)
	}
	if n := d.count("SELECT count(*) FROM inbox WHERE body LIKE '%hoc 2h%'"); n != 1 {
		t.Errorf("the words of %d messages are kept, want those of the one that waits", n)
	}
	if n := d.count("SELECT count(*) FROM inbox WHERE failed AND update_key = 'c'"); n != 1 {
		t.Error("which was set aside is not known")
	}
	if got := d.put(true, event("a"), event("b"), event("c")); len(got) != 0 {
		t.Errorf("after they were handled, %v are news", keys(got))
	}
}

func TestOnlyOldHandledKeysAreForgotten(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.put(false, event("old"))
	d.put(true, event("old and waiting"))
	d.now = noon.Add(30 * 24 * time.Hour)
	d.put(false, event("young"))
	for i, want := range []int64{1, 0} {
		d.update(func(ctx context.Context, tx *sqlite.Tx) error {
			n, err := tx.ForgetEvents(ctx, noon.Add(time.Millisecond))
			if n != want {
				t.Errorf("time %d: %d keys are forgotten, want %d", i, n, want)
			}
			return err
		})
	}
	if got := keys(d.put(true, event("old"), event("old and waiting"), event("young"))); !slices.Equal(got, []string{"old"}) {
		t.Errorf("news are %v", got)
	}
}

func TestServingRemembersTheLastLife(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	for i, step := range []struct{ running, before bool }{{true, false}, {true, true}, {false, true}, {false, false}, {true, false}} {
		d.update(func(ctx context.Context, tx *sqlite.Tx) error {
			before, err := tx.Serving(ctx, step.running)
			if before != step.before {
				t.Errorf("step %d: before it was %v", i, before)
			}
			return err
		})
	}
}

func TestOptimizeBringsTheLogBackToNothing(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	for range 50 {
		d.put(true, event(fmt.Sprint(d.count("SELECT count(*) FROM inbox"))))
	}
	if err := d.Optimize(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.put(true, event("after"))
	if got := d.waiting(100); len(got) != 51 {
		t.Errorf("%d events wait", len(got))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Optimize(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
