package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

// pressQuiz does a choice of the questions: a verb and its argument.
func (t *turn) pressQuiz(ctx context.Context, rest string) error {
	verb, arg, _ := strings.Cut(rest, ":")
	switch verb {
	case "a":
		id, letter, ok := askedLetter(arg)
		if !ok {
			return stale()
		}
		return t.answerOne(ctx, id, letter)
	case "n":
		return t.nextRound(ctx)
	case "r":
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return stale()
		}
		return t.reportAsked(ctx, quiz.AskedID(id), "")
	case "w":
		return t.wishQuiz(ctx, quiz.Rhythm(arg))
	case "f":
		return t.wishFact(ctx, arg == "on")
	case "kq":
		return t.showResults(ctx, arg)
	default:
		return stale()
	}
}

// askedLetter reads "id:letter".
func askedLetter(arg string) (quiz.AskedID, int, bool) {
	name, place, _ := strings.Cut(arg, ":")
	id, err := strconv.ParseInt(name, 10, 64)
	letter, err2 := strconv.Atoi(place)
	return quiz.AskedID(id), letter, err == nil && err2 == nil
}

// Folded words after an answer that ask for the next question.
var nextQuizWords = []string{"tiep", "cau tiep", "tiep theo", "cau nua", "cau khac", "next", "another"}

// typedQuiz answers a text that means a question which was asked; done is false for any other text.
func (t *turn) typedQuiz(ctx context.Context, text string) (done bool, err error) {
	if t.offers("q:n") && isWord(text, nextQuizWords) {
		return true, t.nextRound(ctx)
	}
	if done, err := t.typedReport(ctx, text); done || err != nil {
		return done, err
	}
	pairs, ok := quiz.ReadAnswers(text)
	if !ok {
		if pairs, ok = t.optionNumber(text); !ok {
			return false, nil
		}
	}
	if id, ok := t.offeredAsk(); ok && len(pairs) == 1 && pairs[0].Place <= 1 {
		t.state.Misses = 0
		return true, t.answerOne(ctx, id, pairs[0].Letter)
	}
	open, err := t.tx.OpenAsked(ctx, t.actor.Person.ID)
	if err != nil {
		return false, err
	}
	if len(open) == 0 {
		return t.answeredBefore(ctx, pairs)
	}
	t.state.Misses = 0
	if len(open) == 1 && len(pairs) == 1 && (pairs[0].Place == 0 || pairs[0].Place == open[0].Place) {
		return true, t.answerOne(ctx, open[0].ID, pairs[0].Letter)
	}
	return true, t.answerRound(ctx, open, pairs)
}

// optionNumber reads "câu 2", which means the second option where one question stands.
func (t *turn) optionNumber(text string) ([]quiz.Pair, bool) {
	words := strings.Fields(strings.Trim(viet.Fold(text), " .)"))
	if _, ok := t.offeredAsk(); !ok || len(words) != 2 || !isWord(words[0], []string{"cau", "chon", "so", "option"}) {
		return nil, false
	}
	n, err := strconv.Atoi(words[1])
	return []quiz.Pair{{Letter: n - 1}}, err == nil && n > 0
}

// offers reports whether a choice stands among those offered last.
func (t *turn) offers(data string) bool {
	return slices.ContainsFunc(t.state.Offer, func(c channel.Choice) bool { return strings.HasPrefix(c.Data, data) })
}

// offeredAsk is the one question whose letters were offered last.
func (t *turn) offeredAsk() (quiz.AskedID, bool) {
	for _, c := range t.state.Offer {
		if arg, ok := strings.CutPrefix(c.Data, "q:a:"); ok {
			id, _, ok := askedLetter(arg)
			return id, ok
		}
	}
	return 0, false
}

// answeredBefore says, right after an answer, that it is the one that counts. Otherwise letters mean nothing here.
func (t *turn) answeredBefore(ctx context.Context, pairs []quiz.Pair) (bool, error) {
	if !t.offers("q:") && len(pairs) == 1 && pairs[0].Place == 0 {
		return false, nil
	}
	last, ok, err := t.tx.LastAnswered(ctx, t.actor.Person.ID)
	if err != nil || !ok || last.Given.On != t.today {
		return false, err
	}
	t.state.Misses = 0
	if len(pairs) > 1 || pairs[0].Place > 1 {
		t.say("quiz.da_tra_loi_ca", nil)
		return true, nil
	}
	t.sayAnswered(last)
	return true, nil
}

// sayAnswered says that something was answered already. What is offered stands.
func (t *turn) sayAnswered(a quiz.Asked) {
	key := "quiz.da_tra_loi_sai"
	if a.Given.Right {
		key = "quiz.da_tra_loi_dung"
	}
	t.say(key, args{"Chu": letterName(a.Shown.Letter(a.Given.Option))})
}

// try is the answer of this turn, and where it comes from. A press has no message of its own that could be edited.
func (t *turn) try(letter int) quiz.Try {
	g := quiz.Try{Letter: letter, Channel: string(t.event.Channel)}
	if t.event.Kind == channel.Text {
		g.Message = t.messageName(t.event.Message)
	}
	return g
}

// answerOne counts the answer to one question and says at once how it was.
func (t *turn) answerOne(ctx context.Context, id quiz.AskedID, letter int) error {
	if letter >= quiz.Options {
		t.say("quiz.bon_phuong_an", nil)
		return nil
	}
	l, err := t.learner(ctx)
	if err != nil {
		return err
	}
	r, err := quiz.Answer(ctx, t.tx, l, id, t.try(letter))
	switch {
	case err != nil:
		return err
	case r.Repeat:
		t.sayAnswered(r.Asked)
		return nil
	case r.Gone:
		t.state.Offer = nil
		t.say("quiz.khong_con", nil, t.aside("q:n", "quiz.nut_cau_khac"))
		return nil
	}
	text := t.p.T("quiz.dung", nil)
	if !r.Asked.Given.Right {
		text = t.p.T("quiz.sai", args{"Chu": letterName(r.Asked.Shown.Letter(r.Question.Answer)), "DapAn": r.Question.Options[r.Question.Answer]})
	}
	text += "\n" + t.whyLines(r.Question)
	if r.Card.Missed {
		text += "\n" + t.p.T("quiz.hoi_lai", args{"Ngay": r.Card.Due.Short()})
	}
	return t.sayFeedback(ctx, l, text, id)
}

// sayFeedback says how answers were, and offers what comes next.
func (t *turn) sayFeedback(ctx context.Context, l quiz.Learner, text string, reportable ...quiz.AskedID) error {
	live, err := t.liveQuestions(ctx)
	if err != nil {
		return err
	}
	more, err := quiz.More(ctx, t.tx, l, live)
	if err != nil {
		return err
	}
	var choices []channel.Choice
	if more {
		choices = append(choices, t.aside("q:n", "quiz.nut_cau_tiep"))
	}
	for _, id := range reportable {
		choices = append(choices, t.aside(press("q", "r", number(id)), "quiz.nut_sai"))
	}
	if !more {
		text += "\n" + t.p.T("quiz.het_hom_nay", nil)
	}
	t.state.Offer = nil
	t.sayText(text, choices...)
	return nil
}

// editedAnswer answers an edit of a message that answered questions: the first answer counts.
func (t *turn) editedAnswer(ctx context.Context, message channel.MessageID) (done bool, err error) {
	asked, err := t.tx.AnsweredBy(ctx, t.actor.Person.ID, string(t.event.Channel), t.messageName(message))
	if err != nil || len(asked) == 0 {
		return false, err
	}
	t.say("quiz.sua_tra_loi", nil)
	return true, nil
}
