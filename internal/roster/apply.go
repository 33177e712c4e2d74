package roster

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// Reader is what comparing needs of the database.
type Reader interface {
	// Register returns everybody and every unit, also those of the past.
	Register(ctx context.Context) (Register, error)
	// CountEntriesFrom counts a person's entries that begin on a day or later and carry another unit than given.
	CountEntriesFrom(ctx context.Context, person people.PersonID, from day.Day, other people.UnitID) (int, error)
}

// Store is what importing needs of the database. All calls of one import belong to one transaction.
type Store interface {
	Reader
	// AddUnit stores a new unit and returns its id.
	AddUnit(ctx context.Context, u people.Unit) (people.UnitID, error)
	// SetUnit stores a unit's name and span.
	SetUnit(ctx context.Context, u people.Unit) error
	// DropUnit removes a unit to which nothing refers; ok is false when something does.
	DropUnit(ctx context.Context, unit people.UnitID) (ok bool, err error)
	// AddPerson stores a new person and returns the id.
	AddPerson(ctx context.Context, p people.Person, now time.Time) (people.PersonID, error)
	// SetPerson stores a person's name and category.
	SetPerson(ctx context.Context, p people.Person) error
	// RemovePerson removes a person without entries, with memberships and codes.
	RemovePerson(ctx context.Context, person people.PersonID) error
	// SetMemberships replaces all memberships of a person.
	SetMemberships(ctx context.Context, person people.PersonID, timeline []people.Membership) error
	// RecomputeEntryUnits gives the person's entries that begin on a day or later the unit of their first day, by
	// the memberships as they are now. Entries of days without membership keep theirs. It returns how many changed.
	RecomputeEntryUnits(ctx context.Context, person people.PersonID, from day.Day) (int, error)
	// Audit writes a line of the audit.
	Audit(ctx context.Context, line people.AuditLine, now time.Time) error
}

// How far from today a list may begin to hold.
const (
	maxPast   = 10 * 366 // days
	maxFuture = 366
)

// CheckSince reports whether a list may hold from a day on. Fault: "roster.since".
func CheckSince(since, today day.Day) error {
	if since < today.Add(-maxPast) || since > today.Add(maxFuture) {
		return fault.New(fault.Invalid, "roster.since", fault.Args{"Day": since.Local()})
	}
	return nil
}

// Prepare returns what a list would change. An empty w.Since stands for the usual day.
func Prepare(ctx context.Context, store Reader, list List, w When) (Difference, error) {
	register, err := store.Register(ctx)
	if err != nil {
		return Difference{}, fmt.Errorf("read register: %w", err)
	}
	w.Since = register.Start(w.Since, w.Today)
	d := Plan(list, register, w)
	for i, c := range d.Changes {
		if c.Kind != Moved && c.Kind != Back {
			continue
		}
		if d.Changes[i].Entries, err = store.CountEntriesFrom(ctx, c.Before.ID, d.Since, c.Is.Unit); err != nil {
			return Difference{}, fmt.Errorf("count entries that move: %w", err)
		}
	}
	return d, nil
}

// Apply writes a difference. It must come from the same transaction. It returns how many entries count for another
// unit now.
func Apply(ctx context.Context, store Store, d Difference, now time.Time) (entries int, err error) {
	ids, err := applyUnits(ctx, store, d)
	if err != nil {
		return 0, err
	}
	for _, c := range d.Changes {
		moved, err := applyChange(ctx, store, c, ids, now)
		if err != nil {
			return 0, err
		}
		if moved {
			n, err := store.RecomputeEntryUnits(ctx, c.Before.ID, d.Since)
			if err != nil {
				return 0, fmt.Errorf("recompute units of entries: %w", err)
			}
			entries += n
		}
	}
	if err := endUnits(ctx, store, d); err != nil {
		return 0, err
	}
	line := people.AuditLine{Action: "import_roster", Channel: "cli", Detail: d.summary(entries)}
	if err := store.Audit(ctx, line, now); err != nil {
		return 0, fmt.Errorf("audit: %w", err)
	}
	return entries, nil
}

// summary tells the audit what was done, without names.
func (d Difference) summary(entries int) string {
	return fmt.Sprintf("since=%s new=%d back=%d moved=%d changed=%d left=%d units=%d entries=%d",
		d.Since, d.Count(New), d.Count(Back), d.Count(Moved), d.Count(Changed), d.Count(Left), len(d.Units), entries)
}

// applyUnits writes the units that people will belong to and returns the ids of the new ones by folded name.
func applyUnits(ctx context.Context, store Store, d Difference) (map[string]people.UnitID, error) {
	ids := map[string]people.UnitID{}
	for _, u := range d.Units {
		switch u.Kind {
		case UnitNew:
			id, err := store.AddUnit(ctx, u.After)
			if err != nil {
				return nil, fmt.Errorf("add unit: %w", err)
			}
			ids[viet.Fold(u.After.Name)] = id
		case UnitOpened, UnitRenamed:
			if err := store.SetUnit(ctx, u.After); err != nil {
				return nil, fmt.Errorf("set unit: %w", err)
			}
		case UnitEnded: // not before everybody is gone: endUnits
		}
	}
	return ids, nil
}

// applyChange writes one person. It reports whether a known person's memberships changed.
func applyChange(ctx context.Context, store Store, c Change, ids map[string]people.UnitID, now time.Time) (bool, error) {
	if c.Remove {
		if err := store.RemovePerson(ctx, c.Before.ID); err != nil {
			return false, fmt.Errorf("remove person: %w", err)
		}
		return false, nil
	}
	id := c.Before.ID
	var err error
	switch {
	case c.Kind == New:
		if id, err = store.AddPerson(ctx, c.After, now); err != nil {
			return false, fmt.Errorf("add person: %w", err)
		}
	case c.Before.Person != c.After:
		if err := store.SetPerson(ctx, c.After); err != nil {
			return false, fmt.Errorf("set person: %w", err)
		}
	}
	timeline := make([]people.Membership, len(c.Timeline))
	for i, m := range c.Timeline {
		if m.Unit == 0 {
			m.Unit = ids[viet.Fold(m.UnitName)]
		}
		m.Person = id
		timeline[i] = m
	}
	if err := store.SetMemberships(ctx, id, timeline); err != nil {
		return false, fmt.Errorf("set memberships: %w", err)
	}
	return c.Kind != New, nil
}

// endUnits ends the units that emptied. One that existed for no day and left no trace disappears.
func endUnits(ctx context.Context, store Store, d Difference) error {
	for _, u := range d.Units {
		if u.Kind != UnitEnded {
			continue
		}
		if u.Before.From >= d.Since {
			dropped, err := store.DropUnit(ctx, u.Before.ID)
			if err != nil {
				return fmt.Errorf("drop unit: %w", err)
			}
			if dropped {
				continue
			}
		}
		if err := store.SetUnit(ctx, u.After); err != nil {
			return fmt.Errorf("end unit: %w", err)
		}
	}
	return nil
}
