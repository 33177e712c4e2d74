package bot

import (
	"context"
	"strconv"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/i18n"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/remind"
)

// wordings is how many ways there are to say the weekly reminder: it is never said in the same words twice in a row.
const wordings = 4

// wording is a text that many people get on the same day.
type wording struct {
	lang i18n.Lang
	key  string
}

// weekly is the reminder, or the word that reminders stop. Who lacks something has nothing new in the notebook since
// the first of the last five working days; the text says so, and nothing else about the person.
func (d *due) weekly(t *turn, p *remind.Person, stop bool) part {
	log := t.aside(press("cmd", "hoc"), "nhac.nut_ghi")
	if stop {
		return part{
			Text:    d.text(t, "nhac.dung", args{"So": remind.MaxUnanswered}),
			Choices: []channel.Choice{t.aside(press("nhac", "tiep"), "nhac.nut_tiep"), log},
		}
	}
	since := d.rules.Since(d.today)
	key := "nhac.tuan_" + strconv.Itoa(p.Record.Sent%wordings+1)
	return part{
		Text: d.text(t, key, args{"Tu": since.Short()}),
		Choices: []channel.Choice{
			log, t.aside(press("nhac", "later"), "nhac.nut_sau"), t.aside(press("cmd", "nghi"), "nhac.nut_nghi"),
		},
	}
}

// text says a sentence whose values are the same for everybody on this day; it is put together once.
func (d *due) text(t *turn, key string, a args) string {
	w := wording{t.p.Lang, key}
	if s, ok := d.texts[w]; ok {
		return s
	}
	s := t.p.T(key, a)
	d.texts[w] = s
	return s
}

// digestAsk is the period of a digest: the running month, or the whole month before on its first working day, when
// there is nothing to tell of the new one.
func (t *turn) digestAsk() progressAsk {
	month := day.MonthOf(t.today)
	for d := month.From; d < t.today; d = d.Add(1) {
		if t.cal.Working(d) {
			return progressAsk{period: learning.PeriodTo(learning.Month, t.today), now: true}
		}
	}
	return t.wholeMonthBefore()
}

func (t *turn) wholeMonthBefore() progressAsk {
	return progressAsk{period: learning.PeriodTo(learning.Month, day.MonthOf(t.today).From.Add(-1))}
}

// partMonthly is a person's own last month.
func (t *turn) partMonthly(ctx context.Context, _ remind.Slot) (part, bool, error) {
	text, err := t.ownText(ctx, t.wholeMonthBefore())
	if err != nil {
		return part{}, false, err
	}
	return part{Text: t.p.T("due.thang_qua", nil) + "\n" + text, Choices: t.ownChoices()}, true, nil
}

// partHead is how the own unit stands, with names, and what waits for its head. The look is on record.
func (t *turn) partHead(ctx context.Context, _ remind.Slot) (part, bool, error) {
	if !t.actor.May(people.SeeNames, t.actor.Member.Unit) {
		return part{}, false, nil
	}
	ask, unit := t.digestAsk(), people.Unit{ID: t.actor.Member.Unit, Name: t.actor.Member.UnitName}
	units, err := t.tx.Units(ctx, ask.period.Days.To)
	if err != nil {
		return part{}, false, err
	}
	for _, u := range units {
		if u.ID == unit.ID {
			unit = u
		}
	}
	text, err := t.unitText(ctx, unit, ask)
	if err != nil {
		return part{}, false, err
	}
	waiting, err := t.tx.Unconfirmed(ctx, unit.ID)
	if err != nil {
		return part{}, false, err
	}
	if waiting > 0 {
		text += "\n" + t.p.N("due.cho_xac_nhan", waiting, nil)
	}
	p := part{Text: t.p.T("due.dau_tuan", nil) + "\n" + text, Choices: t.besideUnit(unit.ID, ask)}
	return p, true, t.auditUnit(ctx, "see_unit", unit.ID)
}

// partOffice is how all units stand, in figures, and how many people's reminders have stopped.
func (t *turn) partOffice(ctx context.Context, _ remind.Slot) (part, bool, error) {
	p, ok, err := t.departmentPart(ctx, "due.dau_tuan_so", t.digestAsk())
	if err != nil || !ok {
		return part{}, false, err
	}
	paused, err := t.tx.PausedCount(ctx, t.today)
	if err != nil {
		return part{}, false, err
	}
	if paused > 0 {
		p.Text += "\n" + t.p.N("due.tam_dung", paused, nil)
	}
	plans, err := t.budgetLines(ctx)
	if err != nil {
		return part{}, false, err
	}
	if plans != "" {
		p.Text += "\n" + plans
	}
	return p, true, nil
}

// partDirector is the last month of all units.
func (t *turn) partDirector(ctx context.Context, _ remind.Slot) (part, bool, error) {
	return t.departmentPart(ctx, "due.thang_so", t.wholeMonthBefore())
}

// departmentPart is a page of all units below a title. Who gets it for two reasons gets it once.
func (t *turn) departmentPart(ctx context.Context, title string, ask progressAsk) (part, bool, error) {
	if t.actor.Reach(people.SeeDepartment) != people.Everyone {
		return part{}, false, nil
	}
	text, choices, err := t.departmentPage(ctx, ask, 0)
	switch {
	case fault.Of(err) != nil: // there was no unit then
		return part{}, false, nil //nolint:nilerr // nothing to tell
	case err != nil:
		return part{}, false, err
	}
	return part{Text: t.p.T(title, nil) + "\n" + text, Choices: choices, Numbered: true, key: "*" + ask.period.Code()}, true, nil
}
