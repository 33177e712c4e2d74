package quiz

import (
	"context"
	"fmt"
	"slices"
)

// Reply is what an answer led to.
type Reply struct {
	Asked    Asked // with the answer that counts
	Question Question
	Repeat   bool // it had been answered before; nothing was changed
	Gone     bool // it can no longer be answered; nothing was changed but that it is void
	Card     Card // of an answer that counts
}

// Try is an attempt at an answer.
type Try struct {
	Letter  int // the place at which the chosen answer stood, from 0
	Channel string
	Message string // the id of the message that gave it; empty for a button
}

// Answer counts an attempt, if it is the first at what was asked.
func Answer(ctx context.Context, s CardStore, l Learner, id AskedID, try Try) (Reply, error) {
	a, ok, err := s.AskedByID(ctx, id)
	if err != nil || !ok || a.Person != l.Person || try.Letter < 0 || try.Letter >= Options {
		return Reply{Gone: true}, err
	}
	r := Reply{Asked: a}
	if r.Question, ok, err = s.Question(ctx, a.Question); err != nil {
		return r, err
	}
	switch {
	case a.State == Answered:
		r.Repeat = true
		r.Question, _, err = s.QuestionVersion(ctx, a.Question, a.Version)
		return r, err
	case a.State != Open:
		r.Gone = true
		return r, nil
	case !ok || r.Question.Version != a.Version || r.Question.State != Live || r.Question.EndedOn(l.Today):
		r.Gone, r.Asked.State = true, Void
		return r, s.SetAsked(ctx, r.Asked)
	}
	return r, count(ctx, s, l, &r, try)
}

// count stores an answer and spaces the card.
func count(ctx context.Context, s CardStore, l Learner, r *Reply, try Try) error {
	cards, err := s.Cards(ctx, l.Person)
	if err != nil {
		return err
	}
	card := Card{Person: l.Person, Question: r.Question.ID}
	if i := slices.IndexFunc(cards, func(c Card) bool { return c.Question == card.Question }); i >= 0 {
		card = cards[i]
	}
	by := Given{
		Option: r.Asked.Shown.Option(try.Letter), First: card.Reps == 0, At: l.Now, On: l.Today, Channel: try.Channel, Message: try.Message,
	}
	by.Right = by.Option == r.Question.Answer
	r.Asked.State, r.Asked.Given = Answered, by
	if err := s.SetAsked(ctx, r.Asked); err != nil {
		return err
	}
	card.Version, card.Document = r.Question.Version, r.Question.DocumentID
	if r.Card, err = card.Answered(by.Right, l.Today, l.Days); err != nil {
		return err
	}
	if err := s.SetCard(ctx, r.Card); err != nil {
		return fmt.Errorf("keep card: %w", err)
	}
	return nil
}
