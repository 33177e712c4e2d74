package remind

import (
	"slices"
	"time"
)

// Plan is what one person gets at an instant: the slots that make up one message, and what becomes of all that were
// looked at.
type Plan struct {
	Send  []Slot // in the order in which they are worded; empty = nothing is sent
	Stop  bool   // the reminder among them is the one that says that reminders stop
	Notes []Note
}

// Plan decides about all that is due to a person now, together with what is coming within Gap. What may share a
// message does; what may not waits. Slots that are settled (see Person.Settled) must not be given as due, unless they
// were held and their time has come; in coming they are passed over.
func (r Rules) Plan(p *Person, due, coming []Slot, now time.Time) Plan {
	var out Plan
	var alone []Slot
	for i, s := range due {
		if later := slices.ContainsFunc(due[i+1:], func(o Slot) bool { return o.Job == s.Job }); later {
			out.note(Note{Person: p.Actor.Person.ID, Slot: s, Do: Skip, Why: Superseded})
			continue
		}
		n := r.Decide(p, s, now)
		switch {
		case n.Do != Send:
			out.note(n)
		case kindOf(s.Job).alone:
			alone = append(alone, s)
		default:
			out.add(n)
		}
	}
	for _, s := range alone {
		if len(out.Send) == 0 {
			out.add(r.Decide(p, s, now))
			continue
		}
		out.note(Note{Person: p.Actor.Person.ID, Slot: s, Do: Hold, Why: TooSoon, At: r.Calendar.Next(now.Add(Gap))})
	}
	if len(out.Send) > 0 && !kindOf(out.Send[0].Job).alone {
		r.takeAlong(p, &out, coming, now)
	}
	slices.SortStableFunc(out.Send, func(a, b Slot) int { return rank(a.Job) - rank(b.Job) })
	return out
}

// takeAlong adds what is coming to a message that goes out now.
func (r Rules) takeAlong(p *Person, out *Plan, coming []Slot, now time.Time) {
	for _, s := range coming {
		k := kindOf(s.Job)
		has := slices.ContainsFunc(out.Send, func(o Slot) bool { return o.Job == s.Job })
		if k.alone || !k.to(p.Actor.Member.Roles) || has {
			continue
		}
		at := p.Record.Own.Moment(s, r.Zone)
		if d, ok := p.known(s); ok && !d.Held {
			continue
		} else if ok {
			at = d.At
		}
		if !at.Before(now.Add(Gap)) || r.unwanted(p, s, now) != Ready {
			continue
		}
		out.add(Note{Person: p.Actor.Person.ID, Slot: s, Do: Merge, Why: Together})
		if s.Job.Nudges() && p.Record.Unanswered >= MaxUnanswered {
			out.Stop = true
		}
	}
}

// Stale reports whether the moment of something that was held has passed too long ago. A reminder asks for what is
// true when it is sent, and is worth sending for a week.
func Stale(d Due, now time.Time) bool {
	limit := staleAfter
	if d.Job.Nudges() {
		limit *= 7
	}
	return now.Sub(d.At) > limit
}

func (p *Plan) note(n Note) { p.Notes = append(p.Notes, n) }

func (p *Plan) add(n Note) {
	p.Send = append(p.Send, n.Slot)
	p.Stop = p.Stop || n.Why == Stopping
	p.note(n)
}

// rank orders the parts of a message: the own business first, then the unit's, then the department's.
func rank(j Job) int {
	order := []Job{Weekly, Monthly, HeadDigest, OfficeDigest, DirectorPage, WeeklyFact, Quiz, QuizMore}
	return slices.Index(order, j)
}

// Drop notes that there was nothing to say about a slot that was to be sent.
func (p *Plan) Drop(s Slot) {
	for i, n := range p.Notes {
		if n.Slot.same(s) && (n.Do == Send || n.Do == Merge) {
			p.Notes[i].Do, p.Notes[i].Why = Skip, Nothing
		}
	}
}
