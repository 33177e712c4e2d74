// Package quiz is the bank of questions and what people learn from them.
//
// The bank: a question goes from draft over reviewed to live, each step by somebody who did not write it, and ends
// retired; it may be paused on the way, with a reason. It rests on a document and a source, and is asked only while
// both hold. Changing what a question says makes a new version of it and takes it out of the sends until it has been
// looked at again; old versions stay, since people have answered them.
//
// The package decides and words nothing: it knows no SQL, no channel and no file format.
package quiz

import (
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// QuestionID is a question's number inside the program. People name it by its Code.
type QuestionID int64

// DocumentID is the number of a document that questions rest on.
type DocumentID int64

// Code is a question's name for people and files, such as "Q012": letters, digits and hyphens.
type Code string

// Topic is the code of a topic, such as "van_thu".
type Topic string

// Letters are the names of the options, in order.
const Letters = "ABCD"

// Options is how many answers a question offers.
const Options = len(Letters)

// State is where a question stands.
type State string

// The states. Only live questions are asked, and of these only those that LiveOn lets pass.
const (
	Draft    State = "draft"    // nobody but the author has looked at it
	Reviewed State = "reviewed" // somebody has checked it; waits for the release
	Live     State = "live"     // is asked
	Paused   State = "paused"   // is not asked, for a reason; goes back to where it was
	Retired  State = "retired"  // is never asked again
)

// States lists all states, in the order in which a question takes them.
func States() []State { return []State{Draft, Reviewed, Live, Paused, Retired} }

// Content is all that a version of a question says.
type Content struct {
	Topic       Topic           `json:"topic"`
	Text        string          `json:"question"`
	Options     [Options]string `json:"options"`
	Answer      int             `json:"answer"` // index in Options
	Explanation string          `json:"explanation"`
	Document    string          `json:"document,omitempty"` // the name in full; empty when it rests on none
	Article     string          `json:"article,omitempty"`
	Source      string          `json:"source"`               // where the fact was read; never empty
	From        day.Day         `json:"valid_from,omitempty"` // the first day on which it may be asked; empty = always
	To          day.Day         `json:"valid_to,omitempty"`   // the last; empty = no end
	Checked     day.Day         `json:"checked_on,omitempty"` // when the fact was compared with the source; empty = it was not
	Press       bool            `json:"press,omitempty"`      // the source is a report of the press, not the document
	Note        string          `json:"note,omitempty"`       // what is uncertain, for those who keep the bank
}

// Question is one row of the bank.
type Question struct {
	ID   QuestionID
	Code Code
	Content
	Version  int
	State    State
	Pause    Pause           // of Paused
	Author   people.PersonID // who wrote this version; 0 = it came with the program or by the command line
	Reviewer people.PersonID // who checked this version; 0 = it came so
	Released time.Time       // when it went live; zero = never
	Updated  time.Time

	DocumentID DocumentID // 0 = rests on none
	Ended      day.Day    // the first day on which the document is no longer in force; empty = it is
	Reports    int        // open "this question is wrong" reports
}

// Pause says why a question is not asked for now, and where it returns to.
type Pause struct {
	Reason string
	From   State // Draft, Reviewed or Live
}

// LiveOn reports whether a question may be asked on a day. This is the one predicate: a pause by the end of a
// document, or by a validity, needs no clockwork; and nobody is asked what somebody has said is wrong.
func (q Question) LiveOn(on day.Day) bool {
	return q.State == Live && q.Reports == 0 && (q.From == "" || q.From <= on) && (q.To == "" || on <= q.To) && !q.EndedOn(on)
}

// StateOn is where a question stands on a day, as those see it who keep the bank: one that is live but whose document,
// or whose own time, has ended is paused.
func (q Question) StateOn(on day.Day) State {
	if q.State == Live && (q.EndedOn(on) || q.To != "" && q.To < on) {
		return Paused
	}
	return q.State
}

// EndedOn reports whether the document that a question rests on is no longer in force on a day.
func (q Question) EndedOn(on day.Day) bool { return q.Ended != "" && q.Ended <= on }

// Document is a legal or other text that questions rest on.
type Document struct {
	ID        DocumentID
	Name      string
	Ended     day.Day // the first day on which it is no longer in force; empty = it is
	Questions int     // that rest on it, retired ones aside
}

// TopicName is what a topic is called.
type TopicName struct {
	Code   Topic
	VI, EN string // EN may be empty
}

// Report says that somebody holds a question to be wrong. One person has at most one open report on a question.
type Report struct {
	Question QuestionID
	Version  int
	Person   people.PersonID
	Note     string // in the person's words; may be empty
	Channel  string
}
