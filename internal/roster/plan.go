package roster

import (
	"slices"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// Known is a person of the register with all memberships, the oldest first.
type Known struct {
	people.Person
	Timeline []people.Membership
	Used     bool // has an account, a consent or an entry, so that the row must stay
}

// Register is what the database knows.
type Register struct {
	Units  []people.Unit // all that there ever were
	People []Known
}

// Empty reports whether nobody was ever imported.
func (r Register) Empty() bool { return len(r.People) == 0 }

// Start returns the day from which a list holds: the one asked for, else today; the first list of all holds from
// the start of the year, so that the year's figures have a denominator.
func (r Register) Start(asked, today day.Day) day.Day {
	switch {
	case asked != "":
		return asked
	case r.Empty():
		return day.YearOf(today).From
	default:
		return today
	}
}

// Kind says what a list does to a person.
type Kind string

// The kinds of changes, in the order in which they are worth reading.
const (
	New     Kind = "new"     // was never in the register
	Back    Kind = "back"    // had left
	Moved   Kind = "moved"   // to another unit
	Changed Kind = "changed" // stays in the unit
	Left    Kind = "left"    // in the register, not in the list
)

// Aspect is what differs about a person who stays.
type Aspect string

// The aspects.
const (
	NameAspect     Aspect = "name"
	CategoryAspect Aspect = "category"
	PostAspect     Aspect = "post"
	RoleAspect     Aspect = "role"
	StartAspect    Aspect = "start"   // belongs to the unit from an earlier day than was known
	PlannedAspect  Aspect = "planned" // what was known of later days falls away
)

// Change is what happens to one person.
type Change struct {
	Kind     Kind
	Before   Known             // zero for New
	Was      people.Membership // the membership that the list meets; for Back the last one
	After    people.Person
	Is       people.Membership // what holds from the difference's day on; zero for Left
	Aspects  []Aspect          // for Changed and Moved
	Timeline []people.Membership
	Remove   bool // the person came with a list of the same day and never used anything: no trace remains
	Entries  int  // entries that will count for another unit; see Prepare
}

// UnitKind says what a list does to a unit.
type UnitKind string

// The kinds.
const (
	UnitNew     UnitKind = "unit_new"
	UnitRenamed UnitKind = "unit_renamed" // only its spelling: another name is another unit
	UnitOpened  UnitKind = "unit_opened"  // had ended, or began later
	UnitEnded   UnitKind = "unit_ended"   // nobody belongs to it any more
)

// UnitChange is what happens to one unit. After has no id for UnitNew.
type UnitChange struct {
	Kind   UnitKind
	Before people.Unit
	After  people.Unit
}

// Difference is what a list would change. It names new units by name, since they have no id yet.
type Difference struct {
	Since      day.Day
	First      bool // the register is empty
	Changes    []Change
	Units      []UnitChange
	Unchanged  int
	Later      int      // of the unchanged: they belong where the list says, but from a later day than Since
	Registered int      // people who belong to a unit on Since or later
	Same       [][2]int // indexes in Changes: a leaver and a newcomer of one name, perhaps one person with a new code
}

// Nothing reports whether a list says what the register says.
func (d Difference) Nothing() bool { return len(d.Changes) == 0 && len(d.Units) == 0 }

// Count returns how many people a kind of change concerns.
func (d Difference) Count(kind Kind) int {
	n := 0
	for _, c := range d.Changes {
		if c.Kind == kind {
			n++
		}
	}
	return n
}

// ManyLeave reports whether more than a third of the register would leave: rather half a list than half a
// department.
func (d Difference) ManyLeave() bool { return 3*d.Count(Left) > d.Registered }

// When says on which days a list works.
type When struct {
	Since  day.Day // the day from which what it changes holds
	Today  day.Day
	Redate bool // also bring forward to Since what is known from a later day
}

// Plan compares a list with the register. It decides nothing by name. Who belongs where the list says stays as is.
// For the others the list holds from w.Since on: what their memberships said before stays, what they said of later
// days is replaced.
func Plan(list List, register Register, w When) Difference {
	p := planner{When: w, list: list, spelling: spellings(list), units: map[string]people.Unit{}}
	p.out = Difference{Since: w.Since, First: register.Empty()}
	for _, u := range register.Units {
		p.remember(u)
	}
	known := map[string]Known{}
	for _, k := range register.People {
		known[codeKey(k.StaffCode)] = k
		if during(k.Timeline, w.Since) >= 0 {
			p.out.Registered++
		}
	}
	for _, line := range list.Lines {
		k, ok := known[codeKey(line.Code)]
		delete(known, codeKey(line.Code))
		p.place(line, k, ok)
	}
	for _, k := range register.People { // in the register's order
		if _, absent := known[codeKey(k.StaffCode)]; absent && !p.leave(k) {
			p.kept = append(p.kept, k.Timeline...)
		}
	}
	p.planUnits(register)
	p.out.Same = sameNames(p.out.Changes)
	return p.out
}

type planner struct {
	When
	list     List
	spelling map[string]string
	units    map[string]people.Unit // the one that a name means from since on
	kept     []people.Membership    // of those about whom nothing changes
	out      Difference
}

// remember keeps the unit that a name means: the open one, else the one that ended last, if that was not before
// the eve of since. A name that ended long ago is free for a new unit.
func (p *planner) remember(u people.Unit) {
	if u.To != "" && u.To < p.Since.Add(-1) {
		return
	}
	folded := viet.Fold(u.Name)
	if other, ok := p.units[folded]; !ok || (other.To != "" && (u.To == "" || u.To > other.To)) {
		p.units[folded] = u
	}
}

// place plans the person of a line.
func (p *planner) place(line Line, k Known, known bool) {
	is := people.Membership{
		Person: k.ID, Unit: p.units[viet.Fold(line.Unit)].ID, UnitName: p.spelling[viet.Fold(line.Unit)],
		Post: line.Post, Roles: line.Roles, From: p.Since,
	}
	after := people.Person{ID: k.ID, StaffCode: line.Code, Name: line.Name, Category: line.Category, Lang: k.Lang}
	if !known {
		p.add(Change{Kind: New, After: after, Is: is, Timeline: []people.Membership{is}})
		return
	}
	after.StaffCode = k.StaffCode
	c := Change{Kind: Changed, Before: k, After: after, Is: is}
	at := during(k.Timeline, p.Since)
	switch {
	case at >= 0:
		c.Was = k.Timeline[at]
	case len(k.Timeline) > 0:
		c.Was = k.Timeline[len(k.Timeline)-1]
	}
	p.fillGaps(&c)
	if last := len(k.Timeline) - 1; last >= 0 && !p.Redate && k.Timeline[last].From > p.Since && sameAs(k.Timeline[last], c.Is) {
		c.Is, c.Was, c.Timeline = k.Timeline[last], k.Timeline[last], k.Timeline
		p.out.Later++
	} else {
		c.Timeline = follow(k.Timeline, c.Is)
	}
	c.Aspects = aspects(c)
	switch {
	case at < 0 || c.Was.To != "" && c.Was.To < p.Today && at == len(k.Timeline)-1:
		c.Kind = Back
	case c.Was.Unit != c.Is.Unit:
		c.Kind = Moved
	case len(c.Aspects) == 0:
		p.out.Unchanged++
		p.kept = append(p.kept, k.Timeline...)
		return
	}
	p.add(c)
}

// fillGaps takes over what a list has no column for.
func (p *planner) fillGaps(c *Change) {
	if !p.list.Has[PostColumn] {
		c.Is.Post = c.Was.Post
	}
	if !p.list.Has[RoleColumn] {
		c.Is.Roles = c.Was.Roles
	}
	if !p.list.Has[CategoryColumn] {
		c.After.Category = c.Before.Category
	}
}

// leave plans the going of a person whom the list does not name. It reports false for who has left already.
func (p *planner) leave(k Known) bool {
	at := during(k.Timeline, max(p.Since, p.Today))
	if at < 0 {
		return false
	}
	if early := during(k.Timeline, p.Since); early >= 0 {
		at = early
	}
	c := Change{Kind: Left, Before: k, Was: k.Timeline[at], After: k.Person, Timeline: cut(k.Timeline, p.Since)}
	if len(c.Timeline) == 0 && k.Used {
		// A record cannot belong to nobody: the shortest membership there is.
		only := k.Timeline[0]
		only.To = only.From
		c.Timeline = []people.Membership{only}
	}
	if slices.Equal(c.Timeline, k.Timeline) {
		return false // goes at the end of the first day, which has been planned
	}
	c.Remove = len(c.Timeline) == 0
	p.add(c)
	return true
}

func (p *planner) add(c Change) { p.out.Changes = append(p.out.Changes, c) }

// during returns the index of the membership that holds on a day, else of the next one, else -1.
func during(timeline []people.Membership, on day.Day) int {
	return slices.IndexFunc(timeline, func(m people.Membership) bool { return m.To == "" || m.To >= on })
}

// cut returns a timeline up to the eve of a day.
func cut(timeline []people.Membership, before day.Day) []people.Membership {
	var out []people.Membership
	for _, m := range timeline {
		if m.From >= before {
			continue
		}
		if m.To == "" || m.To >= before {
			m.To = before.Add(-1)
		}
		out = append(out, m)
	}
	return out
}

// follow returns the timeline with what holds from its first day on. The membership of the eve goes on when it
// says the same, so that nobody becomes new in the own unit.
func follow(timeline []people.Membership, is people.Membership) []people.Membership {
	out := cut(timeline, is.From)
	if n := len(out); n > 0 {
		last := &out[n-1]
		if joined := last.To == is.From.Add(-1); joined && sameAs(people.Membership{Unit: last.Unit, Post: last.Post, Roles: last.Roles}, is) {
			last.To = ""
			return out
		}
	}
	return append(out, is)
}

// sameAs reports whether an open membership says what is says. A new unit has no id yet and is never the same.
func sameAs(m, is people.Membership) bool {
	return m.To == "" && is.Unit != 0 && m.Unit == is.Unit && m.Post == is.Post && m.Roles == is.Roles
}

// aspects returns what differs for a person who is known.
func aspects(c Change) []Aspect {
	var out []Aspect
	note := func(differs bool, a Aspect) {
		if differs {
			out = append(out, a)
		}
	}
	note(c.Before.Name != c.After.Name, NameAspect)
	note(c.Before.Category != c.After.Category, CategoryAspect)
	note(c.Was.Post != c.Is.Post, PostAspect)
	note(c.Was.Roles != c.Is.Roles, RoleAspect)
	note(c.Was.From > c.Is.From, StartAspect)
	note(c.Was.To != "" && c.Was.To >= c.Is.From, PlannedAspect)
	return out
}

// sameNames pairs leavers with newcomers of the same name.
func sameNames(changes []Change) [][2]int {
	var out [][2]int
	for i, gone := range changes {
		for j, come := range changes {
			if gone.Kind == Left && come.Kind == New && viet.Fold(gone.Before.Name) == viet.Fold(come.After.Name) {
				out = append(out, [2]int{i, j})
			}
		}
	}
	return out
}
