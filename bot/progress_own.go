package bot

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// From how many members who have joined, and from how many others who have written something down, a unit's
// average is shown to its members: among fewer, it would tell somebody what a single colleague has written.
const (
	averageFrom    = 4
	averageWriters = 3
)

// ownProgress answers with the person's own figures, beside the period before and the unit's average.
func (t *turn) ownProgress(ctx context.Context, ask progressAsk) error {
	text, err := t.ownText(ctx, ask)
	if err != nil {
		return err
	}
	t.sayText(text, append(t.lastMonth("", ask), t.ownChoices()...)...)
	return nil
}

// ownChoices lead from the own figures to the notebook.
func (t *turn) ownChoices() []channel.Choice {
	return []channel.Choice{t.aside(press("cmd", "hoc"), "toi.nut_ghi"), t.aside(press("cmd", "toi"), "toi.nut_so")}
}

// ownText words the person's own figures.
func (t *turn) ownText(ctx context.Context, ask progressAsk) (string, error) {
	own, err := learning.OwnTotals(ctx, t.tx, t.actor.Person, ask.period)
	if err != nil {
		return "", err
	}
	lines := []string{
		t.p.T("tiendo.cua_minh", args{"Ky": t.periodName(ask.period)}),
		t.written(own.Period),
	}
	lines = append(lines, t.kindLines(own.Period)...)
	lines = append(lines, t.againstBefore(own, ask.period))
	average, err := t.averageLine(ctx, ask)
	if err != nil {
		return "", err
	}
	if average != "" {
		lines = append(lines, average)
	}
	lines = append(lines, "")
	if ask.period.Span != learning.Year { // the year's totals stand above already
		lines = append(lines, t.yearTotals(own, ask.period))
	}
	lines = append(lines, t.counters(own)...)
	lines = append(lines, "", t.stamp(ask.period))
	return strings.Join(lines, "\n"), nil
}

// againstBefore sets the own hours beside those of the period before.
func (t *turn) againstBefore(own learning.Own, p learning.Period) string {
	if !own.Begun {
		return t.p.T("tiendo.so_chua_chay", nil)
	}
	return t.p.T("tiendo.so_voi", args{
		"Ky":  t.beforeName(p),
		"Bao": t.went(own.Period.Minutes()-own.Before.Minutes(), t.hours),
	})
}

// written is the line of what was written down, or that nothing was.
func (t *turn) written(of learning.Totals) string {
	if of.Entries == 0 {
		return upper(t.p.T("tiendo.chua_ghi_gi", nil))
	}
	return t.totals("tiendo.da_ghi", of, nil)
}

// averageLine is the average of the person's unit, without names; "" where it would give somebody away.
func (t *turn) averageLine(ctx context.Context, ask progressAsk) (string, error) {
	unit, ok, err := t.tx.UnitAt(ctx, t.actor.Person.ID, ask.period.Days.To)
	if err != nil || !ok {
		return "", err
	}
	view := t.view(ask)
	if few, err := t.fewBehind(ctx, unit, view); few || err != nil {
		return "", err
	}
	f, err := learning.UnitFigures(ctx, t.tx, unit, view)
	if err != nil {
		return "", err
	}
	return t.p.T("tiendo.binh_quan_don_vi", args{"Gio": t.perHead(f), "TyLe": f.Percent()}), nil
}

// fewBehind reports whether a unit's average would give somebody away to the person.
func (t *turn) fewBehind(ctx context.Context, unit people.UnitID, v learning.View) (bool, error) {
	members, err := t.tx.Members(ctx, unit, v.Period.Days.To, v.At)
	if err != nil {
		return false, fmt.Errorf("list members: %w", err)
	}
	joined := 0
	for _, m := range members {
		if m.Joined {
			joined++
		}
	}
	work, err := t.tx.Work(ctx, unit, v.Period.Days)
	if err != nil {
		return false, fmt.Errorf("list who has written: %w", err)
	}
	others := map[people.PersonID]bool{}
	for _, w := range work {
		for _, person := range w.Writers {
			others[person] = true
		}
	}
	delete(others, t.actor.Person.ID)
	return joined < averageFrom || len(others) < averageWriters, nil
}

// totals is a line with hours and the number of entries, or that there are none.
func (t *turn) totals(key string, of learning.Totals, a args) string {
	said := t.p.T("tiendo.chua_ghi_gi", nil)
	if of.Entries > 0 {
		said = t.p.T("tiendo.gio_muc", args{"Gio": t.hours(of.Minutes()), "Muc": t.p.N("tiendo.muc", of.Entries, nil)})
	}
	all := args{"Bao": said}
	maps.Copy(all, a)
	return t.p.T(key, all)
}

// yearTotals is the line of the year that holds a period's last day.
func (t *turn) yearTotals(own learning.Own, p learning.Period) string {
	year := t.wholeName(learning.PeriodTo(learning.Year, p.Days.To))
	return t.totals("toi.tam_tinh", own.Year, args{"Ky": upper(year)})
}

// hoursInAll is a total: none of it are no hours, not no minutes.
func (t *turn) hoursInAll(minutes int) string {
	if minutes == 0 {
		return t.p.N("don_vi.gio", 0, nil)
	}
	return t.hours(minutes)
}

// kindLines are the hours of each kind.
func (t *turn) kindLines(of learning.Totals) []string {
	out := make([]string, len(of.Kinds))
	for i, k := range of.Kinds {
		out[i] = t.p.T("toi.loai", args{"Loai": t.kindName(k.Kind), "Gio": t.hours(k.Minutes)})
	}
	return out
}

// counters are the two counters of the year, each on its own line and in its own measure, and what of the first
// counts for the yearly duty.
func (t *turn) counters(own learning.Own) []string {
	units := t.set.rules.Units
	what := "" // who reads Vietnamese knows
	if t.p.Lang != i18n.VI {
		what = t.p.T("toi.mot_tiet", args{"Phut": units.TietMinutes})
	}
	lines := []string{t.p.T("toi.boi_duong", args{"Tiet": t.tiet(own.Year.Training), "MotTiet": what})}
	backed := args{"Co": t.decimal(own.Year.Credit.Backed, units.TietMinutes), "XacNhan": "", "Muc": "", "Nguon": ""}
	if own.Year.Credit.Confirmed > 0 {
		backed["XacNhan"] = t.decimal(own.Year.Credit.Confirmed, units.TietMinutes)
	}
	switch {
	case own.HasDue && own.Duty.Tiet > 0:
		backed["Muc"], backed["Nguon"] = own.Duty.Tiet, own.Duty.Source
		lines = append(lines, t.p.T("toi.chi_tieu", backed))
	case own.Year.Training > 0:
		lines = append(lines, t.p.T("toi.minh_chung", backed))
	}
	return append(lines, t.p.T("toi.tu_hoc", args{"Gio": t.hoursInAll(own.Year.Self)}))
}

// stamp says how fresh the figures are.
func (t *turn) stamp(p learning.Period) string {
	at := t.now.In(t.cfg.Zone)
	key := "tiendo.so_lieu_den"
	if p.Days.To < t.today {
		key = "tiendo.so_lieu_ngay"
	}
	return t.p.T(key, args{"Luc": at.Format("15:04 02/01/2006"), "Ngay": p.Days.To.Local()})
}
