// Package calendar knows on which days and at which hours people here work.
//
// A Calendar is made of entries (public holidays, make-up days) that the Office keeps, of the weekend, and of the
// working hours of a day. It is immutable and safe for concurrent use, reads no clock, and answers in the zone
// that it was made for, whatever zone the host or an instant is in. VietNam computes what the law says of a year,
// so that the table can begin filled; what the yearly notice decides differently is for the Office to change.
//
// It knows nothing of people: who is on leave is not its matter.
package calendar

import (
	"time"

	"sohoc/internal/day"
)

// Kind says what an entry makes of its day.
type Kind string

// The kinds of entries.
const (
	Holiday Kind = "holiday" // nobody works
	MakeUp  Kind = "working" // people work though it is a weekend or a holiday: "ngày làm bù"
)

// Doubt says what is not certain of an entry as long as nobody has checked it.
type Doubt string

// The doubts.
const (
	Certain Doubt = ""        // the law names the day
	Notice  Doubt = "notice"  // which day it is is decided every year: Tết, the neighbour of 2/9, swapped days
	Planned Doubt = "planned" // announced, not known to be law: counts only once somebody has checked it
)

// Entry is what is known of one day. There is at most one for a day. Its names in JSON are stored.
type Entry struct {
	Day     day.Day `json:"day"`
	Kind    Kind    `json:"kind"`
	NameVI  string  `json:"name_vi"`
	NameEN  string  `json:"name_en"`
	Source  string  `json:"source"`  // the rule or notice that it rests on
	Checked bool    `json:"checked"` // somebody has compared it with its source
	Doubt   Doubt   `json:"doubt"`
}

// Counts reports whether the entry is in force: what is only planned waits for somebody to check it.
func (e Entry) Counts() bool { return e.Doubt != Planned || e.Checked }

// Calendar answers when people work.
type Calendar struct {
	entries map[day.Day]Entry
	hours   Hours
	zone    *time.Location
}

// New returns a calendar of entries. Hours that are not valid are replaced by the default ones; a nil zone is
// UTC. Where two entries are of one day the later one holds.
func New(days []Entry, hours Hours, zone *time.Location) *Calendar {
	if !hours.Valid() {
		hours = DefaultHours()
	}
	if zone == nil {
		zone = time.UTC
	}
	c := &Calendar{entries: make(map[day.Day]Entry, len(days)), hours: append(Hours(nil), hours...), zone: zone}
	for _, e := range days {
		c.entries[e.Day] = e
	}
	return c
}

// Entry returns what is known of a day, whether it counts or not.
func (c *Calendar) Entry(d day.Day) (Entry, bool) {
	e, ok := c.entries[d]
	return e, ok
}

// Hours returns the working hours of a day.
func (c *Calendar) Hours() Hours { return append(Hours(nil), c.hours...) }

// Working reports whether people work on d: no weekend and no holiday, or a make-up day.
func (c *Calendar) Working(d day.Day) bool {
	if e, ok := c.entries[d]; ok && e.Counts() {
		return e.Kind == MakeUp
	}
	return !weekend(d)
}

func weekend(d day.Day) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// WorkingDays counts the working days of a range.
func (c *Calendar) WorkingDays(r day.Range) int {
	n := 0
	for d := r.From; d <= r.To; d = d.Add(1) {
		if c.Working(d) {
			n++
		}
	}
	return n
}

// Open reports whether people are at work at t: a working day, and within its hours.
func (c *Calendar) Open(t time.Time) bool { return c.Reason(t) == "" }

// Why it is not Open.
const (
	Weekend    = "weekend"
	OnHoliday  = "holiday"
	AfterHours = "hours" // a working day, but too early, at noon or too late
)

// Reason says why t is not Open; empty when it is.
func (c *Calendar) Reason(t time.Time) string {
	local := t.In(c.zone)
	switch d := day.Of(local); {
	case c.Working(d):
		if c.hours.hold(minuteOf(local)) {
			return ""
		}
		return AfterHours
	case weekend(d):
		return Weekend
	default:
		return OnHoliday
	}
}

// Next returns t itself when it is Open, else the next moment at which work begins.
func (c *Calendar) Next(t time.Time) time.Time {
	if c.Open(t) {
		return t
	}
	local := t.In(c.zone)
	d := day.Of(local)
	if c.Working(d) {
		for _, s := range c.hours {
			if s.From > minuteOf(local) {
				return c.at(d, s.From)
			}
		}
	}
	return c.at(c.NextDay(d), c.hours[0].From)
}

// at is a minute of a day as an instant.
func (c *Calendar) at(d day.Day, minute int) time.Time {
	return d.In(c.zone).Add(time.Duration(minute) * time.Minute)
}

// horizon bounds the search for a working day, in days: a table that makes two years holidays is a mistake, and
// no mistake may hang the program.
const horizon = 2 * 366

// NextDay returns the first working day after d. Were there none within two years, it returns the last day
// looked at.
func (c *Calendar) NextDay(d day.Day) day.Day {
	for range horizon {
		if d = d.Add(1); c.Working(d) {
			break
		}
	}
	return d
}

func minuteOf(local time.Time) int { return local.Hour()*60 + local.Minute() }
