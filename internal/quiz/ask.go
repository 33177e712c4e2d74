package quiz

import (
	"context"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// Learner is who is asked, and when.
type Learner struct {
	Person people.PersonID
	Unit   people.UnitID
	Today  day.Day
	Now    time.Time
	Zone   *time.Location
	Days   Days
}

// dayOf is the local day of an instant.
func (l Learner) dayOf(at time.Time) day.Day { return day.Of(at.In(l.Zone)) }

// Round is what is put to a person at once.
type Round struct {
	Asked  []Asked
	Again  bool       // it had been asked before and waits for an answer
	Full   bool       // nothing is asked: the day's share is done
	Untold []Unlearnt // to be told with it
}

// Ask puts up to limit questions to a person who asks for them. What waits for an answer is put again, as it was sent;
// new questions come only when nothing waits, and never more than DailyCap answers are made possible on a day.
func Ask(ctx context.Context, s CardStore, l Learner, limit int) (Round, error) {
	return ask(ctx, s, l, limit, func(cards []Card, live []Question, room int) []QuestionID {
		return Pick(l, cards, live, room)
	})
}

func ids(cards []Card) []QuestionID {
	var out []QuestionID
	for _, c := range cards {
		out = append(out, c.Question)
	}
	return out
}

func ask(ctx context.Context, s CardStore, l Learner, limit int, pick picker) (Round, error) {
	var r Round
	var err error
	if r.Untold, err = unlearn(ctx, s, l); err != nil {
		return r, err
	}
	open, err := standing(ctx, s, l)
	if err != nil {
		return r, err
	}
	if len(open) > 0 {
		r.Asked, r.Again = open[:min(limit, len(open))], true
		return r, nil
	}
	live, err := s.LiveQuestions(ctx, l.Today)
	if err != nil {
		return r, err
	}
	r.Asked, r.Full, err = put(ctx, s, l, choice{live, limit, pick})
	return r, err
}

// unlearn forgets what was learnt by documents that are no longer in force, and returns what is to be said of it.
func unlearn(ctx context.Context, s CardStore, l Learner) ([]Unlearnt, error) {
	if err := s.Unlearn(ctx, l.Person, l.Today); err != nil {
		return nil, err
	}
	return s.TakeUntold(ctx, l.Person, l.Now)
}
