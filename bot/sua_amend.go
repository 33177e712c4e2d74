package bot

import (
	"context"
	"errors"

	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/quicklog"
)

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
