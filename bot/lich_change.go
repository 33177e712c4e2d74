package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// calendarForm asks for the words of a change, then for a yes.
func calendarForm() formDef {
	return formDef{
		answer: (*turn).answerCalendar,
		choose: (*turn).chooseCalendar,
		ask:    (*turn).askCalendarAgain,
		back:   func(t *turn, _ context.Context) error { return t.cancelForm() },
		skip:   (*turn).askCalendarAgain,
		loose:  func(step string) bool { return step == "confirm" },
	}
}

// askCalendar opens the form: what is to be changed.
func (t *turn) askCalendar(verb string) error {
	if err := t.open("lich", "words", calendarData{Verb: verb}); err != nil {
		return err
	}
	return t.askWords(verb)
}

func (t *turn) askWords(verb string) error {
	t.say("lich.hoi_"+verb, nil, t.navigation(true)...)
	return nil
}

func (t *turn) askCalendarAgain(ctx context.Context) error {
	var d calendarData
	if err := t.data(&d); err != nil {
		return err
	}
	if t.state.Form.Step == "confirm" {
		return t.previewCalendar(ctx, d)
	}
	return t.askWords(d.Verb)
}

// answerCalendar reads the words of a change.
func (t *turn) answerCalendar(ctx context.Context, text string) error {
	var d calendarData
	if err := t.data(&d); err != nil {
		return err
	}
	ask, err := t.readChange(ctx, d.Verb, text)
	if f := fault.Of(err); f != nil {
		t.say(f.Key, args(f.Args))
		return t.askWords(d.Verb)
	}
	if err != nil {
		return err
	}
	return t.previewCalendar(ctx, ask.data)
}

// previewCalendar shows what would change, and asks.
func (t *turn) previewCalendar(ctx context.Context, d calendarData) error {
	lines, err := t.changeLines(ctx, d)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		t.close()
		t.say("lich.khong_doi", nil)
		return nil
	}
	if err := t.open("lich", "confirm", d); err != nil {
		return err
	}
	lines = append([]string{t.p.T("lich.xem_truoc", nil)}, lines...)
	t.sayText(strings.Join(lines, "\n"), t.formYesNo("lich.nut_ghi", "lich.nut_khong_ghi")...)
	return nil
}

// changeLines says what a change does to each day; none when all stays as it is.
func (t *turn) changeLines(ctx context.Context, d calendarData) ([]string, error) {
	cal, err := t.workdays(ctx)
	if err != nil {
		return nil, err
	}
	var lines []string
	if d.Hours != "" && d.Hours != cal.Hours().String() {
		lines = append(lines, t.p.T("lich.doi_gio", args{"Cu": cal.Hours().String(), "Moi": d.Hours}))
	}
	var put []calendar.Entry
	for _, e := range d.Put {
		if old, ok := cal.Entry(e.Day); !ok || old != e {
			put = append(put, e)
		}
	}
	for _, g := range grouped(put) {
		line := "+ " + t.groupLine(g)
		if old, ok := cal.Entry(g[0].Day); ok && old.NameVI != g[0].NameVI {
			line += " " + t.p.T("lich.thay", args{"Ten": t.entryName(old)})
		}
		lines = append(lines, line)
	}
	for _, gone := range d.Remove {
		if old, ok := cal.Entry(gone); ok {
			lines = append(lines, "− "+t.groupLine([]calendar.Entry{old}))
		}
	}
	return lines, nil
}

// chooseCalendar writes the change, or leaves it.
func (t *turn) chooseCalendar(ctx context.Context, value string) error {
	var d calendarData
	if err := t.data(&d); err != nil {
		return err
	}
	t.close()
	switch {
	case t.state.Form.Step != "" || value != "yes":
		t.say("form.da_huy", nil)
		return nil
	case !t.mayConfigure():
		return stale()
	case d.Hours != "":
		return t.setHours(ctx, d.Hours)
	}
	batch, err := t.tx.ChangeCalendar(ctx, calendar.Change{Put: d.Put, Remove: d.Remove}, t.actor.Person.ID, t.now)
	if err != nil {
		return err
	}
	if batch == 0 {
		t.say("lich.khong_doi", nil)
		return nil
	}
	days := slices.Clone(d.Remove)
	for _, e := range d.Put {
		days = append(days, e.Day)
	}
	t.say("lich.da_ghi", nil, t.aside(press("lich", "lai", strconv.FormatInt(batch, 10)), "nghi.nut_hoan_tac"), t.aside(press("cmd", "lich"), "lich.nut_xem"))
	return t.onRecord(ctx, "calendar", days)
}

// onRecord writes into the audit which days were changed.
func (t *turn) onRecord(ctx context.Context, action string, days []day.Day) error {
	slices.Sort(days)
	detail := ""
	if len(days) > 0 {
		detail = string(days[0]) + " … " + string(days[len(days)-1])
	}
	return t.tx.Audit(ctx, people.AuditLine{By: t.actor.Person.ID, Action: action, Channel: string(t.event.Channel), Detail: detail}, t.now)
}

// setHours changes the working hours.
func (t *turn) setHours(ctx context.Context, text string) error {
	cal, err := t.workdays(ctx)
	if err != nil {
		return err
	}
	hours, err := calendar.ParseHours(text)
	if err != nil {
		return stale()
	}
	if err := t.tx.SetWorkingHours(ctx, hours, t.actor.Person.ID); err != nil {
		return err
	}
	back := strings.NewReplacer("–", "-", ", ", ",").Replace(cal.Hours().String()) // a choice has little room
	t.say("lich.da_doi_gio", args{"Gio": hours.String()}, t.aside(press("lich", "giocu", back), "nghi.nut_hoan_tac"))
	return t.onRecord(ctx, "working_hours", nil)
}

// pressCalendar does the choices of the calendar: "them", "bu" and so on, "lai:<batch>", "giocu:<hours>".
func (t *turn) pressCalendar(ctx context.Context, rest string) error {
	if !t.mayConfigure() {
		return stale()
	}
	what, arg, _ := strings.Cut(rest, ":")
	switch what {
	case "lai":
		return t.undoCalendar(ctx, arg)
	case "giocu":
		return t.setHours(ctx, arg)
	case "them", "bu", "doi", "kiem", "bo", "gio":
		if t.busy() {
			t.park(dialog.Parked{Kind: channel.Press, Press: "lich:" + what})
			return nil
		}
		return t.askCalendar(what)
	}
	return stale()
}

// undoCalendar puts back what an act replaced.
func (t *turn) undoCalendar(ctx context.Context, arg string) error {
	batch, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		return stale()
	}
	days, ok, err := t.tx.UndoCalendar(ctx, batch)
	switch {
	case err != nil:
		return err
	case !ok:
		return fault.New(fault.Conflict, "lich.khong_hoan_tac", nil)
	}
	t.state.Offer = nil
	t.say("lich.da_hoan_tac", nil, t.aside(press("cmd", "lich"), "lich.nut_xem"))
	return t.onRecord(ctx, "calendar_undo", days)
}
