package bot

import (
	"context"
	"strings"

	"sohoc/internal/quiz"
)

// shownTopics is how many topics /toi names.
const shownTopics = 3

// masteryLines say in two lines how the person stands with the questions; none before the first answer.
func (t *turn) masteryLines(ctx context.Context) ([]string, error) {
	cards, err := t.tx.Cards(ctx, t.actor.Person.ID)
	if err != nil || len(cards) == 0 {
		return nil, err
	}
	live, err := t.liveQuestions(ctx)
	if err != nil {
		return nil, err
	}
	all := quiz.MasteryOf(cards, live, t.today)
	if len(all) == 0 {
		return nil, nil
	}
	names, err := t.askedTopics(ctx)
	if err != nil {
		return nil, err
	}
	met, firm := 0, 0
	var weak []string
	for _, m := range all {
		met, firm = met+m.Met, firm+m.Firm
		if m.Firm < m.Met && len(weak) < shownTopics {
			weak = append(weak, t.p.T("quiz.toi_chu_de", args{"Ten": names[m.Topic], "Vung": m.Firm, "Gap": m.Met}))
		}
	}
	lines := []string{t.p.T("quiz.toi", args{"Vung": firm, "Gap": met})}
	if len(weak) > 0 {
		lines = append(lines, t.p.T("quiz.toi_on", args{"Cac": strings.Join(weak, " · ")}))
	}
	return lines, nil
}
