package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/remind"
)

// part is what one job has to say in a message that nobody asked for.
type part struct {
	Text     string
	Choices  []channel.Choice
	Numbered bool // the text names the choices by their numbers: they come first
	key      string
}

// duePart words what a job has to say to the person of t at this moment; ok is false when it is nothing. It is asked
// only when the message goes out in this transaction, so it may note that it was said.
type duePart func(t *turn, ctx context.Context, s remind.Slot) (p part, ok bool, err error)

// dueParts are the jobs that have something to say, beside the weekly reminder.
func dueParts() map[remind.Job]duePart {
	return map[remind.Job]duePart{
		remind.Monthly:      (*turn).partMonthly,
		remind.HeadDigest:   (*turn).partHead,
		remind.OfficeDigest: (*turn).partOffice,
		remind.DirectorPage: (*turn).partDirector,
		remind.Quiz:         (*turn).partQuiz,
		remind.QuizMore:     (*turn).partQuiz,
		remind.WeeklyFact:   (*turn).partFact,
	}
}
