package telegram

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/channel"
)

// Bounds of a poll.
const (
	pollLimit = 100 // the most that Telegram gives at once
	// pollGrace is what a poll may take beyond its time at Telegram before the line counts as dead.
	pollGrace = 10 * time.Second
)

// Accept takes in events; when it returns nil they are safe. The events of one call are in order.
type Accept func(ctx context.Context, events []channel.Event) error

type getUpdates struct {
	Offset  int64    `json:"offset,omitempty"`
	Limit   int      `json:"limit"`
	Timeout int      `json:"timeout"` // seconds
	Allowed []string `json:"allowed_updates"`
}

// Run brings updates to accept until ctx ends, and returns then, always nil. Updates are acknowledged to
// Telegram by the poll after accept returned nil for them; while accept fails the same events are brought
// again. Whatever Telegram or the line does, Run goes on trying: see Status for how it fares.
func (a *Adapter) Run(ctx context.Context, accept Accept) error {
	p := poller{Adapter: a, accept: accept}
	for ctx.Err() == nil {
		p.step(ctx)
	}
	return nil
}

type poller struct {
	*Adapter

	accept Accept
	offset int64
}

// step does one poll with all that follows, or waits after a failure.
func (p *poller) step(ctx context.Context) {
	got, err := p.fetch(ctx)
	if ctx.Err() != nil {
		return
	}
	for _, id := range got.broken {
		p.log.Error("telegram update cannot be read and is passed over", "update_id", id)
	}
	if err != nil {
		pause(ctx, p.health.failed(p.log, p.clock.Now(), err))
		return
	}
	p.health.polled(p.log, p.clock.Now())
	if !p.store(ctx, got.events) {
		return
	}
	// An empty answer says that all before the offset is gone and nothing waits. Then the offset, 0 now, has done
	// its duty, and keeping it would hurt: after a quiet week Telegram starts to number anew, perhaps lower.
	p.offset = got.next
}

// fetch polls once. It learns the bot's name first, since no text can be understood without.
func (p *poller) fetch(ctx context.Context) (batch, error) {
	if p.Username() == "" {
		if err := p.learnName(ctx); err != nil {
			return batch{}, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, p.poll+pollGrace)
	defer cancel()
	body, err := p.wire.call(ctx, "getUpdates", getUpdates{
		Offset: p.offset, Limit: pollLimit, Timeout: int(p.poll / time.Second), Allowed: allowedUpdates(),
	})
	if err != nil {
		return batch{}, err
	}
	return p.decoder().decodeBatch(body)
}

func (a *Adapter) learnName(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	me, err := a.library.GetMe(ctx)
	if err != nil {
		return fmt.Errorf("ask for the bot's name: %w", a.ownError(err))
	}
	a.username.Store(&me.Username)
	return nil
}

// store hands events over until they are taken, and returns false if ctx ended before.
func (p *poller) store(ctx context.Context, events []channel.Event) bool {
	if len(events) == 0 {
		return true
	}
	for {
		err := p.accept(ctx, events)
		if err == nil {
			p.health.stored(p.log)
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		pause(ctx, p.health.failed(p.log, p.clock.Now(), &storeError{cause: err}))
		if ctx.Err() != nil {
			return false
		}
	}
}

// storeError is a failure of accept.
type storeError struct{ cause error }

func (e *storeError) Error() string { return "take in updates: " + e.cause.Error() }

// pause waits, or returns as soon as ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
