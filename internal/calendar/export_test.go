package calendar

import "sohoc/internal/day"

// NewMoonUTC returns the first new moon after a day begins, as a Julian day in UTC.
func NewMoonUTC(after day.Day) float64 {
	for k := lunation(number(after)); ; k++ {
		if jd := newMoon(float64(k)); jd > float64(number(after))-0.5 {
			return jd - deltaT(jd)
		}
	}
}

// SunLongitude is sunLongitude, for tests against almanacs.
func SunLongitude(jd float64) float64 { return sunLongitude(jd) }

// Lunar is a day of the lunar calendar.
type Lunar struct {
	Year, Month, Day int
	Leap             bool // the second of two months with one number
}

// ToLunar returns the lunar date of a day.
func ToLunar(d day.Day) Lunar {
	n := number(d)
	for _, year := range []int{d.Year() + 1, d.Year(), d.Year() - 1} {
		months := monthsOf(year)
		for i := len(months) - 1; i >= 0; i-- {
			if m := months[i]; m.first <= n {
				return Lunar{Year: year, Month: m.number, Day: n - m.first + 1, Leap: m.leap}
			}
		}
	}
	return Lunar{}
}
