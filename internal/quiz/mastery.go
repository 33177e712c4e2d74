package quiz

import (
	"cmp"
	"slices"

	"sohoc/internal/day"
)

// Mastery says how a person stands in a topic.
type Mastery struct {
	Topic Topic
	Met   int // live questions that the person has answered
	Firm  int // of them, those that the person is expected to know
}

// MasteryOf counts a person's cards by topic, the weakest topics first.
func MasteryOf(cards []Card, live []Question, on day.Day) []Mastery {
	topics := make(map[QuestionID]Topic, len(live))
	for _, q := range live {
		topics[q.ID] = q.Topic
	}
	sums := map[Topic]*Mastery{}
	for _, c := range current(cards, live, on) {
		t := topics[c.Question]
		if sums[t] == nil {
			sums[t] = &Mastery{Topic: t}
		}
		sums[t].Met++
		if c.Firm(on) {
			sums[t].Firm++
		}
	}
	out := make([]Mastery, 0, len(sums))
	for _, m := range sums {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Mastery) int {
		return cmp.Or(cmp.Compare(a.Firm*b.Met, b.Firm*a.Met), -cmp.Compare(a.Met, b.Met), cmp.Compare(a.Topic, b.Topic))
	})
	return out
}
