package outbox

import (
	"context"
	"errors"
	"maps"
	"sync/atomic"
	"time"
)

// ErrRunning says that a Sender runs already.
var ErrRunning = errors.New("the sender runs already")

// Sender sends what waits in the outbox. Its methods may be called from several goroutines, also before Run
// and after it.
type Sender struct {
	cfg     Config
	running atomic.Bool
	life    atomic.Pointer[life] // nil while nothing runs
}

// New returns a Sender. It sends nothing before Run.
func New(cfg Config) *Sender {
	cfg.Lanes = maps.Clone(cfg.Lanes)
	return &Sender{cfg: cfg}
}

// Run sends until ctx ends. Then it waits for what is in flight, at most as long as Config.Drain says, and
// stores what became of it. An error says that the store could not be read at the start or not be written at
// the end; what was not marked goes out again in the next life. Run may be called again when it has returned.
func (s *Sender) Run(ctx context.Context) error {
	if !s.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer s.running.Store(false)
	n, err := begin(ctx, &s.cfg)
	if err != nil {
		if ctx.Err() != nil {
			return nil // it was stopped before it began
		}
		return err
	}
	ctx, n.fail = context.WithCancelCause(ctx)
	defer n.fail(nil)
	s.life.Store(n) // before the first look at the table: what is queued from now on is heard or seen
	n.start(ctx)
	<-ctx.Done()
	s.life.Store(nil)
	return errors.Join(n.stop(ctx), n.broken(ctx))
}

// Queue says that rows were queued and committed. It does not wait. What it cannot take, or is told while
// nothing runs, is found in the table. For the order within a chat it is called in the order of the commits,
// and before a later transaction begins.
func (s *Sender) Queue(rows []Row) {
	n := s.life.Load()
	if n == nil {
		return
	}
	now := s.cfg.Now()
	for i := range rows {
		if l := n.keeper.lanes[accountOf(rows[i].Message.To)]; l != nil {
			l.hear(&rows[i], now)
		}
	}
}

// Stats returns what stands at this moment.
func (s *Sender) Stats() Stats {
	var st Stats
	n := s.life.Load()
	if n == nil {
		return st
	}
	now := s.cfg.Now()
	var oldest time.Time
	for _, l := range n.lanes {
		oldest = earliest(oldest, l.report(&st, now))
	}
	if !oldest.IsZero() {
		st.Oldest = now.Sub(oldest)
	}
	return st
}

// report adds the lane's share to st and returns when its oldest message was queued.
func (l *lane) report(st *Stats, now time.Time) (oldest time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.chats {
		if c.flying.row != nil {
			st.Waiting++
			oldest = earliest(oldest, c.flying.row.Created)
		}
		for rank := range c.queues {
			st.Waiting += c.queues[rank].len()
			if row := c.queues[rank].first(); row != nil {
				oldest = earliest(oldest, row.Created)
			}
		}
	}
	for _, w := range l.allWindows {
		st.More = st.More || w.behind
	}
	st.Sent += l.count.sent
	st.Failed += l.count.failed
	st.Uncertain += l.count.uncertain
	st.Retried += l.count.retried
	st.Moved += l.count.moved
	if l.gate.pausedUntil.After(now) {
		st.Paused = append(st.Paused, l.account)
	}
	if l.gate.locked {
		st.Stopped = append(st.Stopped, l.account)
	}
	if !l.reach.Down.IsZero() {
		st.Down = append(st.Down, l.account)
	}
	return oldest
}

// earliest returns the earlier of two instants; a zero one does not count.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
