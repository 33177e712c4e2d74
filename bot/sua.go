package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"sohoc/internal/channel"
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

// entryNumber reads "41" or "#41" at the start of an argument. Without one it is the newest entry.
func (t *turn) entryNumber(ctx context.Context, arg string) (learning.EntryID, error) {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(arg), "#"), " ")
	if id, err := strconv.ParseInt(first, 10, 64); err == nil {
		return learning.EntryID(id), nil
	}
	e, ok, err := t.tx.LastEntry(ctx, t.actor.Person.ID)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fault.New(fault.NotFound, "entry.chua_co", nil)
	}
	return e.ID, nil
}

// entryArg reports whether the argument of a plain word is the number of an entry.
func (t *turn) entryArg(arg string) bool {
	_, err := strconv.Atoi(strings.TrimPrefix(arg, "#"))
	return err == nil
}

// editTarget splits the argument of /sua into the entry's number, with or without a #, and the new value. Without a
// number, and when the number is that of an amount or a day ("2 giờ", "20 tháng 11"), all is the value.
func (t *turn) editTarget(arg string) (number, value string) {
	first, rest, _ := strings.Cut(arg, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case !t.entryArg(first):
		return "", arg
	case rest == "", strings.HasPrefix(first, "#"):
		return first, rest
	case t.isValue(arg):
		return "", arg
	}
	unit, _, _ := strings.Cut(rest, " ")
	if _, ok := t.set.parser.Duration(first + " " + unit); ok {
		return "", arg
	}
	return first, rest
}

// isValue reports whether words are a duration, a day or both, and nothing else.
func (t *turn) isValue(words string) bool {
	if _, ok := t.set.parser.Duration(words); ok {
		return true
	}
	r := t.parse(words)
	return r.Title == "" && (r.Minutes > 0 || r.HasDate)
}

// editArg reports whether the argument of a plain "sửa" is a number, a duration or a day: "sua 41", "sua 1h".
func (t *turn) editArg(arg string) bool {
	number, value := t.editTarget(arg)
	if value == "" {
		return number != ""
	}
	if t.isValue(value) {
		return true
	}
	r := t.parse(value)
	return r.Minutes > 0 || r.HasDate
}

// cmdEdit is /sua [number] [new value].
func (t *turn) cmdEdit(ctx context.Context, arg string) error {
	number, value := t.editTarget(arg)
	id, err := t.entryNumber(ctx, number)
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

// chooseProposal answers whether an edited message shall change its entry.
func (t *turn) chooseProposal(ctx context.Context, value string) error {
	var d proposal
	if err := t.data(&d); err != nil {
		return err
	}
	if yes, err := chosenYes(value); err != nil {
		return err
	} else if !yes {
		t.close()
		t.say("sua.khong_sua", args{"ID": d.ID})
		return nil
	}
	return t.change(ctx, d.ID, d.Draft)
}

// askProposal asks whether an entry shall become what its message now says.
func (t *turn) askProposal() error {
	var d proposal
	if err := t.data(&d); err != nil {
		return err
	}
	key := "sua.theo_tin"
	if d.Spoken {
		key = "sua.hoi_thanh"
	}
	t.say(key, args{"ID": d.ID, "Entry": t.line(d.Draft)}, t.formYesNo("chung.co", "chung.khong")...)
	return nil
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
	if m, ok := t.set.parser.Duration(line); ok {
		read = learning.Draft{Minutes: m} // "2 rưỡi" is no title here
	}
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
