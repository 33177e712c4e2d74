package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/schedule"
)

// ScheduleStore is what /caidat needs of a transaction.
type ScheduleStore interface {
	// Schedules lists the jobs that are done at an hour of the calendar, in the order in which they are shown.
	Schedules(ctx context.Context) ([]schedule.Entry, error)
	// ScheduleVersion returns a job and the number of its version; ok is false when there is none.
	ScheduleVersion(ctx context.Context, job schedule.Code) (j schedule.Job, version int, ok bool, err error)
	// SetSchedule replaces the hours of a job and returns the number of the version that was replaced.
	SetSchedule(ctx context.Context, j schedule.Job, by people.PersonID, channel string) (replaced int, err error)
	// ScheduleBefore returns a job as it was in a version that was replaced; ok is false when there is none.
	ScheduleBefore(ctx context.Context, job schedule.Code, version int) (j schedule.Job, ok bool, err error)
}

// shownNext is how many of the next instants are read back before hours are changed.
const shownNext = 3

// cmdSettings is /caidat: the jobs with their hours; /caidat JOB HOURS changes one, /caidat tắt JOB switches it off.
func (t *turn) cmdSettings(ctx context.Context, arg string) error {
	jobs, err := t.tx.Schedules(ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(arg) == "" {
		return t.listSettings(ctx, jobs)
	}
	s, ok := settingOf(arg, jobs)
	switch {
	case !ok:
		t.say("caidat.viec_nao", args{"Chu": cut(arg, 40)}, t.settingChoices(jobs)...)
		return nil
	case s.turn != "":
		return t.askSwitch(ctx, s.job, s.turn == turnOn)
	case s.hours == "":
		return t.showSetting(ctx, s.job)
	}
	return t.askHours(ctx, s.job, s.hours)
}

// settingArg reports whether words behind "cài đặt" name a job.
func (t *turn) settingArg(arg string) bool {
	_, ok := settingOf(arg, nil)
	return ok
}

// listSettings shows all jobs, a line each.
func (t *turn) listSettings(ctx context.Context, jobs []schedule.Entry) error {
	lines := []string{t.p.T("caidat.danh_sach", nil)}
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return err
	}
	for i, j := range jobs {
		a := args{"So": i + 1, "Viec": t.jobName(j.Code), "Gio": t.hoursOf(j.Job)}
		if next := t.coming(j.Job, cal, 1); j.On && len(next) > 0 {
			a["Ke"] = t.shortDay(next[0])
			lines = append(lines, t.p.T("caidat.dong", a))
			continue
		}
		lines = append(lines, t.p.T("caidat.dong_tat", args{"So": i + 1, "Viec": t.jobName(j.Code)}))
	}
	lines = append(lines, t.p.T("caidat.cach_go", nil))
	t.sayText(strings.Join(lines, "\n"), t.settingChoices(jobs)...)
	return nil
}

// settingChoices offers the jobs.
func (t *turn) settingChoices(jobs []schedule.Entry) []channel.Choice {
	out := make([]channel.Choice, len(jobs))
	for i, j := range jobs {
		out[i] = channel.Choice{Data: press("caidat", "j", string(j.Code)), Label: t.jobName(j.Code), Aside: true}
	}
	return out
}

// showSetting shows one job, with what can be done about it.
func (t *turn) showSetting(ctx context.Context, code schedule.Code) error {
	j, _, ok, err := t.tx.ScheduleVersion(ctx, code)
	if err != nil {
		return err
	}
	if !ok {
		return stale()
	}
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return err
	}
	change := t.aside(press("caidat", "d", string(code)), "caidat.nut_doi")
	list := t.aside(press("cmd", "caidat"), "caidat.nut_danh_sach")
	if !j.On {
		t.say("caidat.chi_tiet_tat", args{"Viec": t.jobName(code), "Gio": t.hoursOf(j)},
			t.aside(press("caidat", turnOn, string(code)), "caidat.nut_bat"), change, list)
		return nil
	}
	t.say("caidat.chi_tiet", args{"Viec": t.jobName(code), "Gio": t.hoursOf(j), "Lan": t.nextLines(j, cal)},
		change, t.aside(press("caidat", turnOff, string(code)), "caidat.nut_tat"), list)
	return nil
}

// pressSettings does a choice of /caidat: "caidat:VERB:JOB…".
func (t *turn) pressSettings(ctx context.Context, rest string) error {
	if t.actor.Reach(people.Configure) == people.Nobody {
		return t.refuse(ctx, t.table.byName["caidat"])
	}
	verb, rest, _ := strings.Cut(rest, ":")
	name, more, _ := strings.Cut(rest, ":")
	code := schedule.Code(name)
	switch verb {
	case "j":
		return t.showSetting(ctx, code)
	case "d":
		return t.beginHours(ctx, code)
	case turnOn, turnOff:
		return t.askSwitch(ctx, code, verb == turnOn)
	case "x":
		return t.applySwitch(ctx, code, more)
	case "y":
		return t.applyHours(ctx, code, more)
	case "u":
		return t.undoSetting(ctx, code, more)
	default:
		return stale()
	}
}
