package calendar_test

import (
	"math"
	"testing"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
)

// The first day of Tết as it was kept in Viet Nam, or is printed in its calendars. In 1968 (the North), 1985,
// 2007 and 2030 China has another day.
func TestTet(t *testing.T) {
	t.Parallel()
	for _, d := range []day.Day{
		"1968-01-29", "1985-01-21",
		"2000-02-05", "2001-01-24", "2002-02-12", "2003-02-01", "2004-01-22", "2005-02-09", "2006-01-29", "2007-02-17",
		"2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19",
		"2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22",
		"2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-02",
	} {
		if got := calendar.Tet(d.Year()); got != d {
			t.Errorf("Tết %d is %s, want %s", d.Year(), got, d)
		}
	}
}

func TestHungKings(t *testing.T) {
	t.Parallel()
	for _, d := range []day.Day{
		"2020-04-02", "2021-04-21", "2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26", "2027-04-16",
		"2028-04-04", "2029-04-23", "2030-04-12",
	} {
		if got := calendar.FromLunar(d.Year(), 3, 10); got != d {
			t.Errorf("10/3 of %d is %s, want %s", d.Year(), got, d)
		}
	}
}

// Leap months of the Vietnamese calendar: which month comes twice.
func TestLeapMonths(t *testing.T) {
	t.Parallel()
	want := map[int]int{
		1985: 2, 2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5,
	}
	for year := 1985; year <= 2030; year++ {
		if year > 1985 && year < 2000 {
			continue
		}
		leap := 0
		for d := calendar.Tet(year); d < calendar.Tet(year+1); d = d.Add(20) {
			if l := calendar.ToLunar(d); l.Leap {
				leap = l.Month
			}
		}
		if leap != want[year] {
			t.Errorf("in %d month %d comes twice, want %d", year, leap, want[year])
		}
	}
}

// Every day has one lunar date, and the next day has the next one.
func TestLunarDaysFollowEachOther(t *testing.T) {
	t.Parallel()
	before := calendar.ToLunar("2022-12-31")
	for d := day.Day("2023-01-01"); d < "2031-01-01"; d = d.Add(1) {
		l := calendar.ToLunar(d)
		switch {
		case l.Day == before.Day+1 && l.Month == before.Month && l.Leap == before.Leap && l.Year == before.Year:
		case l.Day == 1 && before.Day >= 29 && (l.Month == before.Month%12+1 || l.Leap && l.Month == before.Month):
			if (l.Month == 1 && !l.Leap) != (l.Year == before.Year+1) {
				t.Fatalf("the year of %s is %d after %d", d, l.Year, before.Year)
			}
		default:
			t.Fatalf("%s is %+v after %+v", d, l, before)
		}
		if !l.Leap && calendar.FromLunar(l.Year, l.Month, l.Day) != d {
			t.Fatalf("%s is %+v, which is %s", d, l, calendar.FromLunar(l.Year, l.Month, l.Day))
		}
		before = l
	}
}

func TestNoSuchLunarMonth(t *testing.T) {
	t.Parallel()
	if got := calendar.FromLunar(2026, 13, 1); got != "" {
		t.Errorf("a thirteenth month begins on %s", got)
	}
}

// Published instants: new moons and solstices in UTC, from almanacs.
func TestSky(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		got, want float64 // Julian days
		within    float64 // minutes
	}{
		// 17/2/2007 16:14 UTC: 23:14 in Ha Noi, 00:14 of the 18th in Beijing.
		{"new moon 17/2/2007", calendar.NewMoonUTC("2007-02-10"), 2454148.5 + (16*60+14)/1440.0, 1},
		// 2/2/2030 16:07 UTC: 23:07 in Ha Noi, 00:07 of the 3rd in Beijing.
		{"new moon 2/2/2030", calendar.NewMoonUTC("2030-01-25"), 2462534.5 + (16*60+7)/1440.0, 1.5},
		// 17/2/2026 12:01 UTC.
		{"new moon 17/2/2026", calendar.NewMoonUTC("2026-02-10"), 2461088.5 + (12*60+1)/1440.0, 1},
	} {
		if off := math.Abs(c.got-c.want) * 1440; off > c.within {
			t.Errorf("%s is off by %.1f minutes", c.name, off)
		}
	}
	// The winter solstices of 1984 (16:23 UTC on 21/12) and 2025 (15:03 UTC on 21/12).
	for jd, name := range map[float64]string{2446055.5 + (16*60+23)/1440.0: "1984", 2461030.5 + (15*60+3)/1440.0: "2025"} {
		if lon := calendar.SunLongitude(jd); math.Abs(lon-270) > 0.01 {
			t.Errorf("at the winter solstice of %s the sun stands at %.4f°", name, lon)
		}
	}
}
