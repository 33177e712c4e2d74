package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"sohoc/internal/channel"
)

const (
	// slowAfter is when a send no longer counts as one of those that go on at the same time.
	slowAfter = 2 * time.Second
	// sendLimit ends a send that an adapter forgot to bound.
	sendLimit = 2 * time.Minute
	// maxCrew is how many times the usual number of workers there may be, while slow ones hang.
	maxCrew = 4
)

// crew is the workers of a lane.
type crew struct {
	owner    *life
	parallel int // how many are meant to send at the same time
	all      map[*worker]struct{}
	quick    int // of them, those not slow
	waiting  int // of them, those with nothing to do
	bulk     int // of the quick ones, those with a reminder or a broadcast
}

// maxBulk leaves room for replies when reminders and broadcasts are many.
func (c *crew) maxBulk() int { return c.parallel - c.parallel/4 }

// worker sends one message at a time.
type worker struct {
	cancel  context.CancelFunc // of the send that goes on
	chat    *chat              // whose message it sends, nil = none
	started time.Time
	slow    bool
	bulk    bool
}

// start sets the lane's workers to work; their sends end with ctx.
func (l *lane) start(ctx context.Context, owner *life) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.crew = crew{owner: owner, parallel: l.cfg.parallel(), all: map[*worker]struct{}{}}
	for range l.crew.parallel {
		l.hire(ctx)
	}
}

func (l *lane) hire(ctx context.Context) {
	w := &worker{}
	l.crew.all[w] = struct{}{}
	l.crew.quick++
	l.workers.Go(func() { defer l.crew.owner.guard(); l.work(ctx, w) })
}

// work sends until the lane closes or the worker is one too many.
func (l *lane) work(ctx context.Context, w *worker) {
	sending := l.renew(ctx, w)
	defer func() { w.cancel() }()
	m, ok := l.next(ctx, w, nil)
	for ok {
		r := result{err: l.attempt(sending, m)}
		if sending.Err() != nil && ctx.Err() == nil {
			sending = l.renew(ctx, w)
		}
		m, ok = l.next(ctx, w, &r)
	}
}

// renew gives a worker a context that watch can end. It serves many sends: one for each would cost more than
// the rest of the work.
func (l *lane) renew(ctx context.Context, w *worker) context.Context {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.cancel != nil {
		w.cancel()
	}
	ctx, w.cancel = context.WithCancel(ctx)
	return ctx
}

type result struct{ err error }

// next settles what a worker has done and waits for what it is to do. It returns false when that is nothing
// any more.
func (l *lane) next(ctx context.Context, w *worker, done *result) (channel.Message, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.cfg.Now()
	if done != nil {
		l.finish(w, done.err, now)
	}
	for {
		if l.closing || l.crew.quick > l.crew.parallel {
			delete(l.crew.all, w)
			l.crew.quick--
			return channel.Message{}, false
		}
		c, again := l.pick(now)
		if c != nil {
			return l.take(ctx, w, c, now), true
		}
		l.wakeAt(again, now)
		l.crew.waiting++
		l.turn.Wait()
		l.crew.waiting--
		now = l.cfg.Now()
	}
}

// take gives a worker the message of a chat.
func (l *lane) take(ctx context.Context, w *worker, c *chat, now time.Time) channel.Message {
	m := c.flying.row.Message
	w.chat, w.started = c, now
	if rankOf(m.Class) != rankReply {
		w.bulk = true
		l.crew.bulk++
	}
	if m.Photo != nil || m.File != nil {
		l.slow(ctx, w)
	}
	if l.ready != [classes]line{} {
		l.wake()
	}
	return m
}

func (l *lane) finish(w *worker, err error, now time.Time) {
	if w.slow {
		w.slow = false
		l.crew.quick++
	} else if w.bulk {
		l.crew.bulk--
	}
	c := w.chat
	w.bulk, w.chat = false, nil
	l.settle(c, err, now)
}

// slow lets another worker take the place of one that is at a long send.
func (l *lane) slow(ctx context.Context, w *worker) {
	w.slow = true
	l.crew.quick--
	if w.bulk {
		l.crew.bulk--
	}
	if l.crew.quick < l.crew.parallel && len(l.crew.all) < maxCrew*l.crew.parallel {
		l.hire(ctx)
	}
}

// watch looks after sends that take long.
func (l *lane) watch(ctx context.Context, now time.Time) {
	for w := range l.crew.all {
		if w.chat == nil {
			continue
		}
		took := now.Sub(w.started)
		if took >= slowAfter && !w.slow && !l.closing {
			l.slow(ctx, w)
		}
		if took >= sendLimit {
			w.cancel()
		}
	}
}

// attempt sends a message, and once more as bare text when the channel does not like its buttons.
func (l *lane) attempt(ctx context.Context, m channel.Message) error {
	err := l.send(ctx, m)
	if e := sendError(err); e != nil && e.Reason == channel.Markup && len(m.Choices) > 0 {
		m.Text, m.Choices = channel.Plain(m), nil
		err = l.send(ctx, m)
	}
	return err
}

// send makes one attempt. A panic of the adapter costs that attempt.
func (l *lane) send(ctx context.Context, m channel.Message) (err error) {
	defer func() {
		if v := recover(); v != nil {
			l.log.Error("an adapter panicked", slog.String("type", fmt.Sprintf("%T", v)), stack())
			err = fmt.Errorf("send: %w", errPanic)
		}
	}()
	return l.sender.Send(ctx, m)
}
