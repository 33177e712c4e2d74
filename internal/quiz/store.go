package quiz

import (
	"context"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Filter chooses questions of the bank. Its zero value chooses all.
type Filter struct {
	State    State
	On       day.Day // the day on which State holds, in the sense of StateOn; empty = as it is stored
	Topic    Topic
	Document DocumentID
	Reported bool     // only those with an open report
	Words    []string // folded; each stands somewhere in the question, its options, explanation, source or code
	After    QuestionID
	Limit    int // 0 = no limit
}

// Count is how many questions of a topic stand in a state.
type Count struct {
	Topic    Topic
	State    State
	N        int
	Reported int // of them, with an open report
}

// BankReader is what looking at the bank needs.
type BankReader interface {
	// Question returns a question as it stands; ok is false when there is none.
	Question(ctx context.Context, id QuestionID) (q Question, ok bool, err error)
	// QuestionByCode finds a question by its code, without regard to case.
	QuestionByCode(ctx context.Context, code Code) (q Question, ok bool, err error)
	// QuestionVersion returns what a version of a question said, with the state of the question now.
	QuestionVersion(ctx context.Context, id QuestionID, version int) (q Question, ok bool, err error)
	// Questions lists questions in the order of their numbers.
	Questions(ctx context.Context, f Filter) ([]Question, error)
	// LiveQuestions lists the questions that may be asked on a day: those of which LiveOn is true.
	LiveQuestions(ctx context.Context, on day.Day) ([]Question, error)
	// CountQuestions counts the questions by topic and StateOn a day, topics in their order.
	CountQuestions(ctx context.Context, on day.Day) ([]Count, error)
	// Topics lists the topics in their order.
	Topics(ctx context.Context) ([]TopicName, error)
	// Documents lists the documents that questions rest on, by name.
	Documents(ctx context.Context) ([]Document, error)
	// EndedDocuments lists the documents that are no longer in force on a day.
	EndedDocuments(ctx context.Context, on day.Day) ([]Document, error)
}

// BankStore is what keeping the bank needs. All calls of one act belong to one transaction.
type BankStore interface {
	BankReader
	// AddQuestion stores a new question with its first version and returns its id; without a code it is given one. The
	// document is found or added by its name.
	AddQuestion(ctx context.Context, q Question, by Actor) (QuestionID, error)
	// SetQuestion stores a new version of a question: its content, number, author and state.
	SetQuestion(ctx context.Context, q Question, by Actor) error
	// SetQuestionState stores the state, pause, reviewer, release and day of comparison of a question.
	SetQuestionState(ctx context.Context, q Question, now time.Time) error
	// AddTopic stores a topic behind the others.
	AddTopic(ctx context.Context, t TopicName) error
	// SetDocumentEnd notes from which day a document is no longer in force; an empty day takes that back.
	SetDocumentEnd(ctx context.Context, id DocumentID, ended day.Day, by Actor) error
	// AddReport stores a report; false when the person has an open one on the question.
	AddReport(ctx context.Context, r Report, now time.Time) (bool, error)
	// CloseReports ends the open reports on a question and returns how many there were.
	CloseReports(ctx context.Context, id QuestionID, by Actor) (int, error)
	// Audit writes a line of the audit.
	Audit(ctx context.Context, line people.AuditLine, now time.Time) error
}

// Actor is who acts on the bank, when and through which channel.
type Actor struct {
	Person  people.PersonID // 0 = the program or the command line
	Channel string
	Now     time.Time
	Today   day.Day
}
