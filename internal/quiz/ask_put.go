package quiz

import (
	"context"
	"slices"
)

type picker func(cards []Card, live []Question, room int) []QuestionID

// choice is out of what is asked, how much at most, and which first.
type choice struct {
	live  []Question
	limit int
	pick  picker
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
