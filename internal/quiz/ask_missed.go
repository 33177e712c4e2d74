package quiz

import (
	"cmp"
	"context"
	"slices"

	"sohoc/internal/day"
)

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
