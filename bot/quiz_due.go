package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
	"sohoc/internal/remind"
)

// partQuiz puts the questions that are due to the person, as far as wanted. What has to be told of rules that are no
// longer in force is told even to who wants no questions.
func (t *turn) partQuiz(ctx context.Context, s remind.Slot) (part, bool, error) {
	l, err := t.learner(ctx)
	if err != nil {
		return part{}, false, err
	}
	live, err := t.liveQuestions(ctx)
	if err != nil {
		return part{}, false, err
	}
	on := quiz.OtherDay
	if s.Job == remind.Quiz {
		on = quiz.WeeklyQuiz
	}
	r, err := quiz.AskDue(ctx, t.tx, l, quiz.Occurrence{On: on, Live: live, Limit: questionsAtOnce(t.event.Channel)})
	if err != nil {
		return part{}, false, err
	}
	texts := t.unlearntLines(r.Untold)
	var choices []channel.Choice
	if len(r.Asked) > 0 {
		var text string
		if text, choices, err = t.roundText(ctx, r); err != nil {
			return part{}, false, err
		}
		texts = append(texts, text+"\n"+t.p.T("quiz.cach_tat", nil))
	}
	return part{Text: strings.Join(texts, "\n\n"), Choices: choices, key: "quiz"}, len(texts) > 0, nil
}

// partFact tells a fact to who wants one each week.
func (t *turn) partFact(ctx context.Context, _ remind.Slot) (part, bool, error) {
	w, err := t.tx.WishOf(ctx, t.actor.Person.ID)
	if err != nil || !w.Fact {
		return part{}, false, err
	}
	text, ok, err := t.factText(ctx)
	if err != nil || !ok {
		return part{}, false, err
	}
	return part{Text: text + "\n" + t.p.T("quiz.cach_tat_dieu", nil)}, true, nil
}
