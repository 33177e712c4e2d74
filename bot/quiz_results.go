package bot

import (
	"context"
	"strings"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

// cmdResults is /ketqua: how often first answers were right, by topic or by unit. It names nobody, and no figure
// speaks of fewer than five people (see quiz.Results).
func (t *turn) cmdResults(ctx context.Context, arg string) error {
	if isWord(arg, unitResultWords) {
		return t.showResults(ctx, "dv")
	}
	return t.showResults(ctx, "cd")
}

// Folded words behind /ketqua that ask for the units.
var unitResultWords = []string{"don vi", "theo don vi", "cac don vi", "units", "by unit"}

func (t *turn) resultsArg(arg string) bool { return isWord(arg, unitResultWords) }

// showResults shows one view. Buttons are no way around the rights.
func (t *turn) showResults(ctx context.Context, view string) error {
	c := t.table.byName["ketqua"]
	if t.actor.Reach(c.needs) == people.Nobody {
		return t.refuse(ctx, c)
	}
	closed := quiz.ClosedUntil(t.today)
	days := day.YearOf(closed).Until(closed)
	if view == "dv" {
		return t.unitResults(ctx, days)
	}
	return t.topicResults(ctx, days)
}

func (t *turn) topicResults(ctx context.Context, days day.Range) error {
	tallies, err := t.tx.TopicTallies(ctx, days)
	if err != nil {
		return err
	}
	topics, err := t.tx.Topics(ctx)
	if err != nil {
		return err
	}
	names, err := t.askedTopics(ctx)
	if err != nil {
		return err
	}
	asked, err := t.topicsAsked(ctx)
	if err != nil {
		return err
	}
	var groups, labels []string
	for _, topic := range topics {
		if asked[topic.Code] {
			groups, labels = append(groups, string(topic.Code)), append(labels, names[topic.Code])
		}
	}
	lines := append([]string{t.p.T("quiz.kq_chu_de", args{"Nam": days.To.Year(), "Ngay": days.To.Short()})}, t.resultLines(quiz.Results(tallies, groups), labels)...)
	t.sayText(strings.Join(append(lines, "", t.p.T("quiz.kq_chu_thich", nil)), "\n"), t.aside("q:kq:dv", "quiz.nut_kq_don_vi"))
	return nil
}

// topicsAsked are the topics of which questions may be asked today. Whether somebody has answered plays no part: it is
// nobody's business in a small group.
func (t *turn) topicsAsked(ctx context.Context) (map[quiz.Topic]bool, error) {
	live, err := t.liveQuestions(ctx)
	out := map[quiz.Topic]bool{}
	for _, q := range live {
		out[q.Topic] = true
	}
	return out, err
}

func (t *turn) unitResults(ctx context.Context, days day.Range) error {
	tallies, err := t.tx.UnitTallies(ctx, days)
	if err != nil {
		return err
	}
	units, err := t.tx.Units(ctx, t.today)
	if err != nil {
		return err
	}
	groups, labels := make([]string, len(units)), make([]string, len(units))
	for i, u := range units {
		groups[i], labels[i] = number(u.ID), u.Name
	}
	lines := append([]string{t.p.T("quiz.kq_don_vi", args{"Nam": days.To.Year(), "Ngay": days.To.Short()})}, t.resultLines(quiz.Results(tallies, groups), labels)...)
	t.sayText(strings.Join(append(lines, "", t.p.T("quiz.kq_chu_thich", nil)), "\n"), t.aside("q:kq:cd", "quiz.nut_kq_chu_de"))
	return nil
}

// Shares at the ends would tell of everybody what each answered.
const (
	topShare    = 95
	bottomShare = 5
)

// resultLines are one line for each group with enough people, and one for the others together.
func (t *turn) resultLines(results []quiz.Result, labels []string) []string {
	var lines, few []string
	for i, r := range results {
		switch share := r.Percent(); {
		case !r.Enough:
			few = append(few, labels[i])
		case share > topShare:
			lines = append(lines, t.p.T("quiz.kq_tren", args{"Ten": labels[i], "Nguoi": r.People, "Phan": topShare}))
		case share < bottomShare:
			lines = append(lines, t.p.T("quiz.kq_duoi", args{"Ten": labels[i], "Nguoi": r.People, "Phan": bottomShare}))
		default:
			lines = append(lines, t.p.T("quiz.kq_dong", args{"Ten": labels[i], "Nguoi": r.People, "Phan": share}))
		}
	}
	if len(few) > 0 {
		lines = append(lines, t.p.T("quiz.kq_chua_du", args{"Cac": strings.Join(few, " · ")}))
	}
	return lines
}
