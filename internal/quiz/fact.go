package quiz

import (
	"cmp"
	"context"
	"slices"
)

// NextFact chooses the question whose fact a person is told next, in an order of the person's own, and notes it: none
// twice before all were told, and none that waits for the person's answer. ok is false when there is nothing to tell.
func NextFact(ctx context.Context, s CardStore, l Learner, live []Question) (q Question, ok bool, err error) {
	told, err := s.FactsTold(ctx, l.Person)
	if err != nil {
		return q, false, err
	}
	open, err := s.OpenAsked(ctx, l.Person)
	if err != nil {
		return q, false, err
	}
	rest := slices.DeleteFunc(slices.Clone(live), func(q Question) bool {
		return slices.ContainsFunc(open, func(a Asked) bool { return a.Question == q.ID })
	})
	fresh := slices.DeleteFunc(slices.Clone(rest), func(q Question) bool { return slices.Contains(told, q.ID) })
	if len(fresh) == 0 && len(rest) > 0 {
		if err := s.ForgetFacts(ctx, l.Person); err != nil {
			return q, false, err
		}
		fresh = rest
	}
	if len(fresh) == 0 {
		return q, false, nil
	}
	const factDraw = -1 // another draw than those of the sends
	q = slices.MinFunc(fresh, func(a, b Question) int {
		return cmp.Or(cmp.Compare(lot(l.Person, a.ID, factDraw), lot(l.Person, b.ID, factDraw)), cmp.Compare(a.ID, b.ID))
	})
	return q, true, s.AddFact(ctx, l.Person, q.ID, l.Today)
}
