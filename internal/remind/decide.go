package remind

import (
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Rules decide. They hold no state.
type Rules struct {
	Calendar Calendar
	Zone     *time.Location

	today, since, here day.Day // what is worked out once for all people of a day, by On
}

// On returns rules that have worked out what is the same for everybody on a day.
func (r Rules) On(today day.Day) Rules {
	r.since, r.here = r.back(today, lookBack), r.back(today, hereFor)
	r.today = today
	return r
}

// Decide says what becomes of a slot for a person at an instant, by itself: what else is due is the business of Plan.
// What depends on the person comes first, since it is true at any hour.
func (r Rules) Decide(p *Person, s Slot, now time.Time) Note {
	n := Note{Person: p.Actor.Person.ID, Slot: s, Do: Skip}
	if n.Why = r.unwanted(p, s, now); n.Why != Ready {
		return n
	}
	if at, why := r.wait(p, s, now); why != Ready {
		n.Do, n.Why, n.At = Hold, why, at
		return n
	}
	n.Do = Send
	if s.Job.Nudges() && p.Record.Unanswered >= MaxUnanswered {
		n.Why = Stopping
	}
	return n
}

// unwanted says why a person is not to be written to at all; Ready = may be.
func (r Rules) unwanted(p *Person, s Slot, now time.Time) Why {
	k := kindOf(s.Job)
	switch {
	case p.Actor.State == people.Left:
		return Left
	case p.Actor.State != people.Active:
		return NoConsent
	case k.nudge && p.Record.Off:
		return TurnedOff
	case k.private && !p.Record.PausedAt.IsZero():
		return Paused
	case p.Away:
		return OnLeave
	case len(p.Doors) == 0:
		return NoDoor
	case !k.nudge:
		return Ready
	case r.sameDay(p.Record.RemindedAt, now):
		return OneADay
	default:
		d, _ := p.known(s)
		return r.contented(p, d.Asked, now)
	}
}

// wait says until when a slot must wait, and why; Ready = it need not.
func (r Rules) wait(p *Person, s Slot, now time.Time) (time.Time, Why) {
	at, why := now, Ready
	if own := p.Record.Own.Moment(s, r.Zone); own.After(at) {
		at, why = own, OwnTime
	}
	if free := p.Record.LastAt.Add(Gap); !p.Record.LastAt.IsZero() && free.After(at) {
		at, why = free, TooSoon
	}
	for _, d := range p.Doors {
		if free := d.Busy.Add(typingFor); !d.Busy.IsZero() && free.After(at) {
			at, why = free, Typing
		}
	}
	open := r.Calendar.Next(at)
	if why == Ready && open.After(at) {
		why = Why(r.Calendar.Reason(at))
	}
	return open, why
}

func (r Rules) sameDay(a, b time.Time) bool {
	return !a.IsZero() && day.Of(a.In(r.Zone)) == day.Of(b.In(r.Zone))
}

// How many working days are looked at for something new, and how many of them somebody must have been here for. The
// rule is the Office's weekly rhythm (features E2): who wrote something down in the last working week lacks nothing.
const (
	lookBack = 5
	hereFor  = 3
)

// Since is the first of the working days, up to today, in which something new is looked for.
func (r Rules) Since(today day.Day) day.Day {
	if r.today == today {
		return r.since
	}
	return r.back(today, lookBack)
}

// hereBy is the last day since when somebody must have been here to lack something.
func (r Rules) hereBy(today day.Day) day.Day {
	if r.today == today {
		return r.here
	}
	return r.back(today, hereFor)
}

// back returns the n-th working day counted back from today, today included.
func (r Rules) back(today day.Day, n int) day.Day {
	const longest = 40 // no holiday is longer; a calendar without working days ends the search
	for d, i := today, 0; i < longest; d, i = d.Add(-1), i+1 {
		if r.Calendar.Working(d) {
			n--
		}
		if n == 0 {
			return d
		}
	}
	return today.Add(-longest)
}

// contented says why a person lacks nothing; Ready = there is nothing new in the notebook. An entry counts by its
// day and by the day on which it was written down: who enters last month's course this week has kept the notebook. Who has asked for the reminder gets it however
// short the time was.
func (r Rules) contented(p *Person, asked bool, now time.Time) Why {
	today := day.Of(now.In(r.Zone))
	since := r.Since(today)
	if p.LastDay >= since && p.LastDay != "" || !p.LastWritten.IsZero() && day.Of(p.LastWritten.In(r.Zone)) >= since {
		return Written
	}
	here := r.hereBy(today)
	switch {
	case asked:
		return Ready
	case day.Of(p.Actor.Consented.In(r.Zone)) > here:
		return Newcomer
	case p.LastAway >= here:
		return JustBack
	default:
		return Ready
	}
}
