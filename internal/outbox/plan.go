package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// planSpan is how often the plan of an account is looked at though nothing was sent: a month ends.
const planSpan = time.Minute

// plan is a question about the plan of a metered account.
type plan struct {
	lane *lane
	open bool
}

// plans says which accounts have to be asked about: those that have just sent, and each now and then.
func (k *keeper) plans(notes []note, now time.Time) (out []plan) {
	if k.cfg.Guide == nil {
		return nil
	}
	spent := map[Account]bool{}
	for i := range notes {
		if notes[i].mark.Cost > 0 {
			spent[accountOf(notes[i].mark.To)] = true
		}
	}
	for a, l := range k.lanes {
		last, known := k.asked[l]
		due := !known || now.Sub(last) >= planSpan || now.Before(last)
		if l.metered && (due || spent[a]) {
			out = append(out, plan{lane: l})
			k.asked[l] = now
		}
	}
	return out
}

// ask looks at plans, in a transaction that may run twice.
func (k *keeper) ask(ctx context.Context, s Store, plans []plan) (err error) {
	for i := range plans {
		if plans[i].open, err = k.cfg.Guide.Budget(ctx, s, plans[i].lane.account); err != nil {
			return fmt.Errorf("look at the plan of an account: %w", err)
		}
	}
	return nil
}

// planned heeds the answers.
func (k *keeper) planned(plans []plan) {
	for _, p := range plans {
		p.lane.allow(p.open)
	}
}

// allow lets reminders and broadcasts out, or no more.
func (l *lane) allow(open bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.reach.spent != open {
		return
	}
	l.reach.spent = !open
	if open {
		l.log.Info("the plan of this account bears reminders again")
		l.turn.Broadcast()
		return
	}
	l.log.Warn("the plan of this account is nearly used up: only replies go out", slog.String("class", "reply"))
}
