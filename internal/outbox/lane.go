package outbox

import (
	"container/heap"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"sohoc/internal/channel"
)

// lane sends the messages of one account. What is below mu belongs to who holds it.
type lane struct {
	account Account
	sender  channel.Sender
	limits  Limits
	metered bool
	cfg     *Config
	log     *slog.Logger
	keeper  *keeper
	side    chan errand
	workers sync.WaitGroup

	mu      sync.Mutex
	turn    *sync.Cond // signalled for each chat whose turn has come
	chats   map[channel.ChatID]*chat
	known   map[ID]struct{} // rows in memory, until their last mark is stored
	windows [classes]*window
	flooded map[channel.ChatID]*chat // those with a window of their own
	ready   [classes]line            // chats by the class of their head
	later   agenda
	bulk    *rate.Limiter // of reminders and broadcasts; nil = unpaced
	gate    gate
	reach   reach
	exit    exit
	crew    crew
	alarm   alarm
	count   counts
	closing bool
}

// counts goes up only.
type counts struct {
	sent, failed, uncertain, retried, moved int64
}

func newLane(a Account, of Lane, cfg *Config, k *keeper) *lane {
	l := &lane{
		account: a, sender: of.Sender, limits: of.Limits, metered: of.Metered, cfg: cfg, keeper: k, side: make(chan errand, sideSize),
		log:   cfg.Log.With(slog.String("channel", string(a.Channel)), slog.String("account", string(a.ID))),
		chats: map[channel.ChatID]*chat{}, known: map[ID]struct{}{}, flooded: map[channel.ChatID]*chat{},
	}
	l.turn = sync.NewCond(&l.mu)
	for rank := range l.windows {
		// Behind from the start: nothing overtakes what an earlier life left in the table.
		l.windows[rank] = &window{limit: windowSize, behind: true}
	}
	if of.Limits.Rate > 0 {
		l.bulk = rate.NewLimiter(rate.Limit(of.Limits.Rate), 1)
	}
	l.alarm.timer = time.AfterFunc(time.Hour, l.ring)
	l.alarm.timer.Stop()
	return l
}

// chat returns the chat with the given id, which it makes when it is not in memory.
func (l *lane) chat(id channel.ChatID) *chat {
	c := l.chats[id]
	if c == nil {
		c = &chat{id: id, pace: newPace(isGroup(l.account, id), l.limits)}
		l.chats[id] = c
	}
	return c
}

// windowOf says which window a message belongs to; c is nil for a chat that is not in memory.
func (l *lane) windowOf(c *chat, rank int) *window {
	if c != nil && c.floods[rank] != nil {
		return c.floods[rank]
	}
	return l.windows[rank]
}

// hear takes a row that was queued just now, unless older ones of its kind are still out of memory.
func (l *lane) hear(row *Row, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	rank := rankOf(row.Message.Class)
	c := l.chats[row.Message.To.Chat]
	w := l.windowOf(c, rank)
	if _, known := l.known[row.ID]; known || row.ID <= w.scanned {
		return
	}
	if w.behind || w.full() {
		w.behind = true
		w.drops++
		return
	}
	if c = l.chat(row.Message.To.Chat); l.floods(c, rank) {
		c.floods[rank].drops++
		return
	}
	if rank == rankReply {
		// Somebody is there and the channel lets them through: no need to wait out a failure.
		c.retryAt = time.Time{}
	}
	l.add(c, rank, newItem(row, w), now)
}

// meet takes a row that a look at the table found.
func (l *lane) meet(row *Row, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	rank := rankOf(row.Message.Class)
	c := l.chats[row.Message.To.Chat]
	w := l.windowOf(c, rank)
	if _, known := l.known[row.ID]; known || !w.joins || row.ID <= w.scanned {
		return
	}
	if w.full() {
		w.stop(row.ID)
		return
	}
	it := newItem(row, w)
	if row.State == Sending && row.Message.Policy == channel.Once {
		l.hold(it)
		l.end(it, Uncertain, "", reasonKilled)
		return
	}
	if expired(row, now) {
		l.hold(it)
		l.end(it, Failed, "", reasonLate)
		return
	}
	if c = l.chat(row.Message.To.Chat); !l.floods(c, rank) {
		l.add(c, rank, it, now)
	}
}

// floods gives a chat that holds too much of a lane's window its own, and reports whether it just did.
func (l *lane) floods(c *chat, rank int) bool {
	if c.floods[rank] != nil || c.queues[rank].len() < floodSize {
		return false
	}
	w := l.windows[rank]
	c.floods[rank] = &window{parent: w, limit: floodSize, scanned: w.scanned, behind: true}
	l.flooded[c.id] = c
	return true
}

func (l *lane) hold(it item) {
	l.known[it.row.ID] = struct{}{}
	it.win.hold(1)
}

func (l *lane) add(c *chat, rank int, it item, now time.Time) {
	l.hold(it)
	c.queues[rank].insert(it)
	l.schedule(c, now)
}

// forget is called when the last mark of a row is stored.
func (l *lane) forget(id ID, w *window) {
	delete(l.known, id)
	w.hold(-1)
}

// schedule puts a chat where it belongs by what waits in it.
func (l *lane) schedule(c *chat, now time.Time) {
	if c.place == busy {
		return
	}
	if c.flying.row != nil { // armed: it has asked all limits but the pauses
		l.unlink(c)
		l.place(c, rankReply, later(c.pausedUntil, c.retryAt), now)
		return
	}
	head, rank := c.head()
	if head != nil && c.place == ready && c.rank == rank {
		return // it keeps its place in the line
	}
	l.unlink(c)
	if head != nil {
		l.place(c, rank, c.readyAt(head, now), now)
	}
}

func (l *lane) place(c *chat, rank int, at, now time.Time) {
	if at.After(now) {
		c.place, c.at = timed, at
		heap.Push(&l.later, c)
		l.wakeAt(at, now)
		return
	}
	c.place, c.rank = ready, rank
	l.ready[rank].push(c)
	l.wake()
}

// unlink takes a chat out of the line or agenda that it stands in.
func (l *lane) unlink(c *chat) {
	switch c.place {
	case ready:
		l.ready[c.rank].remove(c)
	case timed:
		heap.Remove(&l.later, c.index)
	case idle, busy:
		return
	}
	c.place = idle
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// sweep forgets the chats that have nothing to be remembered for.
func (l *lane) sweep(now time.Time) {
	for id, c := range l.chats {
		if c.forgettable(now) {
			delete(l.chats, id)
		}
	}
}
