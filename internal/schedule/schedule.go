// Package schedule runs what is due at an hour of the calendar: a reminder, a digest, the nightly backup.
//
// A job has a row with its hours; each instant at which it is due is a slot, and the ledger of occurrences
// has one row for each slot. A slot is planned in small parts: what a part queues and how far it has come
// commit together, so that a slot runs exactly once however often the process dies, and the writer is never
// held. Slots that were missed while nothing ran follow their job's policy; each that is left out is kept
// with its reason, and logged. A database that is new, or a job that was switched on, has no past. The
// program's clock may jump: back, and nothing is done twice; ahead, and it is as if nothing had run meanwhile.
// The package knows nothing of people or of what is said: planners do that. It does not order jobs among each
// other beyond the order in which they are due.
package schedule

import (
	"errors"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"sohoc/internal/day"
)

// Code names a job.
type Code string

// The jobs that the program knows. Their hours are rows.
const (
	WeeklyReminder Code = "weekly_reminder"
	HeadDigest     Code = "head_digest"
	OfficeDigest   Code = "office_digest"
	Quiz           Code = "quiz"
	QuizMore       Code = "quiz_more"
	MonthlySummary Code = "monthly_summary"
	DirectorPage   Code = "director_page"
	WeeklyFact     Code = "weekly_fact"
	Backup         Code = "backup"
)

// Policy says what becomes of slots that were missed.
type Policy string

// The policies.
const (
	Skip   Policy = "skip"   // all are left out
	Latest Policy = "latest" // the last one is made up for, within the grace
	Each   Policy = "each"   // each is made up for, within the grace; a grace of 0 has no end
)

// Rule narrows the days that a cron expression names.
type Rule string

// The rules. Which days are working days is the calendar's to say.
const (
	AnyDay          Rule = ""
	WorkingDay      Rule = "working_day"
	FirstWorkingDay Rule = "first_working_day" // the first one of its month
)

// Job is when something is to be done. Cron has five fields; Zone is a name of the IANA list, "" = the
// department's.
type Job struct {
	Code   Code          `json:"code"`
	Cron   string        `json:"cron"`
	Zone   string        `json:"zone,omitempty"`
	Rule   Rule          `json:"rule,omitempty"`
	Policy Policy        `json:"policy"`
	Grace  time.Duration `json:"grace"`
	On     bool          `json:"on"`
}

// Slot is one instant at which a job is due.
type Slot struct {
	Job Code
	Due time.Time
}

// Calendar tells working days from others.
type Calendar interface {
	Working(d day.Day) bool
}

// Weekdays is the calendar that knows no holidays.
type Weekdays struct{}

// Working reports whether d is one of Monday to Friday.
func (Weekdays) Working(d day.Day) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// farthest bounds how far ahead an instant is looked for.
const farthest = 2 * 365 * 24 * time.Hour

// ErrNever says that a job has no instant within two years.
var ErrNever = errors.New("it is never due")

// Hours are the compiled hours of a job.
type Hours struct {
	spec cron.Schedule
	zone *time.Location
	rule Rule
}

// Compile reads the hours of a job; zone is the department's. Its error says which part makes no sense.
func Compile(j Job, zone *time.Location) (Hours, error) {
	h := Hours{zone: zone, rule: j.Rule}
	var err error
	if j.Zone != "" {
		if h.zone, err = time.LoadLocation(j.Zone); err != nil {
			return Hours{}, fmt.Errorf("zone of %s: %w", j.Code, err)
		}
	}
	switch j.Rule {
	case AnyDay, WorkingDay, FirstWorkingDay:
	default:
		return Hours{}, fmt.Errorf("rule of %s: %q is not known", j.Code, j.Rule)
	}
	if len(j.Cron) > 0 && (j.Cron[0] == 'T' || j.Cron[0] == 'C') {
		return Hours{}, fmt.Errorf("hours of %s: a zone stands in its own column", j.Code) // TZ=, CRON_TZ=
	}
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	if h.spec, err = parser.Parse(j.Cron); err != nil {
		return Hours{}, fmt.Errorf("hours of %s: %w", j.Code, err)
	}
	return h, nil
}

// Next returns the first instant after t at which the job is due; ok is false when there is none.
func (h Hours) Next(t time.Time, cal Calendar) (due time.Time, ok bool) {
	end := t.Add(farthest)
	for at := t; ; {
		if at, ok = h.candidate(at); !ok || at.After(end) {
			return time.Time{}, false
		}
		if h.allows(at, cal) {
			return at, true
		}
		if h.rule != AnyDay {
			at = h.lastOf(at) // the rest of the day fares no better
		}
	}
}

// candidate returns the next instant that the expression names, whatever the rule says: at each of them the
// calendar is asked anew, since the Office may change it at any time.
func (h Hours) candidate(t time.Time) (time.Time, bool) {
	at := h.spec.Next(t.In(h.zone))
	return at.UTC(), !at.IsZero()
}

func (h Hours) lastOf(t time.Time) time.Time {
	return day.Of(t.In(h.zone)).Add(1).In(h.zone).Add(-time.Second)
}

func (h Hours) allows(t time.Time, cal Calendar) bool {
	d := day.Of(t.In(h.zone))
	switch h.rule {
	case WorkingDay:
		return cal.Working(d)
	case FirstWorkingDay:
		for first := day.MonthOf(d).From; first < d; first = first.Add(1) {
			if cal.Working(first) {
				return false
			}
		}
		return cal.Working(d)
	default:
		return true
	}
}

// Check reports whether a job makes sense: its hours can be read and come at all.
func Check(j Job, zone *time.Location, cal Calendar, now time.Time) error {
	h, err := Compile(j, zone)
	if err != nil {
		return err
	}
	if _, ok := h.Next(now, cal); !ok {
		return fmt.Errorf("hours of %s: %w", j.Code, ErrNever)
	}
	switch j.Policy {
	case Skip, Latest, Each:
		return nil
	default:
		return fmt.Errorf("policy of %s: %q is not known", j.Code, j.Policy)
	}
}
