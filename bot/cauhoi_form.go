package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

// questionData is what the form "cauhoi" holds: a question that is being written or changed, or one to be paused.
type questionData struct {
	ID      quiz.QuestionID `json:"id,omitempty"` // 0 = a new one
	Version int             `json:"version,omitempty"`
	Content quiz.Content    `json:"content"`
}

// writeSteps are the steps of a new question, in order.
func writeSteps() []string {
	return []string{"topic", "question", "options", "answer", "explanation", "document", "article", "source", "confirm"}
}

// questionParts are the parts of a question that can be changed, each a step of the form.
func questionParts() []string {
	return append(writeSteps()[:len(writeSteps())-1], "note")
}

func questionForm() formDef {
	return formDef{
		answer: (*turn).answerQuestion, choose: (*turn).chooseQuestion, ask: (*turn).askQuestion,
		back: (*turn).backQuestion, skip: (*turn).skipQuestion,
		loose: func(step string) bool { return step == "part" || step == "file" },
	}
}

// addQuestion begins a new question.
func (t *turn) addQuestion(ctx context.Context, _ string) error {
	if err := t.open("cauhoi", "topic", questionData{}); err != nil {
		return err
	}
	return t.askQuestion(ctx)
}

// editTyped is "sửa Q012".
func (t *turn) editTyped(ctx context.Context, rest string) error {
	q, _, err := t.questionNamed(ctx, rest)
	if err != nil {
		return err
	}
	return t.editQuestion(ctx, q)
}

// editQuestion asks which part of a question to change.
func (t *turn) editQuestion(ctx context.Context, q quiz.Question) error {
	if err := t.open("cauhoi", "part", questionData{ID: q.ID, Version: q.Version, Content: q.Content}); err != nil {
		return err
	}
	return t.askQuestion(ctx)
}

// askReason asks why a question shall pause.
func (t *turn) askReason(ctx context.Context, q quiz.Question) error {
	if !slices.Contains(q.Steps(), quiz.Hold) {
		return fault.New(fault.Conflict, "cauhoi.khong_hop", fault.Args{"Ma": string(q.Code)})
	}
	if err := t.open("cauhoi", "reason", questionData{ID: q.ID, Version: q.Version, Content: q.Content}); err != nil {
		return err
	}
	return t.askQuestion(ctx)
}

// askQuestion asks the question of the current step.
func (t *turn) askQuestion(ctx context.Context) error {
	var d questionData
	if err := t.data(&d); err != nil {
		return err
	}
	step := t.state.Form.Step
	choices, err := t.stepChoices(ctx, step, d)
	if err != nil {
		return err
	}
	choices = append(choices, t.navigation(slices.Contains([]string{"topic", "part", "reason", "file"}, step))...)
	values := args{"So": slices.Index(writeSteps(), step) + 1, "Tat": len(writeSteps())}
	switch step {
	case "confirm":
		t.sayText(t.p.T("cauhoi.hoi_confirm", nil)+"\n"+strings.Join(t.contentLines(d.Content), "\n"), choices...)
	case "part":
		t.say("cauhoi.hoi_part", args{"CauHoi": cut(d.Content.Text, excerpt)}, choices...)
	case "reason":
		t.say("cauhoi.hoi_reason", args{"CauHoi": cut(d.Content.Text, excerpt)}, choices...)
	case "file":
		t.say("cauhoi.hoi_file", args{"Max": maxQuestionFile >> 20}, choices...)
	default:
		text := t.p.T("cauhoi.hoi_"+step, values)
		if d.ID != 0 {
			text = t.p.T("cauhoi.dang_la", args{"Cu": t.partText(ctx, d.Content, step)}) + "\n" + t.p.T("cauhoi.moi_"+step, nil)
		}
		t.sayText(text, choices...)
	}
	return nil
}

// stepChoices are what can be chosen at a step.
func (t *turn) stepChoices(ctx context.Context, step string, d questionData) ([]channel.Choice, error) {
	var out []channel.Choice
	switch step {
	case "topic":
		topics, err := t.tx.Topics(ctx)
		if err != nil {
			return nil, err
		}
		for i, topic := range topics[:min(len(topics), 20)] {
			out = append(out, t.option(number(i), t.topicName(topic)))
		}
	case "answer":
		for i, o := range d.Content.Options {
			c := t.option(number(i), quiz.Letters[i:i+1]+". "+cut(o, 40))
			c.Aside = false
			out = append(out, c)
		}
	case "part":
		for _, part := range questionParts() {
			out = append(out, t.option(part, t.p.T("cauhoi.phan_"+part, nil)))
		}
	case "document", "article", "note":
		out = append(out, t.option("none", t.p.T("cauhoi.nut_khong_co", nil)))
	case "source":
		if basis := basisOf(d.Content); basis != "" {
			out = append(out, t.option("basis", t.p.T("cauhoi.nut_nhu_can_cu", nil)))
		}
	case "reason":
		out = append(out, t.option("law", t.p.T("cauhoi.ly_do_van_ban", nil)), t.option("unclear", t.p.T("cauhoi.ly_do_chua_ro", nil)))
	case "confirm":
		out = append(out, t.option("save", t.p.T("cauhoi.nut_luu", nil)))
	}
	return out, nil
}

// partText is what a part of a question says now.
func (t *turn) partText(ctx context.Context, c quiz.Content, part string) string {
	switch part {
	case "topic":
		name, err := t.topicNamed(ctx, c.Topic)
		if err != nil {
			return string(c.Topic)
		}
		return name
	case "question":
		return c.Text
	case "options":
		return strings.Join(c.Options[:], "\n")
	case "answer":
		return quiz.Letters[c.Answer : c.Answer+1]
	case "explanation":
		return c.Explanation
	case "document":
		return orDash(c.Document)
	case "article":
		return orDash(c.Article)
	case "note":
		return orDash(c.Note)
	default:
		return c.Source
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// answerQuestion takes what was typed at a step.
func (t *turn) answerQuestion(ctx context.Context, text string) error {
	var d questionData
	if err := t.data(&d); err != nil {
		return err
	}
	switch step := t.state.Form.Step; step {
	case "reason":
		return t.pauseFor(ctx, d, text)
	case "part", "file", "confirm":
		return t.askQuestion(ctx)
	case "topic":
		return t.takeTopic(ctx, d, text)
	case "options":
		options, fault := splitOptions(text)
		if fault != nil {
			return fault
		}
		d.Content.Options = options
	case "answer":
		at := strings.Index(quiz.Letters, strings.ToUpper(strings.Trim(viet.Fold(text), ".) ")))
		if at < 0 || len(strings.Trim(viet.Fold(text), ".) ")) != 1 {
			return t.askQuestion(ctx)
		}
		d.Content.Answer = at
	case "question":
		d.Content.Text = text
	case "explanation":
		d.Content.Explanation = text
	case "document":
		d.Content.Document = text
	case "article":
		d.Content.Article = text
	case "source":
		d.Content.Source = text
	case "note":
		d.Content.Note = text
	}
	return t.takePart(ctx, d)
}

// splitOptions reads four options: a line each, or separated by semicolons, with or without their letters. Fault:
// "cauhoi.bon_dong".
func splitOptions(text string) (out [quiz.Options]string, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) == 1 {
		lines = strings.Split(text, ";")
	}
	var options []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			options = append(options, withoutLetter(line, len(options)))
		}
	}
	if len(options) != quiz.Options {
		return out, fault.New(fault.Invalid, "cauhoi.bon_dong", fault.Args{"So": len(options)})
	}
	copy(out[:], options)
	return out, nil
}

// withoutLetter takes "A." or "1)" off the option at a place.
func withoutLetter(line string, at int) string {
	if at >= quiz.Options || len(line) < 3 {
		return line
	}
	mark := line[:1]
	if strings.EqualFold(mark, quiz.Letters[at:at+1]) || mark == number(at+1) {
		if line[1] == '.' || line[1] == ')' || line[1] == ':' {
			return strings.TrimSpace(line[2:])
		}
	}
	return line
}

// takeTopic takes a topic by its name; one that is not known is chosen from the list.
func (t *turn) takeTopic(ctx context.Context, d questionData, text string) error {
	topics, err := t.tx.Topics(ctx)
	if err != nil {
		return err
	}
	for _, topic := range topics {
		if viet.Fold(text) == viet.Fold(topic.VI) || viet.Fold(text) == viet.Fold(topic.EN) {
			d.Content.Topic = topic.Code
			return t.takePart(ctx, d)
		}
	}
	if utf8.RuneCountInString(text) <= quiz.MaxTopic {
		t.say("cauhoi.chu_de_la", args{"ChuDe": text})
	}
	return t.askQuestion(ctx)
}

// takePart goes on with a part that was answered: says what is wrong with it, or asks the next, or stores the change.
func (t *turn) takePart(ctx context.Context, d questionData) error {
	d.Content = d.Content.Clean()
	step := t.state.Form.Step
	if problem, wrong := problemOf(d.Content, step); wrong {
		t.sayText(t.problemSentence(problem))
		return t.askQuestion(ctx)
	}
	if d.ID != 0 {
		return t.saveChange(ctx, d)
	}
	next := writeSteps()[slices.Index(writeSteps(), step)+1]
	if step == "document" && d.Content.Document == "" {
		next = "source" // an article of nothing is nothing
	}
	if err := t.open("cauhoi", next, d); err != nil {
		return err
	}
	return t.askQuestion(ctx)
}

// problemOf is the first problem with the part of a step; parts that were not yet asked for have none.
func problemOf(c quiz.Content, step string) (quiz.Problem, bool) {
	parts := map[string][]quiz.Field{
		"topic": {quiz.TopicField}, "question": {quiz.TextField}, "answer": {quiz.AnswerField}, "explanation": {quiz.ExplanationField},
		"options":  {quiz.AField, quiz.BField, quiz.CField, quiz.DField},
		"document": {quiz.DocumentField}, "article": {quiz.ArticleField}, "source": {quiz.SourceField}, "note": {quiz.NoteField},
	}
	for _, p := range c.Check() {
		if slices.Contains(parts[step], p.Field) {
			return p, true
		}
	}
	return quiz.Problem{}, false
}

// chooseQuestion takes a choice of a step.
func (t *turn) chooseQuestion(ctx context.Context, value string) error {
	var d questionData
	if err := t.data(&d); err != nil {
		return err
	}
	step := t.state.Form.Step
	switch {
	case step == "part" && slices.Contains(questionParts(), value):
		if err := t.open("cauhoi", value, d); err != nil {
			return err
		}
		return t.askQuestion(ctx)
	case step == "confirm" && value == "save":
		return t.saveNew(ctx, d)
	case step == "reason" && value == "law":
		return t.pauseFor(ctx, d, t.p.T("cauhoi.ly_do_van_ban", nil))
	case step == "reason" && value == "unclear":
		return t.pauseFor(ctx, d, t.p.T("cauhoi.ly_do_chua_ro", nil))
	case (step == "document" || step == "article" || step == "note") && value == "none":
		return t.skipQuestion(ctx)
	case step == "source" && value == "basis" && basisOf(d.Content) != "":
		d.Content.Source = basisOf(d.Content)
		return t.takePart(ctx, d)
	case step == "topic" || step == "answer":
		return t.chooseNumbered(ctx, d, value)
	}
	return stale()
}

// chooseNumbered takes a choice from a list.
func (t *turn) chooseNumbered(ctx context.Context, d questionData, value string) error {
	topics, err := t.tx.Topics(ctx)
	if err != nil {
		return err
	}
	limit := len(topics)
	if t.state.Form.Step == "answer" {
		limit = quiz.Options
	}
	i, err := strconv.Atoi(value)
	if err != nil || i < 0 || i >= limit {
		return stale()
	}
	if t.state.Form.Step == "answer" {
		d.Content.Answer = i
	} else {
		d.Content.Topic = topics[i].Code
	}
	return t.takePart(ctx, d)
}

// skipQuestion leaves a part empty that may be so.
func (t *turn) skipQuestion(ctx context.Context) error {
	var d questionData
	if err := t.data(&d); err != nil {
		return err
	}
	switch t.state.Form.Step {
	case "document":
		d.Content.Document, d.Content.Article = "", ""
	case "article":
		d.Content.Article = ""
	case "note":
		d.Content.Note = ""
	default:
		return t.askQuestion(ctx)
	}
	return t.takePart(ctx, d)
}

// backQuestion goes to the step before.
func (t *turn) backQuestion(ctx context.Context) error {
	var d questionData
	if err := t.data(&d); err != nil {
		return err
	}
	at := slices.Index(writeSteps(), t.state.Form.Step)
	before := "part"
	switch {
	case d.ID == 0 && at < 1, t.state.Form.Step == "part", t.state.Form.Step == "reason":
		return t.cancelForm()
	case d.ID == 0:
		before = writeSteps()[at-1]
		if before == "article" && d.Content.Document == "" {
			before = "document"
		}
	}
	if err := t.open("cauhoi", before, d); err != nil {
		return err
	}
	return t.askQuestion(ctx)
}
