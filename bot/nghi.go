package bot

import (
	"context"
	"strings"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/quicklog"
)

// maxAway bounds how many leaves are listed. More than a handful at once are a mistake.
const maxAway = 10

// fromToday is every day from today on.
func (t *turn) fromToday() day.Range { return day.Range{From: t.today, To: t.today.Add(10 * 366)} }

// leaves lists the leaves of the person that are not over.
func (t *turn) leaves(ctx context.Context) ([]day.Range, error) {
	return t.tx.Leaves(ctx, t.actor.Person.ID, t.fromToday())
}

// cmdLeave is /nghi: without words it shows the leaves to come, with words it notes one. Only days are kept: what
// else the words say is forgotten with the message.
func (t *turn) cmdLeave(ctx context.Context, arg string) error {
	if rest, ok := skipLead(strings.Fields(arg), cancelLeads); ok {
		return t.cmdEndLeave(ctx, strings.Join(rest, " "))
	}
	if arg == "" || !t.leaveArg(arg) && t.leaveNamed(arg) {
		return t.showLeaves(ctx)
	}
	a, ok := t.ahead(arg)
	switch {
	case a.Problem == quicklog.InvalidDate:
		return fault.New(fault.Invalid, "nghi.khong_co_ngay", nil)
	case !ok:
		return t.askLeave(leaveData{})
	case a.Open:
		return t.askLeave(leaveData{From: a.From})
	}
	return t.noteLeave(ctx, a)
}

// weekEndWords stand for the last working day of this week, folded.
var weekEndWords = []string{"het tuan", "het tuan nay", "den het tuan", "den het tuan nay", "toi het tuan", "den cuoi tuan", "until the end of the week"}

// ahead reads days to come.
func (t *turn) ahead(text string) (quicklog.Ahead, bool) {
	if isWord(text, weekEndWords) {
		text = "đến thứ 6"
	}
	return t.set.parser.Ahead(text, t.now.In(t.cfg.Zone))
}

// showLeaves lists what is noted, with what can be done.
func (t *turn) showLeaves(ctx context.Context) error {
	all, err := t.leaves(ctx)
	if err != nil {
		return err
	}
	cal, err := t.workdays(ctx)
	if err != nil {
		return err
	}
	lines := []string{t.p.T("nghi.chua_bao", nil)}
	if len(all) > 0 {
		lines[0] = t.p.T("nghi.danh_sach", nil)
	}
	for _, r := range all[:min(len(all), maxAway)] {
		lines = append(lines, t.p.T("nghi.dong", args{"Ngay": t.leaveDays(r), "So": t.workingDays(cal, r)}))
	}
	lines = append(lines, t.p.T("nghi.cach_go", nil))
	var choices []channel.Choice
	if !people.Away(all, t.today) {
		choices = append(choices, t.aside(press("nghi", "them", string(t.today), string(t.today)), "nghi.nut_hom_nay"))
		if friday := t.today.Add(int(5-t.today.Weekday()+7) % 7); friday > t.today {
			choices = append(choices, t.aside(press("nghi", "them", string(t.today), string(friday)), "nghi.nut_tuan_nay"))
		}
	}
	choices = append(choices, t.aside(press("nghi", "khac"), "nghi.nut_khac"))
	if len(all) > 0 {
		choices = append(choices, t.aside(press("nghi", "huy"), "nghi.nut_huy"))
	}
	t.sayText(strings.Join(lines, "\n"), choices...)
	return nil
}

// leaveDays names the days of a leave: "24/11/2026", "24/11 – 26/11/2026", "đang nghỉ đến hết 27/11/2026".
func (t *turn) leaveDays(r day.Range) string {
	switch {
	case r.From < t.today && r.Contains(t.today):
		return t.p.T("nghi.dang_den", args{"Ngay": r.To.Local()})
	case r.From == r.To:
		return r.From.Local()
	}
	return t.p.T("nghi.tu_den", args{"Tu": t.firstDay(r), "Den": r.To.Local()})
}

// workingDays says how many working days a range holds.
func (t *turn) workingDays(cal *calendar.Calendar, r day.Range) string {
	n := cal.WorkingDays(r)
	if n == 0 {
		return t.p.T("nghi.khong_ngay_lam", nil)
	}
	return t.p.N("nghi.ngay_lam", n, nil)
}

// workdays is the calendar in the zone in which people live here.
func (t *turn) workdays(ctx context.Context) (*calendar.Calendar, error) {
	return t.tx.Calendar(ctx, t.cfg.Zone)
}

// noteLeave stores a leave and reads it back.
func (t *turn) noteLeave(ctx context.Context, a quicklog.Ahead) error {
	cal, err := t.workdays(ctx)
	if err != nil {
		return err
	}
	days := day.Range{From: a.From, To: a.To}
	if a.To == "" {
		days = span(cal, a.From, a.Days)
	}
	if err := t.checkLeave(days); err != nil {
		return err
	}
	change, err := people.NoteLeave(ctx, t.tx, t.actor.Person.ID, days)
	if err != nil {
		return err
	}
	whole := change.After[0]
	said := args{"Ngay": t.leaveDays(whole), "So": t.workingDays(cal, whole)}
	if change.Nothing() {
		t.say("nghi.da_co", said, t.aside(press("nghi", "huy"), "nghi.nut_huy"))
		return nil
	}
	key := "nghi.da_ghi"
	if len(change.Before) > 0 {
		key = "nghi.da_noi"
	}
	t.say(key, said, t.undoLeave(change)...)
	return nil
}

// span is the range that holds so many working days from a day on; the days off behind its end do not belong to it.
func span(cal *calendar.Calendar, from day.Day, working int) day.Range {
	to := from
	if !cal.Working(to) {
		to = cal.NextDay(to)
	}
	for range min(working-1, people.MaxLeave) { // longer than allowed is long enough to be refused
		to = cal.NextDay(to)
	}
	return day.Range{From: from, To: to}
}

// checkLeave refuses what cannot be meant.
func (t *turn) checkLeave(r day.Range) error {
	switch {
	case r.Days() > people.MaxLeave:
		return fault.New(fault.Invalid, "nghi.qua_dai", nil)
	case r.From < t.today.Add(-people.MaxLeaveBack):
		return fault.New(fault.Invalid, "nghi.qua_xa_truoc", fault.Args{"Ngay": r.From.Local()})
	case r.From > t.today.Add(people.MaxLeaveOn):
		return fault.New(fault.Invalid, "nghi.qua_xa_sau", fault.Args{"Ngay": r.From.Local()})
	}
	return nil
}
