package quiz

import (
	"context"
	"slices"
)

// Occasion is why questions go out by themselves.
type Occasion string

// The occasions.
const (
	WeeklyQuiz Occasion = "weekly" // the department's quiz of the week
	OtherDay   Occasion = "other"  // any other working day
)

// Occurrence is a time at which questions go out by themselves. The live questions of the day are read once for many
// people.
type Occurrence struct {
	On    Occasion
	Live  []Question
	Limit int // questions for one person
}

// AskDue puts questions to a person who has not just asked for them, as far as the person wants them. What
// was put before and waits for an answer is passed over for them. On another day than that of the weekly quiz, who
// wants no more than that gets only what was missed and is due again, and nothing while something waits. An empty Round means that nothing is to be sent.
func AskDue(ctx context.Context, s CardStore, l Learner, o Occurrence) (Round, error) {
	var r Round
	var err error
	if r.Untold, err = unlearn(ctx, s, l); err != nil {
		return r, err
	}
	w, err := s.WishOf(ctx, l.Person)
	if err != nil || w.Quiz == Off {
		return r, err
	}
	open, err := s.OpenAsked(ctx, l.Person)
	if err != nil {
		return r, err
	}
	pick := func(cards []Card, live []Question, room int) []QuestionID {
		return Pick(l, cards, besides(live, open, cards), room)
	}
	if o.On == OtherDay && w.Quiz == Weekly {
		if len(open) > 0 {
			return r, nil
		}
		pick = func(cards []Card, live []Question, room int) []QuestionID {
			return missedDue(cards, live, l.Today, room)
		}
	}
	// What was asked today waits only for a moment: a second message would be one too many.
	if slices.ContainsFunc(open, func(a Asked) bool { return l.Today == l.dayOf(a.At) }) {
		return r, nil
	}
	for _, a := range open {
		a.State = Passed
		if err := s.SetAsked(ctx, a); err != nil {
			return r, err
		}
	}
	r.Asked, _, err = put(ctx, s, l, choice{o.Live, o.Limit, pick})
	return r, err
}

// besides are the live questions without those that were put last and passed over: the same would come again with the
// next slot. What has a card keeps its own time, and where nothing else is left, they come again.
func besides(live []Question, passed []Asked, cards []Card) []Question {
	rest := slices.DeleteFunc(slices.Clone(live), func(q Question) bool {
		return slices.ContainsFunc(passed, func(a Asked) bool { return a.Question == q.ID }) &&
			!slices.ContainsFunc(cards, func(c Card) bool { return c.Question == q.ID })
	})
	if len(rest) == 0 {
		return live
	}
	return rest
}
