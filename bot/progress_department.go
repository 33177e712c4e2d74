package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// unitsOnPage is how many units one answer lists: with title, total and stamp they make fifteen lines.
const unitsOnPage = 12

// department answers with a line for each unit, those in need first, and asks for the picture. Lines and choices
// have the same numbers.
func (t *turn) department(ctx context.Context, ask progressAsk, offset int) error {
	text, choices, err := t.departmentPage(ctx, ask, offset)
	if err != nil {
		return err
	}
	t.sayText(text, choices...)
	if offset > 0 {
		return nil // the picture of all units came with the first page
	}
	return t.askForChart(ask)
}

// departmentPage words a page of the list of all units, with the choices that open them.
func (t *turn) departmentPage(ctx context.Context, ask progressAsk, offset int) (string, []channel.Choice, error) {
	d, err := learning.Standing(ctx, t.tx, t.view(ask))
	if err != nil {
		return "", nil, err
	}
	if len(d.Rows) == 0 {
		return "", nil, fault.New(fault.NotFound, "tiendo.chua_co_gi", fault.Args{"Ngay": ask.period.Days.To.Local()})
	}
	rows := d.Rows
	if offset < 0 || offset >= len(rows) {
		offset = 0
	}
	page := rows[offset:min(offset+unitsOnPage, len(rows))]
	lines := []string{t.p.T("tiendo.toan_so", args{"Ky": t.periodName(ask.period)}), t.departmentLine(d, ask.period)}
	if own, ok := t.ownRow(rows); ok && offset == 0 {
		lines = append(lines, t.p.T("tiendo.don_vi_minh", t.unitArgs(own)))
	}
	var choices []channel.Choice
	for i, r := range page {
		lines = append(lines, t.unitLine(i+1, r))
		choices = append(choices, channel.Choice{Data: pressUnit(r.Unit.ID, ask), Label: unitLabel(r.Unit.Name)})
	}
	if d.Ended.Entries > 0 {
		lines = append(lines, t.p.T("tiendo.da_ket_thuc", args{"Gio": t.hours(d.Ended.Minutes())}))
	}
	if rest := len(rows) - offset - len(page); rest > 0 {
		lines = append(lines, t.p.N("tiendo.va_don_vi_nua", rest, nil))
		choices = append(choices, t.aside(press("td", "*", ask.code(), number(offset+len(page))), "tiendo.nut_xem_tiep"))
	}
	lines = append(lines, t.stamp(ask.period))
	return strings.Join(lines, "\n"), append(choices, t.lastMonth("*", ask)...), nil
}

// ownRow is the unit of somebody who is its head too: it stands in the list by its need like all others.
func (t *turn) ownRow(rows []learning.UnitRow) (learning.UnitRow, bool) {
	at := slices.IndexFunc(rows, func(r learning.UnitRow) bool { return r.Unit.ID == t.actor.Member.Unit })
	if at < 0 || !t.actor.Member.Roles.Head {
		return learning.UnitRow{}, false
	}
	return rows[at], true
}

// departmentLine is the total, with its change.
func (t *turn) departmentLine(d learning.Department, p learning.Period) string {
	f := d.Total
	total := t.p.T("tiendo.tong_so", args{
		"Co": f.TookPart, "Tong": t.headcount(f.Members), "TyLe": f.Percent(), "Gio": t.hoursInAll(f.Minutes()),
	})
	switch {
	case !d.Begun:
		return total + " " + t.p.T("tiendo.so_chua_chay", nil)
	case !d.HasBefore:
		return total
	}
	return total + " " + t.p.T("tiendo.tong_so_voi", args{
		"Nguoi": t.went(f.TookPart-d.Before.TookPart, strconv.Itoa), "Them": t.went(f.Minutes()-d.Before.Minutes(), t.hours),
		"Ky": t.beforeName(p),
	})
}

// unitLine is the line of a unit, with the number by which it is opened.
func (t *turn) unitLine(n int, r learning.UnitRow) string {
	a := t.unitArgs(r)
	a["So"] = n
	if r.Figures.Members == 0 {
		return t.p.T("tiendo.dong_khong_nguoi", a)
	}
	return t.p.T("tiendo.dong_don_vi", a)
}

func (t *turn) unitArgs(r learning.UnitRow) args {
	f := r.Figures
	return args{"DonVi": unitLabel(r.Unit.Name), "Co": f.TookPart, "Tong": f.Members, "Gio": t.perHead(f)}
}

// askForChart queues the picture of what was asked.
func (t *turn) askForChart(ask progressAsk) error {
	r, err := job.New(ChartJob, ChartArgs{
		By: t.actor.Person.ID, To: t.event.Address, Lang: t.p.Lang, Period: ask.period.Code(),
	})
	if err != nil {
		return err
	}
	t.out.Jobs = append(t.out.Jobs, r)
	return nil
}

// mayChart reports whether somebody may have the picture of all units.
func mayChart(a people.Actor) bool { return a.Reach(people.SeeDepartment) == people.Everyone }
