package inbox

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/channel"
)

// fetchAhead stores events and leaves them to Run, so that the next can be fetched meanwhile. It waits when Run is
// more than a batch behind.
func (w *Worker[T]) fetchAhead(ctx context.Context, events []channel.Event) error {
	w.ahead.Add(1)
	b := Batch{Events: events}
	err := w.cfg.Update(ctx, func(tx T) (err error) {
		b.ID, err = tx.KeepBatch(ctx, events)
		return err
	})
	if err != nil {
		w.ahead.Add(-1)
		return fmt.Errorf("store events: %w", err)
	}
	select {
	case w.batches <- b:
	case <-ctx.Done(): // it is safe; Stop takes it up, or the next start
	}
	return nil
}

// inTurn reports whether events have to wait for others that came before them, or are so many that it is worth it.
func (w *Worker[T]) inTurn(events []channel.Event) bool {
	return w.running.Load() && (len(events) >= batchFrom || w.ahead.Load() > 0)
}

// handleBatch handles a stored batch. It returns when its events are handled, or noted one by one so that each can be
// tried alone, or ctx has ended.
func (w *Worker[T]) handleBatch(ctx context.Context, b Batch) {
	defer w.ahead.Add(-1)
	for {
		stored, err := w.atOnce(context.WithoutCancel(ctx), b)
		if err != nil {
			w.cfg.Log.Warn("events could not be handled together", "events", len(b.Events), "err", err)
			stored, err = true, w.store(context.WithoutCancel(ctx), b)
		}
		if err == nil {
			if stored {
				w.catchUp(context.WithoutCancel(ctx))
			}
			return
		}
		w.cfg.Log.Error("stored events wait", "err", err)
		select {
		case <-time.After(lookEvery):
		case <-ctx.Done():
			return
		}
	}
}

// takeUp notes the events of batches that nobody handled, so that each is tried alone.
func (w *Worker[T]) takeUp(ctx context.Context, tx T) error {
	left, err := tx.Batches(ctx)
	for _, b := range left {
		if b.Broken {
			w.cfg.Log.Error("stored events cannot be read and are passed over", "batch", b.ID)
		}
		if err == nil {
			_, err = tx.PutEvents(ctx, b.Events, true)
		}
		if err == nil {
			err = tx.DropBatch(ctx, b.ID)
		}
	}
	return err
}
