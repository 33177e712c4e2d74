package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/quiz"
)

// stepTyped is the verb that takes a step with the question that is named.
func stepTyped(s quiz.Step) questionVerb {
	return func(t *turn, ctx context.Context, rest string) error {
		if rest == "" && s == quiz.Retire {
			return t.listQuestions(ctx, quiz.Filter{State: quiz.Retired})
		}
		q, _, err := t.questionNamed(ctx, rest)
		if err != nil {
			return err
		}
		return t.step(ctx, q, s, "")
	}
}

// pauseTyped is "tạm dừng Q012 reason"; without a question it lists the paused, without a reason it asks for one.
func (t *turn) pauseTyped(ctx context.Context, rest string) error {
	if rest == "" {
		return t.listQuestions(ctx, quiz.Filter{State: quiz.Paused})
	}
	q, reason, err := t.questionNamed(ctx, rest)
	if err != nil {
		return err
	}
	if reason == "" {
		return t.askReason(ctx, q)
	}
	return t.step(ctx, q, quiz.Hold, reason)
}

// keepTyped is "giữ Q012".
func (t *turn) keepTyped(ctx context.Context, rest string) error {
	q, _, err := t.questionNamed(ctx, rest)
	if err != nil {
		return err
	}
	return t.keepQuestion(ctx, q)
}

// keepQuestion says that a reported question is right.
func (t *turn) keepQuestion(ctx context.Context, q quiz.Question) error {
	q, err := quiz.Keep(ctx, t.tx, q, t.keeper())
	if err != nil {
		return err
	}
	t.say("cauhoi.da_giu", args{"Ma": string(q.Code)}, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	return nil
}

// pressStep takes the step that a choice stands for: "id:step".
func (t *turn) pressStep(ctx context.Context, rest string) error {
	which, step, _ := strings.Cut(rest, ":")
	return onQuestion(func(t *turn, ctx context.Context, q quiz.Question) error {
		if quiz.Step(step) == quiz.Hold {
			return t.askReason(ctx, q)
		}
		return t.step(ctx, q, quiz.Step(step), "")
	})(t, ctx, which)
}

// step takes a step, says so, and offers to take it back.
func (t *turn) step(ctx context.Context, q quiz.Question, s quiz.Step, reason string) error {
	after, err := quiz.Take(ctx, t.tx, q, quiz.Move{Step: s, Reason: reason}, t.keeper())
	if err != nil {
		return err
	}
	t.state.Offer = nil
	var choices []channel.Choice
	if s == quiz.Approve && after.Author != t.actor.Person.ID {
		choices = append(choices, t.aside(press("ch", "a", number(q.ID), string(quiz.Release)), "cauhoi.nut_buoc_release"))
	}
	if quiz.CanUndo(q, s) {
		choices = append(choices, t.aside(press("ch", "u", number(q.ID), number(after.Version), string(after.State), string(q.State)), "cauhoi.nut_hoan_tac"))
	} else {
		choices = append(choices, t.aside(press("ch", "s", number(q.ID)), "cauhoi.nut_xem"))
	}
	choices = append(choices,
		t.aside(press("ch", "n", string(q.State), number(q.ID)), "cauhoi.nut_cau_sau"),
		t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	t.say("cauhoi.da_"+string(s), args{"Ma": string(q.Code), "TrangThai": t.stateName(after.State)}, choices...)
	return nil
}

// undoStep takes a step back: "id:version:state:to".
func (t *turn) undoStep(ctx context.Context, rest string) error {
	parts := strings.Split(rest, ":")
	if len(parts) != 4 || !slices.Contains(quiz.States(), quiz.State(parts[3])) {
		return stale()
	}
	id, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return stale()
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil {
		return stale()
	}
	left := quiz.Question{ID: quiz.QuestionID(id), Version: version, State: quiz.State(parts[2])}
	q, err := quiz.Undo(ctx, t.tx, left, quiz.State(parts[3]), t.keeper())
	if err != nil {
		return err
	}
	t.say("cauhoi.da_hoan_tac", args{"Ma": string(q.Code), "TrangThai": t.stateName(q.State)},
		t.aside(press("ch", "s", number(q.ID)), "cauhoi.nut_xem"))
	return nil
}

// releaseTyped is "phát hành", of all that waits, or of the question that is named.
func (t *turn) releaseTyped(ctx context.Context, rest string) error {
	if rest == "" || meant(rest, []string{"tất cả", "hết", "all"}) {
		return t.askReleaseAll(ctx)
	}
	return stepTyped(quiz.Release)(t, ctx, rest)
}

// askReleaseAll says what would be released, topic by topic, before it is.
func (t *turn) askReleaseAll(ctx context.Context) error {
	waiting, err := t.tx.Questions(ctx, quiz.Filter{State: quiz.Reviewed})
	if err != nil {
		return err
	}
	mine := 0
	count := map[quiz.Topic]int{}
	for _, q := range waiting {
		if q.Author == t.actor.Person.ID {
			mine++
			continue
		}
		count[q.Topic]++
	}
	if len(waiting) == mine {
		key := "cauhoi.khong_cho"
		if mine > 0 {
			key = "cauhoi.chi_cua_minh"
		}
		t.say(key, nil, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	}
	topics, err := t.tx.Topics(ctx)
	if err != nil {
		return err
	}
	lines := []string{t.p.N("cauhoi.hoi_phat_hanh", len(waiting)-mine, nil)}
	for _, topic := range topics {
		if count[topic.Code] > 0 {
			lines = append(lines, t.p.T("cauhoi.dong_so", args{"ChuDe": t.topicName(topic), "So": count[topic.Code]}))
		}
	}
	if mine > 0 {
		lines = append(lines, t.p.N("cauhoi.tru_cua_minh", mine, nil))
	}
	lines = append(lines, t.p.T("cauhoi.nen_xem", nil))
	t.sayText(strings.Join(lines, "\n"), t.yesNo("ch:all!", "no")...)
	return nil
}

// releaseAll releases all that waits.
func (t *turn) releaseAll(ctx context.Context) error {
	released, left, err := quiz.ReleaseAll(ctx, t.tx, t.keeper())
	if err != nil {
		return err
	}
	t.state.Offer = nil
	if len(released) == 0 {
		t.say("cauhoi.khong_cho", nil, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	}
	text := t.p.N("cauhoi.da_phat_hanh_het", len(released), nil)
	if left > 0 {
		text += "\n" + t.p.N("cauhoi.con_lai", left, nil)
	}
	t.sayText(text, t.aside(press("ch", "unall", strconv.FormatInt(t.now.UnixMilli(), 10)), "cauhoi.nut_hoan_tac"),
		t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	return nil
}

// undoReleaseAll takes the release of many back.
func (t *turn) undoReleaseAll(ctx context.Context, rest string) error {
	at, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return stale()
	}
	n, err := quiz.UndoReleaseAll(ctx, t.tx, time.UnixMilli(at), t.keeper())
	if err != nil {
		return err
	}
	if n == 0 {
		return stale()
	}
	t.sayText(t.p.N("cauhoi.da_thu_lai", n, nil), t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	return nil
}

// pressQuestions does a choice of /cauhoi: a word and its arguments.
func (t *turn) pressQuestions(ctx context.Context, rest string) error {
	if !t.keeps() {
		return t.refuse(ctx, t.table.byName["cauhoi"])
	}
	what, arg, _ := strings.Cut(rest, ":")
	if opens := what == "add" || what == "edit" || what == "file" || what == "a" && strings.HasSuffix(arg, ":"+string(quiz.Hold)); opens && t.busy() {
		t.park(dialog.Parked{Kind: channel.Press, Press: "ch:" + rest})
		return nil
	}
	do, ok := map[string]questionVerb{
		"s": onQuestion((*turn).showQuestion), "l": (*turn).pressList, "n": (*turn).nextQuestion, "a": (*turn).pressStep,
		"u": (*turn).undoStep, "keep": onQuestion((*turn).keepQuestion),
		"all":   func(t *turn, ctx context.Context, _ string) error { return t.askReleaseAll(ctx) },
		"all!":  func(t *turn, ctx context.Context, _ string) error { return t.releaseAll(ctx) },
		"unall": (*turn).undoReleaseAll,
		"add":   (*turn).addQuestion, "edit": onQuestion((*turn).editQuestion), "file": (*turn).askQuestionFile, "put": (*turn).applyQuestionFile,
		"out": (*turn).exportQuestions, "d": (*turn).pressDocument, "d!": (*turn).pressEnd, "ud": (*turn).pressRenew, "dq": (*turn).pressDocumentQuestions,
	}[what]
	if !ok {
		return stale()
	}
	return do(t, ctx, arg)
}
