package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"sohoc/internal/channel"
)

// life is what a Sender is made of while it runs. It owns all goroutines.
type life struct {
	cfg    *Config
	keeper *keeper
	lanes  []*lane

	fail        context.CancelCauseFunc // ends Run
	cutSends    context.CancelFunc
	stopKeeping context.CancelFunc
	kept        sync.WaitGroup // the keeper
	others      sync.WaitGroup // errands and tending; workers belong to their lanes
}

// begin builds the lanes and reads the pauses that an earlier life was told.
func begin(ctx context.Context, cfg *Config) (*life, error) {
	n := &life{cfg: cfg, keeper: newKeeper(cfg)}
	for a, of := range cfg.Lanes {
		l := newLane(a, of, cfg, n.keeper)
		n.keeper.lanes[a] = l
		n.lanes = append(n.lanes, l)
	}
	var pauses []Pause
	var reaches []Reach
	err := cfg.Update(ctx, func(st Store) (err error) {
		if reaches, err = st.Reaches(ctx); err != nil {
			return err
		}
		pauses, err = st.Pauses(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read pauses: %w", err)
	}
	for _, r := range reaches {
		if l := n.keeper.lanes[r.Account]; l != nil {
			l.reach.resume(r, cfg.Now(), cfg.giveUp())
		}
	}
	for _, p := range pauses {
		l := n.keeper.lanes[accountOf(p.To)]
		switch {
		case l == nil:
		case p.To.Chat == "":
			l.gate.pausedUntil = p.Until
		default:
			l.chat(p.To.Chat).pausedUntil = p.Until
		}
	}
	return n, nil
}

// start sets everything going. The sends and the marks outlive ctx: they are what stop waits for.
func (n *life) start(ctx context.Context) {
	var sending, keeping context.Context
	sending, n.cutSends = context.WithCancel(context.WithoutCancel(ctx))
	keeping, n.stopKeeping = context.WithCancel(context.WithoutCancel(ctx))
	n.kept.Go(func() { defer n.guard(); n.keeper.run(keeping) })
	n.others.Go(func() { defer n.guard(); n.tend(ctx, sending) })
	for _, l := range n.lanes {
		l.start(sending, n)
		if p, ok := l.sender.(channel.Prober); ok {
			n.others.Go(func() { defer n.guard(); l.probing(ctx, p) })
		}
		for range sideWorkers {
			n.others.Go(func() { defer n.guard(); l.errands(ctx) })
		}
	}
}

// stop waits for what is in flight and stores what became of it.
func (n *life) stop(ctx context.Context) error {
	defer n.cutSends()
	patience := time.AfterFunc(n.cfg.drain(), n.cutSends)
	defer patience.Stop()
	for _, l := range n.lanes {
		l.shut()
	}
	for _, l := range n.lanes {
		l.settleDown()
	}
	n.others.Wait()
	n.stopKeeping()
	n.kept.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), n.cfg.drain())
	defer cancel()
	return n.keeper.flush(last)
}

// panicked is the cause with which a fault of this package ends Run. What is not marked is in the table.
type panicked struct{ kind string }

// Error implements error.
func (p panicked) Error() string { return "the sender panicked: " + p.kind }

// guard is deferred by each goroutine. Adapters and the store are guarded closer by; what arrives here is a
// fault of this package.
func (n *life) guard() {
	if v := recover(); v != nil {
		p := panicked{kind: fmt.Sprintf("%T", v)}
		n.cfg.Log.LogAttrs(context.Background(), slog.LevelError, "the sender panicked", slog.String("type", p.kind), stack())
		n.fail(p)
	}
}

// broken returns the fault that ended Run, or nil when its caller did.
func (n *life) broken(ctx context.Context) error {
	if p, ok := context.Cause(ctx).(panicked); ok { //nolint:errorlint // the cause itself, as guard gave it
		return p
	}
	return nil
}

func stack() slog.Attr { return slog.String("stack", string(debug.Stack())) }

// tend looks after the lanes once a second: sends that hang, chats to forget, a clock that was set back.
func (n *life) tend(ctx, sending context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	before := n.cfg.Now()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		now := n.cfg.Now()
		back := min(0, now.Sub(before))
		if back < 0 {
			n.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "the clock was set back", slog.Duration("by", -back))
		}
		for _, l := range n.lanes {
			l.tend(sending, now, back)
		}
		before = now
	}
}

func (l *lane) tend(ctx context.Context, now time.Time, back time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if back < 0 {
		l.shift(now, back)
	}
	l.watch(ctx, now)
	l.judge(now)
	l.sweep(now)
}

// settleDown waits for what is in flight and gives back what was only announced.
func (l *lane) settleDown() {
	l.workers.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.alarm.timer.Stop()
	l.disarm()
}

// shut lets nothing new begin.
func (l *lane) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closing = true
	l.turn.Broadcast()
}
