package remind

import (
	"slices"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Person is what is true of somebody when it is decided whether to write.
type Person struct {
	Actor       people.Actor
	Doors       []Door // that can be written to, the newest first
	Away        bool   // today
	LastAway    day.Day
	LastDay     day.Day   // the latest day of an entry that counts
	LastWritten time.Time // when an entry was last made
	Record      Record
	Dues        []Due // what was decided before about what is still open
}

// Door is a chat through which somebody can be reached.
type Door struct {
	people.Account
	Linked time.Time
	Busy   time.Time // the last answer in a form that is open there; zero = none
	Closed bool      // its account takes no reminders now: what is sent there waits
}

// Record is what is remembered of the messages to a person, and what the person chose for them.
type Record struct {
	LastAt     time.Time // the last message that nobody asked for
	RemindedAt time.Time // the last reminder
	Sent       int       // reminders so far; chooses the words
	Unanswered int       // reminders since the person was last heard of
	PausedAt   time.Time // reminders stopped by themselves; zero = they have not
	Off        bool      // the person wants none
	Own        Own
	Channel    string // the preferred one; empty = none
}

// Own is the moment that a person chose. The zero value is the common time.
type Own struct {
	Set    bool
	Minute int          // of the day
	Day    time.Weekday // for weekly jobs
	HasDay bool
	Chosen time.Time // when it was chosen: moments before that are no longer made up for
}

// Due is a slot of a person about which something was decided before it was over.
type Due struct {
	Slot
	Held  bool // else it is done with
	Asked bool // the person put it off to this moment
	At    time.Time
}

// known returns what was decided about a slot.
func (p *Person) known(s Slot) (Due, bool) {
	for _, d := range p.Dues {
		if d.same(s) {
			return d, true
		}
	}
	return Due{}, false
}

// Settled reports whether a slot was decided about before: it is held, or it went along with another.
func (p *Person) Settled(s Slot) bool {
	_, ok := p.known(s)
	return ok
}

// Moment is when a slot is due to somebody with an own time: at that time of the same day, on the chosen day of the
// same week for weekly jobs.
func (o Own) Moment(s Slot, zone *time.Location) time.Time {
	if !o.Set || !s.Job.Moves() {
		return s.Due
	}
	d := day.Of(s.Due.In(zone))
	if o.HasDay && s.Job == Weekly {
		monday := d.Add(-mondayBased(d.Weekday()))
		d = monday.Add(mondayBased(o.Day))
	}
	return d.In(zone).Add(time.Duration(o.Minute) * time.Minute)
}

// mondayBased counts weekdays from Monday = 0.
func mondayBased(w time.Weekday) int { return (int(w) + 6) % 7 }

// HeldUntil lists what was held for the person up to an instant.
func (p *Person) HeldUntil(now time.Time) []Slot {
	var out []Slot
	for _, d := range p.Dues {
		if d.Held && !d.At.After(now) {
			out = append(out, d.Slot)
		}
	}
	return out
}

// Fresh splits slots into those still worth sending and notes about those whose moment has passed too long ago.
func (p *Person) Fresh(slots []Slot, now time.Time) (fresh []Slot, late []Note) {
	for _, s := range slots {
		if d, ok := p.known(s); ok && d.Held && Stale(d, now) {
			late = append(late, Note{Person: p.Actor.Person.ID, Slot: s, Do: Skip, Why: Late})
			continue
		}
		fresh = append(fresh, s)
	}
	return fresh, late
}

// Coming returns slots that are coming together with what is held for the person from now on.
func (p *Person) Coming(slots []Slot, now time.Time) []Slot {
	out := slices.Clone(slots)
	for _, d := range p.Dues {
		if d.Held && d.At.After(now) && !slices.ContainsFunc(out, d.Slot.same) {
			out = append(out, d.Slot)
		}
	}
	return out
}
