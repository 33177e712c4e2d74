package quicklog

import (
	"math"
	"time"
)

// Ahead is what a text says of days to come.
type Ahead struct {
	From, To Day
	// Days is a length in working days that was stated without an end: "3 ngày". To is empty then; which days the
	// length covers depends on the calendar.
	Days int
	// Open tells that nothing but a beginning was stated: "từ thứ 2".
	Open bool
	// Problem tells that a day was named that no calendar has.
	Problem Problem
}

// late is how far back a day without a year may lie when days to come are meant: a leave is often noted afterwards.
const late = 31

// MaxAheadDays is the longest length that is told from longer ones: nobody is on leave for so long.
const MaxAheadDays = 800

// Ahead reads when somebody is away: "3 ngày", "đến thứ 6", "2–5/12", "từ mai đến 28/11", "tuần sau", "3 ngày từ thứ 2". Other than in
// Parse, a day without a year or a week is the next one. It is not ok when the text states no day and no length, or
// leaves open which.
func (p *Parser) Ahead(text string, now time.Time) (Ahead, bool) {
	l := p.read(text, now)
	if l.tooLong {
		return Ahead{}, false
	}
	l.forth = true
	l.choose()
	spans, length, ok := l.aheadParts()
	if !ok {
		return Ahead{}, false
	}
	for _, s := range spans {
		if s.invalid {
			return Ahead{Problem: InvalidDate}, false
		}
	}
	return l.resolveAhead(spans, length)
}

// aheadLength is a length of days to come.
type aheadLength struct {
	days   int // working days
	weeks  int
	months int
}

func (a aheadLength) stated() bool { return a.days+a.weeks+a.months > 0 }

// limit is a stated day with what it limits.
type limit struct {
	span
	last bool // "đến thứ 6": the end of something that has begun
}

// aheadParts collects the days and the length. It is not ok when there is a day that nobody can name.
func (l *line) aheadParts() (spans []limit, length aheadLength, ok bool) {
	for i := range l.chosen {
		c := &l.chosen[i]
		switch c.form {
		case formDay:
			if c.day.vague && !c.day.week {
				return nil, length, false
			}
			spans = append(spans, limit{span: c.day, last: l.endsAt(c.at)})
		case formInterval:
			return nil, length, false
		case formPart:
			spans = append(spans, limit{span: oneDay(l.today)})
		case formDuration:
			n := int(math.Ceil(c.dur.value))
			switch {
			case c.dur.vague || n <= 0:
				return nil, length, false
			case c.dur.unit == tagNgay || c.dur.unit == tagBuoi:
				length.days += min(n, MaxAheadDays)
			case c.dur.unit == tagTuan:
				length.weeks += min(n, MaxAheadDays/7)
			default:
				return nil, length, false // nobody is away for two hours
			}
		default:
		}
	}
	if months, found := l.monthCount(); found {
		length.months = months
	}
	return spans, length, len(spans) > 0 || length.stated()
}

// endsAt reports whether the day at token i is an end: "đến thứ 6", "tới hết 5/12", "until Friday".
func (l *line) endsAt(i int) bool {
	if l.has(i, tagTo) {
		return true
	}
	if l.is(i-1, "hết") {
		return true
	}
	return l.has(i-1, tagTo) || l.mark(i-1, "-–—→")
}

// monthCount reads "6 tháng", "hai tháng", "1 năm", which no log of learning is long.
func (l *line) monthCount() (n int, ok bool) {
	for i := range l.toks {
		if l.owner[i] != nil && l.owner[i].form == formDay {
			continue
		}
		a, found := l.amount(i)
		if !found || a.vague || a.value < 1 || a.value > 24 || l.number(a.next+1) {
			continue
		}
		switch next := a.next; {
		case l.has(next, tagThang), l.is(next, "month"), l.is(next, "months"):
			return int(a.value), true
		case l.is(next, "năm") && next == len(l.toks)-1, l.is(next, "year"), l.is(next, "years"):
			return 12 * int(a.value), true
		}
	}
	return 0, false
}

// resolveAhead makes one range of the days and the length.
func (l *line) resolveAhead(spans []limit, length aheadLength) (Ahead, bool) {
	from, to := l.today, date(0)
	open := false
	switch {
	case len(spans) == 2 && (spans[1].last || spans[0].from):
		j := l.joinAhead(spans[0].span, spans[1].span, span{start: spans[0].start, end: spans[1].end})
		from, to = j.start, j.end
	case len(spans) == 1 && spans[0].last:
		to = spans[0].end
	case len(spans) == 1 && (spans[0].from || length.stated()):
		from, open = spans[0].start, true
	case len(spans) >= 1:
		from, to = spans[0].start, spans[0].end
		for _, s := range spans[1:] {
			if s.start > to+1 && !s.week || s.end < from {
				return Ahead{}, false // two days with others between them
			}
			from, to = min(from, s.start), max(to, s.end)
		}
	}
	switch {
	case to != 0 && to < from:
		return Ahead{}, false
	case to != 0:
		return Ahead{From: from.day(), To: to.day()}, true
	case length.days > 0:
		return Ahead{From: from.day(), Days: length.days + 5*length.weeks}, true
	case length.weeks > 0:
		return Ahead{From: from.day(), To: (from + date(7*length.weeks-1)).day()}, true
	case length.months > 0:
		return Ahead{From: from.day(), To: (dateOf(from.time().AddDate(0, length.months, 0)) - 1).day()}, true
	}
	return Ahead{From: from.day(), Open: open}, open
}

// joinAhead makes a range of two days to come. The end is the next day of its name behind the beginning; a beginning
// without a year may have passed.
func (l *line) joinAhead(a, b, s span) span {
	switch {
	case a.dated && b.dated && !a.year:
		s.start = backTo(a.start, s.end)
	case b.weekday != 0 && s.end < s.start:
		s.end = s.start + date((b.weekday-s.start.weekday()+7)%7)
	}
	if s.start > s.end {
		s.vague = true
	}
	return s
}

// ofYear returns the day d/m that is meant where no year is stated.
func (l *line) ofYear(m, d int) (date, bool) {
	if !l.forth {
		return latest(l.today, m, d)
	}
	y := (l.today - late).time().Year()
	for more := range 9 {
		if got, ok := exact(y+more, m, d); ok && got >= l.today-late {
			return got, true
		}
	}
	return 0, false
}

// ofMonth returns the day with the number d that is meant where no month is stated.
func (l *line) ofMonth(d int) (date, bool) {
	if !l.forth {
		return latestOfMonth(l.today, d)
	}
	y, m, _ := l.today.time().Date()
	for range 3 {
		if got, ok := exact(y, int(m), d); ok && got >= l.today {
			return got, true
		}
		if m++; m > time.December {
			y, m = y+1, time.January
		}
	}
	return 0, false
}
