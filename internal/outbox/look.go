package outbox

import (
	"context"
	"log/slog"
)

// look is a part of the table that is read in one transaction. Each class has a part of its own: while a hundred
// thousand reminders are queued, a look that passed by them all would find the answers behind them only at its end,
// and turn away those that are queued meanwhile.
type look [classes]struct {
	wanted bool
	after  ID
	rows   []Row
}

func (lk *look) want(rank int, after ID) {
	if p := &lk[rank]; !p.wanted || after < p.after {
		p.wanted, p.after = true, after
	}
}

func (lk *look) empty() bool {
	for rank := range lk {
		if lk[rank].wanted {
			return false
		}
	}
	return true
}

// read reads what is wanted. It may run twice.
func (lk *look) read(ctx context.Context, s Store) (err error) {
	for rank := range lk {
		if p := &lk[rank]; p.wanted {
			if p.rows, err = s.WaitingOf(ctx, classOf(rank), p.after, chunkSize); err != nil {
				return err
			}
		}
	}
	return nil
}

// plan says from where the table has to be read now, if at all.
func (k *keeper) plan() *look {
	var into look
	for _, l := range k.lanes {
		l.join(&k.polling, &into)
	}
	return &into
}

func (l *lane) join(polling *[classes]bool, into *look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for rank, w := range l.allWindows {
		if after, joins := w.join(polling[rank]); joins {
			into.want(rank, after)
		}
	}
}

// pass notes how far a look at a class has come.
func (l *lane) pass(of int, last ID, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for rank, w := range l.allWindows {
		if rank == of {
			w.pass(last, end)
		}
	}
	l.ebb()
}

// allWindows calls yield with the windows of the lane and of the chats that flood it, and their ranks.
func (l *lane) allWindows(yield func(int, *window) bool) {
	for rank, w := range l.windows {
		if !yield(rank, w) {
			return
		}
	}
	for _, c := range l.flooded {
		for rank, w := range c.floods {
			if w != nil && !yield(rank, w) {
				return
			}
		}
	}
}

// poll has each class looked at up to its end, for what another process has queued.
func (k *keeper) poll() { k.polling = [classes]bool{true, true, true} }

// spread gives the rows of a class that were read to their lanes.
func (k *keeper) spread(rank int, rows []Row) {
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
		k.polling[rank] = false
	}
	for _, l := range k.lanes {
		l.pass(rank, last, end)
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
