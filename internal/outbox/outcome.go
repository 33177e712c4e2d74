package outbox

import (
	"errors"
	"log/slog"
	"strings"
	"time"

	"sohoc/internal/channel"
)

const (
	firstRetry = time.Second
	lastRetry  = 5 * time.Minute
	// maxPanics and maxMoves end what would otherwise go on for ever: a message on which the adapter panics
	// each time, and chats that point at each other.
	maxPanics = 8
	maxMoves  = 8
	maxReason = 200

	reasonKilled = "the program ended while it was being sent"
)

// errPanic stands for a panic of an adapter. Whether the message went out is not known.
var errPanic = errors.New("the adapter panicked")

// sendError returns what an adapter said in its own words; an error of another type is a temporary one
// after which nothing is certain.
func sendError(err error) *channel.SendError {
	if err == nil {
		return nil
	}
	var e *channel.SendError
	if errors.As(err, &e) {
		return e
	}
	return &channel.SendError{Reason: channel.Temporary, Uncertain: true, Err: err}
}

// settle draws the consequences of an attempt.
func (l *lane) settle(c *chat, err error, now time.Time) {
	it := c.flying
	c.flying, c.place = item{}, idle
	it.row.Attempts++
	e := sendError(err)
	l.feel(e, now)
	l.unlock(c, e == nil || (e.Reason != channel.Credentials && e.Reason != channel.Temporary), now)
	if e == nil {
		c.fails = 0
		l.sent(it, now)
		l.schedule(c, now)
		return
	}
	l.refused(c, it, e, now)
	l.schedule(c, now)
}

// refused draws the consequences of an attempt that failed.
func (l *lane) refused(c *chat, it item, e *channel.SendError, now time.Time) {
	reason := why(e)
	switch {
	case e.Uncertain && it.row.Message.Policy == channel.Once:
		l.end(it, Uncertain, e.Reason, reason)
	case e.Reason == channel.Unreachable && l.mayLeave(it):
		c.fails = 0
		mark := l.endMark(it, Failed, e.Reason, reason)
		l.depart(departure{lane: l, chat: c.id, it: it, end: &mark, reason: e.Reason})
	case e.Reason == channel.Rejected, e.Reason == channel.Markup, e.Reason == channel.Unreachable:
		c.fails = 0
		l.end(it, Failed, e.Reason, reason)
	case e.Reason == channel.MovedChat:
		l.follow(c, it, e, now)
	case expired(it.row, now):
		l.end(it, Failed, e.Reason, reasonLate+": "+reason)
	case e.Reason == channel.Throttled:
		l.throttle(c, e.RetryAfter, now)
		l.again(c, it, e, c.pausedUntil)
	case e.Reason == channel.Credentials:
		l.lock(c, now)
		l.again(c, it, e, time.Time{})
	case errors.Is(e, errPanic) && it.row.Attempts >= maxPanics:
		l.end(it, Failed, e.Reason, reason)
	default:
		c.fails++
		c.retryAt = now.Add(backoff(c.fails, it.row.ID))
		l.again(c, it, e, c.retryAt)
	}
}

// sent ends a message that its channel took.
func (l *lane) sent(it item, now time.Time) {
	l.count.sent++
	row := it.row
	l.keeper.add(note{
		mark: Mark{
			ID: row.ID, State: Sent, Keep: row.Message.Dedupe != "", Attempts: row.Attempts, Cost: l.cost(row.Message), To: row.Message.To,
		},
		lane: l, win: it.win,
	})
	l.observe(row, Sent, "", now)
}

// end ends a message that did not go out, or of which that is not known.
func (l *lane) end(it item, state State, r channel.Reason, reason string) {
	if state == Uncertain {
		l.count.uncertain++
	} else {
		l.count.failed++
	}
	row := it.row
	l.keeper.add(note{mark: l.endMark(it, state, r, reason), lane: l, win: it.win})
	l.observe(row, state, r, l.cfg.Now())
	l.log.Warn("a message did not go out", slog.Int64("message", int64(row.ID)),
		slog.String("state", string(state)), slog.String("reason", reason))
}

func (l *lane) endMark(it item, state State, r channel.Reason, reason string) Mark {
	row := it.row
	m := Mark{
		ID: row.ID, State: state, Keep: true, Attempts: row.Attempts, Reason: reason, To: row.Message.To,
		Unreachable: r == channel.Unreachable,
	}
	if state == Uncertain {
		m.Cost = l.cost(row.Message) // it may have arrived
	}
	return m
}

// again puts a message back at the head of its chat. The store is told, so that its attempts and its next
// hour survive a restart.
func (l *lane) again(c *chat, it item, e *channel.SendError, notBefore time.Time) {
	l.count.retried++
	it.armed = false
	row := it.row
	mark := Mark{ID: row.ID, State: Waiting, Attempts: row.Attempts, NotBefore: notBefore, Reason: why(e), To: row.Message.To}
	if e.Uncertain {
		row.Unsure, mark.Cost = true, l.cost(row.Message)
	}
	mark.Unsure = row.Unsure
	c.queues[rankOf(row.Message.Class)].insert(it)
	l.keeper.add(note{mark: mark})
	l.observe(row, Waiting, e.Reason, l.cfg.Now())
}

// follow takes a chat's messages to its new id.
func (l *lane) follow(c *chat, it item, e *channel.SendError, now time.Time) {
	row := it.row
	if e.NewChat == "" || e.NewChat == c.id || row.Attempts >= maxMoves {
		l.end(it, Failed, e.Reason, why(e))
		return
	}
	l.count.retried++
	l.keeper.add(note{mark: Mark{
		ID: row.ID, State: Waiting, Attempts: row.Attempts, Reason: why(e), To: row.Message.To, Moved: e.NewChat,
	}})
	l.observe(row, Waiting, e.Reason, now)
	target := l.chat(e.NewChat)
	it.armed = false
	c.queues[rankOf(row.Message.Class)].insert(it)
	for rank := range c.queues {
		l.move(c, target, rank)
	}
	l.schedule(target, now)
}

func (l *lane) move(from, to *chat, rank int) {
	for from.queues[rank].len() > 0 {
		it := from.queues[rank].pop()
		it.row.Message.To.Chat = to.id
		to.queues[rank].insert(it)
	}
	w, own := from.floods[rank], to.floods[rank]
	from.floods[rank] = nil
	switch {
	case w == nil:
	case own == nil:
		to.floods[rank] = w
		l.flooded[to.id] = to
	default: // what is out of memory is looked for again from the lower point; what is known is passed over
		own.scanned, own.behind = min(own.scanned, w.scanned), true
	}
}

func (l *lane) observe(row *Row, s State, r channel.Reason, now time.Time) {
	if l.cfg.Observe == nil {
		return
	}
	l.cfg.Observe(Outcome{Account: l.account, Class: row.Message.Class, State: s, Reason: r, Waited: now.Sub(row.Created)})
}

// why words an error for who looks into the table. Adapters keep tokens and texts out of their errors.
func why(e *channel.SendError) string {
	s := string(e.Reason)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if len(s) > maxReason {
		s = strings.ToValidUTF8(s[:maxReason], "")
	}
	return s
}

// backoff doubles from one second to five minutes, a quarter more or less, so that chats which failed
// together do not come back together. The same message waits equally long each time a test is run.
func backoff(fails int, id ID) time.Duration {
	d := lastRetry
	if shift := fails - 1; shift < 9 {
		d = min(d, firstRetry<<shift)
	}
	mixed := (uint64(id)*0x9e3779b97f4a7c15 ^ uint64(fails)*0xbf58476d1ce4e5b9) >> 11
	spread := float64(mixed)/float64(1<<53) - 0.5
	return d + time.Duration(float64(d)*spread/2)
}
