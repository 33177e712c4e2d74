package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
)

// pressed does what a choice stands for: its data is a verb and arguments (see press).
func (t *turn) pressed(ctx context.Context, data string) error {
	verb, rest, _ := strings.Cut(data, ":")
	if t.event.Kind == channel.Press {
		t.out.Answer = &channel.PressAnswer{To: t.event.Address, PressID: t.event.PressID}
	}
	act, ok := t.table.byVerb[verb]
	if !ok {
		return stale()
	}
	t.state.Misses = 0
	if opensForm(verb) && t.busy() && !t.filesFor(verb) {
		t.park(dialog.Parked{Kind: channel.Press, Press: data})
		return nil
	}
	return act(t, ctx, rest)
}

// opensForm reports whether the choices of a verb begin a form, which takes the place of another.
func opensForm(verb string) bool {
	return verb == "sua" || verb == "loai" || verb == "lv" || verb == "mc"
}

// filesFor reports whether a choice answers which entry the waiting files belong to.
func (t *turn) filesFor(verb string) bool {
	return verb == "mc" && t.state.Form.Name == "mc" && len(t.held()) > 0
}

// action does what the choices of one verb stand for.
type action func(t *turn, ctx context.Context, rest string) error

// verbs are the words that data of choices begin with. They stay as they are: buttons live for years.
func verbs() map[string]action {
	return map[string]action{
		"cmd":  (*turn).pressCommand,
		"f":    (*turn).pressForm,
		"form": (*turn).pressDrop,
		"sua":  onEntry((*turn).beginEdit),
		"loai": onEntry((*turn).askKind),
		"lv":   onEntry((*turn).askField),
		"xoa":  onEntry((*turn).askRemove),
		"xoa!": onEntry((*turn).remove),
		"undo": onEntry((*turn).undo),
		"mc":   onEntry((*turn).beginEvidence),
		"no":   (*turn).pressNothing,
		"join": (*turn).pressJoin,
		"lang": (*turn).pressLang,
		"priv": (*turn).pressPrivacy,
		"td":   (*turn).pressProgress,
		"moi":  (*turn).pressInvite,
		"q":    (*turn).pressQuiz,
		"ch":   (*turn).pressQuestions,
		"hm":   (*turn).pressQuota,
		"nghi": (*turn).pressLeave,
		"lich": (*turn).pressCalendar,
		"nam":  (*turn).pressYear,
		"cho":  (*turn).pressQueue,
		"nhac": (*turn).pressRemind,

		"caidat": (*turn).pressSettings,
	}
}

// stale is the answer to a button whose time is over.
func stale() error { return fault.New(fault.Conflict, "chung.nut_cu", nil) }

// onEntry reads the number of an entry from the data.
func onEntry(fn func(*turn, context.Context, learning.EntryID) error) action {
	return func(t *turn, ctx context.Context, rest string) error {
		id, err := strconv.ParseInt(rest, 10, 64)
		if err != nil {
			return stale()
		}
		return fn(t, ctx, learning.EntryID(id))
	}
}

// pressCommand runs a command: the data is "cmd:name argument".
func (t *turn) pressCommand(ctx context.Context, rest string) error {
	name, arg, _ := strings.Cut(rest, " ")
	c, ok := t.table.byName[name]
	if !ok {
		return stale()
	}
	return t.interrupt(ctx, c, arg)
}

// pressNothing is a no that has nothing to undo.
func (t *turn) pressNothing(context.Context, string) error {
	t.state.Offer = nil
	t.say("chung.duoc", nil)
	return nil
}
