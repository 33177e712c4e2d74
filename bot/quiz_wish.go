package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
)

// wishQuiz notes how often the person wants to be asked.
func (t *turn) wishQuiz(ctx context.Context, r quiz.Rhythm) error {
	if r != quiz.Weekly && r != quiz.Daily && r != quiz.Off {
		return stale()
	}
	w, err := t.tx.WishOf(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	w.Quiz = r
	if err := t.tx.SetWish(ctx, t.actor.Person.ID, w, t.now); err != nil {
		return err
	}
	var choices []channel.Choice
	for _, other := range []quiz.Rhythm{quiz.Weekly, quiz.Daily, quiz.Off} {
		if other != r {
			choices = append(choices, t.aside(press("q", "w", string(other)), "quiz.doi_"+string(other)))
		}
	}
	t.say("quiz.nhip_"+string(r), nil, choices...)
	return nil
}

// Folded words behind /dieuhay.
var (
	factOnWords  = []string{"bat", "hang tuan", "moi tuan", "nhan", "on", "weekly"}
	factOffWords = []string{"tat", "thoi", "dung", "khong nhan", "off", "stop"}
)

// cmdFact is /dieuhay: a fact now, or whether one comes each week.
func (t *turn) cmdFact(ctx context.Context, arg string) error {
	switch {
	case isWord(arg, factOnWords):
		return t.wishFact(ctx, true)
	case isWord(arg, factOffWords):
		return t.wishFact(ctx, false)
	}
	w, err := t.tx.WishOf(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	text, ok, err := t.factText(ctx)
	if err != nil {
		return err
	}
	if !ok {
		text = t.p.T("quiz.khong_co_dieu", nil)
	}
	t.sayText(text, t.factChoice(w.Fact))
	return nil
}

// factArg reports whether words behind "điều hay" say whether one shall come each week.
func (t *turn) factArg(arg string) bool { return isWord(arg, factOnWords) || isWord(arg, factOffWords) }

// factChoice changes whether a fact comes each week.
func (t *turn) factChoice(comes bool) channel.Choice {
	if comes {
		return t.aside("q:f:off", "quiz.nut_thoi_dieu")
	}
	return t.aside("q:f:on", "quiz.nut_nhan_dieu")
}

// wishFact notes whether the person wants a fact each week.
func (t *turn) wishFact(ctx context.Context, on bool) error {
	w, err := t.tx.WishOf(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	w.Fact = on
	if err := t.tx.SetWish(ctx, t.actor.Person.ID, w, t.now); err != nil {
		return err
	}
	key := "quiz.thoi_dieu"
	if on {
		key = "quiz.nhan_dieu"
	}
	t.say(key, nil, t.factChoice(on))
	return nil
}

// factText words the next fact for the person.
func (t *turn) factText(ctx context.Context) (string, bool, error) {
	l, err := t.learner(ctx)
	if err != nil {
		return "", false, err
	}
	live, err := t.liveQuestions(ctx)
	if err != nil {
		return "", false, err
	}
	q, ok, err := quiz.NextFact(ctx, t.tx, l, live)
	if err != nil || !ok {
		return "", false, err
	}
	topics, err := t.askedTopics(ctx)
	if err != nil {
		return "", false, err
	}
	return t.p.T("quiz.dieu_hay", args{"ChuDe": topics[q.Topic], "Hoi": q.Text, "Dap": q.Options[q.Answer]}) + "\n" + t.whyLines(q), true, nil
}
