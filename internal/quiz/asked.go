package quiz

import (
	"context"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// AskedID is the number of a question that was put to a person.
type AskedID int64

// AskedState says what became of it.
type AskedState string

// The states of what was asked. Only an open one can be answered, once.
const (
	Open     AskedState = "open"
	Answered AskedState = "answered"
	Passed   AskedState = "passed" // later questions took its place
	Void     AskedState = "void"   // the question was changed or withdrawn before an answer
)

// Asked is a question that was put to a person, as it was sent.
type Asked struct {
	ID       AskedID
	Person   people.PersonID
	Unit     people.UnitID // the person's, when asked
	Question QuestionID
	Version  int
	Topic    Topic
	Shown    Order
	Round    int // what was put to a person together has the same, given by the store
	Place    int // its number in the message, from 1
	State    AskedState
	At       time.Time
	Given    Given // of Answered
}

// Given is an answer.
type Given struct {
	Option  int
	Right   bool
	First   bool // the person's first answer to this question
	At      time.Time
	On      day.Day
	Channel string
	Message string // the id of the message that gave it; empty for a button
}

// Rhythm is how often a person wants to be asked.
type Rhythm string

// The rhythms. Who asks for questions gets them in any case.
const (
	Weekly Rhythm = "weekly" // the weekly quiz, and what was missed once it is due again
	Daily  Rhythm = "daily"  // on the other working days too
	Off    Rhythm = "off"
)

// Wish is what somebody wants to be sent.
type Wish struct {
	Quiz Rhythm
	Fact bool // a fact each week
}

// Unlearnt is a document that is no longer in force, by which a person had learnt.
type Unlearnt struct {
	Document  string
	Ended     day.Day
	Questions int // that the person had answered by it
}

// CardReader is what looking at a person's cards needs.
type CardReader interface {
	// Cards lists all cards of a person.
	Cards(ctx context.Context, person people.PersonID) ([]Card, error)
	// AskedByID returns something that was asked; ok is false when there is none.
	AskedByID(ctx context.Context, id AskedID) (a Asked, ok bool, err error)
	// OpenAsked lists what a person has not answered yet, in the order of their places.
	OpenAsked(ctx context.Context, person people.PersonID) ([]Asked, error)
	// LastAnswered returns what a person answered last.
	LastAnswered(ctx context.Context, person people.PersonID) (a Asked, ok bool, err error)
	// RoundOf lists a round of a person, in the order of the places.
	RoundOf(ctx context.Context, person people.PersonID, round int) ([]Asked, error)
	// AnsweredBy returns what a message answered.
	AnsweredBy(ctx context.Context, person people.PersonID, channel, message string) ([]Asked, error)
	// AnsweredOn counts a person's answers of a day.
	AnsweredOn(ctx context.Context, person people.PersonID, on day.Day) (int, error)
	// AskedTimes counts how often a person was asked a question.
	AskedTimes(ctx context.Context, person people.PersonID, question QuestionID) (int, error)
	// WishOf returns what a person wants to be sent.
	WishOf(ctx context.Context, person people.PersonID) (Wish, error)
	// FactsTold lists the questions whose facts a person was told since they were last forgotten.
	FactsTold(ctx context.Context, person people.PersonID) ([]QuestionID, error)
	// TopicTallies sums up the first answers of a span of days by topic, person and day.
	TopicTallies(ctx context.Context, days day.Range) ([]Tally, error)
	// UnitTallies does so by the unit in which the person was; its group is the number of the unit.
	UnitTallies(ctx context.Context, days day.Range) ([]Tally, error)
}

// CardStore is what asking and answering need. All calls of one act belong to one transaction.
type CardStore interface {
	CardReader
	BankReader
	// SetCard stores a card in the place of the one for its person and question.
	SetCard(ctx context.Context, c Card) error
	// AddAsked stores something that is being asked and returns it with its id and round: place 1 begins a round.
	AddAsked(ctx context.Context, a Asked) (Asked, error)
	// SetAsked stores what became of it.
	SetAsked(ctx context.Context, a Asked) error
	// SetWish stores what a person wants to be sent.
	SetWish(ctx context.Context, person people.PersonID, w Wish, now time.Time) error
	// AddFact notes that a person was told the fact of a question.
	AddFact(ctx context.Context, person people.PersonID, question QuestionID, on day.Day) error
	// ForgetFacts lets all facts be told again.
	ForgetFacts(ctx context.Context, person people.PersonID) error
	// Unlearn removes the cards of a person that rest on documents no longer in force on a day, and notes that the
	// person is to be told. Without such a card it changes nothing.
	Unlearn(ctx context.Context, person people.PersonID, on day.Day) error
	// TakeUntold returns what a person is to be told of such documents, once.
	TakeUntold(ctx context.Context, person people.PersonID, now time.Time) ([]Unlearnt, error)
}
