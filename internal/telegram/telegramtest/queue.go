package telegramtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// firstUpdateID is where the ids of a bot's updates begin; Telegram begins anywhere.
const firstUpdateID UpdateID = 100_001

// keptConfirmed is how many confirmed updates a queue that forgets may still hold before it makes room.
const keptConfirmed = 4096

type update struct {
	id   UpdateID
	kind string
	body []byte
}

// queue holds the updates of one bot until they are confirmed, and the confirmed ones for a repetition.
type queue struct {
	closing <-chan struct{}
	forget  bool // keep no confirmed updates

	mu      sync.Mutex
	nextID  UpdateID
	all     []update // ascending
	head    int      // all[head:] are unconfirmed
	again   []update // to be delivered once more whatever the offset is
	allowed []string // nil: the default set
	arrived chan struct{}
	drained chan struct{}
	poller  chan struct{} // closed when another poll takes over
}

// push numbers an update and queues it; body gets the number and returns the JSON. It returns 0 when the bot does not take this
// kind of update.
func (q *queue) push(kind string, body func(UpdateID) []byte) UpdateID {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.allowsLocked(kind) {
		return 0
	}
	id := q.nextID
	q.nextID++
	q.all = append(q.all, update{id, kind, body(id)})
	q.wakeLocked()
	return id
}

// pushNumbered queues an update that brings its own number; a number below the next one is a repetition.
func (q *queue) pushNumbered(u update) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if u.id < q.nextID {
		q.again = append(q.again, u)
	} else {
		q.nextID = u.id + 1
		q.all = append(q.all, u)
	}
	q.wakeLocked()
}

func (q *queue) allowsLocked(kind string) bool {
	if len(q.allowed) == 0 {
		return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
	}
	return slices.Contains(q.allowed, kind)
}

func (q *queue) wakeLocked() { wake(&q.arrived) }

// allow sets which kinds of updates are queued from now on.
func (q *queue) allow(kinds []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.allowed = kinds
}

// confirmLocked forgets what lies below the offset. A negative offset keeps only so many of the last.
func (q *queue) confirmLocked(offset int64) {
	if offset < 0 {
		q.head = max(q.head, len(q.all)+int(offset))
	}
	for q.head < len(q.all) && offset > 0 && int64(q.all[q.head].id) < offset {
		q.head++
	}
	if q.forget && q.head > keptConfirmed {
		q.all = slices.Delete(q.all, 0, q.head)
		q.head = 0
	}
	if q.head == len(q.all) {
		wake(&q.drained)
	}
}

// dropAll forgets what is not confirmed.
func (q *queue) dropAll() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.again = nil
	if len(q.all) > 0 {
		q.confirmLocked(int64(q.all[len(q.all)-1].id) + 1)
	}
}

// redeliver queues the last n confirmed updates once more.
func (q *queue) redeliver(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.again = append(q.again, q.all[max(0, q.head-n):q.head]...)
	q.wakeLocked()
}

// repeat queues an update once more that is there already, confirmed or not.
func (q *queue) repeat(id UpdateID) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	i, ok := slices.BinarySearchFunc(q.all, id, func(u update, id UpdateID) int { return int(u.id - id) })
	if !ok {
		return fmt.Errorf("update %d is not on record", id)
	}
	q.again = append(q.again, q.all[i])
	q.wakeLocked()
	return nil
}

type poll struct {
	offset  int64
	limit   int
	timeout time.Duration
}

// wait appends a JSON array with the next updates to out. As at Telegram a new poll ends the one that waits, with a conflict.
func (q *queue) wait(ctx context.Context, p poll, out []byte) ([]byte, *APIError) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.poller != nil {
		close(q.poller)
	}
	mine := make(chan struct{})
	q.poller = mine
	defer func() {
		if q.poller == mine {
			q.poller = nil
		}
	}()
	q.confirmLocked(p.offset)
	if q.emptyLocked() && p.timeout > 0 {
		if err := q.sleepLocked(ctx, p.timeout, mine); err != nil {
			return out, err
		}
	}
	if ctx.Err() != nil { // nobody reads the answer; repetitions are kept for the next poll
		return append(out, "[]"...), nil
	}
	return q.takeLocked(p.limit, out), nil
}

func (q *queue) emptyLocked() bool { return q.head == len(q.all) && len(q.again) == 0 }

// sleepLocked lets go of the lock until an update arrives or the poll ends for another reason.
func (q *queue) sleepLocked(ctx context.Context, timeout time.Duration, mine <-chan struct{}) *APIError {
	arrived := watch(&q.arrived)
	q.mu.Unlock()
	defer q.mu.Lock()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-arrived:
	case <-timer.C:
	case <-ctx.Done():
	case <-q.closing:
	case <-mine:
		return Conflict{}.apiError()
	}
	return nil
}

func (q *queue) takeLocked(limit int, out []byte) []byte {
	out = append(out, '[')
	repeated := min(len(q.again), limit)
	fresh := min(len(q.all)-q.head, limit-repeated)
	for _, batch := range [][]update{q.again[:repeated], q.all[q.head : q.head+fresh]} {
		for _, u := range batch {
			if out[len(out)-1] != '[' {
				out = append(out, ',')
			}
			out = append(out, u.body...)
		}
	}
	q.again = slices.Delete(q.again, 0, repeated)
	return append(out, ']')
}

// Pending counts the updates that the bot has not confirmed.
func (b *Bot) Pending() int {
	b.queue.mu.Lock()
	defer b.queue.mu.Unlock()
	return len(b.queue.all) - b.queue.head
}

// WaitConfirmed waits until the bot has confirmed every update pushed so far or later.
func (b *Bot) WaitConfirmed(ctx context.Context) error {
	q := &b.queue
	q.mu.Lock()
	if q.head == len(q.all) {
		q.mu.Unlock()
		return nil
	}
	drained := watch(&q.drained)
	q.mu.Unlock()
	select {
	case <-drained:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait until the bot has confirmed %d updates: %w", b.Pending(), context.Cause(ctx))
	}
}

// Repeat delivers an update once more, with the same number, as Telegram does after a lost confirmation.
func (b *Bot) Repeat(id UpdateID) error { return b.queue.repeat(id) }
