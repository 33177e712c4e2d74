package learning

import (
	"fmt"
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
)

// Period is a month, quarter or year from its first day up to a day. The figures of a period are those of its
// last day: the units and members of that day, the entries dated up to it.
type Period struct {
	Span Span
	Days day.Range
}

// PeriodTo returns the period that begins with the span that holds d, and ends with d.
func PeriodTo(span Span, d day.Day) Period {
	return Period{Span: span, Days: day.Range{From: spanOf(span, d).From, To: d}}
}

// spanOf returns the whole month, quarter or year that holds d.
func spanOf(span Span, d day.Day) day.Range {
	switch span {
	case Year:
		return day.YearOf(d)
	case Quarter:
		first := (d.Month()-1)/3*3 + 1
		return day.Range{From: day.New(d.Year(), first, 1), To: day.New(d.Year(), first+3, 0)}
	default:
		return day.MonthOf(d)
	}
}

// Complete reports whether p reaches the last day of its span.
func (p Period) Complete() bool { return p.Days.To == spanOf(p.Span, p.Days.To).To }

// Before returns the period to compare p with: the whole span before a complete one; of the span before a
// running one as many days as have passed.
func (p Period) Before() Period {
	last := spanOf(p.Span, p.Days.From.Add(-1))
	if !p.Complete() {
		last = last.Until(last.From.Add(p.Days.Days() - 1))
	}
	return Period{Span: p.Span, Days: last}
}

// Number returns which month or quarter of its year p is; the year itself for a year.
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

// Code returns p as a short word, for the data of a button: "m2026-11-24".
func (p Period) Code() string { return string(p.Span) + string(p.Days.To) }

// ParsePeriod reads what Code wrote.
func ParsePeriod(code string) (Period, error) {
	if code == "" {
		return Period{}, fmt.Errorf("period is empty")
	}
	d, err := day.Parse(code[1:])
	if err != nil {
		return Period{}, fmt.Errorf("period %q: %w", code, err)
	}
	switch span := Span(code[:1]); span {
	case Month, Quarter, Year:
		return PeriodTo(span, d), nil
	default:
		return Period{}, fmt.Errorf("period %q has no span", code)
	}
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
