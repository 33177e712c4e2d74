package inbox

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sohoc/internal/channel"
)

// batch is what one Accept left to Run.
type batch struct {
	events []channel.Event
	done   chan error // who waits for it, because it is not on the disk; nil = it is
}

// leaves reports whether events are left to Run: because they have to wait for others that came before them, or because
// they are so many that the next had better be fetched meanwhile. If so, one more batch is counted.
func (w *Worker[T]) leaves(events []channel.Event) bool {
	if w.cfg.Tray == nil || len(events) < aheadFrom && w.ahead.Load() == 0 {
		return false
	}
	// Counted before the look at Run, which goes on as long as something is counted.
	w.ahead.Add(1)
	if w.running.Load() {
		return true
	}
	w.ahead.Add(-1)
	return false
}

// leave leaves events to Run, and returns as soon as they are safe.
func (w *Worker[T]) leave(ctx context.Context, events []channel.Event) error {
	b := batch{events: events}
	raw, err := json.Marshal(events)
	if err == nil {
		err = w.cfg.Tray.Put(raw)
	}
	if err != nil { // a full tray or disk: they are safe only once they are handled
		b.done = make(chan error, 1)
	}
	w.batches <- b // Run takes it, whatever becomes of ctx
	if b.done == nil {
		return nil
	}
	select {
	case err := <-b.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("wait for the worker: %w", context.Cause(ctx))
	}
}

// handleBatches handles a batch together with those that wait behind it.
func (w *Worker[T]) handleBatches(ctx context.Context, b batch) {
	var safe []channel.Event
	bodies, more := 0, true
	for more && b.done == nil {
		safe, bodies = append(safe, b.events...), bodies+1
		if more = len(safe) < batchSize; more {
			b, more = w.next()
		}
	}
	if bodies > 0 {
		w.handleSafe(ctx, safe, bodies)
	}
	if more {
		b.done <- w.acceptNow(context.WithoutCancel(ctx), b.events)
		w.ahead.Add(-1)
	}
}

// next takes a batch that waits already.
func (w *Worker[T]) next() (b batch, ok bool) {
	select {
	case b = <-w.batches:
		return b, true
	default:
		return b, false
	}
}

// handleSafe handles events that stand in so many bodies of the tray. It returns when they are handled or noted, so
// that each can be tried alone, or when ctx has ended: then the next start finds them in the tray.
func (w *Worker[T]) handleSafe(ctx context.Context, events []channel.Event, bodies int) {
	defer w.ahead.Add(-int64(bodies))
	for {
		err := w.acceptNow(context.WithoutCancel(ctx), events)
		if err == nil {
			break
		}
		w.cfg.Log.Error("events that were accepted wait", "err", err)
		select {
		case <-time.After(lookEvery):
		case <-ctx.Done():
			return
		}
	}
	if err := w.cfg.Tray.Done(bodies); err != nil {
		w.cfg.Log.Error("events that were taken in stay on the disk", "err", err)
	}
}

// finish handles, at the end of Run, what is counted still.
func (w *Worker[T]) finish(ctx context.Context) {
	const soon = 5 * time.Millisecond
	for w.ahead.Load() > 0 {
		select {
		case b := <-w.batches:
			w.handleBatches(ctx, b)
		case <-time.After(soon): // it is being put on the disk
		}
	}
}

// TakeUp takes in what an earlier life accepted and did not handle: what its tray gives back. Call it between Start and
// the first Accept.
func (w *Worker[T]) TakeUp(ctx context.Context, left [][]byte) error {
	for _, raw := range left {
		var events []channel.Event
		if err := json.Unmarshal(raw, &events); err != nil {
			w.cfg.Log.Error("events that were accepted cannot be read and are passed over", "bytes", len(raw))
		}
		err := w.Accept(ctx, events)
		if err == nil {
			err = w.cfg.Tray.Done(1)
		}
		if err != nil {
			return fmt.Errorf("take up what an earlier life accepted: %w", err)
		}
	}
	return nil
}
