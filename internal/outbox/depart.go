package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sohoc/internal/channel"
)

const (
	// A message is not sent any more when it is this old: an answer that somebody waited for yesterday, a
	// reminder of another working day.
	replyLife = 24 * time.Hour
	bulkLife  = 12 * time.Hour
	// askSpan is how often another door is looked for, for a message that had none.
	askSpan = time.Minute
	// exitChunk bounds the messages that change their door in one transaction: some 2 ms of the writer's time.
	exitChunk = 100

	reasonLate = "expired"
)

// expired reports whether a message has waited too long.
func expired(row *Row, now time.Time) bool {
	life := bulkLife
	if rankOf(row.Message.Class) == rankReply {
		life = replyLife
	}
	return now.Sub(row.Created) >= life
}

// departure is a message that may go by another door. While it is one, it stands in no queue.
type departure struct {
	lane   *lane
	chat   channel.ChatID
	it     item
	end    *Mark          // what becomes of it when there is no other door; nil: it waits on
	lost   bool           // it is too old for any door
	reason channel.Reason // why it ends

	moved bool // it is a row of another account now
}

// exit is where messages wait that look for another door.
type exit struct {
	at   time.Time // when the queues are looked through next
	list []departure
}

// mayLeave reports whether a message may go by another door: nobody has asked for it in this chat, and it has
// certainly not arrived.
func (l *lane) mayLeave(it item) bool {
	return l.cfg.Guide != nil && rankOf(it.row.Message.Class) != rankReply && !it.row.Unsure
}

func (l *lane) depart(d departure) {
	d.it.armed = false
	l.exit.list = append(l.exit.list, d)
	l.keeper.nudge()
}

// departures takes what may go by another door now.
func (l *lane) departures(now time.Time) []departure {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.exit.list
	l.exit.list = nil
	if l.cfg.Guide == nil || !l.closed(now) || l.exit.at.After(now) {
		return out
	}
	l.exit.at = now.Add(time.Second)
	for _, c := range l.chats {
		if len(out) >= exitChunk {
			l.exit.at = now
			break
		}
		before := len(out)
		for rank := rankReminder; rank < classes; rank++ {
			out = c.queues[rank].sieve(out, func(it item) (departure, bool) { return l.leaving(c, it, now) })
		}
		if len(out) > before {
			l.schedule(c, now)
		}
	}
	return out
}

// leaving decides about a message that waits in a closed lane.
func (l *lane) leaving(c *chat, it item, now time.Time) (departure, bool) {
	d := departure{lane: l, chat: c.id, it: it}
	if expired(it.row, now) {
		mark := l.endMark(it, Failed, "", reasonLate)
		d.end, d.lost = &mark, true
		return d, true
	}
	return d, l.mayLeave(it) && now.Sub(it.asked) >= askSpan
}

// sieve takes the items out for which pick returns true.
func (q *queue) sieve(out []departure, pick func(item) (departure, bool)) []departure {
	if q.len() == 0 {
		return out
	}
	kept := q.items[q.head:q.head]
	for _, it := range q.items[q.head:] {
		if d, ok := pick(it); ok {
			out = append(out, d)
		} else {
			kept = append(kept, it)
		}
	}
	clear(q.items[q.head+len(kept):])
	q.items = q.items[:q.head+len(kept)]
	if len(kept) == 0 {
		q.items, q.head = q.items[:0], 0
	}
	return out
}

// lead looks for other doors, in a transaction that may run twice.
func (k *keeper) lead(ctx context.Context, s Store, all []departure) error {
	for i := range all {
		d := &all[i]
		d.moved = false
		if d.end != nil {
			if err := s.MarkMessages(ctx, []Mark{*d.end}); err != nil {
				return err
			}
		}
		if d.lost {
			continue
		}
		to, ok, err := k.cfg.Guide.Elsewhere(ctx, s, d.it.row.Message)
		if err != nil {
			return fmt.Errorf("look for another door: %w", err)
		}
		if !ok || accountOf(to) == d.lane.account {
			continue
		}
		if err := s.Readdress(ctx, d.it.row.ID, to); err != nil {
			return err
		}
		d.moved = true
	}
	return nil
}

// led draws the consequences once it is stored where messages go.
func (k *keeper) led(all []departure, now time.Time) {
	for i := range all {
		d := &all[i]
		d.lane.arrived(d, now)
	}
}

func (l *lane) arrived(d *departure, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch row := d.it.row; {
	case d.moved:
		l.count.moved++
		l.forget(row.ID, d.it.win)
	case d.end != nil:
		l.count.failed++
		l.forget(row.ID, d.it.win)
		l.observe(row, Failed, d.reason, now)
		l.log.Warn("a message did not go out", slog.Int64("message", int64(row.ID)),
			slog.String("state", string(Failed)), slog.String("reason", d.end.Reason))
	default:
		d.it.asked = now
		l.comeBack(d, now)
	}
}

// comeBack puts a message back where it waited.
func (l *lane) comeBack(d *departure, now time.Time) {
	c := l.chat(d.chat)
	c.queues[rankOf(d.it.row.Message.Class)].insert(d.it)
	l.schedule(c, now)
}

// unled puts everything back: the store did not take it.
func (k *keeper) unled(all []departure, now time.Time) {
	for i := range all {
		d := &all[i]
		func() {
			d.lane.mu.Lock()
			defer d.lane.mu.Unlock()
			if d.end != nil {
				d.lane.exit.list = append(d.lane.exit.list, *d)
				return
			}
			d.lane.comeBack(d, now)
		}()
	}
}

// reachNote is how an account fares, on its way into the store.
type reachNote struct {
	reach   Reach
	changed bool // it was given up, or works again
}

// reach hands over how an account fares. It is called with a lane held and must not wait.
func (k *keeper) reach(n reachNote) {
	k.mu.Lock()
	k.reaches = append(k.reaches, n)
	k.mu.Unlock()
	k.nudge()
}

func (k *keeper) storeReaches(ctx context.Context, s Store, all []reachNote) error {
	var errs []error
	for _, n := range all {
		errs = append(errs, s.SetReach(ctx, n.reach))
		if n.changed && k.cfg.Guide != nil {
			errs = append(errs, k.cfg.Guide.Changed(ctx, s, n.reach))
		}
	}
	return errors.Join(errs...)
}
