package outbox

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"sohoc/internal/channel"
)

const (
	// probeSpan is how often an account through which nothing succeeds is tried without a message.
	probeSpan  = time.Minute
	probeLimit = 20 * time.Second
	// noteSpan bounds how often the store is told that an account works, and how short a failure it hears of.
	noteSpan = time.Minute
)

// reach is whether an account can be reached. It belongs to the lane's lock.
type reach struct {
	Reach

	stored Reach // what the store was told
	spent  bool  // its plan bears replies only
}

// resume goes on where an earlier life ended. A failure that it did not see to its end says nothing once the
// time is over within which it would have become an outage.
func (r *reach) resume(from Reach, now time.Time, giveUp time.Duration) {
	r.Reach, r.stored = from, from
	if from.Down.IsZero() && now.Sub(from.Failing) > giveUp {
		r.Failing = time.Time{}
	}
}

// shift follows a clock that was set back.
func (r *reach) shift(by time.Duration) {
	for _, t := range []*time.Time{&r.Failing, &r.Down, &r.Worked} {
		if !t.IsZero() {
			*t = t.Add(by)
		}
	}
}

// closed reports whether reminders and broadcasts do not go out by this account: it cannot be reached, its plan
// is nearly used up, or it was told to wait for long.
func (l *lane) closed(now time.Time) bool {
	return !l.reach.Down.IsZero() || l.reach.spent || l.gate.pausedUntil.Sub(now) >= l.cfg.giveUp()
}

// feel learns from the end of an attempt. A refusal is an answer too: the channel can be reached.
func (l *lane) feel(e *channel.SendError, now time.Time) {
	switch {
	case e == nil:
		l.answered(now)
	case errors.Is(e, errPanic):
	case e.Reason == channel.Temporary, e.Reason == channel.Credentials:
		if l.reach.Failing.IsZero() {
			l.reach.Failing = now
		}
	default:
		l.answered(now)
	}
}

// answered notes that the channel answers. After an outage everything is tried at once.
func (l *lane) answered(now time.Time) {
	l.reach.Worked, l.reach.Failing = now, time.Time{}
	if l.reach.Down.IsZero() {
		return
	}
	l.reach.Down = time.Time{}
	l.log.Info("this account can be reached again")
	l.tell()
	for _, c := range l.chats {
		if c.fails > 0 && c.place != busy {
			c.retryAt = time.Time{}
			l.schedule(c, now)
		}
	}
	l.turn.Broadcast()
}

// judge is called once a second: it gives an account up, and sees to it that the store knows how it fares.
func (l *lane) judge(now time.Time) {
	r := &l.reach
	_, probes := l.sender.(channel.Prober) // without probes nobody would find out that it works again
	if probes && r.Down.IsZero() && !r.Failing.IsZero() && now.Sub(r.Failing) >= l.cfg.giveUp() {
		r.Down = now
		l.log.Error("THIS ACCOUNT CANNOT BE REACHED: reminders go by other doors, replies wait",
			slog.Time("since", r.Failing))
		l.tell()
		return
	}
	lasting := !r.Failing.IsZero() && now.Sub(r.Failing) >= noteSpan
	if lasting && !r.Failing.Equal(r.stored.Failing) || r.Failing.IsZero() && !r.stored.Failing.IsZero() ||
		r.Worked.Sub(r.stored.Worked) >= noteSpan {
		l.tell()
	}
}

// tell hands the present state to the keeper.
func (l *lane) tell() {
	changed := !l.reach.Down.Equal(l.reach.stored.Down)
	l.reach.Account = l.account
	l.reach.stored = l.reach.Reach
	l.keeper.reach(reachNote{reach: l.reach.Reach, changed: changed})
}

// probing tries an account without a message while no message shows how it fares, until ctx ends.
func (l *lane) probing(ctx context.Context, p channel.Prober) {
	ticker := time.NewTicker(probeSpan)
	defer ticker.Stop()
	for {
		if l.doubtful(l.cfg.Now()) {
			l.probe(ctx, p)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// doubtful reports whether it is not known from messages that the account works.
func (l *lane) doubtful(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return now.Sub(l.reach.Worked) >= probeSpan || now.Before(l.reach.Worked) || !l.reach.Failing.IsZero()
}

func (l *lane) probe(ctx context.Context, p channel.Prober) {
	defer func() {
		if v := recover(); v != nil {
			l.log.Error("an adapter panicked", stack())
		}
	}()
	limited, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	err := p.Probe(limited)
	if ctx.Err() != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e := sendError(err)
	l.feel(e, l.cfg.Now())
	if e == nil && l.gate.locked && l.gate.probe == nil {
		l.gate.locked = false
		l.turn.Broadcast()
		l.log.Info("the token of this account is good again")
	}
}

// cost says how many messages of its plan a message takes; 0 for an account without one.
func (l *lane) cost(m channel.Message) int {
	if !l.metered {
		return 0
	}
	if meter, ok := l.sender.(channel.Meter); ok {
		return meter.Cost(m)
	}
	return 1
}
