package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
)

// showQuestion shows a question with all that is known of it, and what can be done.
func (t *turn) showQuestion(ctx context.Context, q quiz.Question) error {
	text, err := t.questionText(ctx, q)
	if err != nil {
		return err
	}
	t.sayText(text, t.questionChoices(q)...)
	return nil
}

// questionText is a question as those see it who keep the bank.
func (t *turn) questionText(ctx context.Context, q quiz.Question) (string, error) {
	topic, err := t.topicNamed(ctx, q.Topic)
	if err != nil {
		return "", err
	}
	lines := []string{t.p.T("cauhoi.dau", args{"Ma": string(q.Code), "ChuDe": topic, "TrangThai": t.stateName(q.StateOn(t.today))})}
	lines = append(lines, t.contentLines(q.Content)...)
	if q.State == quiz.Paused {
		lines = append(lines, t.p.T("cauhoi.ly_do", args{"LyDo": q.Pause.Reason}))
	}
	if q.Ended != "" {
		lines = append(lines, t.p.T("cauhoi.van_ban_tu", args{"Ngay": q.Ended.Local()}))
	}
	who, err := t.authorLine(ctx, q)
	if err != nil {
		return "", err
	}
	if who != "" {
		lines = append(lines, who)
	}
	if q.Reports > 0 {
		notes, err := t.tx.ReportNotes(ctx, q.ID)
		if err != nil {
			return "", err
		}
		lines = append(lines, t.p.N("cauhoi.bi_bao_sai", q.Reports, nil))
		for _, note := range notes {
			lines = append(lines, "«"+note+"»")
		}
	}
	return strings.Join(lines, "\n"), nil
}

// contentLines are what a question says, with its source and what is uncertain about it.
func (t *turn) contentLines(c quiz.Content) []string {
	lines := []string{c.Text}
	for i, o := range c.Options {
		lines = append(lines, quiz.Letters[i:i+1]+". "+o)
	}
	lines = append(lines,
		t.p.T("cauhoi.dap_an", args{"DapAn": quiz.Letters[c.Answer : c.Answer+1]}),
		t.p.T("cauhoi.giai_thich", args{"GiaiThich": c.Explanation}))
	if basis := basisOf(c); basis != "" {
		lines = append(lines, t.p.T("cauhoi.can_cu", args{"CanCu": basis}))
	}
	lines = append(lines, t.p.T("cauhoi.nguon", args{"Nguon": c.Source}))
	if c.Checked != "" {
		lines = append(lines, t.p.T("cauhoi.doi_chieu", args{"Ngay": c.Checked.Local()}))
	} else {
		lines = append(lines, t.p.T("cauhoi.chua_doi_chieu", nil))
	}
	if c.Press {
		lines = append(lines, t.p.T("cauhoi.bao_chi", nil))
	}
	if c.Note != "" {
		lines = append(lines, t.p.T("cauhoi.ghi_chu", args{"GhiChu": c.Note}))
	}
	if c.From != "" {
		lines = append(lines, t.p.T("cauhoi.hoi_tu", args{"Ngay": c.From.Local()}))
	}
	if c.To != "" {
		lines = append(lines, t.p.T("cauhoi.hoi_den", args{"Ngay": c.To.Local()}))
	}
	return lines
}

// basisOf is the document and the place in it.
func basisOf(c quiz.Content) string {
	if c.Document == "" || c.Article == "" {
		return c.Document
	}
	return c.Document + ", " + c.Article
}

// authorLine says who wrote a question, where that matters: who wrote it does not release it.
func (t *turn) authorLine(ctx context.Context, q quiz.Question) (string, error) {
	switch q.Author {
	case 0:
		return "", nil
	case t.actor.Person.ID:
		return t.p.T("cauhoi.nguoi_soan_minh", nil), nil
	}
	who, ok, err := t.tx.ActorByID(ctx, q.Author, t.today)
	if err != nil || !ok {
		return "", err
	}
	return t.p.T("cauhoi.nguoi_soan", args{"Ten": who.Person.Name, "Ma": who.Person.StaffCode}), nil
}

// questionChoices are what can be done with a question where it stands.
func (t *turn) questionChoices(q quiz.Question) []channel.Choice {
	var out []channel.Choice
	if q.Reports > 0 {
		out = append(out, t.aside(press("ch", "keep", number(q.ID)), "cauhoi.nut_giu"))
	}
	for _, s := range q.Steps() {
		if (s == quiz.Approve || s == quiz.Release) && q.Author == t.actor.Person.ID {
			continue // is refused: somebody else must look
		}
		out = append(out, t.aside(press("ch", "a", number(q.ID), string(s)), "cauhoi.nut_buoc_"+string(s)))
	}
	out = append(out, t.aside(press("ch", "edit", number(q.ID)), "cauhoi.nut_sua"))
	if q.State != quiz.Live && q.State != quiz.Retired {
		out = append(out, t.aside(press("ch", "n", string(q.State), number(q.ID)), "cauhoi.nut_cau_sau"))
	}
	return append(out, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
}

// onQuestion reads the number of a question from the data.
func onQuestion(fn func(*turn, context.Context, quiz.Question) error) questionVerb {
	return func(t *turn, ctx context.Context, rest string) error {
		id, err := strconv.ParseInt(rest, 10, 64)
		if err != nil {
			return stale()
		}
		q, ok, err := t.tx.Question(ctx, quiz.QuestionID(id))
		if err != nil {
			return err
		}
		if !ok {
			return stale()
		}
		return fn(t, ctx, q)
	}
}

// nextQuestion shows the next question in a state: "state:after".
func (t *turn) nextQuestion(ctx context.Context, rest string) error {
	state, last, _ := strings.Cut(rest, ":")
	after, err := strconv.ParseInt(last, 10, 64)
	if err != nil {
		return stale()
	}
	f := quiz.Filter{State: quiz.State(state), After: quiz.QuestionID(after), Limit: 1}
	next, err := t.tx.Questions(ctx, f)
	if err == nil && len(next) == 0 {
		f.After = 0 // from the beginning: some were passed over
		next, err = t.tx.Questions(ctx, f)
	}
	if err != nil {
		return err
	}
	if len(next) == 0 {
		t.say("cauhoi.het_cau", args{"Ten": t.stateName(f.State)}, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	}
	return t.showQuestion(ctx, next[0])
}
