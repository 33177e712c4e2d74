package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/quiz"
)

// sayRound puts questions to the person.
func (t *turn) sayRound(ctx context.Context, r quiz.Round) error {
	text, choices, err := t.roundText(ctx, r)
	if err != nil {
		return err
	}
	t.state.Offer = nil // a number must not mean what was offered before
	t.sayText(text, choices...)
	return nil
}

// roundText words questions: one with the letters as choices, or several that one message answers.
func (t *turn) roundText(ctx context.Context, r quiz.Round) (string, []channel.Choice, error) {
	questions := make([]quiz.Question, len(r.Asked))
	for i, a := range r.Asked {
		q, _, err := t.tx.QuestionVersion(ctx, a.Question, a.Version)
		if err != nil {
			return "", nil, err
		}
		questions[i] = q
	}
	topics, err := t.askedTopics(ctx)
	if err != nil {
		return "", nil, err
	}
	if len(r.Asked) == 1 {
		a, q := r.Asked[0], questions[0]
		text := t.p.T("quiz.mot_cau", args{"ChuDe": topics[a.Topic]}) + "\n" + q.Text + "\n\n" + optionLines(a, q) + "\n\n" + t.p.T("quiz.cach_tra_loi", nil)
		return text, letterChoices(a), nil
	}
	parts := []string{t.p.N("quiz.nhieu_cau", len(r.Asked), args{"ViDu": exampleAnswers(r.Asked)})}
	for i, a := range r.Asked {
		head := t.p.T("quiz.cau_so", args{"So": a.Place, "ChuDe": topics[a.Topic]})
		parts = append(parts, head+"\n"+questions[i].Text+"\n"+optionLines(a, questions[i]))
	}
	return strings.Join(parts, "\n\n"), nil, nil
}

// exampleAnswers shows how a round is answered in one message; it gives nothing away.
func exampleAnswers(asked []quiz.Asked) string {
	words := make([]string, len(asked))
	for i, a := range asked {
		words[i] = number(a.Place) + "ACB"[i%3:i%3+1]
	}
	return strings.Join(words, " ")
}

// optionLines are the options in the order in which they are shown.
func optionLines(a quiz.Asked, q quiz.Question) string {
	lines := make([]string, quiz.Options)
	for i := range lines {
		lines[i] = letterName(i) + ". " + q.Options[a.Shown.Option(i)]
	}
	return strings.Join(lines, "\n")
}

// letterName is the name of an option by its place.
func letterName(i int) string { return quiz.Letters[i : i+1] }

// letterChoices are the choices of a question. The text shows what they stand for.
func letterChoices(a quiz.Asked) []channel.Choice {
	out := make([]channel.Choice, quiz.Options)
	for i := range out {
		out[i] = channel.Choice{Data: press("q", "a", number(a.ID), number(i)), Label: letterName(i), Aside: true, Shown: true}
	}
	return out
}

// askedTopics are the names of the topics in the language of the turn.
func (t *turn) askedTopics(ctx context.Context) (map[quiz.Topic]string, error) {
	all, err := t.tx.Topics(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[quiz.Topic]string, len(all))
	for _, topic := range all {
		out[topic.Code] = topic.VI
		if t.p.Lang == i18n.EN && topic.EN != "" {
			out[topic.Code] = topic.EN
		}
	}
	return out, nil
}

// answerLine names the right answer of a question out of its round.
func (t *turn) answerLine(q quiz.Question) string {
	return t.p.T("quiz.dap_an", args{"DapAn": q.Options[q.Answer]})
}

// whyLines say why, and by which text.
func (t *turn) whyLines(q quiz.Question) string {
	lines := []string{q.Explanation}
	switch {
	case q.Document != "" && q.Article != "":
		lines = append(lines, t.p.T("quiz.can_cu_dieu", args{"VanBan": q.Document, "Dieu": q.Article}))
	case q.Document != "":
		lines = append(lines, t.p.T("quiz.can_cu", args{"VanBan": q.Document}))
	default:
		lines = append(lines, t.p.T("quiz.nguon", args{"Nguon": q.Source}))
	}
	return strings.Join(lines, "\n")
}

// sayUnlearnt tells, once, which learnt rules are no longer in force.
func (t *turn) sayUnlearnt(all []quiz.Unlearnt) {
	for _, line := range t.unlearntLines(all) {
		t.sayText(line)
	}
}

func (t *turn) unlearntLines(all []quiz.Unlearnt) []string {
	var out []string
	for _, u := range all {
		out = append(out, t.p.N("quiz.het_hieu_luc", u.Questions, args{"VanBan": u.Document, "Ngay": u.Ended.Local()}))
	}
	return out
}
