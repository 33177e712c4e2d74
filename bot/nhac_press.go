package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/remind"
)

// pressRemind does a choice of a reminder or of /nhac.
func (t *turn) pressRemind(ctx context.Context, rest string) error {
	what, value, _ := strings.Cut(rest, ":")
	switch what {
	case "later":
		return t.remindLater(ctx)
	case "tiep":
		return t.wishReminders(ctx, remindWish{on: true})
	case "off":
		return t.wishReminders(ctx, remindWish{off: true})
	case "chung":
		return t.wishReminders(ctx, remindWish{common: true})
	case "gio":
		return t.askRemindTime(ctx)
	case "t":
		minute, err := strconv.Atoi(value)
		if err != nil || minute < 0 || minute >= 24*60 {
			return stale()
		}
		return t.wishReminders(ctx, remindWish{minute: minute, hasMinute: true})
	case "qua":
		return t.wishReminders(ctx, remindWish{channel: channel.Kind(value)})
	default:
		return stale()
	}
}

// remindLater puts the reminder off to the next working day, at the person's own time or at this time of day. That
// is an answer: nothing is counted as unanswered.
func (t *turn) remindLater(ctx context.Context) error {
	r, err := t.tx.RecordOf(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return err
	}
	minute := r.Own.Minute
	if !r.Own.Set {
		minute = minuteOf(r.RemindedAt.In(t.cfg.Zone))
	}
	next := cal.NextDay(t.today)
	for away := true; away; {
		if away, err = t.tx.AwayOn(ctx, t.actor.Person.ID, next); err != nil {
			return err
		}
		if away {
			next = cal.NextDay(next)
		}
	}
	at := cal.Next(next.In(t.cfg.Zone).Add(time.Duration(minute) * time.Minute))
	asked := remind.Due{Slot: remind.Slot{Job: remind.Weekly, Due: at}, Held: true, At: at}
	if err := t.tx.SetDue(ctx, t.actor.Person.ID, asked, remind.Asked); err != nil {
		return err
	}
	local := at.In(t.cfg.Zone)
	t.say("nhac.se_nhac", args{"Gio": t.clock(local), "Thu": t.weekday(local.Weekday()), "Ngay": day.Of(local).Short()})
	return nil
}

// askRemindTime offers some times of the working day, and says how to name any other.
func (t *turn) askRemindTime(ctx context.Context) error {
	cal, err := t.tx.Calendar(ctx, t.cfg.Zone)
	if err != nil {
		return err
	}
	hours := cal.Hours()
	var choices []channel.Choice
	for _, minute := range []int{8 * 60, 10 * 60, 13*60 + 30, 15 * 60, 16 * 60} {
		if hours.Contains(minute) {
			choices = append(choices, channel.Choice{Data: press("nhac", "t", strconv.Itoa(minute)), Label: t.clockOf(minute), Aside: true})
		}
	}
	t.say("nhac.hoi_gio", nil, choices...)
	return nil
}
