package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

// The bank of questions is kept in chat by the Office: /cauhoi. What a question may become is internal/quiz's matter;
// here it is asked for, shown and said.

// questionVerb is something that can stand behind /cauhoi.
type questionVerb func(t *turn, ctx context.Context, rest string) error

// maxVerbWords is how many words the longest verb has.
const maxVerbWords = 4

// questionVerbs are the verbs, folded.
func questionVerbs() map[string]questionVerb {
	out := map[string]questionVerb{}
	for _, v := range []struct {
		words []string
		do    questionVerb
	}{
		{[]string{"cho phat hanh", "cho", "waiting", "reviewed"}, listing(quiz.Filter{State: quiz.Reviewed})},
		{[]string{"nhap", "ban nhap", "drafts", "draft"}, listing(quiz.Filter{State: quiz.Draft})},
		{[]string{"dang dung", "dang hoi", "live"}, listing(quiz.Filter{State: quiz.Live})},
		{[]string{"da ngung", "retired"}, listing(quiz.Filter{State: quiz.Retired})},
		{[]string{"bao sai", "bi bao sai", "reported", "reports"}, listing(quiz.Filter{Reported: true})},
		{[]string{"chu de", "topic", "topics"}, (*turn).questionTopic},
		{[]string{"phat hanh", "release"}, (*turn).releaseTyped},
		{[]string{"da kiem tra", "kiem tra", "check", "checked"}, stepTyped(quiz.Approve)},
		{[]string{"ngung", "ngung dung", "retire"}, stepTyped(quiz.Retire)},
		{[]string{"tam dung", "pause", "paused"}, (*turn).pauseTyped},
		{[]string{"tiep tuc", "resume"}, stepTyped(quiz.Resume)},
		{[]string{"dung lai", "khoi phuc", "revive"}, stepTyped(quiz.Revive)},
		{[]string{"giu", "giu nguyen", "keep"}, (*turn).keepTyped},
		{[]string{"them", "them cau", "them cau hoi", "moi", "add", "new"}, (*turn).addQuestion},
		{[]string{"sua", "edit", "change"}, (*turn).editTyped},
		{[]string{"xuat", "export"}, (*turn).exportQuestions},
		{[]string{"tep", "nhap tep", "gui tep", "file", "import"}, (*turn).askQuestionFile},
		{[]string{"van ban", "documents"}, (*turn).listDocuments},
		{[]string{"het hieu luc", "ended", "expired"}, (*turn).endDocument},
		{[]string{"con hieu luc", "in force"}, (*turn).renewDocument},
		{[]string{"tim", "find", "search"}, (*turn).findQuestions},
	} {
		for _, w := range v.words {
			out[w] = v.do
		}
	}
	return out
}

// cmdQuestions is /cauhoi: the bank at a glance; with a code, a question; with a verb, what it says; else a search.
func (t *turn) cmdQuestions(ctx context.Context, arg string) error {
	if arg == "" {
		return t.bankOverview(ctx)
	}
	if do, rest, ok := t.questionVerb(arg); ok {
		return do(t, ctx, rest)
	}
	q, ok, err := t.findQuestion(ctx, arg)
	switch {
	case err != nil:
		return err
	case ok:
		return t.showQuestion(ctx, q)
	case looksLikeCode(arg):
		return noQuestion(arg)
	}
	return t.findQuestions(ctx, arg)
}

// questionVerb finds the verb that an argument begins with; the longest words win.
func (t *turn) questionVerb(arg string) (do questionVerb, rest string, ok bool) {
	words := strings.Fields(arg)
	for n := min(maxVerbWords, len(words)); n >= 1; n-- {
		if do, ok := t.table.questions[viet.Fold(strings.Join(words[:n], " "))]; ok {
			return do, strings.Join(words[n:], " "), true
		}
	}
	return nil, "", false
}

// questionArg reports whether the words after a plain "câu hỏi" are an argument: a code or a verb, not a title.
func (t *turn) questionArg(arg string) bool {
	_, _, verb := t.questionVerb(arg)
	return t.actor.Reach(people.ManageQuestions) != people.Nobody && (verb || looksLikeCode(arg))
}

// looksLikeCode reports whether words can only be meant as the code of a question.
func looksLikeCode(arg string) bool {
	code, ok := quiz.ReadCode(strings.TrimPrefix(arg, "#"))
	return ok && strings.ContainsAny(string(code), digits)
}

// findQuestion finds the question that words name: its code, or the number in it.
func (t *turn) findQuestion(ctx context.Context, words string) (quiz.Question, bool, error) {
	code, ok := quiz.ReadCode(strings.TrimPrefix(strings.TrimSpace(words), "#"))
	if !ok {
		return quiz.Question{}, false, nil
	}
	q, ok, err := t.tx.QuestionByCode(ctx, code)
	if err != nil || ok {
		return q, ok, err
	}
	n, err := strconv.Atoi(string(code))
	if err != nil || n < 0 {
		return q, false, nil //nolint:nilerr // words that are no number name no question
	}
	return t.tx.QuestionByCode(ctx, quiz.NumberedCode(n))
}

// questionNamed finds the question that the first word names, and returns the words behind it.
func (t *turn) questionNamed(ctx context.Context, words string) (q quiz.Question, rest string, err error) {
	words = strings.TrimSpace(words)
	if first, more, two := strings.Cut(words, " "); two && (viet.Fold(first) == "cau" || viet.Fold(first) == "question") {
		words = more
	}
	first, rest, _ := strings.Cut(words, " ")
	if first == "" {
		return q, "", fault.New(fault.Invalid, "cauhoi.cau_nao", nil)
	}
	q, ok, err := t.findQuestion(ctx, first)
	if err == nil && !ok {
		err = noQuestion(first)
	}
	return q, strings.TrimSpace(rest), err
}

func noQuestion(words string) error {
	return fault.New(fault.NotFound, "cauhoi.khong_thay", fault.Args{"Ma": cut(words, 40)})
}

// keeper is who acts on the bank now.
func (t *turn) keeper() quiz.Actor {
	return quiz.Actor{Person: t.actor.Person.ID, Channel: string(t.event.Channel), Now: t.now, Today: t.today}
}

// keeps reports whether the person may keep the bank. Rights change while a button or a form waits.
func (t *turn) keeps() bool { return t.actor.Reach(people.ManageQuestions) != people.Nobody }

// bankOverview says how many questions stand where, and what waits.
func (t *turn) bankOverview(ctx context.Context) error {
	counts, err := t.tx.CountQuestions(ctx, t.today)
	if err != nil {
		return err
	}
	topics, err := t.tx.Topics(ctx)
	if err != nil {
		return err
	}
	sums := map[quiz.State]int{}
	live, all := map[quiz.Topic]int{}, map[quiz.Topic]int{}
	total, reported := 0, 0
	for _, c := range counts {
		sums[c.State] += c.N
		total, reported = total+c.N, reported+c.Reported
		if c.State != quiz.Retired {
			all[c.Topic] += c.N
		}
		if c.State == quiz.Live {
			live[c.Topic] += c.N
		}
	}
	if total == 0 {
		t.say("cauhoi.trong", nil, t.aside("ch:add", "cauhoi.nut_them"), t.aside("ch:file", "cauhoi.nut_tep"))
		return nil
	}
	lines := []string{
		t.p.N("cauhoi.tong", total, nil),
		t.p.T("cauhoi.theo_trang_thai", args{
			"Cho": sums[quiz.Reviewed], "Dung": sums[quiz.Live], "Nhap": sums[quiz.Draft], "Tam": sums[quiz.Paused], "Ngung": sums[quiz.Retired],
		}),
	}
	if reported > 0 {
		lines = append(lines, t.p.T("cauhoi.so_bao_sai", args{"So": reported}))
	}
	lines = append(lines, t.p.T("cauhoi.theo_chu_de", nil))
	for _, topic := range topics {
		if all[topic.Code] > 0 {
			lines = append(lines, t.p.T("cauhoi.dong_chu_de", args{"ChuDe": t.topicName(topic), "Dung": live[topic.Code], "So": all[topic.Code]}))
		}
	}
	t.sayText(strings.Join(lines, "\n"), t.bankChoices(sums, reported)...)
	return nil
}

// bankChoices lead to what there is to look at.
func (t *turn) bankChoices(sums map[quiz.State]int, reported int) []channel.Choice {
	var out []channel.Choice
	offer := func(n int, data, key string) {
		if n > 0 {
			out = append(out, channel.Choice{Data: data, Label: t.p.T(key, args{"So": n}), Aside: true})
		}
	}
	offer(reported, "ch:l:x:0", "cauhoi.nut_bao_sai")
	offer(sums[quiz.Reviewed], "ch:l:reviewed:0", "cauhoi.nut_cho")
	offer(sums[quiz.Reviewed], "ch:all", "cauhoi.nut_phat_hanh_het")
	offer(sums[quiz.Draft], "ch:l:draft:0", "cauhoi.nut_nhap")
	offer(sums[quiz.Paused], "ch:l:paused:0", "cauhoi.nut_tam_dung")
	offer(sums[quiz.Live], "ch:l:live:0", "cauhoi.nut_dang_dung")
	return append(out, t.aside("ch:add", "cauhoi.nut_them"), t.aside("ch:file", "cauhoi.nut_tep"), t.aside("ch:out", "cauhoi.nut_xuat"))
}

// topicName is a topic's name in the reader's language.
func (t *turn) topicName(topic quiz.TopicName) string {
	if t.p.Lang == "en" && topic.EN != "" {
		return topic.EN
	}
	return topic.VI
}

// topicNamed is the name of the topic with a code.
func (t *turn) topicNamed(ctx context.Context, code quiz.Topic) (string, error) {
	topics, err := t.tx.Topics(ctx)
	for _, topic := range topics {
		if topic.Code == code {
			return t.topicName(topic), err
		}
	}
	return string(code), err
}

// stateName is what a state is called.
func (t *turn) stateName(s quiz.State) string { return t.p.T("cauhoi.trang_thai_"+string(s), nil) }
