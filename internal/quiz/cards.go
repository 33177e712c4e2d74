package quiz

import (
	"fmt"

	"github.com/open-spaced-repetition/go-fsrs/v4"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// How cards are spaced.
const (
	// Retention is the chance of a right answer at which a card comes back.
	Retention = 0.9
	// MaxInterval is after how many days a card comes back at the latest: rules change.
	MaxInterval = 365
	// MissedWithin is within how many working days a missed question comes back.
	MissedWithin = 2
)

// Days knows which days are worked on; *calendar.Calendar is one.
type Days interface {
	// NextDay returns the first working day after d.
	NextDay(d day.Day) day.Day
}

// Card is what a person remembers of a question. It exists once the question was answered.
type Card struct {
	Person     people.PersonID
	Question   QuestionID
	Version    int        // of the question that was answered last
	Document   DocumentID // on which that version rested; 0 = on none
	Stability  float64    // days until the recall has fallen to Retention
	Difficulty float64    // 1 to 10
	Reps       int
	Lapses     int
	Missed     bool    // the last answer was wrong
	Reviewed   day.Day // of the last answer
	Due        day.Day // a working day after Reviewed
}

// scheduler is made anew for each answer: the library promises nothing about sharing one. Only whole days count, and
// nothing is left to chance, so that the same answers always lead to the same days.
func scheduler() *fsrs.FSRS {
	p := fsrs.DefaultParam()
	p.RequestRetention, p.MaximumInterval = Retention, MaxInterval
	p.EnableShortTerm, p.EnableFuzz = false, false
	return fsrs.NewFSRS(p)
}

// Answered returns the card as it is after an answer on a day; the first answer makes it from a card with nothing but
// its person and question. A missed question comes back within MissedWithin working days, whatever was known of it.
func (c Card) Answered(right bool, on day.Day, days Days) (Card, error) {
	grade := fsrs.Good
	if !right {
		grade = fsrs.Again
	}
	info, err := scheduler().Next(c.memory(on), on.Time(), grade)
	if err != nil {
		return c, fmt.Errorf("space question %d: %w", c.Question, err)
	}
	next := info.Card
	c.Stability, c.Difficulty = next.Stability, next.Difficulty
	c.Reps, c.Lapses = int(next.Reps), int(next.Lapses)
	c.Missed, c.Reviewed = !right, on
	// The library adds a day to keep the grades apart, over the limit too.
	c.Due = on.Add(min(max(1, int(next.ScheduledDays)), MaxInterval))
	c.Due = days.NextDay(c.Due.Add(-1)) // itself, or the first working day behind it
	if !right {
		c.Due = min(c.Due, lastReturn(on, days))
	}
	return c, nil
}

// lastReturn is the day on which what was missed must have come back.
func lastReturn(missed day.Day, days Days) day.Day {
	for range MissedWithin {
		missed = days.NextDay(missed)
	}
	return missed
}

// memory is the card in the library's terms. An answer of a day before the last one (a clock that was set back)
// counts as of the same day.
func (c Card) memory(on day.Day) fsrs.Card {
	if c.Reps == 0 {
		return fsrs.NewCard(on.Time())
	}
	last := min(c.Reviewed, on)
	return fsrs.Card{
		Due: c.Due.Time(), Stability: c.Stability, Difficulty: c.Difficulty, ScheduledDays: uint64(max(0, c.Due.Sub(last))),
		Reps: uint64(c.Reps), Lapses: uint64(c.Lapses), State: fsrs.Review, LastReview: last.Time(),
	}
}

// Firm reports whether the person is expected to know the answer on a day: the last one was right and the card is
// not due, so the recall is at least Retention.
func (c Card) Firm(on day.Day) bool { return !c.Missed && c.Due > on }
