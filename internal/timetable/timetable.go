// Package timetable reads the hours of a job as people write them ("15:30 thứ Sáu", "8h ngày làm việc đầu tiên")
// and turns them into a cron expression with a rule, and back.
//
// It covers what an office asks for: one time of day, on every day, on working days, on days of the week, on a date
// of the month, on the month's first working day. An expression beyond that is not turned into words but left as it
// is. How hours are said is not its matter: see the catalogue. It has no clock.
package timetable

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind says on which days something is done.
type Kind string

// The kinds.
const (
	Daily        Kind = "daily"
	WorkingDays  Kind = "working"
	Weekly       Kind = "weekly"  // on the days of Weekdays
	Monthly      Kind = "monthly" // on the date Date
	FirstWorking Kind = "first"   // on the first working day of the month
)

// The rules that stand beside an expression.
const (
	RuleNone         = ""
	RuleWorkingDay   = "working_day"
	RuleFirstWorking = "first_working_day"
)

// MaxDate is the last date that every month has.
const MaxDate = 28

// Weekdays is a set of days of the week.
type Weekdays uint8

// On returns the set of the given days.
func On(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// week is the week as people here count it.
var week = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// List returns the days of the set, from Monday on.
func (w Weekdays) List() []time.Weekday {
	var out []time.Weekday
	for _, d := range week {
		if w.Has(d) {
			out = append(out, d)
		}
	}
	return out
}

// Days say on which days.
type Days struct {
	Kind     Kind
	Weekdays Weekdays // of Weekly
	Working  bool     // of Weekly: only when it is a working day
	Date     int      // of Monthly, 1 to MaxDate
}

// Clock is a time of day.
type Clock struct{ Hour, Minute int }

// Hours are the hours of a job.
type Hours struct {
	At Clock
	Days
}

// Cron returns the expression and the rule.
func (h Hours) Cron() (cron, rule string) {
	days := "* * *"
	switch h.Kind {
	case WorkingDays:
		rule = RuleWorkingDay
	case FirstWorking:
		rule = RuleFirstWorking
	case Monthly:
		days = strconv.Itoa(h.Date) + " * *"
	case Weekly:
		var list []string
		for _, d := range h.Weekdays.List() {
			list = append(list, strconv.Itoa(int(d)))
		}
		slices.Sort(list)
		days = "* * " + strings.Join(list, ",")
		if h.Working {
			rule = RuleWorkingDay
		}
	default:
	}
	return fmt.Sprintf("%d %d %s", h.At.Minute, h.At.Hour, days), rule
}

// FromCron reads an expression and its rule; ok is false for one that cannot be said in these words.
func FromCron(cron, rule string) (h Hours, ok bool) {
	f := strings.Fields(cron)
	if len(f) != 5 || f[3] != "*" {
		return Hours{}, false
	}
	if h.At.Minute, ok = digits(f[0], 0, 59); !ok {
		return Hours{}, false
	}
	if h.At.Hour, ok = digits(f[1], 0, 23); !ok {
		return Hours{}, false
	}
	every := f[2] == "*" && f[4] == "*"
	switch {
	case every && rule == RuleNone:
		h.Kind = Daily
	case every && rule == RuleWorkingDay:
		h.Kind = WorkingDays
	case every && rule == RuleFirstWorking:
		h.Kind = FirstWorking
	case f[4] == "*" && rule == RuleNone:
		h.Kind = Monthly
		h.Date, ok = digits(f[2], 1, MaxDate)
	case f[2] == "*" && rule != RuleFirstWorking:
		h.Kind, h.Working = Weekly, rule == RuleWorkingDay
		h.Weekdays, ok = weekdaysOf(f[4])
	default:
		ok = false
	}
	if !ok {
		return Hours{}, false
	}
	return h, true
}

func digits(s string, low, high int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && low <= n && n <= high && s[0] != '+'
}

// weekdaysOf reads "1,3-5"; 7 is Sunday too.
func weekdaysOf(field string) (Weekdays, bool) {
	var w Weekdays
	for part := range strings.SplitSeq(field, ",") {
		from, to, isRange := strings.Cut(part, "-")
		first, ok := digits(from, 0, 7)
		if !ok {
			return 0, false
		}
		last := first
		if isRange {
			if last, ok = digits(to, first, 7); !ok {
				return 0, false
			}
		}
		for d := first; d <= last; d++ {
			w |= On(time.Weekday(d % 7))
		}
	}
	return w, true
}
