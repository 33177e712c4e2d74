package outbox

import (
	"strings"
	"time"

	"golang.org/x/time/rate"

	"sohoc/internal/channel"
)

const (
	chatBurst   = 5
	groupMinute = time.Minute
	tick        = time.Millisecond // the grain of the program's clock
)

// isGroup reports whether several people read a chat. Telegram gives groups negative numbers.
func isGroup(a Account, id channel.ChatID) bool {
	return a.Channel == channel.Telegram && strings.HasPrefix(string(id), "-")
}

// pace is the limit of one chat. The zero value is unpaced.
type pace struct {
	private *rate.Limiter
	group   *minute
}

func newPace(group bool, l Limits) pace {
	switch {
	case l.ChatRate <= 0 && !group, l.GroupRate <= 0 && group:
		return pace{}
	case group:
		return pace{group: &minute{sent: make([]time.Time, 0, l.GroupRate), limit: l.GroupRate}}
	default:
		return pace{private: rate.NewLimiter(rate.Limit(l.ChatRate), chatBurst)}
	}
}

// next returns the earliest instant, not before now, at which the chat bears a message.
func (p pace) next(now time.Time) time.Time {
	switch {
	case p.private != nil:
		return now.Add(delay(p.private, now))
	case p.group != nil:
		return p.group.next(now)
	default:
		return now
	}
}

// spend notes that a message goes out now.
func (p pace) spend(now time.Time) {
	switch {
	case p.private != nil:
		p.private.AllowN(now, 1)
	case p.group != nil:
		p.group.spend(now)
	}
}

// rested reports whether the past no longer matters, so that the chat may be forgotten.
func (p pace) rested(now time.Time) bool {
	switch {
	case p.private != nil:
		return p.private.TokensAt(now) >= chatBurst
	case p.group != nil:
		return p.group.rested(now)
	default:
		return true
	}
}

// delay says how long a limiter makes the next message wait, rounded up to the grain of the clock.
func delay(l *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - l.TokensAt(now)
	if missing <= 0 {
		return 0
	}
	wait := time.Duration(missing / float64(l.Limit()) * float64(time.Second))
	return wait.Truncate(tick) + tick
}

// rebase makes a limiter count from now when it has last counted at a later instant.
func rebase(l *rate.Limiter, now time.Time) { l.AllowN(now, 0) }

// minute remembers when the last messages of a group went out. A token bucket would let twice the limit
// through in its first minute.
type minute struct {
	sent  []time.Time // a ring, once it is full
	first int
	limit int
}

func (m *minute) next(now time.Time) time.Time {
	if len(m.sent) < m.limit {
		return now
	}
	at := m.sent[m.first].Add(groupMinute)
	if at.After(now) && at.Sub(now) <= groupMinute { // further off, the clock was set back
		return at
	}
	return now
}

func (m *minute) spend(now time.Time) {
	if len(m.sent) < m.limit {
		m.sent = append(m.sent, now)
		return
	}
	m.sent[m.first] = now
	m.first = (m.first + 1) % m.limit
}

func (m *minute) rested(now time.Time) bool {
	if len(m.sent) == 0 {
		return true
	}
	last := m.sent[(m.first+len(m.sent)-1)%len(m.sent)]
	return now.Sub(last) >= groupMinute
}
