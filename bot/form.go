package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/viet"
)

// longSilence is how long a half-filled form is taken up without a question.
const longSilence = 8 * time.Hour

// formDef says how a form goes. Its data and steps are its own.
type formDef struct {
	answer func(t *turn, ctx context.Context, text string) error  // a typed answer to the step
	choose func(t *turn, ctx context.Context, value string) error // a choice of the step
	ask    func(t *turn, ctx context.Context) error               // asks the step's question (again)
	back   func(t *turn, ctx context.Context) error
	skip   func(t *turn, ctx context.Context) error
	loose  func(step string) bool // steps that anything else may interrupt without a question
}

func forms() map[string]formDef {
	return map[string]formDef{"caidat": settingsForm(), "hoc": logForm(), "sua": editForm(), "mc": evidenceForm(), "cauhoi": questionForm(), "nghi": leaveForm(), "lich": calendarForm()}
}

// open begins a form, or moves it to a step.
func (t *turn) open(name, step string, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encode form %s: %w", name, err)
	}
	t.state.Form = dialog.Form{Name: name, Step: step, Data: raw, At: t.now.UnixMilli()}
	t.state.Parked = dialog.Parked{}
	return nil
}

// keep replaces what the form holds, at the step where it stands.
func (t *turn) keep(data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encode form %s: %w", t.state.Form.Name, err)
	}
	t.state.Form.Data, t.state.Form.At = raw, t.now.UnixMilli()
	return nil
}

// close ends the form.
func (t *turn) close() {
	t.state.Form, t.state.Parked, t.state.Offer = dialog.Form{}, dialog.Parked{}, nil
}

// data reads what the form holds.
func (t *turn) data(into any) error {
	if err := json.Unmarshal(t.state.Form.Data, into); err != nil {
		return fmt.Errorf("decode form %s: %w", t.state.Form.Name, err)
	}
	return nil
}

// formName is what people call the open form.
func (t *turn) formName() string { return t.p.T("form.ten_"+t.state.Form.Name, nil) }

// option is a choice of the form's current step.
func (t *turn) option(value, label string) channel.Choice {
	return channel.Choice{Data: press("f", t.state.Form.Name, t.state.Form.Step, value), Label: label, Aside: true}
}

// navigation are the choices that every step has.
func (t *turn) navigation(first bool) []channel.Choice {
	cancel := t.aside(press("f", t.state.Form.Name, "*", "huy"), "form.huy")
	if first {
		return []channel.Choice{cancel}
	}
	return []channel.Choice{t.aside(press("f", t.state.Form.Name, "*", "lui"), "form.quay_lai"), cancel}
}

// typedInForm answers a text while a form is open.
func (t *turn) typedInForm(ctx context.Context, text string) error {
	def, ok := t.table.forms[t.state.Form.Name]
	if !ok {
		t.close() // a form that this program no longer has
		return t.free(ctx, text)
	}
	if done, err := t.pick(ctx, text); done {
		return err
	}
	switch {
	case meant(text, cancelWords):
		return t.cancelForm()
	case t.now.Sub(time.UnixMilli(t.state.Form.At)) > longSilence:
		return t.offerToGoOn(text)
	case meant(text, backWords):
		return def.back(t, ctx)
	case meant(text, skipWords):
		return def.skip(t, ctx)
	}
	if !t.busy() || t.state.Parked.Any() && t.state.Form.Step == "title" {
		if done, err := t.insist(ctx, text); done {
			return err
		}
	}
	if !t.busy() {
		t.close()
		return t.free(ctx, text)
	}
	if c, ok := t.table.byWord[strings.Trim(viet.Fold(text), ".!? ")]; ok && !t.names(c, text) {
		return t.interrupt(ctx, c, "")
	}
	if meant(text, whoWords) {
		t.say("chung.la_ai", nil)
		return t.askAgain(ctx)
	}
	if c, arg := t.commandInForm(text); c != nil {
		return t.interrupt(ctx, c, arg)
	}
	if meant(text, mistakeWords) && len(wordsOf(text)) > 1 {
		t.park(dialog.Parked{Kind: channel.Text, Text: text})
		return nil
	}
	t.unpark()
	return def.answer(t, ctx, text)
}

// commandInForm finds a command with an argument where an answer was expected. Words that begin an entry, or take
// anything after them, are rather the answer.
func (t *turn) commandInForm(text string) (*command, string) {
	c, arg := t.plain(text)
	if c == nil || arg == "" && t.names(c, text) {
		return nil, ""
	}
	switch c.name {
	case "hoc", "moi", "ngonngu", "start":
		return nil, ""
	}
	return c, arg
}

// names reports whether the words of a command are rather an answer: whoever is asked what was learnt may say "English".
func (t *turn) names(c *command, text string) bool {
	_, named := langNamed(text)
	return c.name == "ngonngu" && named && t.state.Form.Step == "title"
}

func (t *turn) cancelForm() error {
	t.close()
	t.say("form.da_huy", nil)
	return nil
}

// pressForm does a choice of a form's step: "f:name:step:value". One of a step that is over gets a sentence.
func (t *turn) pressForm(ctx context.Context, rest string) error {
	parts := strings.SplitN(rest, ":", 3)
	if len(parts) != 3 || parts[0] != t.state.Form.Name {
		return stale()
	}
	def, ok := t.table.forms[parts[0]]
	switch {
	case !ok:
		return stale()
	case parts[1] == "*" && parts[2] == "huy":
		return t.cancelForm()
	case parts[1] == "*" && parts[2] == "lui":
		return def.back(t, ctx)
	case parts[1] != t.state.Form.Step:
		return stale()
	}
	t.unpark()
	return def.choose(t, ctx, parts[2])
}
