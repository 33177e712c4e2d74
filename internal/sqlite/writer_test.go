package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// texts are what waits in the outbox, in order.
func texts(t *testing.T, db *sqlite.DB) []string {
	t.Helper()
	var out []string
	for _, r := range waiting(t, db) {
		out = append(out, r.Message.Text)
	}
	return out
}

func TestALoneCallThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	db := open(t)
	told := make(chan []outbox.Row, 1)
	db.SetHooks(sqlite.Hooks{Messages: func(rows []outbox.Row) { told <- rows }})
	refused := errors.New("refused")
	err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
		return errors.Join(tx.QueueMessages(t.Context(), say("never")), refused)
	})
	if !errors.Is(err, refused) {
		t.Errorf("error %v", err)
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, say("after")) })
	if got := texts(t, db); !slices.Equal(got, []string{"after"}) {
		t.Errorf("stored are %q", got)
	}
	if rows := <-told; len(rows) != 1 || rows[0].Message.Text != "after" {
		t.Errorf("told %v", rows)
	}
}

func TestSavepointsNest(t *testing.T) {
	t.Parallel()
	db := open(t)
	undo := errors.New("undo")
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		queue := func(text string, err error) func() error {
			return func() error { return errors.Join(tx.QueueMessages(ctx, say(text)), err) }
		}
		outer := tx.Savepoint(ctx, func() error {
			if err := tx.Savepoint(ctx, queue("inner stays", nil)); err != nil {
				return err
			}
			if err := tx.Savepoint(ctx, queue("inner goes", undo)); !errors.Is(err, undo) {
				t.Errorf("the inner error is %v", err)
			}
			return nil
		})
		gone := tx.Savepoint(ctx, func() error {
			return errors.Join(tx.Savepoint(ctx, queue("goes with the outer", nil)), undo)
		})
		if !errors.Is(gone, undo) {
			t.Errorf("the outer error is %v", gone)
		}
		return outer
	})
	if got := texts(t, db); !slices.Equal(got, []string{"inner stays"}) {
		t.Errorf("stored are %q", got)
	}
}

// Some errors (a full disk) make SQLite undo the whole transaction by itself. Callers that shared it are tried again, alone,
// and each is there once.
func TestATransactionThatBreaksCostsOnlyWhoBrokeIt(t *testing.T) {
	t.Parallel()
	db := open(t)
	full := errors.New("database or disk is full")
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
				if err := tx.QueueMessages(t.Context(), say(fmt.Sprint(i))); err != nil {
					return err
				}
				if i%7 == 0 {
					return errors.Join(tx.ExecForTest(t.Context(), "ROLLBACK"), full)
				}
				return nil
			})
			if errors.Is(err, full) != (i%7 == 0) || err != nil && i%7 != 0 {
				t.Errorf("call %d: %v", i, err)
			}
		})
	}
	all.Wait()
	got := texts(t, db)
	slices.Sort(got)
	if len(got) != 60-9 || len(slices.Compact(got)) != 60-9 {
		t.Errorf("%d messages are stored, want each of 51 once", len(got))
	}
}

// Outside a transaction a savepoint would commit by itself, and what is tried again would be there twice.
func TestNothingIsWrittenAfterTheTransactionBroke(t *testing.T) {
	t.Parallel()
	db := open(t)
	err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
		if err := tx.ExecForTest(t.Context(), "ROLLBACK"); err != nil {
			t.Error(err)
		}
		late := tx.Savepoint(t.Context(), func() error { return tx.QueueMessages(t.Context(), say("by itself")) })
		if late == nil {
			t.Error("a savepoint opens all the same")
		}
		return nil // and says nothing of it
	})
	if err == nil {
		t.Error("the broken transaction passes for committed")
	}
	if got := texts(t, db); len(got) != 0 {
		t.Errorf("stored are %q", got)
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, say("after")) })
}

func TestViewSeesASnapshotAndWritesNothing(t *testing.T) {
	t.Parallel()
	db := open(t)
	err := db.View(t.Context(), func(tx *sqlite.Tx) error {
		before, err := tx.WaitingMessages(t.Context(), 0, 10)
		if err != nil {
			return err
		}
		update(t, db, func(ctx context.Context, w *sqlite.Tx) error { return w.QueueMessages(ctx, say("meanwhile")) })
		after, err := tx.WaitingMessages(t.Context(), 0, 10)
		if len(before) != 0 || len(after) != 0 {
			t.Errorf("it sees %d, then %d messages", len(before), len(after))
		}
		if err := tx.QueueMessages(t.Context(), say("by a reader")); err == nil {
			t.Error("a reader writes")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := texts(t, db); !slices.Equal(got, []string{"meanwhile"}) {
		t.Errorf("stored are %q", got)
	}
}

func TestViewSurvivesPanicsAndErrors(t *testing.T) {
	t.Parallel()
	db := open(t)
	refused := errors.New("refused")
	for range 10 { // more than there are readers
		var p *sqlite.Panic
		if err := db.View(t.Context(), func(*sqlite.Tx) error { panic(errors.New("x")) }); !errors.As(err, &p) || len(p.Stack) == 0 {
			t.Fatalf("error %v", err)
		}
		if p.Error() != "panic of type *errors.errorString" {
			t.Errorf("it says %q", p.Error())
		}
		if err := db.View(t.Context(), func(*sqlite.Tx) error { return refused }); !errors.Is(err, refused) {
			t.Errorf("error %v", err)
		}
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	db := open(t)
	gaveUp := errors.New("gave up")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(gaveUp)
	release, busy := make(chan struct{}), sync.WaitGroup{}
	for range 4 { // all readers
		entered := make(chan struct{})
		busy.Go(func() {
			_ = db.View(t.Context(), func(*sqlite.Tx) error {
				close(entered)
				<-release
				return nil
			})
		})
		<-entered
	}
	if err := db.View(ctx, func(*sqlite.Tx) error { return nil }); !errors.Is(err, gaveUp) {
		t.Errorf("View: %v", err)
	}
	close(release)
	busy.Wait()
}

// Once it was begun, a transaction does not end with its caller's context: that would undo other callers' work.
func TestACancelledCallerSpoilsNobodysTransaction(t *testing.T) {
	t.Parallel()
	db := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Update(ctx, func(tx *sqlite.Tx) error {
		cancel()
		return tx.QueueMessages(ctx, say("stays"))
	})
	if err != nil {
		t.Error(err)
	}
	if got := texts(t, db); !slices.Equal(got, []string{"stays"}) {
		t.Errorf("stored are %q", got)
	}
}

func TestCloseFinishesWhatWasBegun(t *testing.T) {
	t.Parallel()
	db := open(t)
	entered, release := make(chan struct{}), make(chan struct{})
	var begun error
	var all sync.WaitGroup
	all.Go(func() {
		begun = db.Update(t.Context(), func(tx *sqlite.Tx) error {
			close(entered)
			<-release
			return tx.QueueMessages(t.Context(), say("begun"))
		})
	})
	<-entered
	all.Go(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	for db.View(t.Context(), func(*sqlite.Tx) error { return nil }) == nil { //nolint:revive // until Close has begun
	}
	close(release)
	all.Wait()
	if begun != nil {
		t.Errorf("what was begun ends with %v", begun)
	}
	if err := db.View(t.Context(), func(*sqlite.Tx) error { return nil }); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("View afterwards: %v", err)
	}
}

// A modest call lets those go first that come while it waits, however long that takes them; but it has its turn.
func TestUpdateLast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		others int // each comes while the one before it is at work
		before int // of them, how many go before the modest call
	}{
		{"nobody else", 0, 0},
		{"some others", 5, 5},
		{"no end of others", 30, 16},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				db := open(t)
				var all sync.WaitGroup
				ask := func(update func(context.Context, func(*sqlite.Tx) error) error, fn func(*sqlite.Tx) error) {
					all.Go(func() {
						if err := update(t.Context(), fn); err != nil {
							t.Error(err)
						}
					})
				}
				modest := func(tx *sqlite.Tx) error { return tx.QueueMessages(t.Context(), say("modest")) }
				var other func(n int) func(*sqlite.Tx) error
				other = func(n int) func(*sqlite.Tx) error {
					return func(tx *sqlite.Tx) error {
						if n == 1 {
							ask(db.UpdateLast, modest)
						}
						if n < c.others {
							ask(db.Update, other(n+1))
						}
						synctest.Wait()
						return tx.QueueMessages(t.Context(), say("other"))
					}
				}
				if c.others == 0 {
					ask(db.UpdateLast, modest)
				} else {
					ask(db.Update, other(1))
				}
				all.Wait()
				got := texts(t, db)
				if at := slices.Index(got, "modest"); at != c.before || len(got) != c.others+1 {
					t.Errorf("it is number %d of %d", at, len(got))
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Who comes while others are at work shares their commit, and spoils nothing of theirs.
func TestWhoComesMeanwhileSharesTheCommit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := open(t)
		refused := errors.New("refused")
		var all sync.WaitGroup
		var late error
		runs := 0
		err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
			if runs++; runs == 1 {
				all.Go(func() {
					late = db.Update(t.Context(), func(tx *sqlite.Tx) error {
						return errors.Join(tx.QueueMessages(t.Context(), say("late")), refused)
					})
				})
				synctest.Wait() // it is there before this one ends
			}
			return tx.QueueMessages(t.Context(), say("first"))
		})
		all.Wait()
		if err != nil || !errors.Is(late, refused) {
			t.Errorf("the first ends with %v, the late one with %v", err, late)
		}
		if runs != 2 {
			t.Errorf("the first ran %d times: it was undone together with the late one if they shared a transaction", runs)
		}
		if got := texts(t, db); !slices.Equal(got, []string{"first"}) {
			t.Errorf("stored are %q", got)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

// A patient call finds company when there is some, and goes alone when there is none.
func TestUpdateSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := open(t)
		refused := errors.New("refused")
		soon := func(text string, fails error) <-chan error {
			done := make(chan error, 1)
			go func() {
				done <- db.UpdateSoon(t.Context(), func(tx *sqlite.Tx) error {
					return errors.Join(tx.QueueMessages(t.Context(), say(text)), fails)
				})
			}()
			synctest.Wait()
			return done
		}
		begun := time.Now()
		patient, failing := soon("patient", nil), soon("failing", refused)
		update(t, db, func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, say("in a hurry")) })
		synctest.Wait()
		select {
		case err := <-patient:
			if err != nil || time.Now() != begun {
				t.Errorf("after %s: %v", time.Since(begun), err)
			}
		default:
			t.Error("it does not go along with a commit")
		}
		if err := <-failing; !errors.Is(err, refused) {
			t.Errorf("the failing call: %v", err)
		}
		alone := soon("alone", nil)
		select {
		case err := <-alone:
			t.Errorf("it does not wait for company: %v", err)
		default:
		}
		if err := <-alone; err != nil || time.Since(begun) > 10*time.Millisecond {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
		if got := texts(t, db); !slices.Equal(got, []string{"patient", "in a hurry", "alone"}) {
			t.Errorf("stored are %q", got)
		}
		last := soon("last", nil)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if err := <-last; err != nil {
			t.Errorf("what was taken in before the end: %v", err)
		}
	})
}
