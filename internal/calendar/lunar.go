package calendar

import (
	"math"
	"time"

	"sohoc/internal/day"
)

// The lunar calendar of Viet Nam: a month begins on the day, at UTC+7, that holds the true new moon; the month
// that holds the winter solstice is the eleventh; where thirteen months lie between two eleventh ones, the first
// that holds no major solar term (trung khí) is a leap month and has the number of the one before. The formulas
// of the new moon and of the sun's longitude are those of Meeus, Astronomical Algorithms, chapters 25, 49.

// utc7 are the days by which the time of Viet Nam is ahead of UTC.
const utc7 = 7.0 / 24

// synodic is the mean length of a lunar month, in days.
const synodic = 29.530588861

// FromLunar returns the day of a lunar date that is in no leap month.
func FromLunar(year, month, date int) day.Day {
	months := monthsOf(year)
	for _, m := range months {
		if m.number == month && !m.leap {
			return civil(m.first + date - 1)
		}
	}
	return "" // no such month
}

// Tet returns the first day of the lunar year that begins in a year: mùng 1 Tết.
func Tet(year int) day.Day { return FromLunar(year, 1, 1) }

// month is a lunar month: its number and the Julian day number of its first day.
type month struct {
	number int
	leap   bool
	first  int
}

// monthsOf returns the months of a lunar year, the first to the twelfth.
func monthsOf(year int) []month {
	before, after := winterSpan(year-1), winterSpan(year)
	var out []month
	begun := false
	for _, m := range append(before, after...) {
		begun = begun || m.number == 1
		if begun && len(out) > 0 && m.number == 1 && !m.leap {
			break // the year after
		}
		if begun {
			out = append(out, m)
		}
	}
	return out
}

// winterSpan returns the months from the eleventh of a year to the last before the next eleventh.
func winterSpan(year int) []month {
	first, end := eleventh(year), eleventh(year+1)
	var starts []int
	for k := lunation(first); ; k++ {
		n := newMoonDay(k)
		if n >= end {
			break
		}
		if n >= first {
			starts = append(starts, n)
		}
	}
	leap := len(starts) == 13
	out := make([]month, 0, len(starts))
	num := 11
	for i, n := range starts {
		next := end
		if i+1 < len(starts) {
			next = starts[i+1]
		}
		if leap && i > 0 && termAt(n) == termAt(next) {
			out = append(out, month{number: out[i-1].number, leap: true, first: n})
			leap = false // only the first such month
			continue
		}
		out = append(out, month{number: num, first: n})
		num = num%12 + 1
	}
	return out
}

// eleventh returns the first day of the month that holds the winter solstice of a year.
func eleventh(year int) int {
	solstice := number(day.New(year, time.December, 20))
	for termAt(solstice+1) != 9 { // the solstice lies within day "solstice" when the term has begun by its end
		solstice++
	}
	k := lunation(solstice) + 2
	for newMoonDay(k) > solstice {
		k--
	}
	return newMoonDay(k)
}

// termAt returns which of the twelve major terms has begun last before the day n begins, at UTC+7: 0 = the
// March equinox, 9 = the winter solstice.
func termAt(n int) int {
	return int(sunLongitude(float64(n)-0.5-utc7)/30) % 12
}

// lunation returns a number k whose new moon is at or shortly before the day n.
func lunation(n int) int {
	return int(math.Floor((float64(n)-2451550.09766)/synodic)) - 1
}

// newMoonDay returns the Julian day number of the day, at UTC+7, that holds the k-th new moon since 6/1/2000.
func newMoonDay(k int) int {
	jd := newMoon(float64(k))
	jd -= deltaT(jd)
	return int(math.Floor(jd + utc7 + 0.5))
}

// deltaT is how far dynamical time is ahead of UTC, in days (polynomials of Espenak and Meeus, 1961–2050).
func deltaT(jd float64) float64 {
	t := (jd - 2451545) / 365.25
	if t < 5 {
		u := t + 25 // since 1975
		if t < -14 {
			return (45.45 + 1.067*u - u*u/260 - u*u*u/718) / 86400
		}
		return (63.86 + 0.3345*t - 0.060374*t*t + 0.0017275*t*t*t) / 86400
	}
	return (62.92 + 0.32217*t + 0.005589*t*t) / 86400
}

// number is the Julian day number of a day; civil is its inverse.
func number(d day.Day) int     { return d.Sub("2000-01-01") + 2451545 }
func civil(number int) day.Day { return day.Day("2000-01-01").Add(number - 2451545) }
