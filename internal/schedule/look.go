package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

const (
	// maxLook bounds the slots of a job that one transaction takes up: after a long silence there may be many.
	maxLook = 200
	// maxOpen bounds the slots that are worked on before the ledger is looked at again.
	maxOpen = 50
	// onTime is how late a slot may be without having been missed: a restart takes that long.
	onTime = 5 * time.Minute
	// unfinished is how long after its hour a slot that was begun may go on, at least.
	unfinished = time.Hour
	// keepUp is how far behind the note of what was taken up may fall while nothing is due.
	keepUp = 24 * time.Hour
)

// look is what a look at the jobs has found. It is made anew when its transaction runs again.
type look struct {
	open   []Occurrence
	next   time.Time // when the next slot may be due
	more   bool      // there was too much for one transaction
	left   []Occurrence
	broken map[Code]string
}

// look takes up the slots that have come due and lists those on which there is work.
func (r *Runner[T]) look(ctx context.Context) (found look, err error) {
	err = r.update(ctx, func(tx T) error {
		found = look{broken: map[Code]string{}}
		return r.lookAt(ctx, tx, &found)
	})
	if err != nil {
		return look{}, fmt.Errorf("look what is due: %w", err)
	}
	for _, o := range found.left {
		r.about(o.Slot).Warn("a slot is left out", slog.String("reason", o.Reason))
	}
	for code, why := range found.broken {
		if r.broken[code] != why {
			r.cfg.Log.Error("the hours of a job cannot be read", slog.String("job", string(code)), slog.String("error", why))
		}
	}
	r.broken = found.broken
	return found, nil
}

func (r *Runner[T]) lookAt(ctx context.Context, tx T, found *look) error {
	jobs, err := tx.Schedules(ctx)
	if err != nil {
		return err
	}
	cal, err := r.calendar(ctx, tx)
	if err != nil {
		return err
	}
	on := map[Code]Job{}
	for _, j := range jobs {
		if !j.On {
			continue
		}
		on[j.Code] = j.Job
		h, err := Compile(j.Job, r.cfg.Zone)
		if err != nil {
			found.broken[j.Code] = err.Error()
			continue
		}
		if err := takeUp(ctx, tx, taking{j, h, cal}, found); err != nil {
			return err
		}
	}
	open, err := tx.OpenOccurrences(ctx, maxOpen)
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.Reason = r.obsolete(o, on, tx.Now()); o.Reason == "" {
			found.open = append(found.open, o)
			continue
		}
		o.State = Skipped
		if err := tx.SaveOccurrence(ctx, o); err != nil {
			return err
		}
		found.left = append(found.left, o)
	}
	found.more = found.more || len(open) == maxOpen && len(found.open) == 0
	return nil
}

func (r *Runner[T]) calendar(ctx context.Context, tx T) (Calendar, error) {
	if r.cfg.Calendar == nil {
		return Weekdays{}, nil
	}
	return r.cfg.Calendar(ctx, tx)
}

// obsolete returns why there is no more work on an open slot, "" when there is.
func (r *Runner[T]) obsolete(o Occurrence, on map[Code]Job, now time.Time) string {
	j, ok := on[o.Job]
	switch {
	case !ok:
		return SwitchedOff
	case r.cfg.Planners[o.Job] == nil:
		return NoPlanner
	case j.Policy == Each && j.Grace == 0:
		return ""
	case now.Sub(o.Due) > max(j.Grace, unfinished):
		return TooLate
	default:
		return ""
	}
}

// taking is a job whose slots are taken up.
type taking struct {
	Entry
	hours Hours
	cal   Calendar
}

// takeUp puts the slots of a job that have come due into the ledger.
func takeUp(ctx context.Context, tx Store, j taking, found *look) error {
	now, to := tx.Now(), j.TakenTo
	if to.IsZero() || to.After(now) {
		to = now // a new job, or the clock was set back: the ledger knows what was done then
	}
	for n := 0; ; n++ {
		due, ok := j.hours.Next(to, j.cal)
		if !ok || due.After(now) {
			break
		}
		if n == maxLook {
			found.more = true
			break
		}
		o := j.judge(due, now)
		added, err := tx.AddOccurrence(ctx, o)
		if err != nil {
			return err
		}
		if added && o.State == Skipped {
			found.left = append(found.left, o)
		}
		to = due
	}
	if next, ok := j.hours.candidate(now); ok {
		found.next = earlier(found.next, next)
	}
	if !found.more && now.Sub(to) > keepUp {
		to = now
	}
	if to.Equal(j.TakenTo) {
		return nil
	}
	return tx.TakeTo(ctx, j.Code, to)
}

// judge says what becomes of a slot that has come due.
func (j taking) judge(due, now time.Time) Occurrence {
	o := Occurrence{Slot: Slot{Job: j.Code, Due: due}, State: Planned}
	late := now.Sub(due)
	if late <= onTime {
		return o
	}
	switch j.Policy {
	case Each:
		if j.Grace > 0 && late > j.Grace {
			o.Reason = TooLate
		}
	case Latest:
		if later, ok := j.hours.Next(due, j.cal); ok && !later.After(now) {
			o.Reason = Superseded
		} else if late > j.Grace {
			o.Reason = TooLate
		}
	default:
		o.Reason = Missed
	}
	if o.Reason != "" {
		o.State = Skipped
	}
	return o
}

// about returns a log that says which slot is meant.
func (r *Runner[T]) about(s Slot) *slog.Logger {
	return r.cfg.Log.With(slog.String("job", string(s.Job)), slog.Time("due", s.Due.In(r.cfg.Zone)))
}
