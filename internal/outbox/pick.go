package outbox

import (
	"container/heap"
	"time"

	"sohoc/internal/channel"
)

// pick chooses the chat whose message goes out next and makes it busy. With nothing to do it returns nil,
// and when to look again, if that is known.
func (l *lane) pick(now time.Time) (*chat, time.Time) {
	for {
		l.release(now)
		c, again := l.front(now)
		if c == nil {
			return nil, again
		}
		l.unlink(c)
		if l.begin(c, now) {
			return c, time.Time{}
		}
	}
}

// release moves the chats whose hour has come into the lines.
func (l *lane) release(now time.Time) {
	for len(l.later) > 0 && !l.later[0].at.After(now) {
		l.schedule(l.later[0], now)
	}
}

// front returns the chat at the head of the lines that the lane's limits let go.
func (l *lane) front(now time.Time) (*chat, time.Time) {
	if c, again, open := l.gate.pass(l, now); !open {
		return c, again
	}
	var again time.Time
	if len(l.later) > 0 {
		again = l.later[0].at
	}
	if c := l.ready[rankReply].first; c != nil {
		return c, again
	}
	if l.closed(now) {
		return nil, again
	}
	c := l.ready[rankReminder].first
	if c == nil {
		c = l.ready[rankBroadcast].first
	}
	if c == nil || l.crew.bulk >= l.crew.maxBulk() {
		return nil, again
	}
	if l.bulk == nil {
		return c, again
	}
	if wait := delay(l.bulk, now); wait > 0 {
		return nil, earlier(again, now.Add(wait))
	}
	l.bulk.AllowN(now, 1)
	return c, again
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// begin takes the head of a chat and reports whether it can be sent at once. A message that must not be
// sent twice has "sending" stored before.
func (l *lane) begin(c *chat, now time.Time) bool {
	if c.flying.row == nil {
		_, rank := c.head()
		c.flying = c.queues[rank].pop()
		c.pace.spend(now)
	}
	c.place = busy
	row := c.flying.row
	if row.Message.Policy != channel.Once || c.flying.armed {
		return true
	}
	l.keeper.add(note{mark: Mark{ID: row.ID, State: Sending, Attempts: row.Attempts, To: row.Message.To}, lane: l, armed: c})
	return false
}

// arm is called when "sending" is stored for the message in flight of a chat.
func (l *lane) arm(c *chat, now time.Time) {
	c.flying.armed = true
	c.place = idle
	l.schedule(c, now)
}

// disarm gives back, at the end, what was stored as "sending" and was not sent.
func (l *lane) disarm() {
	for _, c := range l.chats {
		if row := c.flying.row; row != nil {
			l.keeper.add(note{mark: Mark{ID: row.ID, State: Waiting, Attempts: row.Attempts, To: row.Message.To}})
		}
	}
}

// shift follows a clock that was set back to now: instants that were near stay near.
func (l *lane) shift(now time.Time, by time.Duration) {
	for _, c := range l.chats {
		c.at, c.retryAt, c.pausedUntil = c.at.Add(by), c.retryAt.Add(by), c.pausedUntil.Add(by)
		if c.pace.private != nil {
			rebase(c.pace.private, now)
		}
	}
	if l.bulk != nil {
		rebase(l.bulk, now)
	}
	l.reach.shift(by)
	l.exit.at = time.Time{}
	l.gate.pausedUntil, l.gate.probeAt = l.gate.pausedUntil.Add(by), l.gate.probeAt.Add(by)
	l.alarm.at = time.Time{}
	heap.Init(&l.later)
	l.turn.Broadcast()
}
