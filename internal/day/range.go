package day

import "time"

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
