package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/schedule"
	"sohoc/internal/timetable"
)

// The two ways in which a job is switched; they stand in the data of choices.
const (
	turnOn  = "on"
	turnOff = "off"
)

// setting returns a job and its version. A button may name one that is gone.
func (t *turn) setting(ctx context.Context, code schedule.Code) (schedule.Job, int, error) {
	j, version, ok, err := t.tx.ScheduleVersion(ctx, code)
	if err == nil && !ok {
		err = stale()
	}
	return j, version, err
}

// askHours reads typed hours, reads them back with the next instants, and asks before they count.
func (t *turn) askHours(ctx context.Context, code schedule.Code, words string) error {
	j, version, err := t.setting(ctx, code)
	if err != nil {
		return err
	}
	wish, err := timetable.Parse(words)
	if err != nil {
		return unreadHours(err)
	}
	was, known := timetable.FromCron(j.Cron, string(j.Rule))
	if !known && (wish.At == nil || wish.Days == nil) {
		return fault.New(fault.Invalid, "caidat.can_ca_hai", nil)
	}
	next := j
	cron, rule := wish.Over(was).Cron()
	next.Cron, next.Rule = cron, schedule.Rule(rule)
	if next == j {
		t.say("caidat.nhu_cu", args{"Viec": t.jobName(code), "Gio": t.hoursOf(j)})
		return nil
	}
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return err
	}
	if err := schedule.Check(next, t.cfg.Zone, cal, t.now); err != nil {
		return fault.New(fault.Invalid, "caidat.khong_bao_gio", nil)
	}
	lines := []string{t.p.T("caidat.doi_thanh", args{"Viec": t.jobName(code), "Cu": t.hoursOf(j), "Moi": t.hoursOf(next), "Lan": t.nextLines(next, cal)})}
	if !j.On {
		lines = append(lines, t.p.T("caidat.van_tat", nil))
	}
	lines = append(lines, t.p.T("caidat.hoi_doi", nil))
	yes := press("caidat", "y", string(code), strconv.Itoa(version), next.Cron, ruleLetter(next.Rule))
	t.sayText(strings.Join(lines, "\n"), t.yesNo(yes, "no")...)
	return nil
}

// unreadHours words why hours are not understood.
func unreadHours(err error) error {
	var u *timetable.Unread
	if !errors.As(err, &u) {
		return err
	}
	a := fault.Args{"Chu": cut(u.Words, 20)}
	switch u.Why {
	case timetable.NoSuchTime:
		return fault.New(fault.Invalid, "caidat.gio_sai", a)
	case timetable.NoSuchDate:
		return fault.New(fault.Invalid, "caidat.ngay_sai", fault.Args{"Chu": cut(u.Words, 20), "Max": timetable.MaxDate})
	case timetable.Twice:
		return fault.New(fault.Invalid, "caidat.hai_lan", nil)
	case timetable.Nothing:
		return fault.New(fault.Invalid, "caidat.chua_co_gio", nil)
	default:
		return fault.New(fault.Invalid, "caidat.chua_hieu", a)
	}
}

// ruleLetter and ruleOf shorten a rule, for the data of a choice is short.
func ruleLetter(r schedule.Rule) string {
	switch r {
	case schedule.WorkingDay:
		return "w"
	case schedule.FirstWorkingDay:
		return "f"
	default:
		return "a"
	}
}

func ruleOf(letter string) (schedule.Rule, bool) {
	for _, r := range []schedule.Rule{schedule.AnyDay, schedule.WorkingDay, schedule.FirstWorkingDay} {
		if ruleLetter(r) == letter {
			return r, true
		}
	}
	return "", false
}

// applyHours does what was read back: "VERSION:CRON:RULE". Anybody may have changed the job meanwhile.
func (t *turn) applyHours(ctx context.Context, code schedule.Code, rest string) error {
	parts := strings.Split(rest, ":")
	j, version, err := t.setting(ctx, code)
	if err != nil {
		return err
	}
	if len(parts) != 3 || parts[0] != strconv.Itoa(version) {
		return stale()
	}
	rule, ok := ruleOf(parts[2])
	j.Cron, j.Rule = parts[1], rule
	if _, known := timetable.FromCron(j.Cron, string(j.Rule)); !ok || !known {
		return stale() // nothing that was offered
	}
	return t.setJob(ctx, j, "caidat.da_doi")
}

// askSwitch asks before a job is switched on or off.
func (t *turn) askSwitch(ctx context.Context, code schedule.Code, on bool) error {
	j, version, err := t.setting(ctx, code)
	if err != nil {
		return err
	}
	a := args{"Viec": t.jobName(code), "Gio": t.hoursOf(j)}
	way := turnOff
	switch {
	case j.On && on:
		t.say("caidat.dang_bat", a)
		return nil
	case !j.On && !on:
		t.say("caidat.dang_tat", args{"Viec": t.jobName(code)})
		return nil
	case on:
		way = turnOn
		cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
		if err != nil {
			return err
		}
		a["Lan"] = t.nextLines(j, cal)
		t.say("caidat.hoi_bat", a, t.yesNo(press("caidat", "x", string(code), strconv.Itoa(version), way), "no")...)
		return nil
	}
	key := "caidat.hoi_tat"
	if code == schedule.Backup {
		key = "caidat.hoi_tat_sao_luu"
	}
	t.say(key, args{"Viec": t.jobName(code)}, t.yesNo(press("caidat", "x", string(code), strconv.Itoa(version), way), "no")...)
	return nil
}

// applySwitch switches a job: "VERSION:WAY".
func (t *turn) applySwitch(ctx context.Context, code schedule.Code, rest string) error {
	at, way, _ := strings.Cut(rest, ":")
	j, version, err := t.setting(ctx, code)
	if err != nil {
		return err
	}
	if at != strconv.Itoa(version) || way != turnOn && way != turnOff {
		return stale()
	}
	j.On = way == turnOn
	if j.On {
		return t.setJob(ctx, j, "caidat.da_bat")
	}
	return t.setJob(ctx, j, "caidat.da_tat")
}

// setJob stores a job, says so and offers the way back.
func (t *turn) setJob(ctx context.Context, j schedule.Job, key string) error {
	t.state.Offer = nil
	replaced, err := t.tx.SetSchedule(ctx, j, t.actor.Person.ID, string(t.event.Channel))
	if err != nil {
		return err
	}
	detail := string(j.Code) + " " + j.Cron
	if j.Rule != schedule.AnyDay {
		detail += " " + string(j.Rule)
	}
	if !j.On {
		detail += " off"
	}
	line := people.AuditLine{By: t.actor.Person.ID, Action: "configure", Channel: string(t.event.Channel), Detail: detail}
	if err := t.tx.Audit(ctx, line, t.now); err != nil {
		return err
	}
	t.sayText(t.p.T(key, args{"Viec": t.jobName(j.Code), "Gio": t.hoursOf(j)}),
		t.aside(press("caidat", "u", string(j.Code), strconv.Itoa(replaced)), "caidat.nut_hoan_tac"),
		t.aside(press("cmd", "caidat"), "caidat.nut_danh_sach"))
	return nil
}

// undoSetting puts back what was replaced, unless it was changed again since: the data is the number of the version.
func (t *turn) undoSetting(ctx context.Context, code schedule.Code, rest string) error {
	replaced, err := strconv.Atoi(rest)
	if err != nil {
		return stale()
	}
	_, version, err := t.setting(ctx, code)
	if err != nil {
		return err
	}
	before, ok, err := t.tx.ScheduleBefore(ctx, code, replaced)
	if err != nil {
		return err
	}
	if !ok || version != replaced+1 {
		return fault.New(fault.Conflict, "caidat.da_doi_lai", fault.Args{"Viec": t.jobName(code)})
	}
	key := "caidat.da_hoan_tac"
	if !before.On {
		key = "caidat.da_hoan_tac_tat"
	}
	return t.setJob(ctx, before, key)
}
