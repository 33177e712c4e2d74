package schedule

import (
	"context"
	"errors"
	"log/slog"
	"strings"
)

// maxReason bounds what is kept of an error, in bytes.
const maxReason = 200

// errStuck is the fault of a planner that asks for the same part again and again.
var errStuck = errors.New("the planner does not come any further")

// finish plans what is left of a slot, part by part. A part that fails is tried again later.
func (r *Runner[T]) finish(ctx context.Context, o Occurrence) {
	for ctx.Err() == nil {
		ended, err := r.part(ctx, o.Slot)
		switch {
		case err != nil && ctx.Err() == nil:
			r.failed(ctx, o.Slot, err)
			return
		case ended:
			delete(r.retries, o.Slot)
			return
		}
	}
}

// part plans one part of a slot; ended means that it was the last.
func (r *Runner[T]) part(ctx context.Context, s Slot) (ended bool, err error) {
	var step Step
	var o Occurrence
	var ok bool
	err = r.update(ctx, func(tx T) (err error) {
		step = Step{}
		if o, ok, err = tx.Occurrence(ctx, s); err != nil {
			return err
		}
		if ok = ok && o.State == Planned; !ok {
			return nil // it ended meanwhile
		}
		if step, err = r.cfg.Planners[s.Job](ctx, tx, s, o.Cursor); err != nil {
			return err
		}
		if !step.Done && step.Skipped == "" && step.Cursor == o.Cursor {
			return errStuck
		}
		o.Cursor, o.Failures, o.Reason = step.Cursor, 0, step.Skipped
		switch {
		case step.Skipped != "":
			o.State = Skipped
		case step.Done:
			o.State = Done
		}
		return tx.SaveOccurrence(ctx, o)
	})
	if err != nil || !ok {
		return !ok, err
	}
	switch o.State {
	case Skipped:
		r.about(s).Warn("a slot is left out", slog.String("reason", o.Reason))
	case Done:
		r.about(s).Info("a slot is done")
	default:
	}
	return o.State != Planned, nil
}

// failed notes that a part failed. One that does so too often ends its slot.
func (r *Runner[T]) failed(ctx context.Context, s Slot, cause error) {
	var o Occurrence
	err := r.update(ctx, func(tx T) error {
		found, ok, err := tx.Occurrence(ctx, s)
		if o = found; err != nil || !ok || o.State != Planned {
			return err
		}
		o.Failures++
		o.Reason = reason(cause)
		if o.Failures >= maxFailures {
			o.State, o.Reason = Skipped, GivenUp+": "+o.Reason
		}
		return tx.SaveOccurrence(ctx, o)
	})
	r.retries[s] = r.cfg.Now().Add(retryAfter(max(1, o.Failures)))
	log := r.about(s).With(slog.Any("error", cause))
	switch {
	case err != nil:
		log.Error("the failure of a slot cannot be stored", slog.Any("cause", err))
	case o.State == Skipped:
		delete(r.retries, s)
		log.Error("a slot is given up")
	default:
		log.Error("a slot failed and is tried again")
	}
}

// reason words an error for who looks into the table.
func reason(err error) string {
	s := err.Error()
	if len(s) > maxReason {
		s = strings.ToValidUTF8(s[:maxReason], "")
	}
	return s
}
