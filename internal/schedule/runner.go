package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// Planner does one part of a slot, some 10 ms of work at most: it queues messages through tx and says how far
// it has come. The first part gets the cursor "". It must go on from its cursor, whatever happened meanwhile.
type Planner[T Store] func(ctx context.Context, tx T, s Slot, cursor string) (Step, error)

// Step is what came of a part.
type Step struct {
	Cursor  string // where the next part begins
	Done    bool   // there is no next part
	Skipped string // why the rest of the slot is left out; not empty ends it
}

// Config says how to run slots. Update, Log and Now are required.
type Config[T Store] struct {
	// Update runs fn in a transaction, and may run it twice; it returns after the commit. It lets others go first:
	// one part follows the other at once.
	Update   func(ctx context.Context, fn func(T) error) error
	Planners map[Code]Planner[T]
	// Calendar returns the working days; nil = Monday to Friday.
	Calendar func(ctx context.Context, tx T) (Calendar, error)
	// Held does one part of what was held back until now, and returns when more is needed: not after now when
	// more is left at once, the zero time when nothing is held. It may be nil.
	Held func(ctx context.Context, tx T, now time.Time) (next time.Time, err error)
	Zone *time.Location // the department's; nil = UTC
	Log  *slog.Logger
	Now  func() time.Time
}

const (
	// lookEvery bounds how late a jump of the clock, or a changed setting of which nobody said a word, is noticed.
	lookEvery = time.Minute
	// firstRetry doubles with each failure, up to lastRetry.
	firstRetry = 5 * time.Second
	lastRetry  = 5 * time.Minute
	// maxFailures of one part in a row end its slot: some 70 minutes of trying.
	maxFailures = 20
)

// ErrRunning says that a Runner runs already.
var ErrRunning = errors.New("the runner runs already")

// Runner runs slots. Run and Pass are for one goroutine at a time; the other methods for any.
type Runner[T Store] struct {
	cfg     Config[T]
	running atomic.Bool
	nudge   chan struct{}
	retries map[Slot]time.Time // slots that failed, and when they are tried again
	broken  map[Code]string    // jobs whose hours cannot be read, so that it is logged once
	passed  atomic.Int64       // unix ms of the last pass that went through
}

// NewRunner returns a Runner. It does nothing before Run or Pass.
func NewRunner[T Store](cfg Config[T]) *Runner[T] {
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	return &Runner[T]{cfg: cfg, nudge: make(chan struct{}, 1), retries: map[Slot]time.Time{}, broken: map[Code]string{}}
}

// Wake says that jobs, the calendar or what is held back have changed. It does not wait.
func (r *Runner[T]) Wake() {
	select {
	case r.nudge <- struct{}{}:
	default:
	}
}

// LastPass returns when all that was due had been done, the zero time before the first such moment.
func (r *Runner[T]) LastPass() time.Time {
	if ms := r.passed.Load(); ms != 0 {
		return time.UnixMilli(ms).UTC()
	}
	return time.Time{}
}

// Run does what is due, at its time, until ctx ends.
func (r *Runner[T]) Run(ctx context.Context) error {
	if !r.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer r.running.Store(false)
	failures := 0
	for {
		next, err := r.Pass(ctx)
		if ctx.Err() != nil {
			return nil // it was told to end
		}
		wait := lookEvery
		if err != nil {
			failures++
			wait = retryAfter(failures)
			r.cfg.Log.LogAttrs(ctx, slog.LevelError, "what is due cannot be looked up", slog.Any("error", err))
		} else {
			failures = 0
			if !next.IsZero() {
				wait = min(wait, next.Sub(r.cfg.Now()))
			}
		}
		if !r.sleep(ctx, wait) {
			return nil
		}
	}
}

// sleep waits for a span, or for Wake; false means that ctx has ended.
func (r *Runner[T]) sleep(ctx context.Context, span time.Duration) bool {
	timer := time.NewTimer(max(span, time.Millisecond))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.nudge:
	case <-ctx.Done():
		return false
	}
	return ctx.Err() == nil
}

func retryAfter(failures int) time.Duration {
	wait := firstRetry
	for range failures - 1 {
		if wait *= 2; wait >= lastRetry {
			return lastRetry
		}
	}
	return wait
}

// Pass does all that is due at this moment and returns when there will be more to do; the zero time means that
// nothing is on. A slot that fails holds up no other: it is tried again by a later Pass.
func (r *Runner[T]) Pass(ctx context.Context) (next time.Time, err error) {
	for {
		found, err := r.look(ctx)
		if err != nil {
			return time.Time{}, err
		}
		next = found.next
		worked := false
		for _, o := range found.open {
			if at, ok := r.retries[o.Slot]; ok && at.After(r.cfg.Now()) {
				next = earlier(next, at)
				continue
			}
			worked = true
			r.finish(ctx, o)
			if ctx.Err() != nil {
				return time.Time{}, ctx.Err()
			}
		}
		if !worked && !found.more {
			break
		}
	}
	held, err := r.held(ctx)
	if err != nil {
		return time.Time{}, err
	}
	r.passed.Store(r.cfg.Now().UnixMilli())
	return earlier(next, held), nil
}

// earlier returns the first of two instants; the zero time is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// held does what was held back until now.
func (r *Runner[T]) held(ctx context.Context) (next time.Time, err error) {
	if r.cfg.Held == nil {
		return time.Time{}, nil
	}
	for {
		now := time.Time{}
		err = r.update(ctx, func(tx T) (err error) {
			now = tx.Now()
			next, err = r.cfg.Held(ctx, tx, now)
			return err
		})
		switch {
		case err != nil:
			return time.Time{}, fmt.Errorf("send what was held back: %w", err)
		case next.IsZero() || next.After(now):
			return next, nil
		}
	}
}

// update runs fn in a transaction; its panic is an error.
func (r *Runner[T]) update(ctx context.Context, fn func(T) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return r.cfg.Update(ctx, func(tx T) (err error) {
		defer func() {
			if v := recover(); v != nil {
				kind := fmt.Sprintf("%T", v) // the value may be personal
				r.cfg.Log.LogAttrs(ctx, slog.LevelError, "a planner panicked", slog.String("type", kind), slog.String("stack", string(debug.Stack())))
				err = fmt.Errorf("panic of type %s", kind)
			}
		}()
		return fn(tx)
	})
}
