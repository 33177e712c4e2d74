package bot

import (
	"context"
	"strings"

	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

// reportable is for how many days a question may be called wrong in words after it was answered.
const reportable = 7

// typedReport answers "câu này sai", "câu 2 sai vì …" and the like: the question is not put to anybody until the
// Office has looked. done is false for any other text, and when nothing was asked lately.
func (t *turn) typedReport(ctx context.Context, text string) (done bool, err error) {
	place, note, ok := readReport(text)
	if !ok {
		return false, nil
	}
	round, err := t.latestRound(ctx)
	if err != nil || len(round) == 0 {
		return false, err
	}
	t.state.Misses = 0
	if place == 0 && len(round) == 1 {
		place = round[0].Place
	}
	a, ok := atPlace(round, place)
	if !ok {
		t.say("quiz.sai_cau_nao", args{"Cac": placesOf(round), "ViDu": round[len(round)-1].Place})
		return true, nil
	}
	return true, t.reportAsked(ctx, a.ID, note)
}

// readReport reads which question of a message is said to be wrong (0 = the only one), and why.
func readReport(text string) (place int, note string, ok bool) {
	words := strings.Fields(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = strings.Trim(viet.Fold(w), "?.!,:;")
	}
	switch {
	case len(words) >= 3 && (folded[0] == "cau" || folded[0] == "question") && isPlace(folded[1]):
		place = int(folded[1][0] - '0')
	case len(words) >= 3 && strings.Join(folded[:2], " ") == "cau nay", len(words) >= 4 && strings.Join(folded[:3], " ") == "this question is":
	default:
		return 0, "", false
	}
	for i, w := range folded[1:min(len(folded), 6)] {
		if w == "sai" || w == "wrong" {
			rest := strings.Join(words[i+2:], " ")
			for _, lead := range []string{"rồi", "vì", "because"} {
				rest = strings.TrimSpace(strings.TrimPrefix(rest, lead))
			}
			return place, strings.Trim(rest, "?.! "), true
		}
	}
	return 0, "", false
}

func isPlace(word string) bool { return len(word) == 1 && word[0] >= '1' && word[0] <= '9' }

// latestRound is what was put to the person together, last: what waits, or what was answered last.
func (t *turn) latestRound(ctx context.Context) ([]quiz.Asked, error) {
	open, err := t.tx.OpenAsked(ctx, t.actor.Person.ID)
	if err != nil {
		return nil, err
	}
	if len(open) > 0 {
		return t.tx.RoundOf(ctx, t.actor.Person.ID, open[0].Round)
	}
	last, ok, err := t.tx.LastAnswered(ctx, t.actor.Person.ID)
	if err != nil || !ok || t.today.Sub(last.Given.On) > reportable {
		return nil, err
	}
	return t.tx.RoundOf(ctx, t.actor.Person.ID, last.Round)
}

// reportAsked notes that the person holds a question to be wrong that was put to this person.
func (t *turn) reportAsked(ctx context.Context, id quiz.AskedID, note string) error {
	a, ok, err := t.tx.AskedByID(ctx, id)
	if err != nil {
		return err
	}
	if !ok || a.Person != t.actor.Person.ID {
		return stale()
	}
	report := quiz.Report{Question: a.Question, Version: a.Version, Person: a.Person, Note: note, Channel: string(t.event.Channel)}
	first, err := quiz.ReportWrong(ctx, t.tx, report, t.now)
	if err != nil {
		return err
	}
	if a.State == quiz.Open {
		a.State = quiz.Void
		if err := t.tx.SetAsked(ctx, a); err != nil {
			return err
		}
	}
	key := "quiz.da_bao"
	if !first {
		key = "quiz.da_bao_roi"
	}
	l, err := t.learner(ctx)
	if err != nil {
		return err
	}
	return t.sayFeedback(ctx, l, t.p.T(key, nil))
}
