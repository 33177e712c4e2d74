package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/viet"
)

// What may follow /tiendo for a period, folded.
var (
	dayWords     = regexp.MustCompile(`^(?:(?:tinh )?(?:den|until|to) )?(?:het )?(?:ngay )?(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|\d{4}-\d{2}-\d{2})$`)
	monthWords   = regexp.MustCompile(`^(?:(?:den|het) )?(?:thang |month |t)(\d{1,2})(?:(?:/| nam | )(\d{4}))?$`)
	quarterWords = regexp.MustCompile(`^(?:(?:den|het) )?(?:quy |quarter |q)(\d|i|ii|iii|iv)(?:(?:/| nam | )(\d{4}))?$`)
	yearWords    = regexp.MustCompile(`^(?:(?:den|het) )?(?:(?:ca )?nam |year )?(\d{4})$`)
)

// soon is how far ahead a day without a year may lie to be taken for one of this year, which has no figures
// yet; further ahead it is one of last year ("30/9" asked in January).
const soon = 92

// maxPeriodWords is how many words the longest period has ("tính đến hết ngày 30/9"), and a few to spare.
const maxPeriodWords = 8

// progressAsk is what the words after /tiendo ask for.
type progressAsk struct {
	unit   string // the words that should name a unit; empty = none
	period learning.Period
	now    bool // the period was left open: the running month
}

// readProgress reads the words after /tiendo: a period, a unit, or both in either order. Faults:
// "tiendo.chua_toi", "tiendo.khong_co_ngay".
func readProgress(arg string, today day.Day) (progressAsk, error) {
	words := strings.Fields(arg)
	for n := min(len(words), maxPeriodWords); n >= 1; n-- {
		for _, part := range [][2]string{
			{strings.Join(words[len(words)-n:], " "), strings.Join(words[:len(words)-n], " ")},
			{strings.Join(words[:n], " "), strings.Join(words[n:], " ")},
		} {
			p, ok, err := readPeriod(viet.Fold(strings.Trim(part[0], ".,;!?")), today)
			if err != nil {
				return progressAsk{}, err
			}
			if ok {
				return progressAsk{unit: part[1], period: p}, nil
			}
		}
	}
	return progressAsk{unit: strings.Join(words, " "), period: learning.PeriodTo(learning.Month, today), now: true}, nil
}

// readPeriod reads folded words as a period; ok is false when they are none.
func readPeriod(words string, today day.Day) (p learning.Period, ok bool, err error) {
	if p, ok := namedPeriod(words, today); ok {
		return p, true, nil
	}
	if m := dayWords.FindStringSubmatch(words); m != nil {
		p, err = periodToDay(m[1], today)
		return p, true, err
	}
	if m := monthWords.FindStringSubmatch(words); m != nil {
		return numbered(learning.Month, m[1], m[2], today)
	}
	if m := quarterWords.FindStringSubmatch(words); m != nil {
		return numbered(learning.Quarter, m[1], m[2], today)
	}
	if m := yearWords.FindStringSubmatch(words); m != nil {
		return numbered(learning.Year, "1", m[1], today)
	}
	return learning.Period{}, false, nil
}

// namedPeriod reads the periods that have a name of their own.
func namedPeriod(words string, today day.Day) (learning.Period, bool) {
	month, quarter, year := learning.PeriodTo(learning.Month, today), learning.PeriodTo(learning.Quarter, today), learning.PeriodTo(learning.Year, today)
	switch words {
	case "thang nay", "hom nay", "this month", "today":
		return month, true
	case "hom qua", "yesterday":
		return learning.PeriodTo(learning.Month, today.Add(-1)), true
	case "thang truoc", "last month":
		return learning.PeriodTo(learning.Month, month.Days.From.Add(-1)), true
	case "quy nay", "this quarter", "quy", "quarter":
		return quarter, true
	case "quy truoc", "last quarter":
		return learning.PeriodTo(learning.Quarter, quarter.Days.From.Add(-1)), true
	case "nam", "nam nay", "ca nam", "year", "this year":
		return year, true
	case "nam ngoai", "nam truoc", "last year":
		return learning.PeriodTo(learning.Year, year.Days.From.Add(-1)), true
	default:
		return learning.Period{}, false
	}
}

// periodToDay is the month of a day, up to that day.
func periodToDay(words string, today day.Day) (learning.Period, error) {
	d, err := day.ParseLocal(words, today)
	if err != nil {
		return learning.Period{}, fault.New(fault.Invalid, "tiendo.khong_co_ngay", nil)
	}
	if d > today {
		return learning.Period{}, notYetDay(d, "")
	}
	t := d.Time()
	ahead := day.New(today.Year(), t.Month(), t.Day())
	if len(words) <= len("31/12") && ahead > today && ahead.Sub(today) <= soon {
		return learning.Period{}, notYetDay(ahead, d.Local())
	}
	return learning.PeriodTo(learning.Month, d), nil
}

// numbered is the month, quarter or year of a number, whole or up to today.
func numbered(span learning.Span, number, year string, today day.Day) (p learning.Period, ok bool, err error) {
	n, known := map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4}[number]
	if !known {
		n, err = strconv.Atoi(number)
	}
	most := map[learning.Span]int{learning.Month: 12, learning.Quarter: 4, learning.Year: 1}[span]
	if err != nil || n < 1 || n > most {
		return learning.Period{}, true, fault.New(fault.Invalid, "tiendo.khong_co_ngay", nil)
	}
	months := 12 / most
	of := today.Year()
	if year != "" {
		of, _ = strconv.Atoi(year) // four digits
	}
	first := time.Month((n-1)*months + 1)
	from, last := day.New(of, first, 1), day.New(of, first+time.Month(months), 0)
	switch {
	case from <= today:
		return learning.PeriodTo(span, min(last, today)), true, nil
	case year != "":
		return learning.Period{}, true, notYetDay(from, "")
	case from.Sub(today) <= soon:
		return learning.Period{}, true, notYetDay(from, day.New(of-1, first+time.Month(months), 0).Local())
	default:
		return learning.PeriodTo(span, day.New(of-1, first+time.Month(months), 0)), true, nil
	}
}

// notYetDay refuses a day that has not come; instead is the day of last year that may have been meant.
func notYetDay(d day.Day, instead string) error {
	return fault.New(fault.Invalid, "tiendo.chua_toi", fault.Args{"Ngay": d.Local(), "Hay": instead})
}

// progressArg reports whether the words after a plain "tiến độ" are its argument: a period, the name of a unit,
// or both. Anything else is a sentence that happens to begin so.
func (t *turn) progressArg(arg string) bool {
	ask, err := readProgress(arg, t.today)
	if err != nil || ask.unit == "" {
		return true
	}
	return len(findUnits(t.set.units, ask.unit)) > 0
}
