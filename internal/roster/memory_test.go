package roster_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/roster"
)

// memory is a register in memory that behaves as the database does: it refuses what the schema refuses.
type memory struct {
	units   []people.Unit
	people  []roster.Known
	entries []noted
	audit   []people.AuditLine
	lastID  int64
}

// noted is an entry: whose, from which day, counting for which unit.
type noted struct {
	person people.PersonID
	start  day.Day
	unit   people.UnitID
}

var _ roster.Store = (*memory)(nil)

func (m *memory) Register(context.Context) (roster.Register, error) {
	out := roster.Register{Units: slices.Clone(m.units)}
	for _, k := range m.people {
		k.Timeline = slices.Clone(k.Timeline)
		k.Used = slices.ContainsFunc(m.entries, func(e noted) bool { return e.person == k.ID })
		out.People = append(out.People, k)
	}
	return out, nil
}

func (m *memory) unit(id people.UnitID) int {
	return slices.IndexFunc(m.units, func(u people.Unit) bool { return u.ID == id })
}

func (m *memory) person(id people.PersonID) int {
	return slices.IndexFunc(m.people, func(k roster.Known) bool { return k.ID == id })
}

func (m *memory) AddUnit(ctx context.Context, u people.Unit) (people.UnitID, error) {
	m.lastID++
	u.ID = people.UnitID(m.lastID)
	m.units = append(m.units, u)
	return u.ID, m.SetUnit(ctx, u)
}

func (m *memory) SetUnit(_ context.Context, u people.Unit) error {
	if u.To != "" && u.To < u.From {
		return fmt.Errorf("unit %s ends on %s before it begins on %s", u.Name, u.To, u.From)
	}
	for _, other := range m.units {
		if other.ID != u.ID && other.To == "" && u.To == "" && codeFold(other.Name) == codeFold(u.Name) {
			return fmt.Errorf("two open units are called %s", u.Name)
		}
	}
	m.units[m.unit(u.ID)] = u
	return nil
}

func (m *memory) DropUnit(_ context.Context, id people.UnitID) (bool, error) {
	for _, k := range m.people {
		if slices.ContainsFunc(k.Timeline, func(s people.Membership) bool { return s.Unit == id }) {
			return false, nil
		}
	}
	if slices.ContainsFunc(m.entries, func(e noted) bool { return e.unit == id }) {
		return false, nil
	}
	m.units = slices.Delete(m.units, m.unit(id), m.unit(id)+1)
	return true, nil
}

func (m *memory) AddPerson(_ context.Context, p people.Person, _ time.Time) (people.PersonID, error) {
	m.lastID++
	p.ID = people.PersonID(m.lastID)
	for _, k := range m.people {
		if k.StaffCode == p.StaffCode {
			return 0, fmt.Errorf("code %s twice", p.StaffCode)
		}
	}
	m.people = append(m.people, roster.Known{Person: p})
	return p.ID, nil
}

func (m *memory) SetPerson(_ context.Context, p people.Person) error {
	m.people[m.person(p.ID)].Person = p
	return nil
}

func (m *memory) RemovePerson(_ context.Context, id people.PersonID) error {
	if slices.ContainsFunc(m.entries, func(e noted) bool { return e.person == id }) {
		return fmt.Errorf("person %d has entries", id)
	}
	m.people = slices.Delete(m.people, m.person(id), m.person(id)+1)
	return nil
}

func (m *memory) SetMemberships(_ context.Context, id people.PersonID, timeline []people.Membership) error {
	for i, s := range timeline {
		u := m.unit(s.Unit)
		if u < 0 {
			return fmt.Errorf("membership in unit %d, which is not there", s.Unit)
		}
		timeline[i].UnitName = m.units[u].Name
	}
	m.people[m.person(id)].Timeline = slices.Clone(timeline)
	return nil
}

// at returns the unit of a person on a day.
func (m *memory) at(id people.PersonID, on day.Day) people.UnitID {
	i := m.person(id)
	if i < 0 {
		return 0
	}
	for _, s := range m.people[i].Timeline {
		if s.From <= on && (s.To == "" || s.To >= on) {
			return s.Unit
		}
	}
	return 0
}

func (m *memory) CountEntriesFrom(_ context.Context, id people.PersonID, from day.Day, other people.UnitID) (int, error) {
	n := 0
	for _, e := range m.entries {
		if e.person == id && e.start >= from && e.unit != other {
			n++
		}
	}
	return n, nil
}

func (m *memory) RecomputeEntryUnits(_ context.Context, id people.PersonID, from day.Day) (int, error) {
	n := 0
	for i, e := range m.entries {
		if unit := m.at(e.person, e.start); e.person == id && e.start >= from && unit != 0 && unit != e.unit {
			m.entries[i].unit = unit
			n++
		}
	}
	return n, nil
}

func (m *memory) Audit(_ context.Context, line people.AuditLine, _ time.Time) error {
	m.audit = append(m.audit, line)
	return nil
}
