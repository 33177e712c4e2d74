package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/remind"
)

// cmdRemind is /nhac: when and where reminders come, and words that change it.
func (t *turn) cmdRemind(ctx context.Context, arg string) error {
	wish, ok := readRemindWish(arg)
	switch {
	case ok && wish == (remindWish{}):
		return t.showReminders(ctx)
	case !ok:
		t.say("nhac.khong_doc", nil, t.aside(press("cmd", "nhac"), "nhac.nut_xem"))
		return nil
	}
	return t.wishReminders(ctx, wish)
}

// remindArg reports whether words after a plain "nhắc" change reminders.
func (t *turn) remindArg(arg string) bool {
	_, ok := readRemindWish(arg)
	return ok
}

// cmdResume is "TIẾP": reminders come again, after they stopped by themselves or were turned off.
func (t *turn) cmdResume(ctx context.Context, _ string) error {
	return t.wishReminders(ctx, remindWish{on: true})
}

// cmdMute is "tắt nhắc".
func (t *turn) cmdMute(ctx context.Context, _ string) error {
	return t.wishReminders(ctx, remindWish{off: true})
}

// wishReminders does what was asked for.
func (t *turn) wishReminders(ctx context.Context, w remindWish) error {
	r, err := t.tx.RecordOf(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	key := "nhac.da_doi"
	switch {
	case w.on:
		if key = "nhac.da_tiep"; !r.Off && r.PausedAt.IsZero() {
			key = "nhac.van_nhac"
		}
		r.Off = false
	case w.off:
		key, r.Off = "nhac.da_tat", true
	case w.common:
		r.Own = remind.Own{}
	case w.channel != "":
		if err := t.chooseDoor(ctx, &r, w.channel); err != nil {
			return err
		}
	default:
		if err := t.chooseTime(ctx, &r, w); err != nil {
			return err
		}
	}
	if err := t.tx.Choose(ctx, t.actor.Person.ID, r, t.now); err != nil {
		return err
	}
	r.PausedAt = time.Time{}
	when, err := t.remindersIn(ctx, r)
	if err != nil {
		return err
	}
	text := t.p.T(key, args{"Luc": when})
	if (w.off || w.hasMinute || w.hasDay) && t.actor.Reach(people.Configure) != people.Nobody {
		text += "\n" + t.p.T("nhac.chung_o_caidat", nil) // who may set it for all could believe to have done so
	}
	t.sayText(text)
	return nil
}

// chooseTime takes over a time of day, or a weekday, that lies in working hours.
func (t *turn) chooseTime(ctx context.Context, r *remind.Record, w remindWish) error {
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return err
	}
	own := r.Own
	own.Set = true
	if w.hasMinute {
		own.Minute = w.minute
	} else if !r.Own.Set {
		if own.Minute, err = t.commonMinute(ctx); err != nil {
			return err
		}
	}
	if w.hasDay {
		own.HasDay, own.Day = true, w.day
	}
	if !cal.Hours().Contains(own.Minute) || own.HasDay && (own.Day == time.Saturday || own.Day == time.Sunday) {
		return fault.New(fault.Invalid, "nhac.ngoai_gio", fault.Args{"Gio": cal.Hours().String()})
	}
	r.Own, r.Off = own, false
	return nil
}

// commonMinute is the time of day of the common reminder, for who chooses a weekday alone.
func (t *turn) commonMinute(ctx context.Context) (int, error) {
	next, ok, err := t.nextCommon(ctx)
	if err != nil || !ok {
		const afternoon = 15*60 + 30 // there is no common time now
		return afternoon, err
	}
	return minuteOf(next.In(t.cfg.Zone)), nil
}

func minuteOf(local time.Time) int { return local.Hour()*60 + local.Minute() }

// nextCommon is when the weekly reminder is due next, to who chose no time.
func (t *turn) nextCommon(ctx context.Context) (time.Time, bool, error) {
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return time.Time{}, false, err
	}
	const aMonth = 31 * 24 * time.Hour
	slots, err := t.upcoming(ctx, t.tx, cal, aMonth)
	if err != nil {
		return time.Time{}, false, err
	}
	for _, s := range slots {
		if s.Job == remind.Weekly {
			return s.Due, true, nil
		}
	}
	return time.Time{}, false, nil
}

// chooseDoor takes over the channel by which reminders come: one that the person uses.
func (t *turn) chooseDoor(ctx context.Context, r *remind.Record, kind channel.Kind) error {
	accounts, err := t.tx.Accounts(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Channel == string(kind) {
			r.Channel = a.Channel
			return nil
		}
	}
	return fault.New(fault.Invalid, "nhac.chua_lien_ket", fault.Args{"Kenh": t.channelName(string(kind))})
}

// remindersIn says when and where reminders come: "thứ Năm, 13 giờ 30, qua Telegram".
func (t *turn) remindersIn(ctx context.Context, r remind.Record) (string, error) {
	at, err := t.whenReminded(ctx, r.Own)
	if err != nil {
		return "", err
	}
	kept, err := t.tx.KeptAbout(ctx, t.actor.Person.ID)
	if err != nil {
		return "", err
	}
	if to, ok := door(r.Channel, openDoors(kept.Doors)); ok {
		at = t.p.T("nhac.qua", args{"Luc": at, "Kenh": t.channelName(string(to.Channel))})
	}
	return at, nil
}

// openDoors are those that can be written to.
func openDoors(all []people.Door) []remind.Door {
	var out []remind.Door
	for _, d := range all {
		if !d.Unreachable {
			out = append(out, remind.Door{Account: d.Account, Linked: d.Linked})
		}
	}
	return out
}

// whenReminded says on which weekday and at what time.
func (t *turn) whenReminded(ctx context.Context, own remind.Own) (string, error) {
	next, ok, err := t.nextCommon(ctx)
	if err != nil {
		return "", err
	}
	if !ok {
		return t.p.T("nhac.khong_lich", nil), nil
	}
	at := own.Moment(remind.Slot{Job: remind.Weekly, Due: next}, t.cfg.Zone).In(t.cfg.Zone)
	key := "nhac.luc_chung"
	if own.Set {
		key = "nhac.luc_rieng"
	}
	return t.p.T(key, args{"Gio": t.clock(at), "Thu": t.weekday(at.Weekday())}), nil
}

// clock is a time of day: "15 giờ 30".
func (t *turn) clock(at time.Time) string {
	return t.clockOf(minuteOf(at))
}

func (t *turn) clockOf(minute int) string {
	a := args{"Gio": minute / 60, "Phut": ""}
	if m := minute % 60; m > 0 {
		a["Phut"] = at2(m)
	}
	return t.p.T("nhac.gio", a)
}

// at2 is a number with two digits.
func at2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// weekday is the name of a day of the week.
func (t *turn) weekday(w time.Weekday) string {
	return strings.Split(t.p.T("nhac.cac_thu", nil), "|")[w]
}

// showReminders answers /nhac.
func (t *turn) showReminders(ctx context.Context) error {
	r, err := t.tx.RecordOf(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	when, err := t.remindersIn(ctx, r)
	if err != nil {
		return err
	}
	toggle := t.aside(press("nhac", "off"), "nhac.nut_tat")
	key := "nhac.dang_nhac"
	switch {
	case r.Off:
		key, toggle = "nhac.dang_tat", t.aside(press("nhac", "tiep"), "nhac.nut_bat")
	case !r.PausedAt.IsZero():
		key, toggle = "nhac.dang_dung", t.aside(press("nhac", "tiep"), "nhac.nut_tiep")
	}
	choices := []channel.Choice{t.aside(press("nhac", "gio"), "nhac.nut_gio"), toggle}
	if r.Own.Set {
		choices = append(choices, t.aside(press("nhac", "chung"), "nhac.nut_chung"))
	}
	t.say(key, args{"Luc": when, "Ngay": day.Of(r.PausedAt.In(t.cfg.Zone)).Short()}, append(choices, t.otherDoors(ctx, r)...)...)
	return nil
}

// otherDoors offers the channels by which reminders could come instead.
func (t *turn) otherDoors(ctx context.Context, r remind.Record) []channel.Choice {
	kept, err := t.tx.KeptAbout(ctx, t.actor.Person.ID)
	if err != nil {
		return nil // the answer is whole without them
	}
	doors := openDoors(kept.Doors)
	now, _ := door(r.Channel, doors)
	var out []channel.Choice
	seen := map[string]bool{string(now.Channel): true}
	for _, d := range doors {
		if seen[d.Channel] {
			continue
		}
		seen[d.Channel] = true
		out = append(out, channel.Choice{
			Data: press("nhac", "qua", d.Channel), Label: t.p.T("nhac.nut_qua", args{"Kenh": t.channelName(d.Channel)}), Aside: true,
		})
	}
	return out
}
