package quiz

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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

// AskMissed puts up to limit questions to a person that the person answered wrong, due or not, the oldest first.
func AskMissed(ctx context.Context, s CardStore, l Learner, limit int) (Round, error) {
	return ask(ctx, s, l, limit, func(cards []Card, live []Question, room int) []QuestionID {
		return missed(cards, live, l.Today, room)
	})
}

// missed lists up to room live questions whose last answer was wrong and not of today, the oldest answers first.
func missed(cards []Card, live []Question, today day.Day, room int) []QuestionID {
	wrong := slices.DeleteFunc(current(cards, live, today), func(c Card) bool { return !c.Missed || c.Reviewed >= today })
	slices.SortFunc(wrong, func(a, b Card) int {
		return cmp.Or(cmp.Compare(a.Reviewed, b.Reviewed), cmp.Compare(a.Question, b.Question))
	})
	return ids(wrong[:min(max(room, 0), len(wrong))])
}

// missedDue lists up to room of the missed questions that have come back.
func missedDue(cards []Card, live []Question, today day.Day, room int) []QuestionID {
	due := slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return c.Due > today })
	return missed(due, live, today, room)
}

func ids(cards []Card) []QuestionID {
	var out []QuestionID
	for _, c := range cards {
		out = append(out, c.Question)
	}
	return out
}

type picker func(cards []Card, live []Question, room int) []QuestionID

// choice is out of what is asked, how much at most, and which first.
type choice struct {
	live  []Question
	limit int
	pick  picker
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

// standing lists what waits for an answer and may still be asked; the rest is void from now on.
func standing(ctx context.Context, s CardStore, l Learner) ([]Asked, error) {
	open, err := s.OpenAsked(ctx, l.Person)
	if err != nil {
		return nil, err
	}
	var out []Asked
	for _, a := range open {
		q, ok, err := s.Question(ctx, a.Question)
		if err != nil {
			return nil, err
		}
		if ok && q.Version == a.Version && q.LiveOn(l.Today) {
			out = append(out, a)
			continue
		}
		a.State = Void
		if err := s.SetAsked(ctx, a); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// put picks questions and notes that they are asked; full says that the day's share is done.
func put(ctx context.Context, s CardStore, l Learner, c choice) (asked []Asked, full bool, err error) {
	done, err := s.AnsweredOn(ctx, l.Person, l.Today)
	if err != nil {
		return nil, false, err
	}
	room := DailyCap - done
	if room <= 0 {
		return nil, true, nil
	}
	cards, err := s.Cards(ctx, l.Person)
	if err != nil {
		return nil, false, err
	}
	for i, id := range c.pick(cards, c.live, min(room, c.limit)) {
		q := c.live[slices.IndexFunc(c.live, func(q Question) bool { return q.ID == id })]
		times, err := s.AskedTimes(ctx, l.Person, id)
		if err != nil {
			return nil, false, err
		}
		a := Asked{
			Person: l.Person, Unit: l.Unit, Question: id, Version: q.Version, Topic: q.Topic,
			Shown: Shuffle(l.Person, id, times), Place: i + 1, State: Open, At: l.Now,
		}
		if a, err = s.AddAsked(ctx, a); err != nil {
			return nil, false, err
		}
		asked = append(asked, a)
	}
	return asked, false, nil
}

// More reports whether a person may be asked another question today.
func More(ctx context.Context, s CardReader, l Learner, live []Question) (bool, error) {
	done, err := s.AnsweredOn(ctx, l.Person, l.Today)
	if err != nil || done >= DailyCap {
		return false, err
	}
	cards, err := s.Cards(ctx, l.Person)
	return len(Pick(l, cards, live, 1)) > 0, err
}

// Mistakes lists the live questions whose last answer was wrong, the oldest answers first.
func Mistakes(ctx context.Context, s CardReader, l Learner, live []Question) ([]Question, error) {
	cards, err := s.Cards(ctx, l.Person)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, id := range missed(cards, live, l.Today.Add(1), len(cards)) {
		out = append(out, live[slices.IndexFunc(live, func(q Question) bool { return q.ID == id })])
	}
	return out, nil
}

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
