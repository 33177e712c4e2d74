package bot

import (
	"context"
	"slices"
	"strconv"

	"sohoc/internal/quiz"
)

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
