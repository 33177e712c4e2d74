package learning

import (
	"cmp"

	"sohoc/internal/people"
)

// Reason says why somebody has not taken part.
type Reason string

// The reasons, the first that holds is given. NotWritten is what remains.
const (
	NotJoined  Reason = "not_joined"  // has not agreed, or no longer does (see Member.Joined)
	Away       Reason = "away"        // has leave on the last day
	Newcomer   Reason = "newcomer"    // came to the unit within Rules.NewDays
	Paused     Reason = "paused"      // could have, and no longer answers reminders
	NotWritten Reason = "not_written" // could have written something down
)

// Reasons returns the reasons in the order in which people are told.
func Reasons() []Reason { return []Reason{NotWritten, Paused, Newcomer, Away, NotJoined} }

// Absent is a member who has not taken part, with the reason.
type Absent struct {
	Person people.PersonID
	Name   string
	Reason Reason
}

// Duty says how many members reached their yearly duty, provisionally: by minutes with evidence or confirmed,
// from 1 January.
type Duty struct {
	Due      int // members who have a duty
	Reached  int
	CongChuc int // those of Due who are công chức
}

// Figures are the totals of a unit, or of all units, for a period, as of its last day. To take part is to
// have at least one counting entry in the period, made in the unit.
type Figures struct {
	Members  int
	TookPart int
	Entries  int
	Training int // minutes of tiết bồi dưỡng, of members and of people who have left since
	Self     int // minutes of giờ tự học, likewise
	Duty     Duty
}

// Minutes returns the minutes of both counters.
func (f Figures) Minutes() int { return f.Training + f.Self }

// Percent returns the share of members who took part, rounded half up; 0 without members.
func (f Figures) Percent() int {
	if f.Members == 0 {
		return 0
	}
	return (200*f.TookPart + f.Members) / (2 * f.Members)
}

// PerHead returns minutes for each member, rounded half up; 0 without members.
func (f Figures) PerHead() int {
	if f.Members == 0 {
		return 0
	}
	return (2*f.Minutes() + f.Members) / (2 * f.Members)
}

// add adds the figures of another unit.
func (f *Figures) add(g Figures) {
	f.Members += g.Members
	f.TookPart += g.TookPart
	f.Entries += g.Entries
	f.Training += g.Training
	f.Self += g.Self
	f.Duty.Due += g.Duty.Due
	f.Duty.Reached += g.Duty.Reached
	f.Duty.CongChuc += g.Duty.CongChuc
}

// compareNeed orders figures by lower participation, then fewer minutes for each member: by cross
// multiplication, so that 1/3 and 33/99 are the same. A unit without members needs nothing and comes last.
func (f Figures) compareNeed(g Figures) int {
	switch {
	case f.Members == 0 || g.Members == 0:
		return -cmp.Compare(f.Members, g.Members)
	default:
		return cmp.Or(
			cmp.Compare(f.TookPart*g.Members, g.TookPart*f.Members),
			cmp.Compare(f.Minutes()*g.Members, g.Minutes()*f.Members),
		)
	}
}

// reason returns why m has not taken part.
func (v View) reason(m Member) Reason {
	switch {
	case !m.Joined:
		return NotJoined
	case m.Away:
		return Away
	case v.Period.Days.To.Sub(m.Since) < v.Rules.NewDays:
		return Newcomer
	case m.Paused:
		return Paused
	default:
		return NotWritten
	}
}

// figures puts together what was read of one unit, or of all.
type figures struct {
	units  map[people.UnitID]*Figures
	absent map[people.UnitID][]Absent
	ended  Figures // of units that no longer exist on the last day
}

// gather makes the figures of the units in which there are members or entries.
func (v View) gather(exist []people.Unit, members []Member, work []Work) figures {
	g := figures{units: map[people.UnitID]*Figures{}, absent: map[people.UnitID][]Absent{}}
	for _, u := range exist {
		g.units[u.ID] = &Figures{}
	}
	type place struct {
		unit   people.UnitID
		person people.PersonID
	}
	wrote := make(map[place]bool, len(members))
	for _, w := range work {
		f, ok := g.units[w.Unit]
		if !ok {
			f = &g.ended
		}
		f.Entries += w.Entries
		f.Training += w.Training
		f.Self += w.Self
		for _, person := range w.Writers {
			wrote[place{w.Unit, person}] = true
		}
	}
	for _, m := range members {
		f, ok := g.units[m.Unit]
		if !ok {
			continue // the register closes memberships with their unit; nobody is counted nowhere
		}
		f.Members++
		if wrote[place{m.Unit, m.Person}] {
			f.TookPart++
			continue
		}
		g.absent[m.Unit] = append(g.absent[m.Unit], Absent{Person: m.Person, Name: m.Name, Reason: v.reason(m)})
	}
	return g
}

// duties adds how many members reached their yearly duty.
func (g figures) duties(members []Member, credited map[people.PersonID]int, targets map[people.Category]Target, u Units) {
	for _, m := range members {
		target, due := targets[m.Category]
		f, ok := g.units[m.Unit]
		if !ok || !due || target.Tiet == 0 {
			continue
		}
		f.Duty.Due++
		if m.Category == people.CongChuc {
			f.Duty.CongChuc++
		}
		if credited[m.Person] >= target.Minutes(u) {
			f.Duty.Reached++
		}
	}
}
