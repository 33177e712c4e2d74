package bot

import (
	"context"
	"slices"
	"strings"

	"sohoc/internal/fault"
	"sohoc/internal/quiz"
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
