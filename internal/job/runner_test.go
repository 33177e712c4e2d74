package job_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/job"
	"sohoc/internal/sqlite"
)

var errNoLuck = errors.New("no luck")

func done(text string) handler {
	return func(_ context.Context, r job.Row) (apply, error) { return say(text + " " + string(r.Args)), nil }
}

func TestEffectAndEndCommitTogether(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(done("chart"))
		b.queue(1)
		synctest.Wait()
		if diff := cmp.Diff([]string{"chart 1"}, b.said()); diff != "" {
			t.Error(diff)
		}
		if rows := b.waiting(); len(rows) != 0 {
			t.Errorf("still waiting: %v", rows)
		}
		if s := b.runner.Stats(); s.Done != 1 || s.Waiting != 0 || s.Running != 0 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestJobWithoutEffectEnds(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(func(context.Context, job.Row) (apply, error) { return nil, nil })
		b.queue(1)
		synctest.Wait()
		if rows := b.waiting(); len(rows) != 0 {
			t.Errorf("still waiting: %v", rows)
		}
	})
}

func TestWhatAnEarlierLifeLeftIsDone(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(3)
		b.start(done("late"))
		synctest.Wait()
		if got := b.said(); len(got) != 3 {
			t.Errorf("said %q", got)
		}
	})
}

func TestWhatAnotherProcessQueuedIsFound(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(done("found"))
		synctest.Wait()
		b.db.SetHooks(sqlite.Hooks{}) // the other process tells nobody
		b.queue(1)
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]string{"found 1"}, b.said()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFailuresAreTriedAgainAndThenGivenUp(t *testing.T) {
	inBubble(t, func(b *bench) {
		begin := time.Now()
		var at []time.Duration
		b.start(func(context.Context, job.Row) (apply, error) {
			at = append(at, time.Since(begin))
			return nil, errNoLuck
		})
		b.queue(1)
		time.Sleep(time.Minute)
		synctest.Wait()
		if diff := cmp.Diff([]time.Duration{0, 2 * time.Second, 12 * time.Second}, at); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"sorry for 1"}, b.said()); diff != "" {
			t.Error(diff)
		}
		if rows := b.waiting(); len(rows) != 0 {
			t.Errorf("still waiting: %v", rows)
		}
		if s := b.runner.Stats(); s.Failed != 1 || s.Retried != 2 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestAttemptsAreCountedOverLives(t *testing.T) {
	inBubble(t, func(b *bench) {
		tries := 0
		h := func(context.Context, job.Row) (apply, error) { tries++; return nil, errNoLuck }
		b.start(h)
		b.queue(1)
		synctest.Wait()
		b.stop()
		if rows := b.waiting(); len(rows) != 1 || rows[0].Attempts != 1 {
			t.Fatalf("after the first life: %+v", rows)
		}
		b.start(h)
		time.Sleep(time.Minute)
		synctest.Wait()
		if tries != 3 {
			t.Errorf("tried %d times", tries)
		}
	})
}

func TestWhatIsNoUseIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]handler{
		"a final error": func(context.Context, job.Row) (apply, error) { return nil, job.Final(errNoLuck) },
		"a panic":       func(context.Context, job.Row) (apply, error) { panic(errNoLuck) },
		"a panic of the effect": func(context.Context, job.Row) (apply, error) {
			return func(context.Context, *sqlite.Tx) error { panic(errNoLuck) }, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(b *bench) {
				tries := 0
				b.start(func(ctx context.Context, r job.Row) (apply, error) { tries++; return h(ctx, r) })
				b.queue(1)
				time.Sleep(time.Minute)
				synctest.Wait()
				if diff := cmp.Diff([]string{"sorry for 1"}, b.said()); diff != "" || tries != 1 {
					t.Errorf("%d tries %s", tries, diff)
				}
			})
		})
	}
}

func TestUnknownKindIsGivenUp(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(nil, func(c *config) { c.Handlers = nil })
		b.queue(1)
		synctest.Wait()
		if diff := cmp.Diff([]string{"sorry for 1"}, b.said()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEffectThatFailsLeavesNothing(t *testing.T) {
	inBubble(t, func(b *bench) {
		tries := 0
		b.start(func(context.Context, job.Row) (apply, error) {
			tries++
			if tries > 1 {
				return say("at last"), nil
			}
			return func(ctx context.Context, tx *sqlite.Tx) error {
				return errors.Join(say("half")(ctx, tx), errNoLuck)
			}, nil
		})
		b.queue(1)
		time.Sleep(time.Minute)
		synctest.Wait()
		if diff := cmp.Diff([]string{"at last"}, b.said()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestJobIsGivenUpEvenWhenNobodyCanBeTold(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(func(context.Context, job.Row) (apply, error) { return nil, job.Final(errNoLuck) }, func(c *config) {
			c.GaveUp = func(ctx context.Context, tx *sqlite.Tx, r job.Row) error {
				return errors.Join(apologize(ctx, tx, r), errNoLuck)
			}
		})
		b.queue(1)
		synctest.Wait()
		if rows, said := b.waiting(), b.said(); len(rows) != 0 || len(said) != 0 {
			t.Errorf("waiting %v, said %q", rows, said)
		}
	})
}

func TestAttemptHasALimit(t *testing.T) {
	inBubble(t, func(b *bench) {
		begin := time.Now()
		b.start(func(ctx context.Context, _ job.Row) (apply, error) {
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}, func(c *config) { c.Attempts = 1 })
		b.queue(1)
		for len(b.said()) == 0 {
			time.Sleep(time.Second)
			synctest.Wait()
		}
		if took := time.Since(begin); took != time.Minute {
			t.Errorf("gave up after %v", took)
		}
	})
}

func TestJobThatKillsTheProgramIsGivenUp(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(1)
		for life := range 3 {
			// The program dies with the attempt: what the store holds at that moment is what counts.
			begun := make(chan int)
			b.start(func(ctx context.Context, _ job.Row) (apply, error) {
				begun <- b.waiting()[0].Attempts
				<-ctx.Done()
				return nil, context.Cause(ctx)
			})
			if stored := <-begun; stored != life+1 {
				t.Fatalf("life %d: %d attempts stored before the attempt", life, stored)
			}
			b.stop()
			b.update(func(ctx context.Context, tx *sqlite.Tx) error {
				return tx.RetryJob(ctx, 1, life+1, time.Time{}, "") // as the kill leaves it
			})
		}
		b.start(done("never"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"sorry for 1"}, b.said()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestStopWaitsForWhatRuns(t *testing.T) {
	inBubble(t, func(b *bench) {
		begun := make(chan struct{})
		b.start(func(ctx context.Context, _ job.Row) (apply, error) {
			close(begun)
			select {
			case <-time.After(3 * time.Second):
				return say("in time"), nil
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
		})
		b.queue(1)
		<-begun
		b.stop()
		if diff := cmp.Diff([]string{"in time"}, b.said()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAttemptThatAStopCutsShortDoesNotCount(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(1)
		for range 5 {
			begun := make(chan struct{})
			b.start(func(ctx context.Context, _ job.Row) (apply, error) {
				close(begun)
				<-ctx.Done()
				return nil, context.Cause(ctx)
			})
			<-begun
			b.stop()
			b.stop() // does no harm
			if rows := b.waiting(); len(rows) != 1 || rows[0].Attempts != 0 {
				t.Fatalf("rows %+v", rows)
			}
		}
		b.start(done("at last"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"at last 1"}, b.said()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoAtATime(t *testing.T) {
	inBubble(t, func(b *bench) {
		var now, most atomic.Int32
		b.start(func(context.Context, job.Row) (apply, error) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			return nil, nil
		})
		b.queue(10)
		synctest.Wait()
		if s := b.runner.Stats(); s.Running != 2 || s.Waiting != 8 {
			t.Errorf("stats %+v", s)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if most.Load() != 2 || len(b.waiting()) != 0 {
			t.Errorf("%d at a time, left %v", most.Load(), b.waiting())
		}
	})
}

func TestMoreJobsThanFitInMemoryRunOnceEach(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(700)
		b.start(done("job"))
		b.queue(700)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		said := b.said()
		slices.Sort(said)
		twice := slices.Compact(slices.Clone(said))
		if len(said) != 1400 || len(twice) != 700 {
			t.Errorf("%d jobs ran, %d kinds of args", len(said), len(twice))
		}
	})
}

func TestOneRunAtATime(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(done("job"))
		synctest.Wait()
		if err := b.runner.Run(b.Context()); !errors.Is(err, job.ErrRunning) {
			t.Errorf("a second Run: %v", err)
		}
	})
}
