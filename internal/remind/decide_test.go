package remind_test

import (
	"testing"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/remind"
)

var zone = time.FixedZone("+07", 7*60*60)

// at is an instant of 2026, in local time: at("11-27 15:30"). It is a Friday.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

// rules have a calendar with the holiday 2026-11-24, a Tuesday.
func rules() remind.Rules {
	holiday := calendar.Entry{Day: "2026-11-24", Kind: calendar.Holiday, Checked: true}
	return remind.Rules{Calendar: calendar.New([]calendar.Entry{holiday}, nil, zone), Zone: zone}
}

// lan is a person who has agreed long ago, has a chat, and has written nothing.
func lan() *remind.Person {
	return &remind.Person{
		Actor: people.Actor{
			Person: people.Person{ID: 7}, State: people.Active, Consented: at("01-05 08:00"),
		},
		Doors: []remind.Door{{Account: people.Account{Channel: "telegram", Account: "1", User: "u", Chat: "c"}}},
	}
}

var weekly = remind.Slot{Job: remind.Weekly, Due: at("11-27 15:30")}

func TestDecide(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*remind.Person)
		slot   remind.Slot
		now    time.Time
		do     remind.Do
		why    remind.Why
		until  time.Time
	}{
		"who lacks something":      {do: remind.Send},
		"who has left":             {change: func(p *remind.Person) { p.Actor.State = people.Left }, do: remind.Skip, why: remind.Left},
		"without consent":          {change: func(p *remind.Person) { p.Actor.State = people.Pending }, do: remind.Skip, why: remind.NoConsent},
		"without a door":           {change: func(p *remind.Person) { p.Doors = nil }, do: remind.Skip, why: remind.NoDoor},
		"on leave":                 {change: func(p *remind.Person) { p.Away = true }, do: remind.Skip, why: remind.OnLeave},
		"turned off":               {change: func(p *remind.Person) { p.Record.Off = true }, do: remind.Skip, why: remind.TurnedOff},
		"turned off, but a digest": {change: func(p *remind.Person) { p.Record.Off = true }, slot: remind.Slot{Job: remind.Monthly, Due: weekly.Due}, do: remind.Send},
		"paused":                   {change: func(p *remind.Person) { p.Record.PausedAt = at("11-20 15:30") }, do: remind.Skip, why: remind.Paused},
		"paused, a question":       {change: func(p *remind.Person) { p.Record.PausedAt = at("11-20 15:30") }, slot: remind.Slot{Job: remind.Quiz, Due: weekly.Due}, do: remind.Skip, why: remind.Paused},
		"paused, a head's digest":  {change: func(p *remind.Person) { p.Record.PausedAt = at("11-20 15:30") }, slot: remind.Slot{Job: remind.HeadDigest, Due: weekly.Due}, do: remind.Send},
		"an entry of Monday":       {change: func(p *remind.Person) { p.LastDay = "2026-11-23" }, do: remind.Skip, why: remind.Written},
		// Of the last five working days the first is Friday: Tuesday is a holiday.
		"an entry of last Friday":       {change: func(p *remind.Person) { p.LastDay = "2026-11-20" }, do: remind.Skip, why: remind.Written},
		"an entry of last Thursday":     {change: func(p *remind.Person) { p.LastDay = "2026-11-19" }, do: remind.Send},
		"an old day, written this week": {change: func(p *remind.Person) { p.LastDay, p.LastWritten = "2026-10-02", at("11-25 09:00") }, do: remind.Skip, why: remind.Written},
		"joined the day before":         {change: func(p *remind.Person) { p.Actor.Consented = at("11-26 09:00") }, do: remind.Skip, why: remind.Newcomer},
		"joined three working days ago": {change: func(p *remind.Person) { p.Actor.Consented = at("11-25 09:00") }, do: remind.Send},
		"back since yesterday":          {change: func(p *remind.Person) { p.LastAway = "2026-11-25" }, do: remind.Skip, why: remind.JustBack},
		"back since yesterday, and asked": {change: func(p *remind.Person) {
			p.LastAway, p.Dues = "2026-11-25", []remind.Due{{Slot: weekly, Held: true, Asked: true, At: weekly.Due}}
		}, do: remind.Send},
		"asked, and written since": {change: func(p *remind.Person) {
			p.LastDay, p.Dues = "2026-11-26", []remind.Due{{Slot: weekly, Held: true, Asked: true, At: weekly.Due}}
		}, do: remind.Skip, why: remind.Written},
		"back for three days":            {change: func(p *remind.Person) { p.LastAway = "2026-11-24" }, do: remind.Send},
		"reminded today":                 {change: func(p *remind.Person) { p.Record.RemindedAt = at("11-27 08:00") }, do: remind.Skip, why: remind.OneADay},
		"reminded yesterday":             {change: func(p *remind.Person) { p.Record.RemindedAt = at("11-26 16:59") }, do: remind.Send},
		"after three without an answer":  {change: func(p *remind.Person) { p.Record.Unanswered = 3 }, do: remind.Send},
		"after four without an answer":   {change: func(p *remind.Person) { p.Record.Unanswered = 4 }, do: remind.Send, why: remind.Stopping},
		"written to an hour ago":         {change: func(p *remind.Person) { p.Record.LastAt = at("11-27 14:30") }, do: remind.Hold, why: remind.TooSoon, until: at("11-27 16:30")},
		"written to at noon":             {change: func(p *remind.Person) { p.Record.LastAt = at("11-27 13:30") }, do: remind.Send},
		"free after hours only":          {change: func(p *remind.Person) { p.Record.LastAt = at("11-27 15:29") }, do: remind.Hold, why: remind.TooSoon, until: at("11-30 07:30")},
		"in the middle of a form":        {change: func(p *remind.Person) { p.Doors[0].Busy = at("11-27 15:20") }, do: remind.Hold, why: remind.Typing, until: at("11-27 15:50")},
		"a form of the morning":          {change: func(p *remind.Person) { p.Doors[0].Busy = at("11-27 08:20") }, do: remind.Send},
		"on Saturday":                    {now: at("11-28 15:30"), do: remind.Hold, why: remind.Weekend, until: at("11-30 07:30")},
		"on a holiday":                   {slot: remind.Slot{Job: remind.Weekly, Due: at("11-24 15:30")}, now: at("11-24 15:30"), do: remind.Hold, why: remind.Holiday, until: at("11-25 07:30")},
		"at noon":                        {slot: remind.Slot{Job: remind.Weekly, Due: at("11-27 12:00")}, now: at("11-27 12:00"), do: remind.Hold, why: remind.WrongHour, until: at("11-27 13:30")},
		"in the evening":                 {slot: remind.Slot{Job: remind.Weekly, Due: at("11-26 20:00")}, now: at("11-26 20:00"), do: remind.Hold, why: remind.WrongHour, until: at("11-27 07:30")},
		"an own time that has passed":    {change: own(13, 30), do: remind.Send},
		"an own time to come":            {change: own(16, 15), do: remind.Hold, why: remind.OwnTime, until: at("11-27 16:15")},
		"an own time outside hours":      {change: own(18, 0), do: remind.Hold, why: remind.OwnTime, until: at("11-30 07:30")},
		"an own time, a head's digest":   {change: own(16, 15), slot: remind.Slot{Job: remind.HeadDigest, Due: weekly.Due}, do: remind.Send},
		"the weekday holds for the week": {change: ownDay(time.Monday), slot: remind.Slot{Job: remind.Quiz, Due: weekly.Due}, do: remind.Send},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, slot, now := lan(), c.slot, c.now
			if c.change != nil {
				c.change(p)
			}
			if slot.Job == "" {
				slot = weekly
			}
			if now.IsZero() {
				now = weekly.Due
			}
			for _, r := range []remind.Rules{rules(), rules().On(day.Of(now)), rules().On("2026-01-05")} {
				n := r.Decide(p, slot, now)
				if n.Do != c.do || n.Why != c.why || !n.At.Equal(c.until) || n.Person != 7 || n.Slot != slot {
					t.Errorf("decided %+v; want %s, %q, until %s", n, c.do, c.why, c.until)
				}
			}
		})
	}
}

func own(hour, minute int) func(*remind.Person) {
	return func(p *remind.Person) { p.Record.Own = remind.Own{Set: true, Minute: hour*60 + minute} }
}

func ownDay(d time.Weekday) func(*remind.Person) {
	return func(p *remind.Person) { p.Record.Own = remind.Own{Set: true, Minute: 8 * 60, HasDay: true, Day: d} }
}

func TestOwnMoment(t *testing.T) {
	t.Parallel()
	thursday := remind.Own{Set: true, Minute: 8 * 60, HasDay: true, Day: time.Thursday}
	for _, c := range []struct {
		own  remind.Own
		slot remind.Slot
		want time.Time
	}{
		{remind.Own{}, weekly, weekly.Due},
		{remind.Own{Set: true, Minute: 13*60 + 30}, weekly, at("11-27 13:30")},
		{thursday, weekly, at("11-26 08:00")},
		{remind.Own{Set: true, Minute: 8 * 60, HasDay: true, Day: time.Monday}, weekly, at("11-23 08:00")},
		{remind.Own{Set: true, Minute: 8 * 60, HasDay: true, Day: time.Friday}, remind.Slot{Job: remind.Weekly, Due: at("11-23 15:30")}, at("11-27 08:00")},
		{thursday, remind.Slot{Job: remind.Quiz, Due: at("11-25 09:00")}, at("11-25 08:00")}, // a question has no weekday of its own
		{thursday, remind.Slot{Job: remind.OfficeDigest, Due: at("11-23 08:15")}, at("11-23 08:15")},
	} {
		if got := c.own.Moment(c.slot, zone); !got.Equal(c.want) {
			t.Errorf("%+v moves %v to %s, want %s", c.own, c.slot, got, c.want)
		}
	}
}

// The days that are looked at are working days, wherever the calendar puts them.
func TestSince(t *testing.T) {
	t.Parallel()
	for today, want := range map[day.Day]day.Day{
		"2026-11-20": "2026-11-16", // Friday: Monday
		"2026-11-27": "2026-11-20", // Friday of a week with a holiday
		"2026-11-30": "2026-11-23", // Monday: the holiday is passed over
		"2026-11-22": "2026-11-16", // Sunday
	} {
		for _, r := range []remind.Rules{rules(), rules().On(today), rules().On("2026-11-16")} {
			if got := r.Since(today); got != want {
				t.Errorf("on %s one looks back to %s, want %s", today, got, want)
			}
		}
	}
	idle := remind.Rules{Calendar: never{}, Zone: zone}
	if got := idle.Since("2026-11-27"); got >= "2026-11-27" || got < "2026-01-01" {
		t.Errorf("without working days one looks back to %s", got)
	}
}

// never is a calendar on which nobody works.
type never struct{}

func (never) Working(day.Day) bool       { return false }
func (never) Open(time.Time) bool        { return false }
func (never) Next(t time.Time) time.Time { return t.Add(time.Hour) }
func (never) Reason(time.Time) string    { return "holiday" }
