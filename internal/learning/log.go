package learning

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// Store is what logging needs.
type Store interface {
	// Entry returns an entry of a person; ok is false when the person has none of that number.
	Entry(ctx context.Context, person people.PersonID, id EntryID) (e Entry, ok bool, err error)
	// LastEntry returns the person's newest entry that is not deleted.
	LastEntry(ctx context.Context, person people.PersonID) (e Entry, ok bool, err error)
	// LastTouched returns the person's entry that was made or changed last, deleted ones included.
	LastTouched(ctx context.Context, person people.PersonID) (e Entry, ok bool, err error)
	// EntryByMessage returns the entry that a chat message made.
	EntryByMessage(ctx context.Context, person people.PersonID, channel, message string) (e Entry, ok bool, err error)
	// EntriesTouching lists the counting entries of a person that touch a range of days.
	EntriesTouching(ctx context.Context, person people.PersonID, days day.Range) ([]Touching, error)
	// AddEntry stores a new entry and returns its number.
	AddEntry(ctx context.Context, e Entry) (EntryID, error)
	// ReplaceEntry stores the new state of an entry and keeps the old one.
	ReplaceEntry(ctx context.Context, before, after Entry, by ChangedBy) error
	// EntryBefore returns the state of an entry before its newest change.
	EntryBefore(ctx context.Context, id EntryID) (e Entry, ok bool, err error)
	// UnitAt returns the unit that a person belonged to on a day.
	UnitAt(ctx context.Context, person people.PersonID, on day.Day) (people.UnitID, bool, error)
}

// Request is a use of Log or Change by somebody.
type Request struct {
	Actor   people.Actor
	Draft   Draft
	Rules   Rules
	Today   day.Day
	Now     time.Time
	Channel string
	Message string // the chat message behind it
	Again   bool   // store even if it looks like an entry that exists
}

// Logged is what came of it.
type Logged struct {
	Entry    Entry
	DayTotal int  // minutes of the busiest day that the entry touches
	NewDay   bool // the entry touches a day that had none
}

// Log writes a new entry. Faults: those of Check, and a *Duplicate.
func Log(ctx context.Context, store Store, r Request) (Logged, error) {
	r.Draft = complete(r.Draft, r.Today)
	if err := Check(r); err != nil {
		return Logged{}, err
	}
	days, err := weigh(ctx, store, r, 0)
	if err != nil {
		return Logged{}, err
	}
	unit, err := unitOf(ctx, store, r)
	if err != nil {
		return Logged{}, err
	}
	e := Entry{
		Person: r.Actor.Person.ID, Unit: unit, Draft: r.Draft, Status: Recorded,
		Channel: r.Channel, Message: r.Message, Version: 1, Created: r.Now, Updated: r.Now,
	}
	if e.ID, err = store.AddEntry(ctx, e); err != nil {
		return Logged{}, fmt.Errorf("add entry: %w", err)
	}
	return Logged{Entry: e, DayTotal: days.busiest, NewDay: days.fresh}, nil
}

// unitOf returns the unit that the entry's person was in on its first day. Fault: "log.no_unit".
func unitOf(ctx context.Context, store Store, r Request) (people.UnitID, error) {
	m := r.Actor.Member
	if r.Draft.Start >= m.From && (m.To == "" || r.Draft.Start <= m.To) {
		return m.Unit, nil
	}
	unit, ok, err := store.UnitAt(ctx, r.Actor.Person.ID, r.Draft.Start)
	if err != nil {
		return 0, fmt.Errorf("find unit: %w", err)
	}
	if !ok {
		return 0, fault.New(fault.Invalid, "log.no_unit", fault.Args{"Day": r.Draft.Start.Local()})
	}
	return unit, nil
}

// ChangedBy says who changed an entry, and by which door.
type ChangedBy struct {
	Person  people.PersonID
	Channel string
}
