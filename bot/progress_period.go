package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/viet"
)

// What may follow /tiendo for a period, folded and made plain (see plainPeriod).
var (
	dayWords     = regexp.MustCompile(`^(?:(?:tinh )?(?:den|until|to) )?(?:het )?(?:ngay )?(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|\d{4}-\d{2}-\d{2})$`)
	rangeWords   = regexp.MustCompile(`^(?:(?:tu|from) )?(?:ngay )?` + rangeDay + `(?: ?[-–—] ?| (?:den|toi|to|until|till) (?:het )?(?:ngay )?)` + rangeDay + `$`)
	sinceWords   = regexp.MustCompile(`^(?:tu|since|from) (?:ngay )?` + rangeDay + `(?: (?:den|toi) (?:nay|gio))?$`)
	monthWords   = regexp.MustCompile(`^(?:(?:den|het) )?(?:(?:thang |month |t)(\d{1,2})(?:(?:/| nam | )(\d{4}))?|(\d{1,2})[/.-](\d{4}))$`)
	englishMonth = regexp.MustCompile(`^(?:in )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?(?:,? (\d{4}))?$`)
	quarterWords = regexp.MustCompile(`^(?:(?:den|het) )?(?:quy |quarter |q)(\d|i|ii|iii|iv)(?:(?:/| nam | )(\d{4}))?$`)
	yearWords    = regexp.MustCompile(`^(?:(?:den|het) )?(?:(?:ca )?nam |year )?(\d{4})$`)
	firstMonths  = regexp.MustCompile(`^(\d{1,2}) thang dau nam(?: (\d{4}))?$`)
)

// rangeDay is an end of a range: without hyphens, which stand between the two.
const rangeDay = `(\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?|\d{4}-\d{2}-\d{2})`

// Ways of saying that are made plain first.
var (
	spokenDay  = regexp.MustCompile(`\b(\d{1,2}) thang (\d{1,2})\b(?: nam (\d{4})\b)?`)
	lastYear   = regexp.MustCompile(` (?:nam ngoai|nam truoc|of last year|last year)$`)
	thisYear   = regexp.MustCompile(` (?:nam nay|this year)$`)
	looseMarks = regexp.MustCompile(`\s*([/])\s*`)
)

// soon is how far ahead a day without a year may lie to be taken for one of this year, which has no figures
// yet; further ahead it is one of last year ("30/9" asked in January).
const soon = 92

// plainPeriod folds words, and says "15 tháng 10" and "năm ngoái" in figures.
func plainPeriod(raw string, today day.Day) string {
	words := looseMarks.ReplaceAllString(viet.Fold(raw), "$1")
	words = spokenDay.ReplaceAllStringFunc(words, func(m string) string {
		parts := spokenDay.FindStringSubmatch(m)
		if parts[3] != "" {
			parts[3] = "/" + parts[3]
		}
		return parts[1] + "/" + parts[2] + parts[3]
	})
	words = lastYear.ReplaceAllString(words, " "+strconv.Itoa(today.Year()-1))
	return thisYear.ReplaceAllString(words, " "+strconv.Itoa(today.Year()))
}

// readPeriod reads words as a period; ok is false when they are none.
func readPeriod(raw string, today day.Day) (p learning.Period, ok bool, err error) {
	if p, ok := namedPeriod(viet.Fold(raw), today); ok {
		return p, true, nil
	}
	words := plainPeriod(raw, today)
	if m := dayWords.FindStringSubmatch(words); m != nil {
		p, err = periodToDay(m[1], today)
		return p, true, err
	}
	if m := rangeWords.FindStringSubmatch(words); m != nil {
		p, err = periodBetween(m[1], m[2], today)
		return p, true, err
	}
	if m := sinceWords.FindStringSubmatch(words); m != nil {
		p, err = periodBetween(m[1], string(today), today)
		return p, true, err
	}
	if m := englishMonth.FindStringSubmatch(words); m != nil && !viet.Accented(raw) { // "máy" is no May
		return numbered(learning.Month, m[1], m[2], today)
	}
	return numberedWords(words, today)
}

// numberedWords reads months, quarters and years by their numbers.
func numberedWords(words string, today day.Day) (p learning.Period, ok bool, err error) {
	if m := monthWords.FindStringSubmatch(words); m != nil {
		return numbered(learning.Month, m[1]+m[3], m[2]+m[4], today)
	}
	if m := quarterWords.FindStringSubmatch(words); m != nil {
		return numbered(learning.Quarter, m[1], m[2], today)
	}
	if m := yearWords.FindStringSubmatch(words); m != nil {
		return numbered(learning.Year, "1", m[1], today)
	}
	if m := firstMonths.FindStringSubmatch(words); m != nil {
		year := cmp.Or(m[2], strconv.Itoa(today.Year()))
		last, ok, err := numbered(learning.Month, m[1], year, today)
		if err == nil {
			last = learning.PeriodOf(day.Range{From: day.YearOf(last.Days.To).From, To: last.Days.To})
		}
		return last, ok, err
	}
	return learning.Period{}, false, nil
}

// namedPeriod reads the periods that have a name of their own.
func namedPeriod(words string, today day.Day) (learning.Period, bool) {
	last := func(span learning.Span) learning.Period {
		return learning.PeriodTo(span, learning.PeriodTo(span, today).Days.From.Add(-1))
	}
	switch words {
	case "thang nay", "hom nay", "this month", "today", "thang", "month", "den nay", "hien nay", "bay gio":
		return learning.PeriodTo(learning.Month, today), true
	case "hom qua", "yesterday":
		return learning.PeriodTo(learning.Month, today.Add(-1)), true
	case "thang truoc", "thang roi", "thang vua roi", "thang qua", "last month":
		return last(learning.Month), true
	case "tuan", "tuan nay", "week", "this week":
		return learning.PeriodTo(learning.Week, today), true
	case "tuan truoc", "tuan roi", "tuan vua roi", "tuan qua", "last week":
		return last(learning.Week), true
	case "quy nay", "this quarter", "quy", "quarter":
		return learning.PeriodTo(learning.Quarter, today), true
	case "quy truoc", "quy vua roi", "last quarter":
		return last(learning.Quarter), true
	case "nam", "nam nay", "ca nam", "ca nam nay", "tu dau nam", "dau nam den nay", "tu dau nam den nay", "year", "this year":
		return learning.PeriodTo(learning.Year, today), true
	case "nam ngoai", "nam truoc", "ca nam ngoai", "last year":
		return last(learning.Year), true
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

// periodBetween is the days between two, up to today. A day without a year is the latest that has begun: the
// last day may still be to come ("15/11-14/12" asked in November).
func periodBetween(first, last string, today day.Day) (learning.Period, error) {
	none := fault.New(fault.Invalid, "tiendo.khong_co_ngay", nil)
	farthest := today.Add(366)
	for {
		to, err := day.ParseLocal(last, farthest)
		if err != nil {
			return learning.Period{}, none
		}
		from, err := day.ParseLocal(first, to)
		if err != nil {
			return learning.Period{}, none
		}
		switch {
		case from > to:
			return learning.Period{}, fault.New(fault.Invalid, "tiendo.nguoc", nil)
		case from <= today:
			return learning.PeriodOf(day.Range{From: from, To: min(to, today)}), nil
		case to > farthest || len(last) > len("31/12") || len(first) > len("31/12"):
			return learning.Period{}, notYetDay(from, "")
		}
		farthest = to.Add(-1)
	}
}

// numbered is the month, quarter or year of a number, whole or up to today.
func numbered(span learning.Span, number, year string, today day.Day) (p learning.Period, ok bool, err error) {
	n, err := numeral(number)
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

// numeral reads a number: in digits, as a Roman one up to four, or as the beginning of an English month's name.
func numeral(s string) (int, error) {
	if n, ok := map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4}[s]; ok {
		return n, nil
	}
	for m := time.January; m <= time.December; m++ {
		if viet.Fold(m.String()[:3]) == s {
			return int(m), nil
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("read a number: %w", err)
	}
	return n, nil
}

// notYetDay refuses a day that has not come; instead is the day of last year that may have been meant.
func notYetDay(d day.Day, instead string) error {
	return fault.New(fault.Invalid, "tiendo.chua_toi", fault.Args{"Ngay": d.Local(), "Hay": instead})
}
