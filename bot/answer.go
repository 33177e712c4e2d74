package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// maxText bounds what the bot reads of one message, in bytes. Longer is no log.
const maxText = 4 << 10

// answer decides by what happened and who did it. Faults become sentences here.
func (t *turn) answer(ctx context.Context) error {
	err := t.route(ctx)
	f := fault.Of(err)
	if f == nil {
		return err
	}
	t.say(f.Key, args(f.Args))
	return nil
}

func (t *turn) route(ctx context.Context) error {
	switch {
	case t.event.Kind == channel.Blocked, t.event.Kind == channel.Opened:
		return t.reachable(ctx, t.event.Kind == channel.Opened)
	case t.event.Kind == channel.Moved:
		return t.tx.MoveChat(ctx, t.event.Address, t.event.NewChat)
	case t.event.Group:
		return t.group(ctx)
	}
	if t.actor.Unreachable {
		if err := t.reachable(ctx, true); err != nil {
			return err
		}
	}
	switch {
	case t.actor.State != people.Active:
		t.event.Text = t.event.Text[:min(len(t.event.Text), maxText)] // no code and no answer is longer
		return t.notYet(ctx)
	case len(t.event.Text) > maxText:
		t.say("chung.qua_dai", nil)
		return nil
	}
	return t.converse(ctx)
}

// converse answers an active person in private.
func (t *turn) converse(ctx context.Context) error {
	if err := t.tx.Heard(ctx, t.actor.Person.ID); err != nil {
		return err
	}
	switch t.event.Kind {
	case channel.Press:
		return t.pressed(ctx, t.event.Press)
	case channel.Upload:
		return t.upload(ctx)
	case channel.Edited:
		return t.edited(ctx, t.event.Message, t.event.Text)
	case channel.Unhandled:
		return t.unread(ctx)
	default:
		return t.typed(ctx, strings.TrimSpace(t.event.Text))
	}
}

// reachable notes that the chat can or cannot be written to.
func (t *turn) reachable(ctx context.Context, yes bool) error {
	if !t.actor.Known() {
		return nil
	}
	return t.tx.SetReachable(ctx, account(t.event), yes, t.now)
}

// typed answers a text of an active person.
func (t *turn) typed(ctx context.Context, text string) error {
	if text == "" {
		return nil
	}
	if name, arg, ok := slash(text); ok {
		c, known := t.table.byName[name]
		if !known {
			c, known = t.table.byWord[name]
		}
		if !known {
			return t.notUnderstood(ctx, text)
		}
		return t.interrupt(ctx, c, arg)
	}
	if !t.busy() {
		if done, err := t.typedQuiz(ctx, text); done || err != nil {
			return err
		}
	}
	if t.state.Form.Open() {
		return t.typedInForm(ctx, text)
	}
	if done, err := t.pick(ctx, text); done {
		return err
	}
	if done, err := t.insist(ctx, text); done {
		return err
	}
	return t.free(ctx, text)
}

// free answers a text that no question waits for.
func (t *turn) free(ctx context.Context, text string) error {
	if code, sent := sentCode(t.event); sent && strings.ContainsAny(code, digits) {
		t.say("code.da_tham_gia", nil)
		return nil
	}
	if t.forAnother(text) {
		return nil
	}
	if done, err := t.correct(ctx, text); done || err != nil {
		return err
	}
	if c, arg := t.plain(text); c != nil {
		return t.run(ctx, c, arg)
	}
	if meant(text, cancelWords) {
		t.state.Offer = nil
		t.say("form.khong_co_gi_de_huy", nil)
		return nil
	}
	if key := courtesy(text); key != "" {
		t.state.Misses = 0
		if asksYesOrNo(t.state.Offer) {
			t.state.Offer = nil
		}
		t.say(key, nil)
		return nil
	}
	return t.maybeLog(ctx, text)
}

// interrupt runs a command; in the middle of a form it asks before dropping that.
func (t *turn) interrupt(ctx context.Context, c *command, arg string) error {
	switch {
	case !t.state.Form.Open(), harmless(c.name):
		return t.run(ctx, c, arg)
	case t.state.Form.Name == "mc" && len(t.held()) > 0 && (c.name == "hoc" || c.name == "minhchung"):
		return t.placeFiles(ctx, c, arg)
	}
	t.park(dialog.Parked{Kind: channel.Text, Text: strings.TrimSpace("/" + c.name + " " + arg)})
	return nil
}

// harmless commands answer without touching a form that is being filled in.
func harmless(name string) bool {
	return name == "trogiup" || name == "toi" || name == "riengtu" || name == "ngonngu"
}
