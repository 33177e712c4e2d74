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

// questionsPage is how many questions a list shows at a time, and excerpt how much of each, in characters.
const (
	questionsPage = 8
	excerpt       = 90
)

// listing is the verb that lists what a filter chooses.
func listing(f quiz.Filter) questionVerb {
	return func(t *turn, ctx context.Context, rest string) error {
		if rest != "" { // "chờ phát hành luật": words to find, after all
			f.Words = searchWords(rest)
		}
		return t.listQuestions(ctx, f)
	}
}

// listQuestions shows a page of the questions that a filter chooses.
func (t *turn) listQuestions(ctx context.Context, f quiz.Filter) error {
	from := f.After
	f.After, f.Limit, f.On = 0, 0, t.today
	all, err := t.tx.Questions(ctx, f)
	if err != nil {
		return err
	}
	start := 0
	for start < len(all) && all[start].ID <= from {
		start++
	}
	page := all[start:min(start+questionsPage, len(all))]
	title, err := t.listTitle(ctx, f, all)
	if err != nil {
		return err
	}
	if len(page) == 0 {
		t.say("cauhoi.danh_sach_trong", args{"Ten": title}, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	}
	lines := []string{t.p.N("cauhoi.danh_sach", len(all), args{"Ten": title})}
	if len(page) < len(all) {
		lines[0] = t.p.N("cauhoi.danh_sach_trang", len(all), args{"Ten": title, "Tu": start + 1, "Den": start + len(page)})
	}
	var choices []channel.Choice
	for _, q := range page {
		lines = append(lines, t.questionLine(q, f.State))
		choices = append(choices, channel.Choice{Data: press("ch", "s", number(q.ID)), Label: string(q.Code), Aside: true})
	}
	if data := pageData(f, page[len(page)-1].ID); data != "" && start+len(page) < len(all) {
		choices = append(choices, t.aside(data, "cauhoi.nut_xem_tiep"))
	} else if start+len(page) < len(all) {
		lines = append(lines, t.p.N("cauhoi.con_nua", len(all)-start-len(page), nil))
	}
	if f.State == quiz.Reviewed && len(f.Words) == 0 {
		choices = append(choices, channel.Choice{Data: "ch:all", Label: t.p.T("cauhoi.nut_phat_hanh_het", args{"So": len(all)})})
	}
	t.sayText(strings.Join(lines, "\n"), append(choices, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))...)
	return nil
}

// questionLine is a question in a list; its state where the list does not say it.
func (t *turn) questionLine(q quiz.Question, known quiz.State) string {
	line := string(q.Code) + ". " + cut(q.Text, excerpt)
	switch {
	case known == "":
		line += " (" + t.stateName(q.StateOn(t.today)) + ")"
	case q.State == quiz.Live && known == quiz.Paused && q.EndedOn(t.today):
		line += "\n" + t.p.T("cauhoi.ly_do", args{"LyDo": t.p.T("cauhoi.het_tu_ngay", args{"VanBan": q.Document, "Ngay": q.Ended.Local()})})
	case q.State == quiz.Live && known == quiz.Paused:
		line += "\n" + t.p.T("cauhoi.hoi_den", args{"Ngay": q.To.Local()})
	case q.State == quiz.Paused:
		line += "\n" + t.p.T("cauhoi.ly_do", args{"LyDo": q.Pause.Reason})
	}
	return line
}

// listTitle says what a filter chooses.
func (t *turn) listTitle(ctx context.Context, f quiz.Filter, found []quiz.Question) (string, error) {
	var parts []string
	if f.Reported {
		parts = append(parts, t.p.T("cauhoi.ten_bao_sai", nil))
	}
	if f.State != "" {
		parts = append(parts, t.stateName(f.State))
	}
	if f.Topic != "" {
		name, err := t.topicNamed(ctx, f.Topic)
		if err != nil {
			return "", err
		}
		parts = append(parts, name)
	}
	if f.Document != 0 && len(found) > 0 {
		parts = append(parts, found[0].Document)
	}
	if len(f.Words) > 0 {
		parts = append(parts, "«"+strings.Join(f.Words, " ")+"»")
	}
	title := strings.Join(parts, ", ")
	for i, r := range title {
		if i == 0 {
			return strings.ToUpper(string(r)) + title[len(string(r)):], nil
		}
	}
	return title, nil
}

// pageData is what the choice of the next page stands for; a search has none.
func pageData(f quiz.Filter, after quiz.QuestionID) string {
	switch {
	case len(f.Words) > 0 || f.Topic != "" || f.Document != 0:
		return ""
	case f.Reported:
		return press("ch", "l", "x", number(after))
	default:
		return press("ch", "l", string(f.State), number(after))
	}
}

// pressList shows the page that a choice stands for: "filter:after".
func (t *turn) pressList(ctx context.Context, rest string) error {
	what, last, _ := strings.Cut(rest, ":")
	after, err := strconv.ParseInt(last, 10, 64)
	if err != nil {
		return stale()
	}
	f := quiz.Filter{After: quiz.QuestionID(after)}
	switch {
	case what == "x":
		f.Reported = true
	case slices.Contains(quiz.States(), quiz.State(what)):
		f.State = quiz.State(what)
	default:
		return stale()
	}
	return t.listQuestions(ctx, f)
}

// questionTopic lists the questions of a topic, or the topics.
func (t *turn) questionTopic(ctx context.Context, words string) error {
	topics, err := t.tx.Topics(ctx)
	if err != nil {
		return err
	}
	folded := viet.Fold(words)
	for _, topic := range topics {
		if folded != "" && (folded == viet.Fold(topic.VI) || folded == viet.Fold(topic.EN) || folded == string(topic.Code)) {
			return t.listQuestions(ctx, quiz.Filter{Topic: topic.Code})
		}
	}
	if folded == "" {
		return t.bankOverview(ctx)
	}
	return t.findQuestions(ctx, words)
}

// maxSearchWords bounds what is looked for; more words are a sentence.
const maxSearchWords = 8

// searchWords are the folded words of a search.
func searchWords(words string) []string {
	all := strings.Fields(viet.Fold(words))
	return all[:min(len(all), maxSearchWords)]
}

// findQuestions lists the questions that hold all of the words.
func (t *turn) findQuestions(ctx context.Context, words string) error {
	f := quiz.Filter{Words: searchWords(words)}
	if len(f.Words) == 0 {
		t.say("cauhoi.tim_gi", nil)
		return nil
	}
	return t.listQuestions(ctx, f)
}
