package learning

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// complete fills what a draft may leave open.
func complete(d Draft, today day.Day) Draft {
	d.Title = clean(d.Title)
	if d.Kind == "" {
		d.Kind = SelfStudy
	}
	if d.Field == "" {
		d.Field = OtherField
	}
	if d.Start == "" {
		d.Start = today
	}
	if d.End == "" {
		d.End = d.Start
	}
	return d
}

// clean leaves of a title what can be seen, on one line: no control and format characters, which could hide or
// turn around what stands beside it in a list. The joiner of composed pictures stays. A title without a letter
// or digit is none.
func clean(title string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == zeroWidthJoiner:
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, title)
	if strings.IndexFunc(visible, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return ""
	}
	return strings.Join(strings.Fields(visible), " ")
}

const zeroWidthJoiner = '\u200d'

// exists reports whether a day is one of the calendar: a press may carry anything.
func exists(d day.Day) bool {
	_, err := day.Parse(string(d))
	return err == nil
}

// Check applies the rules that need no rows. Faults: "log.no_day", "log.title", "log.title_long", "log.future", "log.order",
// "log.span", "log.not_positive", "log.too_long" and, last because Change may overlook it, "log.too_old".
func Check(r Request) error {
	d := r.Draft
	days := day.Range{From: d.Start, To: d.End}
	switch {
	case !exists(d.Start), !exists(d.End):
		return fault.New(fault.Invalid, "log.no_day", nil)
	case d.Title == "":
		return fault.New(fault.Invalid, "log.title", nil)
	case utf8.RuneCountInString(d.Title) > MaxTitle:
		return fault.New(fault.Invalid, "log.title_long", fault.Args{"Max": MaxTitle})
	case d.End > r.Today:
		return fault.New(fault.Invalid, "log.future", fault.Args{"Day": d.End.Local()})
	case d.End < d.Start:
		return fault.New(fault.Invalid, "log.order", nil)
	case days.Days() > MaxSpanDays:
		return fault.New(fault.Invalid, "log.span", fault.Args{"Max": MaxSpanDays})
	case d.Minutes <= 0:
		return fault.New(fault.Invalid, "log.not_positive", nil)
	case d.Minutes > MaxMinutesPerDay*days.Days():
		return fault.New(fault.Invalid, "log.too_long", fault.Args{"Days": days.Days()})
	case d.End < r.Today.Add(-r.Rules.BackdateDays) && r.Actor.Reach(people.BackdateFreely) == people.Nobody:
		return fault.New(fault.Forbidden, "log.too_old", fault.Args{"Days": r.Rules.BackdateDays, "Day": d.End.Local()})
	}
	return nil
}
