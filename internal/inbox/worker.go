package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"

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
	drain   sync.Mutex   // one handling of stored events at a time
	behind  atomic.Bool  // stored events wait although the worker is running
	started atomic.Bool
	handled atomic.Int64
	failed  atomic.Int64
}

// New returns a worker. Start it before the first Accept.
func New[T Store](cfg Config[T]) *Worker[T] { return &Worker[T]{cfg: cfg} }

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
	return w.handleStored(ctx)
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
	careful := false
	var tally tally
	err := w.cfg.Update(ctx, func(tx T) error {
		tally.reset()
		careful = w.behind.Load() || tx.Now().UnixMilli() < w.careful.Load()
		rows, err := tx.PutEvents(ctx, events, careful)
		if err != nil || careful {
			return err
		}
		for _, r := range rows {
			if err := w.one(ctx, tx, r, &tally); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("accept events: %w", err)
	}
	w.count(tally)
	if careful {
		// The events are stored: what goes wrong now is for the next round, not for the channel.
		err := w.handleStored(ctx)
		w.behind.Store(err != nil)
		if err != nil {
			w.cfg.Log.Error("handle stored events", "err", err)
		}
	}
	return nil
}

// handleStored handles stored events one by one, each attempt counted before it begins.
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
		for _, r := range rows {
			if err := w.alone(ctx, r); err != nil {
				return err
			}
		}
	}
}

// alone handles a stored event in transactions of its own.
func (w *Worker[T]) alone(ctx context.Context, r Row) error {
	if r.Attempts >= MaxAttempts {
		w.cfg.Log.Error("event set aside: it ended the process", "event", r.ID, "attempts", r.Attempts)
		var t tally
		err := w.cfg.Update(ctx, func(tx T) error { return w.setAside(ctx, tx, r, &t) })
		w.count(t)
		return err
	}
	if err := w.cfg.Update(ctx, func(tx T) error { return tx.CountAttempt(ctx, r.ID) }); err != nil {
		return err
	}
	var t tally
	err := w.cfg.Update(ctx, func(tx T) error {
		t.reset()
		return w.one(ctx, tx, r, &t)
	})
	w.count(t)
	return err
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
