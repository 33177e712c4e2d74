package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"sohoc/internal/fault"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

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
