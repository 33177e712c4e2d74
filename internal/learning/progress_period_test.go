package learning_test

import (
	"testing"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/learning"
)

func TestPeriodBeforeComparesLikeWithLike(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		span     learning.Span
		to       day.Day
		from     day.Day
		before   day.Range
		complete bool
	}{
		"a running month":                      {learning.Month, "2026-11-24", "2026-11-01", day.Range{From: "2026-10-01", To: "2026-10-24"}, false},
		"a complete month":                     {learning.Month, "2026-09-30", "2026-09-01", day.Range{From: "2026-08-01", To: "2026-08-31"}, true},
		"the last day but one of a long month": {learning.Month, "2026-03-30", "2026-03-01", day.Range{From: "2026-02-01", To: "2026-02-28"}, false},
		"February against January":             {learning.Month, "2026-02-28", "2026-02-01", day.Range{From: "2026-01-01", To: "2026-01-31"}, true},
		"the first day of January":             {learning.Month, "2027-01-01", "2027-01-01", day.Range{From: "2026-12-01", To: "2026-12-01"}, false},
		"a running quarter":                    {learning.Quarter, "2026-11-24", "2026-10-01", day.Range{From: "2026-07-01", To: "2026-08-24"}, false},
		"a complete quarter":                   {learning.Quarter, "2026-03-31", "2026-01-01", day.Range{From: "2025-10-01", To: "2025-12-31"}, true},
		"a running year":                       {learning.Year, "2026-11-24", "2026-01-01", day.Range{From: "2025-01-01", To: "2025-11-24"}, false},
		"a running week":                       {learning.Week, "2026-11-24", "2026-11-23", day.Range{From: "2026-11-16", To: "2026-11-17"}, false},
		"a complete week over a year's end":    {learning.Week, "2027-01-03", "2026-12-28", day.Range{From: "2026-12-21", To: "2026-12-27"}, true},
		"a complete leap year":                 {learning.Year, "2028-12-31", "2028-01-01", day.Range{From: "2027-01-01", To: "2027-12-31"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := learning.PeriodTo(c.span, c.to)
			if want := (day.Range{From: c.from, To: c.to}); p.Days != want {
				t.Errorf("period is %v, want %v", p.Days, want)
			}
			if got := p.Before().Days; got != c.before {
				t.Errorf("before it lies %v, want %v", got, c.before)
			}
			if p.Complete() != c.complete {
				t.Errorf("complete: %v, want %v", p.Complete(), c.complete)
			}
		})
	}
}

func TestDaysAreSetBesideTheSameDaysBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ of, want day.Range }{
		{day.Range{From: "2026-10-15", To: "2026-11-14"}, day.Range{From: "2026-09-15", To: "2026-10-14"}},
		{day.Range{From: "2026-01-15", To: "2026-02-14"}, day.Range{From: "2025-12-15", To: "2026-01-14"}},
		{day.Range{From: "2026-10-15", To: "2026-11-15"}, day.Range{From: "2026-08-15", To: "2026-09-15"}}, // would meet
		{day.Range{From: "2026-03-01", To: "2026-03-31"}, day.Range{From: "2026-02-01", To: "2026-02-28"}},
		{day.Range{From: "2026-03-30", To: "2026-03-30"}, day.Range{From: "2026-02-28", To: "2026-02-28"}},
		{day.Range{From: "2026-01-01", To: "2026-09-30"}, day.Range{From: "2025-04-01", To: "2025-12-31"}},
	} {
		p := learning.PeriodOf(c.of)
		if got := p.Before().Days; got != c.want || !p.Complete() {
			t.Errorf("before %v lies %v, want %v; complete: %v", c.of, got, c.want, p.Complete())
		}
	}
}

func TestPeriodCodeIsReadBack(t *testing.T) {
	t.Parallel()
	days := learning.PeriodOf(day.Range{From: "2026-10-15", To: "2026-11-14"})
	if got, err := learning.ParsePeriod(days.Code()); err != nil || got != days {
		t.Errorf("%q is read as %v, %v; want %v", days.Code(), got, err, days)
	}
	for _, span := range []learning.Span{learning.Week, learning.Month, learning.Quarter, learning.Year} {
		for d := day.Day("2026-01-01"); d < "2027-01-03"; d = d.Add(13) {
			p := learning.PeriodTo(span, d)
			if got, err := learning.ParsePeriod(p.Code()); err != nil || got != p {
				t.Errorf("%q is read as %v, %v; want %v", p.Code(), got, err, p)
			}
		}
	}
	for _, code := range []string{"", "m", "x2026-11-24", "m2026-13-01", "2026-11-24", "ơ2026-11-24", "r2026-11-24", "r2026-11-24_", "r_2026-11-24", "r2026-11-24_2026-11-23", "m2026-11-24_2026-11-25"} {
		if p, err := learning.ParsePeriod(code); err == nil {
			t.Errorf("%q is read as %v", code, p)
		}
	}
}

func TestPeriodNumber(t *testing.T) {
	t.Parallel()
	for span, want := range map[learning.Span]int{learning.Month: 11, learning.Quarter: 4, learning.Year: 2026} {
		if got := learning.PeriodTo(span, "2026-11-24").Number(); got != want {
			t.Errorf("%s has number %d, want %d", span, got, want)
		}
	}
	for month, want := range []int{1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4} {
		if got := learning.PeriodTo(learning.Quarter, day.New(2026, time.Month(month+1), 15)).Number(); got != want {
			t.Errorf("month %d lies in quarter %d, want %d", month+1, got, want)
		}
	}
}

func TestViewCountsConsentsUpToTheEndOfItsDay(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("ICT", 7*3600)
	now := time.Date(2026, 11, 24, 9, 15, 0, 0, zone)
	for d, want := range map[day.Day]time.Time{
		"2026-11-24": now,
		"2026-11-23": time.Date(2026, 11, 24, 0, 0, 0, 0, zone).Add(-time.Millisecond),
		"2026-09-30": time.Date(2026, 10, 1, 0, 0, 0, 0, zone).Add(-time.Millisecond),
	} {
		v := learning.ViewOf(learning.PeriodTo(learning.Month, d), learning.DefaultRules(), now, zone)
		if !v.At.Equal(want) {
			t.Errorf("figures of %s count consents up to %s, want %s", d, v.At, want)
		}
	}
}
