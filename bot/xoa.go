package bot

import (
	"cmp"
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
)

// cmdRemove is /xoa [number].
func (t *turn) cmdRemove(ctx context.Context, arg string) error {
	id, err := t.entryMeant(ctx, arg)
	if err != nil {
		return err
	}
	return t.askRemove(ctx, id)
}

// askRemove asks once.
func (t *turn) askRemove(ctx context.Context, id learning.EntryID) error {
	e, err := t.entry(ctx, id)
	if err != nil {
		return err
	}
	t.say("xoa.hoi", args{"ID": e.ID, "Entry": t.line(e.Draft)}, t.yesNo(press("xoa!", number(id)), "no")...)
	return nil
}

// remove deletes an entry; that can be taken back for a while.
func (t *turn) remove(ctx context.Context, id learning.EntryID) error {
	e, err := learning.Remove(ctx, t.tx, t.request(learning.Draft{}, false), id)
	if err != nil {
		return err
	}
	t.state.Offer = nil
	t.say("xoa.da_xoa", args{"ID": e.ID, "Title": cut(e.Title, 80), "Minutes": int(learning.UndoLife.Minutes())},
		t.aside(press("undo", number(id)), "xoa.lay_lai"))
	return nil
}

// cmdUndo takes back the newest change of the newest entry that was touched.
func (t *turn) cmdUndo(ctx context.Context, _ string) error {
	e, ok, err := t.tx.LastTouched(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, "entry.chua_co", nil)
	}
	return t.undo(ctx, e.ID)
}

// undo takes back the newest change of an entry.
func (t *turn) undo(ctx context.Context, id learning.EntryID) error {
	e, err := learning.Undo(ctx, t.tx, t.request(learning.Draft{}, false), id)
	if err != nil {
		return err
	}
	if e.Status == learning.Deleted {
		t.say("xoa.da_hoan_tac_ghi", args{"ID": e.ID, "Title": cut(e.Title, 80)}, t.aside(press("undo", number(id)), "xoa.lay_lai"))
		return nil
	}
	return t.changed(ctx, "xoa.da_lay_lai", learning.Logged{Entry: e})
}

// cmdAgain copies the newest entry to today.
func (t *turn) cmdAgain(ctx context.Context, _ string) error {
	e, ok, err := t.tx.LastEntry(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, "entry.chua_co", nil)
	}
	d := e.Draft
	d.Start, d.End = t.today, t.today
	if span := e.End.Sub(e.Start); span > 0 {
		d.Minutes /= span + 1 // one day of several
	}
	return t.store(ctx, logData{Draft: d})
}

// edited proposes to change the entry that a message made, after the message was edited.
func (t *turn) edited(ctx context.Context, message channel.MessageID, text string) error {
	if done, err := t.editedAnswer(ctx, message); done || err != nil {
		return err
	}
	e, ok, err := t.tx.EntryByMessage(ctx, t.actor.Person.ID, string(t.event.Channel), t.messageName(message))
	if err != nil || !ok || e.Status == learning.Deleted {
		return err // an edited message that made nothing asks for nothing
	}
	read := text
	if name, arg, slashed := slash(text); slashed && name == "hoc" {
		read = arg
	}
	r := t.parse(read)
	if r.Ask != "" || r.Problem != "" {
		t.say("sua.tin_sua_chua_ro", args{"ID": e.ID}, t.aside(press("sua", number(e.ID)), "the.sua"))
		return nil
	}
	if t.busy() {
		t.park(dialog.Parked{Kind: channel.Edited, Message: message, Text: text})
		return nil
	}
	after := draftOf(r)
	after.Kind, after.Field = cmp.Or(after.Kind, e.Kind), cmp.Or(after.Field, e.Field)
	t.state.Offer = nil
	if err := t.open("sua", "proposal", proposal{editData: editData{ID: e.ID}, Draft: after}); err != nil {
		return err
	}
	return t.askProposal()
}

// proposal is an edit that waits for a yes.
type proposal struct {
	editData
	Draft  learning.Draft `json:"draft"`
	Spoken bool           `json:"spoken,omitempty"` // it was asked for in words, not by editing a message
}
