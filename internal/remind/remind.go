// Package remind holds the rules by which the product writes to people of its own accord: who gets what, when, and
// why not.
//
// It decides and does nothing else: it is given what is true of a person (see Person), a calendar and an instant, and
// says send, merge, hold or skip, each with a reason. It guarantees that nobody is written to on leave, outside
// working hours, within two hours of another such message, without consent or without a way to be reached; that a
// person gets at most one reminder a day; and that reminders stop by themselves when nobody answers. It knows no SQL,
// words nothing and sends nothing.
package remind

import (
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Job names what a message is about; the codes are those of the schedule.
type Job string

// The jobs that write to people.
const (
	Weekly       Job = "weekly_reminder" // to who has nothing new in the notebook
	HeadDigest   Job = "head_digest"
	OfficeDigest Job = "office_digest"
	Quiz         Job = "quiz"
	QuizMore     Job = "quiz_more" // on the other working days, for who wants it
	Monthly      Job = "monthly_summary"
	DirectorPage Job = "director_page"
	WeeklyFact   Job = "weekly_fact"
)

// Slot is one instant at which a job is due.
type Slot struct {
	Job Job
	Due time.Time
}

// same reports whether two slots are one.
func (s Slot) same(o Slot) bool { return s.Job == o.Job && s.Due.Equal(o.Due) }

// Do is what becomes of a slot for a person.
type Do string

// What can become of it.
const (
	Send  Do = "send"
	Merge Do = "merge" // it goes along with another one, now
	Hold  Do = "hold"  // until Note.At
	Skip  Do = "skip"
)

// Why is the reason of a decision.
type Why string

// The reasons. WrongHour, Weekend and Holiday are the calendar's words.
const (
	Ready      Why = ""
	Together   Why = "together"     // merged: within two hours of what is sent
	Left       Why = "left"         // no longer belongs to the department
	NoConsent  Why = "no_consent"   // has not agreed, or took it back
	NoDoor     Why = "no_door"      // no chat that can be written to
	TurnedOff  Why = "off"          // the person wants no reminders
	Paused     Why = "paused"       // reminders have stopped by themselves
	Stopping   Why = "stopping"     // this message says that they stop
	OnLeave    Why = "leave"        // away on this day
	Written    Why = "written"      // nothing is lacking
	Newcomer   Why = "newcomer"     // has been here for less than the days that are looked at
	JustBack   Why = "just_back"    // was away on most of the days that are looked at
	OneADay    Why = "one_a_day"    // has been reminded today
	Superseded Why = "superseded"   // a later one of the same job takes its place
	Late       Why = "late"         // the moment has passed too long ago
	OwnTime    Why = "own_time"     // the person chose another moment
	TooSoon    Why = "two_hours"    // another message went out less than two hours ago
	Typing     Why = "conversation" // in the middle of something
	Nothing    Why = "nothing"      // there is nothing to say
	Failed     Why = "failed"       // it could not be worded: a fault of the program
	Asked      Why = "asked"        // the person put it off
	Weekend    Why = "weekend"
	Holiday    Why = "holiday"
	WrongHour  Why = "hours"
)

// Note is what was decided for a person about a slot.
type Note struct {
	Person people.PersonID
	Slot   Slot
	Do     Do
	Why    Why
	At     time.Time // for Hold
}

// Calendar says when people work.
type Calendar interface {
	// Working reports whether people work on a day.
	Working(d day.Day) bool
	// Open reports whether an instant lies in working hours.
	Open(t time.Time) bool
	// Next is t itself when it is open, else the next instant that is.
	Next(t time.Time) time.Time
	// Reason says why an instant is not open: "weekend", "holiday" or "hours".
	Reason(t time.Time) string
}

// The limits.
const (
	// Gap is how long nothing else is sent after a message that nobody asked for.
	Gap = 2 * time.Hour
	// MaxUnanswered is how many reminders in a row go without an answer before they stop.
	MaxUnanswered = 4
	// typingFor is how long after the last answer in a form nobody is interrupted.
	typingFor = 30 * time.Minute
	// staleAfter is how long after its moment a message that was held is still worth sending: the service was down.
	staleAfter = 24 * time.Hour
)

// kind is what the rules must know of a job.
type kind struct {
	to      func(people.Roles) bool
	moves   bool // goes by the person's own time
	alone   bool // does not share a message
	nudge   bool // asks for something: state-aware, one a day, counted, stops by itself
	private bool // to the person as such, not to who holds a role
}

func kindOf(j Job) kind {
	everybody := func(people.Roles) bool { return true }
	switch j {
	case Weekly:
		return kind{to: everybody, moves: true, nudge: true, private: true}
	case Monthly:
		return kind{to: everybody, moves: true, private: true}
	case Quiz, QuizMore:
		return kind{to: everybody, moves: true, alone: true, private: true}
	case WeeklyFact:
		return kind{to: everybody, private: true}
	case HeadDigest:
		return kind{to: func(r people.Roles) bool { return r.Head }}
	case OfficeDigest:
		return kind{to: func(r people.Roles) bool { return r.Office }}
	case DirectorPage:
		return kind{to: func(r people.Roles) bool { return r.Director }}
	default:
		return kind{to: func(people.Roles) bool { return false }}
	}
}

// Moves reports whether a job goes by the own time that people choose.
func (j Job) Moves() bool { return kindOf(j).moves }

// For reports whether a job concerns somebody with these roles.
func (j Job) For(r people.Roles) bool { return kindOf(j).to(r) }

// Nudges reports whether a job asks people for something, so that its messages are counted until they answer.
func (j Job) Nudges() bool { return kindOf(j).nudge }

// Known reports whether the rules know a job: one that writes to people.
func (j Job) Known() bool { return rank(j) >= 0 }
