package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/learning"
)

// card answers with an entry as it now stands, and what can be done with it. asked is the draft as it was
// understood, before defaults filled it.
func (t *turn) card(ctx context.Context, headKey string, l learning.Logged, asked learning.Draft) error {
	e := l.Entry
	month, err := t.tx.MinutesIn(ctx, t.actor.Person.ID, day.MonthOf(t.today).Until(t.today))
	if err != nil {
		return err
	}
	lines := []string{
		t.p.T(headKey, args{"ID": e.ID}),
		t.body(e.Draft),
		t.p.T("the.thang_nay", args{"Time": t.hours(month)}),
	}
	if l.DayTotal > learning.WarnDayTotal {
		lines = append(lines, t.p.T("the.ngay_day", args{"Time": t.hours(l.DayTotal)}))
	}
	choices := []channel.Choice{
		t.aside(press("sua", number(e.ID)), "the.sua"),
		t.aside(press("xoa", number(e.ID)), "the.xoa"),
		t.aside(press("mc", number(e.ID)), "the.minh_chung"),
	}
	if asked.Kind == "" {
		choices = append(choices, t.aside(press("loai", number(e.ID)), "the.doi_loai"))
	}
	if asked.Field == "" {
		choices = append(choices, t.aside(press("lv", number(e.ID)), "the.doi_linh_vuc"))
	}
	t.sayText(strings.Join(lines, "\n"), choices...)
	return nil
}

// body is what an entry says, in lines.
func (t *turn) body(d learning.Draft) string {
	title := d.Title
	if d.Provider != "" {
		title = t.p.T("the.noi_hoc", args{"Title": d.Title, "Provider": d.Provider})
	}
	return strings.Join([]string{
		title,
		t.p.T("the.luc", args{"Time": t.hours(d.Minutes), "Tiet": t.tietOf(d), "Days": t.days(d)}),
		t.p.T("the.loai", args{"Kind": t.kindName(d.Kind), "Field": t.fieldName(d.Field)}),
	}, "\n")
}

// tietOf is a length in tiết, where that is the measure: "" for giờ tự học.
func (t *turn) tietOf(d learning.Draft) string {
	for _, k := range t.set.lists.Kinds {
		if k.Code == string(d.Kind) && k.Counter == learning.TrainingCounter {
			return t.tiet(d.Minutes)
		}
	}
	return ""
}

// changed answers with an entry after a change, which can be taken back for a while.
func (t *turn) changed(ctx context.Context, headKey string, l learning.Logged) error {
	month, err := t.tx.MinutesIn(ctx, t.actor.Person.ID, day.MonthOf(t.today).Until(t.today))
	if err != nil {
		return err
	}
	e := l.Entry
	lines := []string{
		t.p.T(headKey, args{"ID": e.ID, "Title": cut(e.Title, 80)}),
		t.body(e.Draft),
		t.p.T("the.thang_nay", args{"Time": t.hours(month)}),
	}
	if l.DayTotal > learning.WarnDayTotal {
		lines = append(lines, t.p.T("the.ngay_day", args{"Time": t.hours(l.DayTotal)}))
	}
	t.sayText(strings.Join(lines, "\n"),
		t.aside(press("undo", number(e.ID)), "the.hoan_tac"),
		t.aside(press("sua", number(e.ID)), "the.sua_tiep"),
		t.aside(press("mc", number(e.ID)), "the.minh_chung"))
	return nil
}
