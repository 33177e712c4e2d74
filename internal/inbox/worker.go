package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"sohoc/internal/channel"
)

// Config says how events are handled. T is the transaction.
type Config[T Store] struct {
	// Update runs fn in a transaction; see sqlite.DB.Update.
	Update func(ctx context.Context, fn func(T) error) error
	// Handle does what an event asks for. It runs in the transaction; its error undoes its work.
	Handle func(ctx context.Context, tx T, e channel.Event) error
	// Apologise queues a word to who sent an event that could not be handled.
	Apologise func(ctx context.Context, tx T, e channel.Event) error
	Log       *slog.Logger
}

// Worker is the one place where events are handled.
type Worker[T Store] struct {
	cfg     Config[T]
	careful atomic.Int64 // unix ms until which to go carefully
	drain   sync.Mutex   // one handling of stored events at a time; guards trouble
	behind  atomic.Bool  // stored events wait although the worker is running
	started atomic.Bool
	trouble map[ID]trouble
	handled atomic.Int64
	failed  atomic.Int64
}

// New returns a worker. Start it before the first Accept.
func New[T Store](cfg Config[T]) *Worker[T] { return &Worker[T]{cfg: cfg, trouble: map[ID]trouble{}} }

// Start notes that the program runs and handles what an earlier life left.
func (w *Worker[T]) Start(ctx context.Context) error {
	err := w.cfg.Update(ctx, func(tx T) error {
		unclean, err := tx.Serving(ctx, true)
		if unclean {
			w.careful.Store(tx.Now().Add(CarefulFor).UnixMilli())
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("note the start: %w", err)
	}
	w.started.Store(true)
	w.catchUp(ctx)
	return nil
}

// Run tries again, until ctx ends, what was stored and could not be handled.
func (w *Worker[T]) Run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if w.behind.Load() {
				w.catchUp(ctx)
			}
		case <-ctx.Done():
			return
		}
	}
}

// Stop notes that the program stopped in order. Call it after the last Accept returned.
func (w *Worker[T]) Stop(ctx context.Context) error {
	if !w.started.CompareAndSwap(true, false) {
		return nil
	}
	return w.cfg.Update(ctx, func(tx T) error {
		_, err := tx.Serving(ctx, false)
		return err
	})
}

// Accept stores events and has them handled. After nil the channel may forget them; after an error it must
// deliver them again.
func (w *Worker[T]) Accept(ctx context.Context, events []channel.Event) error {
	if len(events) == 0 {
		return nil
	}
	stored, err := w.atOnce(ctx, events)
	if err != nil && ctx.Err() == nil {
		// One of them may have broken what they all shared: store them, then take each alone.
		w.cfg.Log.Warn("events could not be handled together", "events", len(events), "err", err)
		stored, err = true, w.store(ctx, events)
	}
	if err != nil {
		return fmt.Errorf("accept events: %w", err)
	}
	if stored {
		w.catchUp(context.WithoutCancel(ctx)) // they are safe: who sent them may hang up
	}
	return nil
}

// atOnce handles events in the transaction that notes them; in careful times it only stores them.
//
// Nearly always all goes well, so the first try does without savepoints, which cost a tenth of the work. When an
// event fails, all is undone and done again with a savepoint for each.
func (w *Worker[T]) atOnce(ctx context.Context, events []channel.Event) (stored bool, err error) {
	stored, err = w.together(ctx, events, w.bare)
	if errors.Is(err, errSpoilt) {
		stored, err = w.together(ctx, events, w.one)
	}
	return stored, err
}

// together notes events and has each handled by one, all in one transaction.
func (w *Worker[T]) together(ctx context.Context, events []channel.Event, one func(context.Context, T, Row, *tally) error) (stored bool, err error) {
	var tally tally
	err = w.cfg.Update(ctx, func(tx T) error {
		tally.reset()
		stored = w.behind.Load() || tx.Now().UnixMilli() < w.careful.Load()
		rows, err := tx.PutEvents(ctx, events, stored)
		if err != nil || stored {
			return err
		}
		for _, r := range rows {
			if err := one(ctx, tx, r, &tally); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		w.count(tally)
	}
	return stored, err
}

// errSpoilt says that an event failed that had no savepoint.
var errSpoilt = errors.New("an event failed that shares a transaction")

// bare handles an event without a savepoint; what goes wrong there spoils the transaction.
func (w *Worker[T]) bare(ctx context.Context, tx T, r Row, t *tally) error {
	if w.handle(ctx, tx, r.Event) != nil {
		return errSpoilt
	}
	t.handled++
	return nil
}

func (w *Worker[T]) store(ctx context.Context, events []channel.Event) error {
	return w.cfg.Update(ctx, func(tx T) error {
		_, err := tx.PutEvents(ctx, events, true)
		return err
	})
}

// catchUp handles what is stored; what fails is tried again by Run.
func (w *Worker[T]) catchUp(ctx context.Context) {
	err := w.handleStored(ctx)
	w.behind.Store(err != nil)
	if err != nil && ctx.Err() == nil {
		w.cfg.Log.Error("stored events wait", "err", err)
	}
}

// handleStored handles stored events one by one. One that fails holds up no other.
func (w *Worker[T]) handleStored(ctx context.Context) error {
	w.drain.Lock()
	defer w.drain.Unlock()
	for {
		var rows []Row
		err := w.cfg.Update(ctx, func(tx T) (err error) {
			rows, err = tx.WaitingEvents(ctx, 100)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		var failed error
		for _, r := range rows {
			failed = errors.Join(failed, w.alone(ctx, r))
		}
		if failed != nil {
			return failed
		}
	}
}

// alone handles a stored event in transactions of its own, the attempt counted before it begins.
func (w *Worker[T]) alone(ctx context.Context, r Row) error {
	had := w.trouble[r.ID]
	if r.Attempts-had.owed >= MaxAttempts || had.own >= maxFailures {
		w.cfg.Log.Error("event set aside", "event", r.ID, "ended_the_process", r.Attempts-had.owed, "broke_its_transaction", had.own)
		var t tally
		err := w.cfg.Update(ctx, func(tx T) error {
			t.reset()
			return w.setAside(ctx, tx, r, &t)
		})
		if err == nil {
			delete(w.trouble, r.ID)
			w.count(t)
		}
		return err
	}
	if err := w.cfg.Update(ctx, func(tx T) error { return tx.CountAttempt(ctx, r.ID, 1) }); err != nil {
		return err
	}
	var t tally
	err := w.cfg.Update(ctx, func(tx T) error {
		t.reset()
		return w.one(ctx, tx, r, &t)
	})
	if err != nil {
		// The process lives, so this attempt is none that ended it. When even that cannot be written, the trouble
		// is not the event's.
		if back := w.cfg.Update(ctx, func(tx T) error { return tx.CountAttempt(ctx, r.ID, -1) }); back != nil {
			had.owed++
			err = errors.Join(err, back)
		} else {
			had.own++
		}
		w.trouble[r.ID] = had
		return err
	}
	delete(w.trouble, r.ID)
	w.count(t)
	return nil
}

// one handles an event behind a savepoint; what goes wrong there costs this event only.
func (w *Worker[T]) one(ctx context.Context, tx T, r Row, t *tally) error {
	err := tx.Savepoint(ctx, func() error {
		if err := w.handle(ctx, tx, r.Event); err != nil || !r.Stored {
			return err
		}
		return tx.FinishEvent(ctx, r.ID, false)
	})
	if err == nil {
		t.handled++
		return nil
	}
	var p *panicked
	if errors.As(err, &p) {
		w.cfg.Log.Error("handler panicked", "event", r.ID, "kind", r.Event.Kind, "type", p.kind, "stack", string(p.stack))
	} else {
		w.cfg.Log.Error("handler failed", "event", r.ID, "kind", r.Event.Kind, "err", err)
	}
	return w.setAside(ctx, tx, r, t)
}

// setAside ends an event that cannot be handled, with an apology; when even that fails, without.
func (w *Worker[T]) setAside(ctx context.Context, tx T, r Row, t *tally) error {
	t.failed++
	if err := tx.FinishEvent(ctx, r.ID, true); err != nil {
		return err
	}
	err := tx.Savepoint(ctx, func() error { return w.apologise(ctx, tx, r.Event) })
	if err != nil {
		w.cfg.Log.Error("apology failed", "event", r.ID, "err", err)
	}
	return nil
}

func (w *Worker[T]) handle(ctx context.Context, tx T, e channel.Event) (err error) {
	defer recovered(&err)
	return w.cfg.Handle(ctx, tx, e)
}

func (w *Worker[T]) apologise(ctx context.Context, tx T, e channel.Event) (err error) {
	defer recovered(&err)
	return w.cfg.Apologise(ctx, tx, e)
}

// panicked is the error of a handler that panicked. The value is left out: it may be personal.
type panicked struct {
	kind  string
	stack []byte
}

func (p *panicked) Error() string { return "panic of type " + p.kind }

func recovered(err *error) {
	if v := recover(); v != nil {
		*err = &panicked{kind: fmt.Sprintf("%T", v), stack: debug.Stack()}
	}
}

// tally counts within a transaction that may run again.
type tally struct{ handled, failed int64 }

func (t *tally) reset() { *t = tally{} }

func (w *Worker[T]) count(t tally) {
	if t.handled+t.failed > 0 {
		w.handled.Add(t.handled)
		w.failed.Add(t.failed)
	}
}

// trouble is what a stored event has met in this life of the program.
type trouble struct {
	own  int // transactions that it broke while others went through
	owed int // counted attempts that did not end the process and could not be given back
}

// Stats are for health and metrics.
type Stats struct {
	Handled, Failed int64
	Careful         bool
}

// Stats returns what the worker has done since the start of the process.
func (w *Worker[T]) Stats() Stats {
	return Stats{Handled: w.handled.Load(), Failed: w.failed.Load(), Careful: w.careful.Load() != 0}
}

// Ping reports whether the worker moves: that a transaction goes through.
func (w *Worker[T]) Ping(ctx context.Context) error {
	return w.cfg.Update(ctx, func(T) error { return ctx.Err() })
}
