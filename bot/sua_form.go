package bot

import (
	"context"
	"slices"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
)

// editData is what the form /sua holds.
type editData struct {
	ID learning.EntryID `json:"entry"`
}

// editForm changes one part of an entry: which part, then its new value.
func editForm() formDef {
	back := func(t *turn, ctx context.Context) error {
		var d editData
		if err := t.data(&d); err != nil {
			return err
		}
		if t.state.Form.Step == "part" {
			return t.cancelForm()
		}
		return t.beginEdit(ctx, d.ID)
	}
	return formDef{
		answer: (*turn).answerEdit, choose: (*turn).chooseEdit, ask: (*turn).askEdit,
		back: back, skip: func(t *turn, _ context.Context) error { return t.cancelForm() },
		loose: func(step string) bool { return step == "part" || step == "proposal" },
	}
}

// beginEdit opens the form for an entry.
func (t *turn) beginEdit(ctx context.Context, id learning.EntryID) error {
	if _, err := t.entry(ctx, id); err != nil {
		return err
	}
	if err := t.open("sua", "part", editData{ID: id}); err != nil {
		return err
	}
	return t.askEdit(ctx)
}

// askEdit asks the question of the current step.
func (t *turn) askEdit(ctx context.Context) error {
	var d editData
	if err := t.data(&d); err != nil {
		return err
	}
	e, err := t.entry(ctx, d.ID)
	if err != nil {
		return err
	}
	var choices []channel.Choice
	switch t.state.Form.Step {
	case "proposal":
		return t.askProposal()
	case "part":
		for _, part := range editParts() {
			choices = append(choices, t.option(part, t.p.T("sua.phan_"+part, nil)))
		}
		t.say("sua.phan_nao", args{"ID": e.ID, "Entry": t.body(e.Draft)}, append(choices, t.navigation(true)...)...)
	case "minutes":
		t.say("sua.moi_minutes", args{"Old": t.hours(e.Minutes)}, append(t.minuteOptions(), t.navigation(false)...)...)
	case "days":
		t.say("sua.moi_days", args{"Old": t.days(e.Draft)}, append(t.dayOptions(), t.navigation(false)...)...)
	case "kind":
		t.say("sua.moi_kind", args{"Old": t.kindName(e.Kind)}, append(t.listOptions(t.set.lists.Kinds), t.navigation(false)...)...)
	case "field":
		t.say("sua.moi_field", args{"Old": t.fieldName(e.Field)}, append(t.listOptions(t.set.lists.Fields), t.navigation(false)...)...)
	default:
		t.say("sua.moi_title", args{"Old": e.Title}, t.navigation(false)...)
	}
	return nil
}

// editParts are the parts of an entry that can be changed, each a step of the form.
func editParts() []string { return []string{"title", "minutes", "days", "kind", "field"} }

func (t *turn) listOptions(list []learning.Listed) []channel.Choice {
	var out []channel.Choice
	for _, l := range list {
		c := t.option(l.Code, t.inLang(l))
		c.Aside = false
		out = append(out, c)
	}
	return out
}

// chooseEdit takes a choice.
func (t *turn) chooseEdit(ctx context.Context, value string) error {
	var d editData
	if err := t.data(&d); err != nil {
		return err
	}
	e, err := t.entry(ctx, d.ID)
	if err != nil {
		return err
	}
	after := e.Draft
	switch t.state.Form.Step {
	case "proposal":
		return t.chooseProposal(ctx, value)
	case "part":
		if !slices.Contains(editParts(), value) {
			return stale()
		}
		return t.editPart(ctx, d.ID, value)
	}
	if err := t.chosenPart(&after, value); err != nil {
		return err
	}
	return t.change(ctx, d.ID, after)
}

// chosenPart puts a chosen value into the part that the step asks for.
func (t *turn) chosenPart(into *learning.Draft, value string) (err error) {
	var code string
	switch t.state.Form.Step {
	case "minutes":
		into.Minutes, err = chosenMinutes(value)
	case "days":
		into.Start, err = t.chosenDay(value)
		into.End = into.Start
	case "kind":
		code, err = chosenCode(t.set.lists.Kinds, value)
		into.Kind = learning.Kind(code)
	case "field":
		code, err = chosenCode(t.set.lists.Fields, value)
		into.Field = learning.Field(code)
	default: // a title is typed
		return stale()
	}
	return err
}

// answerEdit takes a typed value.
func (t *turn) answerEdit(ctx context.Context, text string) error {
	var d editData
	if err := t.data(&d); err != nil {
		return err
	}
	e, err := t.entry(ctx, d.ID)
	if err != nil {
		return err
	}
	after := e.Draft
	switch t.state.Form.Step {
	case "title":
		if !hasLetters(text) {
			t.say("log.title", nil)
			return t.askEdit(ctx)
		}
		after.Title = text
	case "minutes":
		m, ok := t.set.parser.Duration(text)
		if !ok {
			t.say("hoc.chua_ro_bao_lau", nil)
			return t.askEdit(ctx)
		}
		after.Minutes = m
	case "days":
		start, end, problem, ok := t.set.parser.Days(text, t.now.In(t.cfg.Zone))
		if problem != "" || !ok {
			t.say("hoc.chua_ro_ngay", nil)
			return t.askEdit(ctx)
		}
		after.Start, after.End = start, end
	default: // kind and field are chosen from lists
		t.say("sua.chon_trong_danh_sach", nil)
		return t.askEdit(ctx)
	}
	return t.change(ctx, d.ID, after)
}

// askKind and askField open the form at its step.
func (t *turn) askKind(ctx context.Context, id learning.EntryID) error {
	return t.editPart(ctx, id, "kind")
}

func (t *turn) askField(ctx context.Context, id learning.EntryID) error {
	return t.editPart(ctx, id, "field")
}

func (t *turn) editPart(ctx context.Context, id learning.EntryID, part string) error {
	if _, err := t.entry(ctx, id); err != nil {
		return err
	}
	if err := t.open("sua", part, editData{ID: id}); err != nil {
		return err
	}
	return t.askEdit(ctx)
}
