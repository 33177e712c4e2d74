package outbox

import (
	"cmp"
	"slices"
	"time"

	"sohoc/internal/channel"
)

// item is a row in memory.
type item struct {
	row *Row
	win *window
	// armed says that the limits were asked and that "sending" is stored: nothing stands before the send.
	armed bool
	// asked is when no other door was found for it.
	asked time.Time
}

// newItem copies the row: what it came in with may go.
func newItem(row *Row, w *window) item {
	own := *row
	return item{row: &own, win: w}
}

// queue holds the items of one chat and class in the order of their ids.
type queue struct {
	items []item
	head  int
}

func (q *queue) len() int { return len(q.items) - q.head }

func (q *queue) first() *Row {
	if q.len() == 0 {
		return nil
	}
	return q.items[q.head].row
}

func (q *queue) pop() item {
	it := q.items[q.head]
	q.items[q.head] = item{}
	q.head++
	if q.head == len(q.items) {
		q.items, q.head = q.items[:0], 0
	}
	return it
}

// insert puts an item in its place: nearly always the last, and the first for one that comes back.
func (q *queue) insert(it item) {
	n := len(q.items)
	switch {
	case q.len() == 0 || q.items[n-1].row.ID < it.row.ID:
		if n == cap(q.items) && q.head > n/2 {
			q.items = slices.Delete(q.items, 0, q.head)
			q.head = 0
		}
		q.items = append(q.items, it)
	case q.head > 0 && it.row.ID < q.items[q.head].row.ID:
		q.head--
		q.items[q.head] = it
	default:
		at, _ := slices.BinarySearchFunc(q.items[q.head:], it.row.ID, func(x item, id ID) int { return cmp.Compare(x.row.ID, id) })
		q.items = slices.Insert(q.items, q.head+at, it)
	}
}

// place is where a chat stands in its lane.
type place int

const (
	idle  place = iota // nothing waits
	ready              // its turn comes when the lane can
	timed              // its turn has an hour
	busy               // a message is in flight, or about to be
)

// chat is one conversation of a lane. At most one of its messages is in flight.
type chat struct {
	id     channel.ChatID
	queues [classes]queue
	floods [classes]*window // of the classes in which it holds too much of the lane's window

	place      place
	rank       int       // while ready: in which list
	at         time.Time // while timed
	index      int       // while timed: in the heap
	prev, next *chat     // while ready: in the list

	flying      item
	fails       int       // temporary failures in a row
	retryAt     time.Time // after a temporary failure
	pausedUntil time.Time // by the channel's word
	pace        pace
}

// head returns the message whose turn it is, with its rank; nil when nothing waits.
func (c *chat) head() (*Row, int) {
	for rank := range c.queues {
		if row := c.queues[rank].first(); row != nil {
			return row, rank
		}
	}
	return nil, 0
}

// readyAt says when the head may go out.
func (c *chat) readyAt(head *Row, now time.Time) time.Time {
	at := c.pace.next(now)
	for _, t := range [...]time.Time{c.pausedUntil, c.retryAt, head.NotBefore} {
		if t.After(at) {
			at = t
		}
	}
	return at
}

// forgettable reports whether nothing would be lost with the chat.
func (c *chat) forgettable(now time.Time) bool {
	return c.place == idle && !c.pausedUntil.After(now) && c.floods == [classes]*window{} && c.pace.rested(now)
}
