package quicklog

import (
	"time"

	"sohoc/internal/day"
)

// date counts days since 1970-01-01: a Day to reckon with.
type date int

const secondsPerDay = 24 * 60 * 60

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return civil(y, int(m), d)
}

func civil(y, m, d int) date {
	return date(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

func (d date) time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d date) day() Day { return day.Of(d.time()) }

// weekday is 1 for Monday to 7 for Sunday.
func (d date) weekday() int { return (int(d.time().Weekday())+6)%7 + 1 }

// monday returns the first day of the week of d.
func (d date) monday() date { return d - date(d.weekday()-1) }

// exact returns the day y-m-d, if the calendar has it.
func exact(y, m, d int) (date, bool) {
	got := civil(y, m, d)
	gy, gm, gd := got.time().Date()
	return got, gy == y && int(gm) == m && gd == d
}

// latest returns the latest d/m that is not after today. A day that exists in leap years only lies up to eight years back.
func latest(today date, m, d int) (date, bool) {
	y := today.time().Year()
	for back := range 9 {
		if got, ok := exact(y-back, m, d); ok && got <= today {
			return got, true
		}
	}
	return 0, false
}

// latestOfMonth returns the latest day with number d that is not after today.
func latestOfMonth(today date, d int) (date, bool) {
	y, m, _ := today.time().Date()
	for range 3 {
		if got, ok := exact(y, int(m), d); ok && got <= today {
			return got, true
		}
		if m--; m == 0 {
			y, m = y-1, time.December
		}
	}
	return 0, false
}
