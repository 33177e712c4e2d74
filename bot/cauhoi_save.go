package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
)

// saveNew puts the question that the form holds into the bank.
func (t *turn) saveNew(ctx context.Context, d questionData) error {
	if !t.keeps() {
		t.close()
		return t.refuse(ctx, t.table.byName["cauhoi"])
	}
	q, err := quiz.Add(ctx, t.tx, d.Content, t.keeper())
	if err != nil {
		return err
	}
	t.close()
	t.say("cauhoi.da_them", args{"Ma": string(q.Code)},
		t.aside(press("ch", "s", number(q.ID)), "cauhoi.nut_xem"), t.aside("ch:add", "cauhoi.nut_them_nua"), t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	return nil
}

// saveChange stores the part that was changed.
func (t *turn) saveChange(ctx context.Context, d questionData) error {
	if !t.keeps() {
		t.close()
		return t.refuse(ctx, t.table.byName["cauhoi"])
	}
	before, ok, err := t.tx.Question(ctx, d.ID)
	if err != nil {
		return err
	}
	if !ok {
		t.close()
		return stale()
	}
	t.close()
	asked := before
	asked.Version = d.Version
	q, err := quiz.Amend(ctx, t.tx, asked, d.Content, t.keeper())
	if err != nil {
		return err
	}
	choices := append(t.questionMore(q), t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	switch {
	case q.Version == before.Version:
		t.say("cauhoi.khong_doi", args{"Ma": string(q.Code)}, choices...)
	case before.State == quiz.Live:
		t.say("cauhoi.da_sua_dang_dung", args{"Ma": string(q.Code)}, choices...)
	default:
		t.say("cauhoi.da_sua", args{"Ma": string(q.Code), "TrangThai": t.stateName(q.State)}, choices...)
	}
	return nil
}

// pauseFor pauses the question that the form holds.
func (t *turn) pauseFor(ctx context.Context, d questionData, reason string) error {
	if !t.keeps() {
		t.close()
		return t.refuse(ctx, t.table.byName["cauhoi"])
	}
	q, ok, err := t.tx.Question(ctx, d.ID)
	if err != nil {
		return err
	}
	if !ok {
		t.close()
		return stale()
	}
	if err := t.step(ctx, q, quiz.Hold, reason); err != nil {
		return err // too long a reason leaves the form open
	}
	offer, at := t.state.Offer, t.state.OfferedAt
	t.close()
	t.state.Offer, t.state.OfferedAt = offer, at
	return nil
}

// questionMore are what is likely to be done next with a question that was changed.
func (t *turn) questionMore(q quiz.Question) []channel.Choice {
	return []channel.Choice{
		t.aside(press("ch", "edit", number(q.ID)), "cauhoi.nut_sua_tiep"),
		t.aside(press("ch", "s", number(q.ID)), "cauhoi.nut_xem"),
	}
}
