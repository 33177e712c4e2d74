package job

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"
)

// dispatch hands jobs to the workers until ctx ends.
func (r *Runner[T]) dispatch(ctx context.Context) {
	var waiting []claim
	look := r.cfg.Now() // at once: what an earlier life has left
	for {
		waiting = r.receive(waiting)
		now := r.cfg.Now()
		if !look.After(now) || r.lags() {
			waiting = r.look(ctx, waiting)
			look = now.Add(lookEvery)
		}
		at, wait := due(waiting, now)
		var out chan<- claim
		var next claim
		if at >= 0 {
			out, next = r.work, waiting[at]
		}
		select {
		case out <- next:
			waiting = slices.Delete(waiting, at, at+1)
		case <-r.nudge:
		case <-time.After(min(wait, lookEvery)):
		case <-ctx.Done():
			return
		}
	}
}

// due returns the first job whose hour has come, or -1 and how long until one's comes.
func due(waiting []claim, now time.Time) (at int, wait time.Duration) {
	wait = lookEvery
	for i := range waiting {
		left := waiting[i].row.NotBefore.Sub(now)
		if left <= 0 {
			return i, lookEvery
		}
		wait = min(wait, left)
	}
	return -1, wait
}

func (r *Runner[T]) receive(waiting []claim) []claim {
	r.mu.Lock()
	defer r.mu.Unlock()
	waiting = append(waiting, r.incoming...)
	r.incoming = r.incoming[:0]
	return waiting
}

// lags reports whether the table holds jobs that are not known, and there is room for them.
func (r *Runner[T]) lags() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.behind && len(r.known) <= window/2
}

// look adds what waits in the table, as far as there is room and its hour is near.
func (r *Runner[T]) look(ctx context.Context, waiting []claim) []claim {
	r.mu.Lock()
	r.behind = false
	r.ended = map[ID]struct{}{}
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		r.ended = nil
		r.mu.Unlock()
	}()
	for after, more := ID(0), true; more; {
		var rows []Row
		err := r.update(ctx, func(tx T) (err error) {
			rows, err = tx.WaitingJobs(ctx, after, window)
			return err
		})
		if err != nil {
			if ctx.Err() == nil {
				r.cfg.Log.LogAttrs(ctx, slog.LevelError, "jobs cannot be listed", slog.Any("error", err))
			}
			return waiting
		}
		waiting, more = r.meet(rows, waiting)
		if len(rows) > 0 {
			after = rows[len(rows)-1].ID
		}
	}
	return waiting
}

// meet takes those of the rows that are news, and reports whether there may be room for more.
func (r *Runner[T]) meet(rows []Row, waiting []claim) ([]claim, bool) {
	near := r.cfg.Now().Add(lookEvery)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, row := range rows {
		if _, known := r.known[row.ID]; known || row.NotBefore.After(near) {
			continue
		}
		if _, ended := r.ended[row.ID]; ended {
			continue
		}
		if len(r.known) >= window {
			r.behind = true
			return waiting, false
		}
		r.known[row.ID] = struct{}{}
		waiting = append(waiting, claim{row: row, found: true})
	}
	return waiting, len(rows) == window
}

// update runs fn in a transaction; its panic is an error.
func (r *Runner[T]) update(ctx context.Context, fn func(T) error) error {
	return r.cfg.Update(ctx, func(tx T) (err error) {
		defer func() {
			if v := recover(); v != nil {
				err = r.panicked(ctx, v)
			}
		}()
		return fn(tx)
	})
}

// panicked logs a panic, with its value as a type only: values may be personal.
func (r *Runner[T]) panicked(ctx context.Context, v any) error {
	kind := fmt.Sprintf("%T", v)
	r.cfg.Log.LogAttrs(ctx, slog.LevelError, "a job panicked", slog.String("type", kind), slog.String("stack", string(debug.Stack())))
	return Final(fmt.Errorf("panic of type %s", kind))
}
