package bot

import (
	"context"
	"fmt"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

// Folded words behind /quiz that say how often somebody wants to be asked.
var (
	dailyWords  = []string{"hang ngay", "moi ngay", "ngay nao cung hoi", "daily", "every day"}
	weeklyWords = []string{"hang tuan", "moi tuan", "bat", "bat lai", "weekly", "every week", "on"}
	offWords    = []string{"tat", "dung", "thoi", "khong nhan", "khong nhan nua", "off", "stop"}
)

// inOneMessage reports whether a channel is short of messages, so that a whole round of questions goes into one: a free
// Zalo bot has 3,000 a month for 50 people.
func inOneMessage(kind channel.Kind) bool { return kind == channel.Zalo }

// questionsAtOnce is how many questions go into one message of a channel.
func questionsAtOnce(kind channel.Kind) int {
	if inOneMessage(kind) {
		return quiz.DailyCap
	}
	return 1
}

// cmdQuiz is /quiz: questions now, or how often they come by themselves.
func (t *turn) cmdQuiz(ctx context.Context, arg string) error {
	switch folded := viet.Fold(arg); {
	case isWord(folded, dailyWords):
		return t.wishQuiz(ctx, quiz.Daily)
	case isWord(folded, weeklyWords):
		return t.wishQuiz(ctx, quiz.Weekly)
	case isWord(folded, offWords):
		return t.wishQuiz(ctx, quiz.Off)
	}
	return t.nextRound(ctx)
}

// cmdQuizOff is "tắt câu hỏi".
func (t *turn) cmdQuizOff(ctx context.Context, _ string) error { return t.wishQuiz(ctx, quiz.Off) }

// cmdQuizOn is "bật câu hỏi": they come as often as they do for who has chosen nothing.
func (t *turn) cmdQuizOn(ctx context.Context, _ string) error { return t.wishQuiz(ctx, quiz.Weekly) }

// quizArg reports whether words behind "quiz" say how often.
func (t *turn) quizArg(arg string) bool {
	return isWord(arg, dailyWords) || isWord(arg, weeklyWords) || isWord(arg, offWords)
}

// learner is the person of the turn, to be asked.
func (t *turn) learner(ctx context.Context) (quiz.Learner, error) {
	cal := t.cal // what is due has read it already
	if cal == nil {
		var err error
		if cal, err = t.tx.Calendar(ctx, t.cfg.Zone); err != nil {
			return quiz.Learner{}, fmt.Errorf("read the calendar: %w", err)
		}
	}
	return quiz.Learner{
		Person: t.actor.Person.ID, Unit: t.actor.Member.Unit, Today: t.today, Now: t.now, Zone: t.cfg.Zone, Days: cal,
	}, nil
}

// nextRound asks what comes next.
func (t *turn) nextRound(ctx context.Context) error {
	l, err := t.learner(ctx)
	if err != nil {
		return err
	}
	r, err := quiz.Ask(ctx, t.tx, l, questionsAtOnce(t.event.Channel))
	if err != nil {
		return err
	}
	t.sayUnlearnt(r.Untold)
	switch {
	case len(r.Asked) > 0:
		return t.sayRound(ctx, r)
	case r.Full:
		t.say("quiz.du_cau", args{"So": quiz.DailyCap}, t.aside("cmd:onlai", "quiz.nut_on_lai"))
	default:
		t.say("quiz.khong_co_cau", nil)
	}
	return nil
}

// cmdMissed is /onlai: the questions that the person answered wrong. When the day's share of questions is done, or all
// of them are of today, they are shown with their answers.
func (t *turn) cmdMissed(ctx context.Context, _ string) error {
	l, err := t.learner(ctx)
	if err != nil {
		return err
	}
	r, err := quiz.AskMissed(ctx, t.tx, l, questionsAtOnce(t.event.Channel))
	if err != nil {
		return err
	}
	t.sayUnlearnt(r.Untold)
	if len(r.Asked) > 0 {
		return t.sayRound(ctx, r)
	}
	return t.showMistakes(ctx, l)
}

// shownMistakes is how many mistakes are shown at once.
const shownMistakes = 5

// showMistakes lists mistakes to be read.
func (t *turn) showMistakes(ctx context.Context, l quiz.Learner) error {
	live, err := t.liveQuestions(ctx)
	if err != nil {
		return err
	}
	wrong, err := quiz.Mistakes(ctx, t.tx, l, live)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		t.say("quiz.khong_co_loi", nil, t.aside("cmd:quiz", "quiz.nut_tra_loi"))
		return nil
	}
	text := t.p.N("quiz.cac_loi", len(wrong), nil)
	for i, q := range wrong[:min(shownMistakes, len(wrong))] {
		text += "\n\n" + number(i+1) + ". " + q.Text + "\n" + t.answerLine(q) + "\n" + t.whyLines(q)
	}
	t.sayText(text)
	return nil
}

// liveQuestions are those that may be asked today.
func (t *turn) liveQuestions(ctx context.Context) ([]quiz.Question, error) {
	if t.bank != nil && t.bank.read {
		return t.bank.live, nil
	}
	live, err := t.tx.LiveQuestions(ctx, t.today)
	if err != nil {
		return nil, fmt.Errorf("read the live questions: %w", err)
	}
	if t.bank != nil {
		t.bank.live, t.bank.read = live, true
	}
	return live, nil
}

// liveBank holds the live questions for many people who are written to in one transaction.
type liveBank struct {
	live []quiz.Question
	read bool
}
