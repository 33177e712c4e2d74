package bot

import (
	"context"
	"errors"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/quicklog"
)

// cmdLog is /hoc: one line is stored at once, an empty one begins the guided form.
func (t *turn) cmdLog(ctx context.Context, arg string) error {
	if arg == "" {
		return t.beginLog(ctx, logData{}, "title")
	}
	return t.take(ctx, t.parse(arg), nil)
}

// maybeLog answers a text without a command: one that reads like a log is offered as such.
func (t *turn) maybeLog(ctx context.Context, text string) error {
	r := t.parse(text)
	switch {
	case r.Command && (r.Title != "" || r.Minutes > 0):
		t.state.Misses = 0
		return t.take(ctx, r, nil)
	case !r.Looks, r.Title == "", strings.HasSuffix(text, "?"):
		return t.notUnderstood(ctx, text)
	}
	t.state.Misses = 0
	d, _, err := t.understood(r)
	if err != nil {
		return err
	}
	if r.Problem != "" {
		t.say("hoc.hoi_"+string(r.Problem), nil)
	}
	if err := t.open("hoc", "confirm", d); err != nil {
		return err
	}
	return t.askLog(ctx)
}

func (t *turn) parse(text string) quicklog.Result {
	return t.set.parser.Parse(text, t.now.In(t.cfg.Zone))
}

func draftOf(r quicklog.Result) learning.Draft {
	return learning.Draft{
		Title: r.Title, Kind: learning.Kind(r.Kind), Field: learning.Field(r.Field), Provider: r.Provider,
		Start: r.Start, End: r.End, Minutes: r.Minutes,
	}
}

// take stores what was understood, or leads into the form at the step that is missing, with the rest kept.
func (t *turn) take(ctx context.Context, r quicklog.Result, files []channel.FileRef) error {
	d, step, err := t.understood(r)
	if err != nil {
		return err
	}
	d.Files = files
	if step == "" {
		return t.store(ctx, d)
	}
	t.say("hoc.hoi_"+string(r.Ask)+string(r.Problem), args{"Title": d.Title, "Days": t.set.rules.BackdateDays})
	return t.beginLog(ctx, d, step)
}

// understood is the draft of a line and the step of the form that is missing, "" for none. A line that is not
// one entry is a fault.
func (t *turn) understood(r quicklog.Result) (logData, string, error) {
	d := logData{Draft: draftOf(r)}
	if r.Ask == "" && r.Problem == "" {
		return d, "", nil
	}
	step, known := steps[string(r.Ask)+string(r.Problem)]
	switch {
	case !known:
		return d, "", fault.New(fault.Invalid, "hoc.hoi_"+string(r.Ask), nil) // split, repeat: one line is one entry
	case d.Title == "":
		step = "title"
	case step == "days":
		d.Start, d.End = "", ""
	case step == "minutes":
		d.Minutes = 0
	}
	return d, step, nil
}

// steps says which step of the form answers what the parser asks or found wrong.
var steps = map[string]string{
	string(quicklog.AskDuration):       "minutes",
	string(quicklog.AskTimeOrDuration): "minutes",
	string(quicklog.AskDate):           "days",
	string(quicklog.AskTitle):          "title",
	string(quicklog.FutureDate):        "days",
	string(quicklog.InvalidDate):       "days",
	string(quicklog.OutOfBounds):       "minutes",
	string(quicklog.NotPositive):       "minutes",
}

// store writes a complete draft and answers with its card. What the rules refuse keeps the form open at the
// step that can mend it.
func (t *turn) store(ctx context.Context, d logData) error {
	logged, err := learning.Log(ctx, t.tx, t.request(d.Draft, d.Again))
	var dup *learning.Duplicate
	switch {
	case errors.As(err, &dup):
		d.Of = dup.Of.ID
		if err := t.open("hoc", "dup", d); err != nil {
			return err
		}
		return t.askLog(ctx)
	case fault.Of(err) != nil:
		return t.mend(ctx, d, fault.Of(err))
	case err != nil:
		return err
	}
	t.close()
	if err := t.card(ctx, "hoc.da_ghi", logged, d.Draft); err != nil {
		return err
	}
	if logged.NewDay {
		if err := t.addMilestone(ctx); err != nil {
			return err
		}
	}
	if len(d.Files) == 0 {
		return nil
	}
	t.filed(logged.Entry.ID)
	return t.attach(ctx, logged.Entry.ID, d.Files)
}

// mend says what is wrong with a draft and asks for it again. What cannot be mended in the form ends it.
func (t *turn) mend(ctx context.Context, d logData, f *fault.Fault) error {
	t.say(f.Key, args(f.Args))
	switch f.Key {
	case "log.no_day", "log.future", "log.order", "log.span":
		d.Start, d.End = "", ""
		return t.beginLog(ctx, d, "days")
	case "log.title", "log.title_long":
		d.Title = ""
		return t.beginLog(ctx, d, "title")
	case "log.not_positive", "log.too_long", "log.day_full":
		d.Minutes = 0
		return t.beginLog(ctx, d, "minutes")
	}
	t.close()
	return nil
}

// request is a use of the notebook by who writes.
func (t *turn) request(d learning.Draft, again bool) learning.Request {
	return learning.Request{
		Actor: t.actor, Draft: d, Rules: t.set.rules, Today: t.today, Now: t.now,
		Channel: string(t.event.Channel), Message: t.messageName(t.event.Message), Again: again,
	}
}

// messageName names a message among all of a channel: two chats of one person may give the same id.
func (t *turn) messageName(id channel.MessageID) string {
	if id == "" {
		return ""
	}
	return string(t.event.Chat) + "/" + string(id)
}
