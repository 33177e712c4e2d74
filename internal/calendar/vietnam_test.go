package calendar_test

import (
	"slices"
	"testing"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
)

// off lists the days of a year's entries of a kind, without those that do not count.
func off(year int, kind calendar.Kind) []day.Day {
	var out []day.Day
	for _, e := range calendar.VietNam(year) {
		if e.Kind == kind && e.Counts() {
			out = append(out, e.Day)
		}
	}
	return out
}

// The days off as the notices of 2026 had them, and as the law has them after that.
func TestDaysOff(t *testing.T) {
	t.Parallel()
	for year, want := range map[int][]day.Day{
		2026: {
			"2026-01-01", "2026-01-02",
			"2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
			"2026-04-26", "2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02",
		},
		2027: { // mùng 1 is a Saturday, 1/5 too
			"2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11",
			"2027-04-16", "2027-04-30", "2027-05-01", "2027-05-03", "2027-09-02", "2027-09-03",
		},
		2028: { // New Year on a Saturday, 30/4 on a Sunday: in lieu after 1/5
			"2028-01-01", "2028-01-03", "2028-01-25", "2028-01-26", "2028-01-27", "2028-01-28", "2028-01-29", "2028-01-31",
			"2028-04-04", "2028-04-30", "2028-05-01", "2028-05-02", "2028-09-02", "2028-09-03", "2028-09-04", "2028-09-05",
		},
		2030: { // Tết is 2 February, a day before China's
			"2030-01-01", "2030-02-01", "2030-02-02", "2030-02-03", "2030-02-04", "2030-02-05", "2030-02-06", "2030-02-07",
			"2030-04-12", "2030-04-30", "2030-05-01", "2030-09-01", "2030-09-02", "2030-09-03",
		},
	} {
		if got := off(year, calendar.Holiday); !slices.Equal(got, want) {
			t.Errorf("%d: off on\n%v, want\n%v", year, got, want)
		}
	}
	if got := off(2026, calendar.MakeUp); !slices.Equal(got, []day.Day{"2026-01-10", "2026-08-22"}) {
		t.Errorf("made up on %v", got)
	}
}

func TestEachYearHoldsWhatTheLawGives(t *testing.T) {
	t.Parallel()
	for year := 2026; year <= 2040; year++ {
		entries := calendar.VietNam(year)
		weekdays := 0
		for i, e := range entries {
			if i > 0 && entries[i-1].Day >= e.Day {
				t.Errorf("%s comes after %s", e.Day, entries[i-1].Day)
			}
			if e.NameVI == "" || e.NameEN == "" || e.Source == "" || e.Day.Year() != year {
				t.Errorf("incomplete: %+v", e)
			}
			if e.Checked == (e.Doubt != calendar.Certain) {
				t.Errorf("%s: what is certain is checked, nothing else: %+v", e.Day, e)
			}
			w := e.Day.Weekday()
			if e.Kind == calendar.Holiday && e.Counts() && w != time.Saturday && w != time.Sunday {
				weekdays++
			}
		}
		// Eleven days by Điều 112; each that falls on a weekend is made up for. Two swaps in 2026 move further ones.
		want := 11
		if year == 2026 {
			want += 2
		}
		if weekdays != want {
			t.Errorf("%d has %d weekdays off, want %d", year, weekdays, want)
		}
	}
}

func TestCultureDayWaitsForSomebodyToCheckIt(t *testing.T) {
	t.Parallel()
	entries := calendar.VietNam(2027)
	at := slices.IndexFunc(entries, func(e calendar.Entry) bool { return e.Day == "2027-11-24" })
	if at < 0 || entries[at].Doubt != calendar.Planned || entries[at].Checked {
		t.Fatalf("24/11/2027 is not there as planned: %d", at)
	}
	if !calendar.New(entries, nil, nil).Working("2027-11-24") {
		t.Error("a plan counts before it is law")
	}
	entries[at].Checked = true
	if calendar.New(entries, nil, nil).Working("2027-11-24") {
		t.Error("once checked it does not count")
	}
}
