package zalo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"sohoc/internal/channel"
)

// Bounds of a poll.
const (
	// pollGrace is what a poll may take beyond its time at the platform before the line counts as dead.
	pollGrace = 10 * time.Second
	// fastIdle is how soon an answer "nothing to tell" is too soon: then we wait in the platform's place.
	fastIdle = time.Second
	// stopGrace is how long a poll goes on after Run is to end.
	stopGrace = time.Second
	// ahead is how many updates may be on the disk and not yet taken in before polling waits.
	ahead = 512
)

// Accept takes in events; when it returns nil they are safe. The events of one call are in order.
type Accept func(ctx context.Context, events []channel.Event) error

// Run brings what happens to accept until ctx ends, and returns then. What came is on the disk before it is looked
// at; when the program dies, or accept fails, it is brought again. Whatever the platform or the line does, Run goes
// on trying: see Status for how it fares. Its only error is that the folder cannot be used.
func (a *Adapter) Run(ctx context.Context, accept Accept) error {
	p := poller{Adapter: a, accept: accept, tray: tray{dir: filepath.Clean(a.cfg.Dir)}, bodies: make(chan []byte, ahead)}
	left, err := p.tray.open()
	if err != nil {
		return err
	}
	if len(left) > 0 {
		p.log.Info("zalo updates that an earlier run had received are taken in", "updates", len(left))
		p.takeFromTray(ctx, left)
	}
	taking := make(chan struct{})
	go func() {
		defer close(taking)
		p.takeIn(ctx)
	}()
	for ctx.Err() == nil {
		p.step(ctx)
	}
	close(p.bodies)
	<-taking
	return p.tray.close()
}

// TakeLeft takes in what an earlier life had received by polling and not taken in, when this one is not to poll.
func (a *Adapter) TakeLeft(ctx context.Context, accept Accept) error {
	p := poller{Adapter: a, accept: accept, tray: tray{dir: filepath.Clean(a.cfg.Dir)}}
	left, err := p.tray.open()
	if err != nil {
		return err
	}
	if len(left) > 0 {
		p.takeFromTray(ctx, left)
	}
	return p.tray.close()
}

type poller struct {
	*Adapter

	accept Accept
	tray   tray
	bodies chan []byte // on the disk, not yet taken in
	free   bool        // no webhook stands in the way of polling
}

// step does one poll, or waits after a failure.
func (p *poller) step(ctx context.Context) {
	begun := p.cfg.Clock.Now()
	body, err := p.fetch(ctx)
	var api *apiError
	switch {
	case errors.As(err, &api) && api.code == codeIdle && !api.foreign:
		p.health.polled(p.log, p.cfg.Clock.Now())
		if took := p.cfg.Clock.Now().Sub(begun); took < fastIdle {
			pause(ctx, fastIdle-max(took, 0))
		}
	case err != nil:
		if ctx.Err() == nil {
			pause(ctx, p.health.failed(p.log, err))
		}
	default:
		p.health.polled(p.log, p.cfg.Clock.Now())
		p.keep(ctx, body)
	}
}

// fetch polls once. What the platform has given away is returned even when ctx has ended meanwhile.
func (p *poller) fetch(ctx context.Context) ([]byte, error) {
	if !p.free {
		if err := p.makeFree(ctx); err != nil {
			return nil, err
		}
		p.free = true
	}
	// What is on its way at the moment of a stop is still wanted: the platform has forgotten it.
	ctx, stop := lingering(ctx, stopGrace)
	defer stop()
	seconds := strconv.Itoa(int(p.cfg.PollTimeout / time.Second))
	raw, err := p.wire.raw(ctx, p.cfg.PollTimeout+pollGrace, "getUpdates", map[string]string{"timeout": seconds})
	var net *netError
	if errors.As(err, &net) && net.written && ctx.Err() == nil {
		p.health.brokeOff()
	}
	return raw, err
}

// lingering returns a context that ends some time after its parent.
func lingering(parent context.Context, grace time.Duration) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	timer := make(chan *time.Timer, 1)
	watch := context.AfterFunc(parent, func() { timer <- time.AfterFunc(grace, cancel) })
	return ctx, func() {
		if !watch() {
			(<-timer).Stop()
		}
		cancel()
	}
}

// makeFree learns the bot's name and takes away a webhook, with which polling does not work.
func (p *poller) makeFree(ctx context.Context) error {
	if err := p.Learn(ctx); err != nil {
		return fmt.Errorf("ask for the bot's name: %w", err)
	}
	return p.DropWebhook(ctx)
}

// keep puts what came on the disk and hands it on. When the disk refuses, it is taken in at once, from memory.
func (p *poller) keep(ctx context.Context, body []byte) {
	if list, err := unwrap(body); err == nil && len(list) == 0 {
		return
	}
	if err := p.tray.put(body); err != nil {
		p.log.Error("what zalo gave could not be put on the disk and is taken in from memory", "error", err)
		p.take(ctx, [][]byte{body})
		return
	}
	select {
	case p.bodies <- body:
	case <-ctx.Done(): // it is on the disk
	}
}

// takeIn has what waits taken in, as much at once as there is. What is left at the end stays on the disk.
func (p *poller) takeIn(ctx context.Context) {
	for body := range p.bodies {
		list := [][]byte{body}
		for more := true; more && len(list) < cap(p.bodies); {
			select {
			case next, ok := <-p.bodies:
				if ok {
					list = append(list, next)
				}
				more = ok
			default:
				more = false
			}
		}
		if ctx.Err() == nil {
			p.takeFromTray(ctx, list)
		}
	}
}

// takeFromTray takes in what is on the disk.
func (p *poller) takeFromTray(ctx context.Context, bodies [][]byte) {
	if !p.take(ctx, bodies) {
		return
	}
	if err := p.tray.done(len(bodies)); err != nil {
		p.log.Error("zalo updates that were taken in stay on the disk", "error", err)
	}
}

// take decodes bodies and hands their events over until they are taken in; false means that ctx ended before.
func (p *poller) take(ctx context.Context, bodies [][]byte) bool {
	var events []channel.Event
	for _, body := range bodies {
		found, err := p.Decode(body)
		if err != nil {
			p.log.Error("a zalo update cannot be read and is put aside", "file", brokenFile)
			if err := p.tray.setAside(body); err != nil {
				p.log.Error("put a zalo update aside", "error", err)
			}
		}
		events = append(events, found...)
	}
	for len(events) > 0 {
		err := p.accept(ctx, events)
		if err == nil {
			break
		}
		if ctx.Err() == nil {
			pause(ctx, p.health.failed(p.log, &storeError{cause: err}))
		}
		if ctx.Err() != nil {
			return false
		}
	}
	p.health.took(p.log, len(events))
	return true
}

// storeError is a failure of accept.
type storeError struct{ cause error }

func (e *storeError) Error() string { return "take in updates: " + e.cause.Error() }
