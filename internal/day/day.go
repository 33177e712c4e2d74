// Package day holds the calendar day: a date without an hour and without a zone.
//
// Days are text ("2026-11-24") in the database and in exports because they are days, not instants. They
// compare as strings. The package knows no holidays and no working hours.
package day

import (
	"fmt"
	"time"
)

// Day is a date of the Gregorian calendar, written YYYY-MM-DD. The empty Day means "none".
type Day string

const layout = "2006-01-02"

// Of returns the day that t falls on in the zone that t carries.
func Of(t time.Time) Day { return Day(t.Format(layout)) }

// New returns the day of the given date; it is normalised as time.Date does.
func New(year int, month time.Month, date int) Day {
	return Of(time.Date(year, month, date, 0, 0, 0, 0, time.UTC))
}

// Parse reads YYYY-MM-DD. Other forms and days that do not exist are errors.
func Parse(s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		return "", fmt.Errorf("day %q is not YYYY-MM-DD", s)
	}
	return Of(t), nil
}

// ParseLocal reads d/m, d/m/yyyy, d-m-yyyy, d.m.yyyy and YYYY-MM-DD, the day always before the month. A
// day without a year is the latest one that is not after today.
func ParseLocal(s string, today Day) (Day, error) {
	if d, err := Parse(s); err == nil {
		return d, nil
	}
	for _, form := range []string{"2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return Of(t), nil
		}
	}
	for _, form := range []string{"2/1/2006", "2-1-2006", "2.1.2006"} {
		for back := range 5 { // 29/2 may lie four years back
			t, err := time.Parse(form, s+form[3:4]+fmt.Sprint(today.Year()-back))
			if err == nil && Of(t) <= today {
				return Of(t), nil
			}
		}
	}
	return "", fmt.Errorf("day %q is not day/month or day/month/year", s)
}

// Time returns the midnight, UTC, at which d begins; the zero time for "none".
func (d Day) Time() time.Time {
	t, _ := time.Parse(layout, string(d))
	return t
}

// In returns the instant at which d begins in zone.
func (d Day) In(zone *time.Location) time.Time {
	y, m, date := d.Time().Date()
	return time.Date(y, m, date, 0, 0, 0, 0, zone)
}

// Add returns the day n days later (earlier when n is negative).
func (d Day) Add(n int) Day { return Of(d.Time().AddDate(0, 0, n)) }

// Sub returns how many days d lies after e.
func (d Day) Sub(e Day) int { return int(d.Time().Sub(e.Time()).Hours() / 24) }

// Year returns the year of d.
func (d Day) Year() int { return d.Time().Year() }

// Month returns the month of d.
func (d Day) Month() time.Month { return d.Time().Month() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// Local returns d as people here write it: 24/11/2026.
func (d Day) Local() string {
	if d == "" {
		return ""
	}
	return d.Time().Format("02/01/2006")
}

// Short returns d without its year: 24/11.
func (d Day) Short() string {
	if d == "" {
		return ""
	}
	return d.Time().Format("02/01")
}

// Range is a span of days, both ends included.
type Range struct {
	From, To Day
}

// MonthOf returns the month that holds d, from its first day to its last.
func MonthOf(d Day) Range {
	y, m, _ := d.Time().Date()
	return Range{From: New(y, m, 1), To: New(y, m+1, 0)}
}

// YearOf returns the year that holds d.
func YearOf(d Day) Range {
	y := d.Year()
	return Range{From: New(y, time.January, 1), To: New(y, time.December, 31)}
}

// Until returns r cut off after d.
func (r Range) Until(d Day) Range {
	if d < r.To {
		r.To = d
	}
	return r
}

// Days returns how many days r holds.
func (r Range) Days() int { return r.To.Sub(r.From) + 1 }

// Contains reports whether d lies in r.
func (r Range) Contains(d Day) bool { return r.From <= d && d <= r.To }
