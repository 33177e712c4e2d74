package day_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/day"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want day.Day // empty: refused
	}{
		{"2026-11-24", "2026-11-24"},
		{"2024-02-29", "2024-02-29"},
		{"0001-01-01", "0001-01-01"},
		{"2026-02-29", ""},
		{"2026-11-31", ""},
		{"2026-13-01", ""},
		{"2026-00-10", ""},
		{"2026-1-2", ""},
		{"24/11/2026", ""},
		{" 2026-11-24", ""},
		{"2026-11-24T00:00:00Z", ""},
		{"", ""},
	} {
		got, err := day.Parse(c.in)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("Parse(%q) = %q, %v; want %q", c.in, got, err, c.want)
		}
	}
}

func TestParseLocal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in    string
		today day.Day
		want  day.Day // empty: refused
	}{
		{"24/11/2026", "2026-11-30", "2026-11-24"},
		{"4/1/2026", "2026-11-30", "2026-01-04"},
		{"04-01-2026", "2026-11-30", "2026-01-04"},
		{"4.1.2026", "2026-11-30", "2026-01-04"},
		{"2026-01-04", "2026-11-30", "2026-01-04"},
		{"24/11", "2026-11-24", "2026-11-24"}, // today itself
		{"25/11", "2026-11-24", "2025-11-25"}, // not yet: the last one
		{"31/12", "2026-01-01", "2025-12-31"},
		{"1-9", "2026-11-24", "2026-09-01"},
		{"1.9", "2026-11-24", "2026-09-01"},
		{"29/2", "2026-11-24", "2024-02-29"},
		{"29/2", "2028-02-28", "2024-02-29"}, // four years back
		{"29/2", "2028-02-29", "2028-02-29"},
		{"1/12/2030", "2026-11-24", "2030-12-01"}, // with a year it says what it says
		{"30/2", "2026-11-24", ""},
		{"30/2/2026", "2026-11-24", ""},
		{"12/31", "2026-11-24", ""}, // the day stands first
		{"0/5", "2026-11-24", ""},
		{"1/2/26", "2026-11-24", ""},
		{"1/2-2026", "2026-11-24", ""},
		{"24", "2026-11-24", ""},
		{"", "2026-11-24", ""},
	} {
		got, err := day.ParseLocal(c.in, c.today)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("ParseLocal(%q) on %s = %q, %v; want %q", c.in, c.today, got, err, c.want)
		}
	}
}

func TestOfTakesTheZoneOfTheInstant(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC) // half past midnight in Viet Nam
	vietnam := time.FixedZone("+07", 7*60*60)
	if got := day.Of(at); got != "2026-11-23" {
		t.Errorf("in UTC it is %s", got)
	}
	if got := day.Of(at.In(vietnam)); got != "2026-11-24" {
		t.Errorf("in Viet Nam it is %s", got)
	}
	if got := day.Day("2026-11-24").In(vietnam); !got.Equal(time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("the day begins at %s", got)
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	d := day.New(2026, time.November, 24)
	if d != "2026-11-24" || d.Year() != 2026 || d.Month() != time.November || d.Weekday() != time.Tuesday {
		t.Errorf("%s is %d, %s, %s", d, d.Year(), d.Month(), d.Weekday())
	}
	if d.Local() != "24/11/2026" || d.Short() != "24/11" {
		t.Errorf("people read %s and %s", d.Local(), d.Short())
	}
	if got := day.New(2026, time.February, 30); got != "2026-03-02" {
		t.Errorf("30 February is normalised to %s", got)
	}
	var none day.Day
	if none.Local() != "" || none.Short() != "" || !none.Time().IsZero() {
		t.Errorf("no day reads %q, %q, %s", none.Local(), none.Short(), none.Time())
	}
}

func TestAddAndSubAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := day.New(2000, time.January, rapid.IntRange(1, 40_000).Draw(r, "date"))
		n := rapid.IntRange(-10_000, 10_000).Draw(r, "n")
		e := d.Add(n)
		if e.Sub(d) != n || e.Add(-n) != d {
			r.Fatalf("%s + %d = %s, back %s, between %d", d, n, e, e.Add(-n), e.Sub(d))
		}
		if (n > 0) != (e > d) && n != 0 {
			r.Fatalf("%s + %d = %s does not compare as text", d, n, e)
		}
		again, err := day.Parse(string(e))
		if err != nil || again != e {
			r.Fatalf("%s reads back as %s, %v", e, again, err)
		}
	})
}

func TestRanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		got  day.Range
		want day.Range
		days int
	}{
		{"a month", day.MonthOf("2026-11-24"), day.Range{From: "2026-11-01", To: "2026-11-30"}, 30},
		{"December", day.MonthOf("2026-12-31"), day.Range{From: "2026-12-01", To: "2026-12-31"}, 31},
		{"February of a leap year", day.MonthOf("2024-02-10"), day.Range{From: "2024-02-01", To: "2024-02-29"}, 29},
		{"a year", day.YearOf("2026-11-24"), day.Range{From: "2026-01-01", To: "2026-12-31"}, 365},
		{"a leap year", day.YearOf("2024-01-01"), day.Range{From: "2024-01-01", To: "2024-12-31"}, 366},
		{"cut off", day.MonthOf("2026-11-24").Until("2026-11-24"), day.Range{From: "2026-11-01", To: "2026-11-24"}, 24},
		{"cut off after its end", day.MonthOf("2026-11-24").Until("2026-12-24"), day.Range{From: "2026-11-01", To: "2026-11-30"}, 30},
		{"one day", day.Range{From: "2026-11-24", To: "2026-11-24"}, day.Range{From: "2026-11-24", To: "2026-11-24"}, 1},
		{"cut off before its start", day.MonthOf("2026-11-24").Until("2026-10-31"), day.Range{From: "2026-11-01", To: "2026-10-31"}, 0},
	} {
		if c.got != c.want || c.got.Days() != c.days {
			t.Errorf("%s: %+v of %d days, want %+v of %d", c.name, c.got, c.got.Days(), c.want, c.days)
		}
	}
}

func TestContains(t *testing.T) {
	t.Parallel()
	r := day.Range{From: "2026-11-02", To: "2026-11-04"}
	var in []day.Day
	for d := day.Day("2026-10-30"); d <= "2026-11-08"; d = d.Add(1) {
		if r.Contains(d) {
			in = append(in, d)
		}
	}
	if want := []day.Day{"2026-11-02", "2026-11-03", "2026-11-04"}; !slices.Equal(in, want) {
		t.Errorf("it holds %v, want %v", in, want)
	}
}
