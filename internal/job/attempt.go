package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// maxReason bounds what is kept of an error, in bytes.
const maxReason = 200

// do makes one attempt at a job and stores what came of it.
func (r *Runner[T]) do(ctx context.Context, c claim) {
	r.count(func() { r.active++ })
	var again *claim
	defer func() {
		if v := recover(); v != nil {
			_ = r.panicked(ctx, v) // a fault of this package; the job is found in the table again
		}
		r.release(c.row.ID, again)
	}()
	again = r.try(ctx, c)
}

// try makes one attempt. It returns the job when it is to be tried again in this life.
func (r *Runner[T]) try(ctx context.Context, c claim) *claim {
	attempt := c.row.Attempts + 1
	err := r.admit(ctx, c, attempt)
	if err == nil {
		err = r.attempt(ctx, c.row)
	}
	switch {
	case err == nil:
		r.count(func() { r.stats.Done++ })
	case ctx.Err() != nil:
		r.giveBack(ctx, c)
	case attempt >= r.cfg.Attempts || errors.As(err, new(final)):
		r.giveUp(ctx, c.row, attempt, err)
	default:
		return r.retry(ctx, c, attempt, err)
	}
	return nil
}

// errKilled is the fault of a job that the program did not survive as often as a job may be tried.
var errKilled = errors.New("the program ended each time it ran")

// admit stores, for a job that an earlier life may have left, that an attempt begins: one that kills the
// program must not do so for ever.
func (r *Runner[T]) admit(ctx context.Context, c claim, attempt int) error {
	if !c.found {
		return nil
	}
	if attempt > r.cfg.Attempts {
		return Final(errKilled)
	}
	return r.update(ctx, func(tx T) error { return tx.RetryJob(ctx, c.row.ID, attempt, tx.Now(), "") })
}

// attempt runs the handler, and stores its effect together with the end of the job.
func (r *Runner[T]) attempt(ctx context.Context, row Row) error {
	apply, err := r.handle(ctx, row)
	if err != nil {
		return err
	}
	return r.update(ctx, func(tx T) error {
		if apply != nil {
			if err := apply(ctx, tx); err != nil {
				return err
			}
		}
		return tx.FinishJob(ctx, row.ID)
	})
}

func (r *Runner[T]) handle(ctx context.Context, row Row) (apply Apply[T], err error) {
	h := r.cfg.Handlers[row.Kind]
	if h == nil {
		return nil, Final(fmt.Errorf("no handler for jobs of kind %s", row.Kind))
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.Limit)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = r.panicked(ctx, v)
		}
	}()
	return h(ctx, row)
}

// retry stores that a job failed and when it begins again, and returns it as it is then.
func (r *Runner[T]) retry(ctx context.Context, c claim, attempt int, cause error) *claim {
	r.count(func() { r.stats.Retried++ })
	r.about(c.row).Warn("a job failed and is tried again", slog.Any("error", cause))
	wait := firstRetry
	for range attempt - 1 {
		wait *= retryGrowth
	}
	var at time.Time
	err := r.update(ctx, func(tx T) error {
		at = tx.Now().Add(wait)
		return tx.RetryJob(ctx, c.row.ID, attempt, at, reason(cause))
	})
	if err != nil {
		r.about(c.row).Error("the failure of a job cannot be stored", slog.Any("error", err))
		return nil
	}
	c.row.Attempts, c.row.NotBefore = attempt, at
	return &c
}

// giveUp keeps a job as failed and has it told to who waits for it.
func (r *Runner[T]) giveUp(ctx context.Context, row Row, attempt int, cause error) {
	r.count(func() { r.stats.Failed++ })
	r.about(row).Error("a job is given up", slog.Any("error", cause))
	fail := func(tx T) error { return tx.FailJob(ctx, row.ID, attempt, reason(cause)) }
	err := r.update(ctx, func(tx T) error {
		if err := fail(tx); err != nil || r.cfg.GaveUp == nil {
			return err
		}
		return r.cfg.GaveUp(ctx, tx, row)
	})
	if err != nil {
		r.about(row).Error("nobody could be told of a job that is given up", slog.Any("error", err))
		err = r.update(ctx, fail)
	}
	if err != nil {
		r.about(row).Error("the failure of a job cannot be stored", slog.Any("error", err))
	}
}

// giveBack makes the attempt that the end of the program cut short not count.
func (r *Runner[T]) giveBack(ctx context.Context, c claim) {
	if !c.found {
		return
	}
	ctx = context.WithoutCancel(ctx)
	err := r.update(ctx, func(tx T) error {
		return tx.RetryJob(ctx, c.row.ID, c.row.Attempts, c.row.NotBefore, "")
	})
	if err != nil {
		r.about(c.row).Error("the end of an attempt cannot be stored", slog.Any("error", err))
	}
}

func (r *Runner[T]) count(fn func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fn()
}

// release ends the hold on a job, unless it waits for its next hour.
func (r *Runner[T]) release(id ID, again *claim) {
	defer r.poke()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.active--
	if again != nil {
		r.incoming = append(r.incoming, *again)
		return
	}
	delete(r.known, id)
	if r.ended != nil {
		r.ended[id] = struct{}{}
	}
}

// about returns a log that says which job is meant.
func (r *Runner[T]) about(row Row) *slog.Logger {
	return r.cfg.Log.With(slog.Int64("job", int64(row.ID)), slog.String("kind", string(row.Kind)), slog.Int("attempts", row.Attempts))
}

// reason words an error for who looks into the table.
func reason(err error) string {
	s := err.Error()
	if len(s) > maxReason {
		s = strings.ToValidUTF8(s[:maxReason], "")
	}
	return s
}
