package learning

import (
	"fmt"
	"strings"
	"time"

	"sohoc/internal/day"
)

// Span is the length of a period.
type Span string

// The spans. Their names stand in the data of buttons, which live for years.
const (
	Month   Span = "m"
	Quarter Span = "q"
	Year    Span = "y"
	Week    Span = "w" // Monday to Sunday
	Days    Span = "r" // from any day to any other, such as a reporting period from the 15th to the 14th
)

// Period is a week, month, quarter or year from its first day up to a day, or the days between any two. The
// figures of a period are those of its last day: the units and members of that day, the entries dated up to it.
type Period struct {
	Span Span
	Days day.Range
}

// PeriodTo returns the period that begins with the span that holds d, and ends with d.
func PeriodTo(span Span, d day.Day) Period {
	return Period{Span: span, Days: day.Range{From: spanOf(span, d).From, To: d}}
}

// PeriodOf returns the period of the days of r, which must not end before it begins.
func PeriodOf(r day.Range) Period { return Period{Span: Days, Days: r} }

// spanOf returns the whole week, month, quarter or year that holds d.
func spanOf(span Span, d day.Day) day.Range {
	switch span {
	case Year:
		return day.YearOf(d)
	case Quarter:
		first := (d.Month()-1)/3*3 + 1
		return day.Range{From: day.New(d.Year(), first, 1), To: day.New(d.Year(), first+3, 0)}
	case Week:
		monday := d.Add(-(int(d.Weekday()) + 6) % 7)
		return day.Range{From: monday, To: monday.Add(6)}
	default:
		return day.MonthOf(d)
	}
}

// Complete reports whether p reaches the last day of its span. Days from one to another always do.
func (p Period) Complete() bool { return p.Span == Days || p.Days.To == spanOf(p.Span, p.Days.To).To }

// Before returns the period to compare p with: the whole span before a complete one; of the span before a
// running one as many days as have passed. Days from one to another are set beside the same days of so many
// months before that the two do not meet.
func (p Period) Before() Period {
	if p.Span == Days {
		return Period{Span: Days, Days: sameDaysBefore(p.Days)}
	}
	last := spanOf(p.Span, p.Days.From.Add(-1))
	if !p.Complete() {
		last = last.Until(last.From.Add(p.Days.Days() - 1))
	}
	return Period{Span: p.Span, Days: last}
}

// sameDaysBefore returns the days of r of so many months before that they lie before r.
func sameDaysBefore(r day.Range) day.Range {
	for n := 1; ; n++ {
		before := day.Range{From: monthsBefore(r.From, n), To: monthsBefore(r.To, n)}
		if before.To < r.From {
			return before
		}
	}
}

// monthsBefore returns the same day n months before d. The last day of a month stays the last.
func monthsBefore(d day.Day, n int) day.Day {
	month := day.MonthOf(day.New(d.Year(), d.Month()-time.Month(n), 1))
	if d == day.MonthOf(d).To {
		return month.To
	}
	return min(month.From.Add(d.Time().Day()-1), month.To)
}

// Number returns which month or quarter of its year p is; the year itself for a year. Other spans have none.
func (p Period) Number() int {
	switch p.Span {
	case Year:
		return p.Days.To.Year()
	case Quarter:
		return int(p.Days.To.Month()+2) / 3
	default:
		return int(p.Days.To.Month())
	}
}

// Code returns p as a short word, for the data of a button: "m2026-11-24", "r2026-10-15_2026-11-14".
func (p Period) Code() string {
	if p.Span == Days {
		return string(p.Span) + string(p.Days.From) + "_" + string(p.Days.To)
	}
	return string(p.Span) + string(p.Days.To)
}

// ParsePeriod reads what Code wrote.
func ParsePeriod(code string) (Period, error) {
	if code == "" {
		return Period{}, fmt.Errorf("period is empty")
	}
	span := Span(code[:1])
	if span == Days {
		return parseDays(code[1:])
	}
	d, err := day.Parse(code[1:])
	if err != nil {
		return Period{}, fmt.Errorf("period %q: %w", code, err)
	}
	switch span {
	case Week, Month, Quarter, Year:
		return PeriodTo(span, d), nil
	default:
		return Period{}, fmt.Errorf("period %q has no span", code)
	}
}

// parseDays reads "2026-10-15_2026-11-14".
func parseDays(words string) (Period, error) {
	first, last, _ := strings.Cut(words, "_")
	from, err := day.Parse(first)
	if err != nil {
		return Period{}, fmt.Errorf("first day of a period: %w", err)
	}
	to, err := day.Parse(last)
	if err != nil {
		return Period{}, fmt.Errorf("last day of a period: %w", err)
	}
	if to < from {
		return Period{}, fmt.Errorf("period %q ends before it begins", words)
	}
	return PeriodOf(day.Range{From: from, To: to}), nil
}

// View says which figures are asked for.
type View struct {
	Period Period
	At     time.Time // the instant up to which consents count: now, or the end of a past day
	Rules  Rules
}

// ViewOf returns a view of a period at the instant now, in zone.
func ViewOf(p Period, rules Rules, now time.Time, zone *time.Location) View {
	at := now
	if end := p.Days.To.Add(1).In(zone); end.Before(now) {
		at = end.Add(-time.Millisecond)
	}
	return View{Period: p, At: at, Rules: rules}
}

// before returns the view to compare v with. Nobody asks why people had not taken part then, so At stays.
func (v View) before() View { return View{Period: v.Period.Before(), At: v.At, Rules: v.Rules} }
