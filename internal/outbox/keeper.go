package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// note is a mark on its way into the store, with what follows once it is stored.
type note struct {
	mark  Mark
	lane  *lane
	win   *window // the row is done with and leaves this window
	armed *chat   // "sending" is stored, the message of this chat may go
}

// keeper is the only one who writes marks and looks into the table. That these two never overlap is what
// keeps a row that was just sent from being found again as waiting.
type keeper struct {
	cfg   *Config
	lanes map[Account]*lane
	wake  chan struct{}

	mu      sync.Mutex
	notes   []note
	pauses  []Pause
	reaches []reachNote

	// The rest belongs to the keeper's own goroutine.
	spare    []note
	marks    []Mark
	asked    map[*lane]time.Time // when the plan of an account was last looked at
	polling  [classes]bool       // a look goes on that is to find what another process has queued
	homeless bool                // it was said that messages of an account without a lane wait
	failures int
}

func newKeeper(cfg *Config) *keeper {
	k := &keeper{cfg: cfg, lanes: map[Account]*lane{}, asked: map[*lane]time.Time{}, wake: make(chan struct{}, 1)}
	k.poll()
	return k
}

// add hands over a note. It is called with a lane held and must not wait.
func (k *keeper) add(n note) {
	k.mu.Lock()
	k.notes = append(k.notes, n)
	k.mu.Unlock()
	k.nudge()
}

func (k *keeper) pause(p Pause) {
	k.mu.Lock()
	k.pauses = append(k.pauses, p)
	k.mu.Unlock()
	k.nudge()
}

func (k *keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// run stores what comes in and looks for what others have queued, until ctx ends.
func (k *keeper) run(ctx context.Context) {
	poll := time.NewTicker(lookEvery)
	defer poll.Stop()
	for ctx.Err() == nil {
		select {
		case <-poll.C: // also while there is no end of work
			k.poll()
		default:
		}
		worked, err := k.round(ctx)
		if err != nil {
			k.trouble(ctx, err)
			continue
		}
		k.failures = 0
		if worked {
			continue
		}
		select {
		case <-k.wake:
		case <-poll.C:
			k.poll()
		case <-ctx.Done():
		}
	}
}

// trouble waits a while when the store does not take what it should.
func (k *keeper) trouble(ctx context.Context, err error) {
	k.failures++
	if k.failures == 1 {
		k.cfg.Log.LogAttrs(ctx, slog.LevelError, "marks of messages cannot be stored", slog.Any("error", err))
	}
	select {
	case <-time.After(min(5*time.Second, 100*time.Millisecond<<min(k.failures, 8))):
	case <-ctx.Done():
	}
}

// intake is what has come in for one transaction.
type intake struct {
	notes   []note
	pauses  []Pause
	reaches []reachNote
	leaving []departure
	plans   []plan
}

func (in *intake) empty() bool {
	return len(in.notes) == 0 && len(in.pauses) == 0 && len(in.reaches) == 0 && len(in.leaving) == 0 && len(in.plans) == 0
}

// patient reports whether nothing waits for the intake to be stored.
func (in *intake) patient() bool {
	armed := func(n note) bool { return n.armed != nil }
	return len(in.leaving) == 0 && !slices.ContainsFunc(in.notes, armed)
}

// flush stores what is left, at the end. No message changes its door any more.
func (k *keeper) flush(ctx context.Context) error {
	for {
		in := k.gather()
		if in.empty() {
			return nil
		}
		if err := k.commit(ctx, &in, &look{}); err != nil {
			return fmt.Errorf("store the last marks: %w", err)
		}
		k.done(in.notes)
	}
}

// gather takes what has come in.
func (k *keeper) gather() intake {
	k.mu.Lock()
	defer k.mu.Unlock()
	in := intake{notes: k.notes, pauses: k.pauses, reaches: k.reaches}
	k.notes, k.pauses, k.reaches, k.spare = k.spare[:0], nil, nil, nil
	return in
}

// restore puts back what could not be stored, before what has come in since.
func (k *keeper) restore(in *intake) {
	k.unled(in.leaving, k.cfg.Now())
	k.mu.Lock()
	defer k.mu.Unlock()
	k.notes = append(in.notes, k.notes...)
	k.pauses = append(in.pauses, k.pauses...)
	k.reaches = append(in.reaches, k.reaches...)
}

// round stores what has come in and reads the next part of the table, if somebody wants it, in one
// transaction. It reports whether it found something to do: then there may be more, if only because rows that
// are done with made room.
func (k *keeper) round(ctx context.Context) (worked bool, err error) {
	look := k.plan()
	in := k.gather()
	now := k.cfg.Now()
	for _, l := range k.lanes {
		in.leaving = append(in.leaving, l.departures(now)...)
	}
	in.plans = k.plans(in.notes, now)
	if look.empty() && in.empty() {
		k.spare = in.notes
		return false, nil
	}
	if err := k.commit(ctx, &in, look); err != nil {
		k.restore(&in)
		return false, err
	}
	k.led(in.leaving, now)
	k.planned(in.plans)
	k.done(in.notes)
	for rank := range look {
		if look[rank].wanted {
			k.spread(rank, look[rank].rows)
		}
	}
	return true, nil
}

// commit runs in one transaction. A panic of the store is an error.
func (k *keeper) commit(ctx context.Context, in *intake, look *look) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("store panicked: %T", v)
		}
	}()
	k.marks = k.marks[:0]
	for i := range in.notes {
		k.marks = append(k.marks, in.notes[i].mark)
	}
	update := k.cfg.Update
	if k.cfg.UpdateSoon != nil && look.empty() && in.patient() {
		update = k.cfg.UpdateSoon
	}
	return update(ctx, func(s Store) error {
		var errs []error
		if len(k.marks) > 0 {
			errs = append(errs, s.MarkMessages(ctx, k.marks))
		}
		for _, p := range in.pauses {
			errs = append(errs, s.SetPause(ctx, p))
		}
		errs = append(errs, k.storeReaches(ctx, s, in.reaches), k.lead(ctx, s, in.leaving), k.ask(ctx, s, in.plans), look.read(ctx, s))
		return errors.Join(errs...)
	})
}

// done draws the consequences of what is stored.
func (k *keeper) done(notes []note) {
	now := k.cfg.Now()
	for from := 0; from < len(notes); {
		to := from + 1
		for to < len(notes) && notes[to].lane == notes[from].lane {
			to++
		}
		if l := notes[from].lane; l != nil {
			l.stored(notes[from:to], now)
		}
		from = to
	}
	clear(notes)
	k.spare = notes[:0]
}

// stored is told which of the lane's notes the store holds.
func (l *lane) stored(notes []note, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range notes {
		switch n := &notes[i]; {
		case n.armed != nil:
			l.arm(n.armed, now)
		case n.win != nil:
			l.forget(n.mark.ID, n.win)
		}
	}
}
