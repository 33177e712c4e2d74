package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// cmdHelp is /trogiup: what this person can do, with examples that can be sent as they stand.
func (t *turn) cmdHelp(ctx context.Context, _ string) error {
	example, err := t.example(ctx)
	if err != nil {
		return err
	}
	lines := []string{t.p.T("tro_giup.ghi", args{"ViDu": example})}
	units, err := t.helpUnits(ctx)
	if err != nil {
		return err
	}
	lines = append(lines, units...)
	duties := t.helpDuties()
	if len(units) == 0 && len(duties) > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, duties...)
	lines = append(lines, t.p.T("tro_giup.khac", args{"VanPhong": t.office()}))
	t.sayText(strings.Join(lines, "\n"), t.mainChoices()...)
	t.setMenu() // roles change with the roster, and nobody writes at that moment
	return nil
}

// helpUnits are the lines about figures, for who may see any beside the own.
func (t *turn) helpUnits(ctx context.Context) ([]string, error) {
	a := args{"Ngay": day.MonthOf(t.today).From.Add(-1).Short(), "DonVi": t.actor.Member.UnitName}
	switch t.actor.Reach(people.SeeNames) {
	case people.OwnUnit:
		return []string{t.p.T("tro_giup.truong", a)}, nil
	case people.Everyone:
		units, err := t.tx.Units(ctx, t.today)
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			if u.ID != t.actor.Member.Unit {
				a["DonVi"] = u.Name
				break
			}
		}
		return []string{t.p.T("tro_giup.toan_so", a)}, nil
	default:
		return nil, nil
	}
}

// helpDuties are the lines about what a role brings beside figures.
func (t *turn) helpDuties() []string {
	var out []string
	for _, d := range []struct {
		needs people.Action
		key   string
	}{
		{people.SeeDepartment, "tro_giup.ket_qua"},
		{people.InvitePeople, "tro_giup.moi"},
		{people.ManageQuestions, "tro_giup.cau_hoi"},
		{people.Configure, "tro_giup.cai_dat"},
		{people.RunMachine, "tro_giup.may"},
	} {
		if t.actor.Reach(d.needs) != people.Nobody {
			out = append(out, t.p.T(d.key, nil))
		}
	}
	return out
}

// mainChoices lead to the main things.
func (t *turn) mainChoices() []channel.Choice {
	return []channel.Choice{
		t.aside(press("cmd", "hoc"), "tro_giup.nut_hoc"),
		t.aside(press("cmd", "toi"), "tro_giup.nut_toi"),
		t.aside(press("cmd", "tiendo"), "tro_giup.nut_tiendo"),
	}
}

// example is a line that this person could send now: about what the person learnt last, or else what the unit's
// name suggests, yesterday.
func (t *turn) example(ctx context.Context) (string, error) {
	last, ok, err := t.tx.LastEntry(ctx, t.actor.Person.ID)
	if err != nil {
		return "", err
	}
	title := t.p.T(exampleFor(t.actor.Member.UnitName), nil)
	if ok && len(last.Title) <= maxExample {
		title = last.Title
	}
	line := t.exampleLine(title)
	if r := t.parse(line); r.Ask != "" || r.Problem != "" || r.Title == "" {
		// A title that reads as something else would make a bad example.
		line = t.exampleLine(t.p.T("tro_giup.vd_chung", nil))
	}
	return line, nil
}

func (t *turn) exampleLine(title string) string {
	return t.p.T("tro_giup.vi_du", args{"Title": title, "Ngay": t.today.Add(-1).Short()})
}

// maxExample is how long a title may be, in bytes, to serve as an example on a small screen.
const maxExample = 60

// exampleFor is the key of what somebody in a unit might learn, by words of its name.
func exampleFor(unit string) string {
	name := " " + viet.Fold(unit) + " "
	for _, e := range []struct{ words, key string }{
		{" van phong ", "tro_giup.vd_van_phong"},
		{" thanh tra ", "tro_giup.vd_thanh_tra"},
		{" tro giup phap ly ", "tro_giup.vd_tro_giup"},
		{" hanh chinh tu phap ", "tro_giup.vd_ho_tich"},
		{" ho tich ", "tro_giup.vd_ho_tich"},
		{" bo tro tu phap ", "tro_giup.vd_cong_chung"},
		{" cong chung ", "tro_giup.vd_cong_chung"},
		{" dau gia ", "tro_giup.vd_dau_gia"},
		{" pho bien", "tro_giup.vd_pho_bien"},
		{" xay dung ", "tro_giup.vd_van_ban"},
	} {
		if strings.Contains(name, e.words) {
			return e.key
		}
	}
	return "tro_giup.vd_chung"
}
