package people

import (
	"context"
	"time"

	"sohoc/internal/day"
)

// Door is an account of a person, with what the person may want to know of it.
type Door struct {
	Account
	Linked      time.Time
	Unreachable bool // its chat cannot be written to now
}

// Consent is the proof of what a person agreed to.
type Consent struct {
	Version string    // of the notice's wording
	Channel string    // through which it was given
	Given   time.Time // zero = there is no consent now
}

// Kept is what the product holds about a person beside the roster row, so that the person can be told.
type Kept struct {
	Doors   []Door // the newest first
	Consent Consent
	Entries int // of the notebook, deleted ones included: they are still there
	Files   int // attached to them
}

// Habits is what the product holds of a person for the person's own sake, beside the notebook.
type Habits struct {
	Leaves     int // only days; a head and the Office see who is away
	Answers    int // to questions
	Cards      int // what the person remembers of questions
	Reports    int // of questions that may be wrong
	Milestones int // of the streak, told once each
}

// PrivacyStore reads what is kept about a person.
type PrivacyStore interface {
	// KeptAbout counts what is kept now.
	KeptAbout(ctx context.Context, person PersonID) (Kept, error)
	// HabitsOf counts what is kept beside that now.
	HabitsOf(ctx context.Context, person PersonID) (Habits, error)
}

// Directory finds people of the register.
type Directory interface {
	// PeopleNamed lists who belongs today and has the folded words in the name, side by side and whole.
	PeopleNamed(ctx context.Context, folded string, today day.Day) ([]Actor, error)
	// OfficePeople lists the active people of the Office.
	OfficePeople(ctx context.Context, today day.Day) ([]Actor, error)
}
