package bot

import (
	"context"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
)

// busy reports whether a form is open that nothing else may drop without a question: one that asks for a value, or
// one that holds files.
func (t *turn) busy() bool {
	def, ok := t.table.forms[t.state.Form.Name]
	return ok && (!def.loose(t.state.Form.Step) || len(t.held()) > 0)
}

// park keeps what the person did in the middle of a form, and asks whether to drop the form for it.
func (t *turn) park(p dialog.Parked) {
	if t.state.Parked.Kind == channel.Upload && p.Kind != channel.Upload {
		t.say("mc.chua_giu", nil)
	}
	t.state.Parked = p
	t.askDrop()
}

func (t *turn) askDrop() {
	t.say("form.bo_do", args{"Form": t.formName()}, t.yesNo("form:drop", "form:keep")...)
}

// offerToGoOn asks, after a silence, whether the form is still wanted.
func (t *turn) offerToGoOn(text string) error {
	t.state.Parked = dialog.Parked{Kind: channel.Text, Text: text}
	t.askToGoOn()
	return nil
}

func (t *turn) askToGoOn() {
	t.say("form.do_dang", args{"Form": t.formName()}, t.aside("form:keep", "form.tiep"), t.aside("form:drop", "form.bo"))
}

// unpark goes on with the form. Files that were sent meanwhile are not kept, and that is said.
func (t *turn) unpark() {
	if t.state.Parked.Kind == channel.Upload {
		t.say("mc.chua_giu", nil)
	}
	t.state.Parked = dialog.Parked{}
	t.state.Form.At = t.now.UnixMilli()
}

// pressDrop answers the question whether to drop the open form for what the person did meanwhile.
func (t *turn) pressDrop(ctx context.Context, rest string) error {
	def, open := t.table.forms[t.state.Form.Name]
	switch {
	case !open, rest != "drop" && rest != "keep":
		return stale()
	case rest == "keep":
		t.unpark()
		return def.ask(t, ctx)
	}
	parked := t.state.Parked
	t.close()
	switch parked.Kind {
	case "":
		t.say("form.da_huy", nil)
		return nil
	case channel.Press:
		return t.pressed(ctx, parked.Press)
	case channel.Edited:
		return t.edited(ctx, parked.Message, parked.Text)
	case channel.Upload:
		return t.takeFiles(ctx, parked.Files, parked.Text)
	default:
		return t.typed(ctx, parked.Text)
	}
}

// askAgain repeats the question that is open, if any: what was offered for it is no longer what was offered last.
func (t *turn) askAgain(ctx context.Context) error {
	def, open := t.table.forms[t.state.Form.Name]
	switch {
	case !open:
		return nil
	case !t.state.Parked.Any():
		return def.ask(t, ctx)
	case t.now.Sub(time.UnixMilli(t.state.Form.At)) > longSilence:
		t.askToGoOn()
	default:
		t.askDrop()
	}
	return nil
}
