package bot

import (
	"context"
	"slices"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// maxScreen is the length, in UTF-16 units, of an answer about a unit: one screen, one message everywhere.
const maxScreen = 2000

// unit answers with a unit's figures and names, and puts the look on record.
func (t *turn) unit(ctx context.Context, unit people.Unit, ask progressAsk) error {
	text, err := t.unitText(ctx, unit, ask)
	if err != nil {
		return err
	}
	t.sayText(text, t.besideUnit(unit.ID, ask)...)
	return t.auditUnit(ctx, "see_unit", unit.ID)
}

// unitText words a unit's figures and names.
func (t *turn) unitText(ctx context.Context, unit people.Unit, ask progressAsk) (string, error) {
	report, err := learning.OfUnit(ctx, t.tx, unit, t.view(ask))
	if err != nil {
		return "", err
	}
	head := []string{unit.Name, upper(t.periodName(ask.period)), ""}
	if unit.ID == t.actor.Member.Unit {
		own, err := learning.TotalsIn(ctx, t.tx, t.actor.Person.ID, ask.period.Days)
		if err != nil {
			return "", err
		}
		head = append(head, t.totals("tiendo.anh_chi", own, nil))
	}
	head = append(head, t.unitFigures(report, ask.period)...)
	head = append(head, t.comparisons(report, ask.period)...)
	text, stamp := strings.Join(head, "\n"), "\n\n"+t.stamp(ask.period)
	return t.withAbsent(text, t.absentOf(report, ask.period), stamp), nil
}

// absentOf are the lines about who has not taken part. Who asks knows about themselves, and is not listed.
func (t *turn) absentOf(r learning.UnitReport, p learning.Period) absence {
	others := slices.DeleteFunc(slices.Clone(r.Absent), func(a learning.Absent) bool { return a.Person == t.actor.Person.ID })
	a := absence{people: others, past: p.Days.To < t.today}
	switch alone := len(r.Absent) > len(others); {
	case r.Figures.Members == 0, alone && r.Figures.Members == 1:
	case alone:
		a.nobody = t.p.T("tiendo.du_ca_tru", nil)
	default:
		a.nobody = t.p.T("tiendo.du_ca", nil)
	}
	return a
}

// besideUnit are the choices under a unit.
func (t *turn) besideUnit(unit people.UnitID, ask progressAsk) []channel.Choice {
	choices := t.lastMonth(number(unit), ask)
	if t.actor.Reach(people.SeeDepartment) == people.Everyone {
		all := t.aside(press("td", "*", ask.code()), "tiendo.nut_toan_so")
		return append(choices, all)
	}
	return append(choices, t.aside(press("cmd", "toi"), "toi.nut_so"))
}

// unitFigures are the figures of a unit itself.
func (t *turn) unitFigures(r learning.UnitReport, p learning.Period) []string {
	f := r.Figures
	if f.Members == 0 {
		return []string{t.p.T("tiendo.khong_nguoi", nil)}
	}
	lines := []string{
		t.p.T("tiendo.tham_gia", args{"Co": f.TookPart, "Tong": t.headcount(f.Members), "TyLe": f.Percent()}),
		t.p.T("tiendo.tong", args{"Gio": t.hoursInAll(f.Minutes()), "BinhQuan": t.perHead(f)}),
		t.p.T("tiendo.hai_so", args{"Tiet": t.tiet(f.Training), "Gio": t.hoursInAll(f.Self)}),
	}
	if duty := t.dutyLine(p, f.Duty); duty != "" {
		lines = append(lines, duty)
	}
	return lines
}

// comparisons set a unit beside itself before, and beside the department.
func (t *turn) comparisons(r learning.UnitReport, p learning.Period) []string {
	f := r.Figures
	lines := []string{"", t.p.T("tiendo.khong_ky_truoc", nil)}
	switch {
	case !r.Begun:
		lines = []string{"", t.p.T("tiendo.so_chua_chay", nil)}
	case r.HasBefore:
		lines = []string{
			"", t.p.T("tiendo.so_voi_ky", args{"Ky": t.beforeName(p)}),
			t.p.T("tiendo.dong_nguoi", args{"Bao": t.went(f.TookPart-r.Before.TookPart, t.headcount)}),
			t.p.T("tiendo.dong_gio", args{"Bao": t.went(f.Minutes()-r.Before.Minutes(), t.hours)}),
		}
	}
	if f.Members == 0 {
		return lines
	}
	return append(lines,
		t.p.T("tiendo.so_voi_so", nil),
		t.p.T("tiendo.dong_ty_le", args{"TyLe": f.Percent(), "So": r.Department.Percent()}),
		t.p.T("tiendo.dong_dau_nguoi", args{"Gio": t.perHead(f), "So": t.perHead(r.Department)}))
}
