package learning

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/viet"
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
	EntriesTouching(ctx context.Context, person people.PersonID, days day.Range) ([]Entry, error)
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
	DayTotal int // minutes of the busiest day that the entry touches
}

// Log writes a new entry. Faults: those of Check, and a *Duplicate.
func Log(ctx context.Context, store Store, r Request) (Logged, error) {
	r.Draft = complete(r.Draft, r.Today)
	if err := Check(r); err != nil {
		return Logged{}, err
	}
	busiest, err := weigh(ctx, store, r, 0)
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
	return Logged{Entry: e, DayTotal: busiest}, nil
}

// complete fills what a draft may leave open.
func complete(d Draft, today day.Day) Draft {
	d.Title = strings.TrimSpace(d.Title)
	if d.Kind == "" {
		d.Kind = SelfStudy
	}
	if d.Field == "" {
		d.Field = OtherField
	}
	if d.Start == "" {
		d.Start = today
	}
	if d.End == "" {
		d.End = d.Start
	}
	return d
}

// Check applies the rules that need no rows. Faults: "log.title", "log.title_long", "log.future", "log.order",
// "log.span", "log.not_positive", "log.too_long" and, last because Change may overlook it, "log.too_old".
func Check(r Request) error {
	d := r.Draft
	days := day.Range{From: d.Start, To: d.End}
	switch {
	case d.Title == "":
		return fault.New(fault.Invalid, "log.title", nil)
	case utf8.RuneCountInString(d.Title) > MaxTitle:
		return fault.New(fault.Invalid, "log.title_long", fault.Args{"Max": MaxTitle})
	case d.End > r.Today:
		return fault.New(fault.Invalid, "log.future", fault.Args{"Day": d.End.Local()})
	case d.End < d.Start:
		return fault.New(fault.Invalid, "log.order", nil)
	case days.Days() > MaxSpanDays:
		return fault.New(fault.Invalid, "log.span", fault.Args{"Max": MaxSpanDays})
	case d.Minutes <= 0:
		return fault.New(fault.Invalid, "log.not_positive", nil)
	case d.Minutes > MaxMinutesPerDay*days.Days():
		return fault.New(fault.Invalid, "log.too_long", fault.Args{"Days": days.Days()})
	case d.End < r.Today.Add(-r.Rules.BackdateDays) && r.Actor.Reach(people.BackdateFreely) == people.Nobody:
		return fault.New(fault.Forbidden, "log.too_old", fault.Args{"Days": r.Rules.BackdateDays, "Day": d.End.Local()})
	}
	return nil
}

// Duplicate says that an entry like this exists: same person, first day, minutes and title (without case
// and diacritics; digits count, so "bài 1" and "bài 2" differ).
type Duplicate struct{ Of Entry }

// Error implements error.
func (d *Duplicate) Error() string { return fmt.Sprintf("looks like entry %d", d.Of.ID) }

// weigh looks at the other entries of the days that a draft touches. It returns the minutes of the busiest
// day with the draft in it. Faults: "log.day_full", and a *Duplicate unless r.Again.
func weigh(ctx context.Context, store Store, r Request, except EntryID) (int, error) {
	days := day.Range{From: r.Draft.Start, To: r.Draft.End}
	others, err := store.EntriesTouching(ctx, r.Actor.Person.ID, days)
	if err != nil {
		return 0, fmt.Errorf("read the days: %w", err)
	}
	load := map[day.Day]int{}
	title := viet.Fold(r.Draft.Title)
	for _, e := range append(others, Entry{Draft: r.Draft}) {
		if e.ID != 0 && e.ID == except {
			continue
		}
		if e.ID != 0 && !r.Again && e.Start == r.Draft.Start && e.Minutes == r.Draft.Minutes && viet.Fold(e.Title) == title {
			return 0, &Duplicate{Of: e}
		}
		spread(load, e.Draft, days)
	}
	busiest := 0
	for d := days.From; d <= days.To; d = d.Add(1) {
		busiest = max(busiest, load[d])
	}
	if busiest > MaxDayTotal {
		return 0, fault.New(fault.Invalid, "log.day_full", fault.Args{"Hours": MaxDayTotal / 60})
	}
	return busiest, nil
}

// spread adds the minutes of d, in equal parts a day, to those days of load that lie within.
func spread(load map[day.Day]int, d Draft, within day.Range) {
	span := day.Range{From: d.Start, To: d.End}
	each := d.Minutes / span.Days()
	for at := max(span.From, within.From); at <= min(span.To, within.To); at = at.Add(1) {
		load[at] += each
	}
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
