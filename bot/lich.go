package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
)

// lookAhead is how many days of the calendar /lich shows, and how far a name is looked for.
const lookAhead = 366

// cmdCalendar is /lich: the days off to come, or a change of them.
func (t *turn) cmdCalendar(ctx context.Context, arg string) error {
	if arg == "" {
		return t.showCalendar(ctx, day.Range{From: t.today, To: t.today.Add(lookAhead)})
	}
	ask, err := t.readCalendar(ctx, arg)
	switch {
	case err != nil:
		return err
	case ask.show != (day.Range{}):
		return t.showCalendar(ctx, ask.show)
	case ask.open != "":
		return t.askCalendar(ask.open)
	}
	return t.previewCalendar(ctx, ask.data)
}

// calendarArg reports whether the words behind a plain "lịch" ask for something of the calendar.
func (t *turn) calendarArg(arg string) bool {
	_, _, ok := calendarVerb(strings.Fields(arg))
	return ok || yearOf(arg) != 0
}

// showCalendar lists the entries of some days with their sources, and what can be done.
func (t *turn) showCalendar(ctx context.Context, days day.Range) error {
	entries, err := t.tx.CalendarDays(ctx, days)
	if err != nil {
		return err
	}
	cal, err := t.workdays(ctx)
	if err != nil {
		return err
	}
	lines := []string{t.p.T("lich.gio_lam", args{"Gio": cal.Hours().String()}), ""}
	if len(entries) == 0 {
		lines = append(lines, t.p.T("lich.trong", args{"Tu": days.From.Local(), "Den": days.To.Local()}))
	} else {
		lines = append(lines, t.p.T("lich.tu_den", args{"Tu": days.From.Local(), "Den": days.To.Local()}))
	}
	unchecked := 0
	var sources []string
	for _, g := range grouped(entries) {
		at := slices.Index(sources, g[0].Source)
		if at < 0 {
			at, sources = len(sources), append(sources, g[0].Source)
		}
		if !g[0].Checked {
			unchecked += len(g)
		}
		lines = append(lines, "• "+t.groupLine(g)+" ["+number(at+1)+"]")
	}
	for i, source := range sources {
		lines = append(lines, t.p.T("lich.nguon", args{"So": i + 1, "Nguon": source}))
	}
	if unchecked > 0 {
		lines = append(lines, "", t.p.N("lich.chua_kiem", unchecked, nil))
	}
	lines = append(lines, "", t.p.T("lich.cach_go", nil))
	t.sayText(strings.Join(lines, "\n"), t.calendarChoices(ctx)...)
	return nil
}

// grouped puts entries together that follow each other and are alike but for their names.
func grouped(entries []calendar.Entry) [][]calendar.Entry {
	var out [][]calendar.Entry
	for _, e := range entries {
		if n := len(out) - 1; n >= 0 {
			last := out[n][len(out[n])-1]
			if last.Day.Add(1) == e.Day && last.Kind == e.Kind && last.Source == e.Source && last.Checked == e.Checked && last.Doubt == e.Doubt {
				out[n] = append(out[n], e)
				continue
			}
		}
		out = append(out, []calendar.Entry{e})
	}
	return out
}

// groupLine is a line of the list: the days, what they are, and whether somebody has checked them.
func (t *turn) groupLine(g []calendar.Entry) string {
	first, last := g[0], g[len(g)-1]
	days := t.dayWithWeekday(first.Day)
	name := t.entryName(first)
	if len(g) > 1 {
		days = t.p.T("lich.khoang", args{"Tu": t.dayWithWeekday(first.Day), "Den": t.dayWithWeekday(last.Day)})
		if other := t.entryName(last); other != name {
			name = t.p.T("lich.ten_khoang", args{"Tu": name, "Den": other})
		}
	}
	return t.p.T("lich.dong", args{"Ngay": days, "Ten": name, "TinhTrang": t.entryState(first)})
}

// entryState says what an entry is worth: checked, not checked, or planned and not yet counted.
func (t *turn) entryState(e calendar.Entry) string {
	switch {
	case e.Checked:
		return t.p.T("lich.da_kiem_tra", nil)
	case e.Doubt == calendar.Planned:
		return t.p.T("lich.du_kien", nil)
	default:
		return t.p.T("lich.chua_kiem_tra", nil)
	}
}

func (t *turn) entryName(e calendar.Entry) string {
	name := e.NameVI
	if t.p.Lang == i18n.EN && e.NameEN != "" {
		name = e.NameEN
	}
	if e.Kind == calendar.MakeUp {
		return t.p.T("lich.ngay_lam", args{"Ten": name})
	}
	return name
}

func (t *turn) dayWithWeekday(d day.Day) string {
	return t.p.T("lich.ngay", args{"Thu": t.weekday(d.Weekday()), "Ngay": d.Local()})
}

// calendarChoices are the changes that can be made. The year after the next is offered once it draws near.
func (t *turn) calendarChoices(context.Context) []channel.Choice {
	choice := func(what, key string) channel.Choice { return t.aside(press("lich", what), key) }
	return []channel.Choice{
		choice("them", "lich.nut_them"), choice("bu", "lich.nut_bu"), choice("doi", "lich.nut_doi"),
		choice("kiem", "lich.nut_kiem"), choice("bo", "lich.nut_bo"), choice("gio", "lich.nut_gio"),
	}
}

// mayConfigure reports whether the person may change the calendar; buttons are no way around it.
func (t *turn) mayConfigure() bool { return t.actor.Reach(people.Configure) != people.Nobody }

// CalendarStore keeps the days off, the make-up days and the working hours.
type CalendarStore interface {
	// CalendarDays lists the entries of a range of days, in their order.
	CalendarDays(ctx context.Context, days day.Range) ([]calendar.Entry, error)
	// ChangeCalendar writes and takes out entries as one act; batch is 0 when nothing had to change.
	ChangeCalendar(ctx context.Context, c calendar.Change, by people.PersonID, now time.Time) (batch int64, err error)
	// UndoCalendar puts back what an act replaced; ok is false when it cannot any more.
	UndoCalendar(ctx context.Context, batch int64) (days []day.Day, ok bool, err error)
	// SetWorkingHours stores the hours of a working day.
	SetWorkingHours(ctx context.Context, hours calendar.Hours, by people.PersonID) error
}
