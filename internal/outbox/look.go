package outbox

import (
	"context"
	"log/slog"
)

// plan says from where the table has to be read now, if at all.
func (k *keeper) plan() (after ID, look bool) {
	for _, l := range k.lanes {
		from, joins := l.join(k.polling)
		if joins && (!look || from < after) {
			after, look = from, true
		}
	}
	return after, look
}

func (l *lane) join(polling bool) (after ID, look bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.allWindows {
		from, joins := w.join(polling)
		if joins && (!look || from < after) {
			after, look = from, true
		}
	}
	return after, look
}

// pass notes how far a look has come.
func (l *lane) pass(last ID, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.allWindows {
		w.pass(last, end)
	}
	l.ebb()
}

// allWindows calls yield with the windows of the lane and of the chats that flood it.
func (l *lane) allWindows(yield func(*window) bool) {
	for _, w := range l.windows {
		if !yield(w) {
			return
		}
	}
	for _, c := range l.flooded {
		for _, w := range c.floods {
			if w != nil && !yield(w) {
				return
			}
		}
	}
}

// spread gives the rows that were read to their lanes.
func (k *keeper) spread(rows []Row) {
	now := k.cfg.Now()
	for i := range rows {
		a := accountOf(rows[i].Message.To)
		if l := k.lanes[a]; l != nil {
			l.meet(&rows[i], now)
		} else {
			k.lost(a)
		}
	}
	end := len(rows) < chunkSize
	var last ID
	if len(rows) > 0 {
		last = rows[len(rows)-1].ID
	}
	if end {
		k.polling = false
	}
	for _, l := range k.lanes {
		l.pass(last, end)
	}
}

// ebb takes the windows of their own from the chats that need them no more.
func (l *lane) ebb() {
	for id, c := range l.flooded {
		left := false
		for rank, w := range c.floods {
			if w != nil && !w.behind {
				c.floods[rank] = nil
			}
			left = left || c.floods[rank] != nil
		}
		if !left {
			delete(l.flooded, id)
		}
	}
}

// lost says once that messages wait for an account that this program does not serve. They stay in the table.
func (k *keeper) lost(a Account) {
	if k.homeless {
		return
	}
	k.homeless = true
	k.cfg.Log.LogAttrs(context.Background(), slog.LevelWarn, "messages wait for an account that is not configured",
		slog.String("channel", string(a.Channel)), slog.String("account", string(a.ID)))
}
