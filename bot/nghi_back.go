package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// cmdBackToWork is "đi làm lại": the leave of today ends yesterday, or before the day that is named.
func (t *turn) cmdBackToWork(ctx context.Context, arg string) error {
	back := t.today
	if arg != "" {
		a, ok := t.ahead(arg)
		if !ok {
			return fault.New(fault.Invalid, "nghi.chua_ro_ngay", nil)
		}
		back = a.From
	}
	all, err := t.leaves(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Contains(back) {
			return t.endLeave(ctx, day.Range{From: back, To: r.To}, "nghi.da_di_lam")
		}
	}
	if len(all) == 0 {
		t.say("nghi.khong_nghi", nil)
		return nil
	}
	return t.chooseLeave(ctx, all)
}

// cmdEndLeave is "hủy nghỉ": the days that are named, else the only leave, else a choice.
func (t *turn) cmdEndLeave(ctx context.Context, arg string) error {
	if arg != "" {
		a, ok := t.ahead(arg)
		if !ok || a.To == "" {
			return fault.New(fault.Invalid, "nghi.chua_ro_ngay", nil)
		}
		return t.endLeave(ctx, day.Range{From: a.From, To: a.To}, "nghi.da_huy")
	}
	all, err := t.leaves(ctx)
	if err != nil {
		return err
	}
	switch len(all) {
	case 0:
		t.say("nghi.khong_nghi", nil)
		return nil
	case 1:
		return t.endLeave(ctx, t.rest(all[0]), "nghi.da_huy")
	}
	return t.chooseLeave(ctx, all)
}

// rest is what of a leave is not over: whoever comes back keeps the days that were taken.
func (t *turn) rest(r day.Range) day.Range {
	r.From = max(r.From, t.today)
	return r
}

// chooseLeave asks which leave is meant.
func (t *turn) chooseLeave(_ context.Context, all []day.Range) error {
	var choices []channel.Choice
	for _, r := range all[:min(len(all), maxAway)] {
		label := t.p.T("nghi.nut_mot_ngay", args{"Ngay": r.From.Short()})
		if r.From != r.To {
			label = t.p.T("nghi.nut_nhieu_ngay", args{"Tu": r.From.Short(), "Den": r.To.Short()})
		}
		r = t.rest(r)
		choices = append(choices, channel.Choice{Data: press("nghi", "bo", string(r.From), string(r.To)), Label: label})
	}
	t.say("nghi.huy_nao", nil, append(choices, t.aside(press("nghi", "bohet"), "nghi.nut_tat_ca"), t.aside("no", "nghi.nut_khong"))...)
	return nil
}

// endLeave takes days out and reads back what is left.
func (t *turn) endLeave(ctx context.Context, out day.Range, key string) error {
	change, err := people.EndLeave(ctx, t.tx, t.actor.Person.ID, out)
	if err != nil {
		return err
	}
	if change.Nothing() {
		t.say("nghi.khong_nghi_ngay_do", nil)
		return nil
	}
	text := t.p.T(key, args{"Ngay": t.leaveDays(out), "Tu": out.From.Local()})
	left, err := t.leaves(ctx)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		names := make([]string, 0, len(left))
		for _, r := range left[:min(len(left), maxAway)] {
			names = append(names, t.leaveDays(r))
		}
		text += "\n" + t.p.T("nghi.con_lai", args{"Ngay": strings.Join(names, "; ")})
	}
	t.sayText(text, t.undoLeave(change)...)
	return nil
}

// shortDays and shortRange write days for the data of a choice, which has little room: 261124261126.
func shortDay(d day.Day) string    { return strings.ReplaceAll(string(d), "-", "")[2:] }
func shortDays(r day.Range) string { return shortDay(r.From) + shortDay(r.To) }
func longDay(s string) (day.Day, bool) {
	if len(s) != 6 {
		return "", false
	}
	d, err := day.Parse("20" + s[:2] + "-" + s[2:4] + "-" + s[4:])
	return d, err == nil
}

func longDays(s string) (r day.Range, ok bool) {
	if len(s) != 12 {
		return r, false
	}
	from, ok1 := longDay(s[:6])
	to, ok2 := longDay(s[6:])
	return day.Range{From: from, To: to}, ok1 && ok2 && from <= to
}

// maxUndo is how many leaves the data of a choice can put back.
const maxUndo = 3

// undoLeave offers to put back what a change replaced: "nghi:lai:<touched><before>…".
func (t *turn) undoLeave(c people.LeaveChange) []channel.Choice {
	if len(c.Before) > maxUndo {
		return nil
	}
	data := shortDays(c.Touching)
	for _, r := range c.Before {
		data += shortDays(r)
	}
	return []channel.Choice{t.aside(press("nghi", "lai", data), "nghi.nut_hoan_tac")}
}

// putBack is the choice to undo.
func (t *turn) putBack(ctx context.Context, data string) error {
	if len(data) < 12 {
		return stale()
	}
	touching, ok := longDays(data[:12])
	var before []day.Range
	for rest := data[12:]; ok && rest != ""; {
		var r day.Range
		if r, ok = longDays(rest[:min(12, len(rest))]); ok {
			before, rest = append(before, r), rest[12:]
		}
	}
	if !ok {
		return stale()
	}
	if err := t.tx.SetLeaves(ctx, t.actor.Person.ID, touching, before); err != nil {
		return err
	}
	t.state.Offer = nil
	left, err := t.leaves(ctx)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		t.say("nghi.da_hoan_tac", nil)
		return nil
	}
	t.say("nghi.da_hoan_tac", nil)
	return t.showLeaves(ctx)
}

// pressLeave does the choices of leaves: "them:from:to", "bo:from:to", "bohet", "huy", "khac", "lai:…".
func (t *turn) pressLeave(ctx context.Context, rest string) error {
	what, arg, _ := strings.Cut(rest, ":")
	switch what {
	case "khac":
		if t.busy() {
			t.park(dialog.Parked{Kind: channel.Press, Press: "nghi:khac"})
			return nil
		}
		return t.askLeave(leaveData{})
	case "huy":
		return t.cmdEndLeave(ctx, "")
	case "bohet":
		return t.endLeave(ctx, t.fromToday(), "nghi.da_huy_het")
	case "lai":
		return t.putBack(ctx, arg)
	}
	from, to, _ := strings.Cut(arg, ":")
	first, err := day.Parse(from)
	if err != nil {
		return stale()
	}
	last, err := day.Parse(to)
	switch {
	case err != nil || last < first:
		return stale()
	case what == "bo":
		return t.endLeave(ctx, day.Range{From: first, To: last}, "nghi.da_huy")
	case what != "them" || last < t.today:
		return stale()
	}
	return t.noteLeave(ctx, aheadOf(first, last))
}
