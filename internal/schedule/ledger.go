package schedule

import (
	"context"
	"time"
)

// State is how far a slot has come.
type State string

// The states.
const (
	Planned State = "planned" // its turn has come, and something is left to do
	Done    State = "done"
	Skipped State = "skipped" // left out, or broken off; the reason stands beside it
)

// Reasons for which a slot is left out. A planner may have others.
const (
	Missed      = "missed"     // nothing ran at its hour, and its job makes up for none
	Superseded  = "superseded" // a later one of the same job was missed too, and is enough
	TooLate     = "too late"   // nothing ran until its grace was over
	SwitchedOff = "off"        // its job was switched off before it had ended
	NoPlanner   = "no planner" // this program cannot do its job
	GivenUp     = "failed"     // it failed too often
)

// Occurrence is a slot in the ledger.
type Occurrence struct {
	Slot
	State    State
	Reason   string // why it was left out, or what went wrong last
	Cursor   string // how far its planner has come
	Failures int    // parts that failed in a row
}

// Entry is a job with how far its slots have been taken up.
type Entry struct {
	Job
	// TakenTo is the instant up to which slots stand in the ledger; zero = the job was never looked at.
	TakenTo time.Time
}

// Store keeps jobs and the ledger; one value of it belongs to one transaction.
type Store interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// Schedules lists the jobs.
	Schedules(ctx context.Context) ([]Entry, error)
	// TakeTo notes up to which instant the slots of a job have been taken up.
	TakeTo(ctx context.Context, job Code, to time.Time) error
	// AddOccurrence puts a slot into the ledger; added is false when it stands there.
	AddOccurrence(ctx context.Context, o Occurrence) (added bool, err error)
	// OpenOccurrences lists slots that are planned, the one due first coming first.
	OpenOccurrences(ctx context.Context, limit int) ([]Occurrence, error)
	// Occurrence returns a slot of the ledger; ok is false when it does not stand there.
	Occurrence(ctx context.Context, s Slot) (o Occurrence, ok bool, err error)
	// SaveOccurrence stores how far a slot has come.
	SaveOccurrence(ctx context.Context, o Occurrence) error
}
