package remind

import (
	"context"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Query asks for people and what is true of them: those after a number, in order, at most Limit; or those of IDs.
type Query struct {
	After people.PersonID
	Limit int
	IDs   []people.PersonID // when not empty, After and Limit mean nothing
	Today day.Day
	From  time.Time // Dues holds what was settled about slots from here on, beside all that is held
}

// Store keeps what the rules need to know. Its questions are about many people at once.
type Store interface {
	// Reminded returns people, in the order of their numbers.
	Reminded(ctx context.Context, q Query) ([]Person, error)
	// HeldFor lists people for whom something is held up to an instant, at most limit.
	HeldFor(ctx context.Context, until time.Time, limit int) ([]people.PersonID, error)
	// NextHeld returns the earliest instant up to which something is held; zero = nothing is.
	NextHeld(ctx context.Context) (time.Time, error)
	// OwnTimes lists the own times that people have chosen, each once, with the latest instant of a choice.
	OwnTimes(ctx context.Context) ([]Own, error)
	// OwnTimed lists people with an own time who have nothing settled about a slot, at most limit.
	OwnTimed(ctx context.Context, o Own, s Slot, limit int) ([]people.PersonID, error)

	// NoteSent remembers that a person was written to.
	NoteSent(ctx context.Context, person people.PersonID, sent Sent, now time.Time) error
	// SetDue remembers that a slot is held for a person, or settled.
	SetDue(ctx context.Context, person people.PersonID, d Due, why Why) error
	// Tally adds up what was decided, for who wants to know why somebody got nothing.
	Tally(ctx context.Context, notes []Note) error
	// ForgetDues removes what was settled about slots before an instant.
	ForgetDues(ctx context.Context, before time.Time) error

	// PausedCount returns how many people of the department, as of a day, have reminders that stopped by themselves.
	PausedCount(ctx context.Context, today day.Day) (int, error)
	// Unconfirmed returns how many entries of a unit wait for its head.
	Unconfirmed(ctx context.Context, unit people.UnitID) (int, error)
	// RecordOf returns what is remembered of one person.
	RecordOf(ctx context.Context, person people.PersonID) (Record, error)
	// Choose stores what a person chose: time, channel, on or off. Choosing ends a pause.
	Choose(ctx context.Context, person people.PersonID, r Record, now time.Time) error
	// Heard notes that a person wrote or pressed something.
	Heard(ctx context.Context, person people.PersonID) error
}

// Sent says what a message to a person was.
type Sent struct {
	Reminder bool // it held a reminder
	Stopped  bool // which said that reminders stop
}
