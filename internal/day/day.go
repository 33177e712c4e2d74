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
func Of(t time.Time) Day {
	year, month, date := t.Date()
	if year < 0 || year > 9999 {
		return Day(t.Format(layout))
	}
	// As time.Format would write it, at a fraction of the price: days are reckoned with by the thousand.
	raw := [len(layout)]byte{4: '-', 7: '-'}
	digits(raw[:4], year)
	digits(raw[5:7], int(month))
	digits(raw[8:], date)
	return Day(raw[:])
}

// digits writes n into the whole of raw, with zeros before it.
func digits(raw []byte, n int) {
	for i := len(raw) - 1; i >= 0; i-- {
		raw[i] = byte('0' + n%10)
		n /= 10
	}
}

// number reads raw, which may hold nothing but digits.
func number(raw string) (n int, ok bool) {
	for i := range len(raw) {
		if raw[i] < '0' || raw[i] > '9' {
			return 0, false
		}
		n = n*10 + int(raw[i]-'0')
	}
	return n, true
}

// New returns the day of the given date; it is normalised as time.Date does.
func New(year int, month time.Month, date int) Day {
	return Of(time.Date(year, month, date, 0, 0, 0, 0, time.UTC))
}

// Parse reads YYYY-MM-DD. Other forms and days that do not exist are errors.
func Parse(s string) (Day, error) {
	if _, ok := Day(s).midnight(); !ok {
		return "", fmt.Errorf("day %q is not YYYY-MM-DD", s)
	}
	return Day(s), nil
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
	t, _ := d.midnight()
	return t
}

// midnight is Time; ok is false for what is no day of the calendar.
func (d Day) midnight() (t time.Time, ok bool) {
	if len(d) != len(layout) || d[4] != '-' || d[7] != '-' {
		return time.Time{}, false
	}
	year, okYear := number(string(d[:4]))
	month, okMonth := number(string(d[5:7]))
	date, okDate := number(string(d[8:]))
	t = time.Date(year, time.Month(month), date, 0, 0, 0, 0, time.UTC)
	// 31 November would be read as 1 December.
	if !okYear || !okMonth || !okDate || t.Month() != time.Month(month) || t.Day() != date {
		return time.Time{}, false
	}
	return t, true
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
