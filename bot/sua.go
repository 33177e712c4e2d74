package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/quicklog"
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

// entryNumber reads "41" or "#41 …" at the start of an argument. Without one it is the newest entry.
func (t *turn) entryNumber(ctx context.Context, arg string) (learning.EntryID, string, error) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(arg), "#"), " ")
	if id, err := strconv.ParseInt(first, 10, 64); err == nil {
		return learning.EntryID(id), strings.TrimSpace(rest), nil
	}
	e, ok, err := t.tx.LastEntry(ctx, t.actor.Person.ID)
	if err != nil {
		return 0, "", err
	}
	if !ok {
		return 0, "", fault.New(fault.NotFound, "entry.chua_co", nil)
	}
	return e.ID, arg, nil
}

// entryArg reports whether the argument of a plain word is the number of an entry.
func (t *turn) entryArg(arg string) bool {
	_, err := strconv.Atoi(strings.TrimPrefix(arg, "#"))
	return err == nil
}

// editArg reports whether the argument of a plain "sửa" is a number, a duration or a day: "sua 41", "sua 1h".
func (t *turn) editArg(arg string) bool {
	first, rest, _ := strings.Cut(arg, " ")
	if t.entryArg(first) {
		return rest == "" || t.editArg(rest)
	}
	r := t.parse(arg)
	return r.Minutes > 0 || r.HasDate
}

// cmdEdit is /sua [number] [new value].
func (t *turn) cmdEdit(ctx context.Context, arg string) error {
	id, value, err := t.entryNumber(ctx, arg)
	if err != nil {
		return err
	}
	if value == "" {
		return t.beginEdit(ctx, id)
	}
	return t.amend(ctx, id, value)
}

// entry returns an entry of the person that has not been deleted.
func (t *turn) entry(ctx context.Context, id learning.EntryID) (learning.Entry, error) {
	e, ok, err := t.tx.Entry(ctx, t.actor.Person.ID, id)
	switch {
	case err != nil:
		return e, err
	case !ok:
		return e, fault.New(fault.NotFound, "entry.none", fault.Args{"ID": id})
	case e.Status == learning.Deleted:
		return e, fault.New(fault.Conflict, "entry.gone", fault.Args{"ID": id})
	}
	return e, nil
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
	switch step := t.state.Form.Step; step {
	case "part":
		for _, part := range []string{"title", "minutes", "days", "kind", "field"} {
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
		if err := t.open("sua", value, d); err != nil {
			return err
		}
		return t.askEdit(ctx)
	case "minutes":
		if after.Minutes, err = strconv.Atoi(value); err != nil {
			return stale()
		}
	case "days":
		after.Start, after.End = day.Day(value), day.Day(value)
	case "kind":
		after.Kind = learning.Kind(value)
	case "field":
		after.Field = learning.Field(value)
	}
	return t.change(ctx, d.ID, after)
}

// chooseProposal answers whether an edited message shall change its entry.
func (t *turn) chooseProposal(ctx context.Context, value string) error {
	var d proposal
	if err := t.data(&d); err != nil {
		return err
	}
	if value == "no" {
		return t.cancelForm()
	}
	return t.change(ctx, d.ID, d.Draft)
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

// amend changes what a line says: "1h", "hôm qua", a new title, or several of these.
func (t *turn) amend(ctx context.Context, id learning.EntryID, line string) error {
	e, err := t.entry(ctx, id)
	if err != nil {
		return err
	}
	r, after := t.parse(line), e.Draft
	if r.Problem != "" || r.Ask == quicklog.AskTimeOrDuration || r.Ask == quicklog.AskDate {
		return fault.New(fault.Invalid, "hoc.hoi_"+string(r.Ask)+string(r.Problem), fault.Args{"Title": e.Title, "Days": t.set.rules.BackdateDays})
	}
	read := draftOf(r)
	if read.Minutes > 0 {
		after.Minutes = read.Minutes
	}
	if r.HasDate {
		after.Start, after.End = read.Start, read.End
	}
	if read.Title != "" {
		after.Title = read.Title
	}
	if read.Kind != "" {
		after.Kind = read.Kind
	}
	if read.Field != "" {
		after.Field = read.Field
	}
	if read.Provider != "" {
		after.Provider = read.Provider
	}
	return t.change(ctx, id, after)
}

// change stores the new state of an entry. A fault leaves the form where it is, so that it can be answered again.
func (t *turn) change(ctx context.Context, id learning.EntryID, after learning.Draft) error {
	logged, err := learning.Change(ctx, t.tx, t.request(after, false), id)
	var dup *learning.Duplicate
	if errors.As(err, &dup) {
		return fault.New(fault.Conflict, "sua.trung", fault.Args{"ID": dup.Of.ID})
	}
	if err != nil {
		return err
	}
	t.close()
	return t.changed(ctx, "sua.da_sua", logged)
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
