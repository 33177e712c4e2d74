package quicklog

// span is a stated day or range of days.
type span struct {
	start, end date
	vague      bool // names no day: "tuần trước"
	invalid    bool // a day that no calendar has
	week       bool // vague, but the week from start to end: it can qualify a weekday
	weekday    int  // 1–7 when nothing but a weekday was stated
	implied    tag  // the unit that the words are long: "buổi sáng …" is a session, "cả tuần trước" a week
	listed     bool // several days one by one, with gaps
	run        bool // several days one by one that follow each other
	from       bool // "từ 16/11": the first of several
	year       bool // with its year
	dated      bool // by number: 20/11
	future     bool // lies ahead though no day was named: "sắp tới"
}

func oneDay(d date) span { return span{start: d, end: d} }

// readDay proposes days, ranges and parts of the day at token i.
func (l *line) readDay(i int) {
	if s, next, ok := l.dayRange(i); ok {
		l.propose(reading{form: formDay, at: i, next: next, day: s}, extraDay+1)
	}
	if s, next, ok := l.daySpan(i); ok {
		l.propose(reading{form: formDay, at: i, next: next, day: s}, extraDay)
	}
	if next, ok := l.barePart(i); ok {
		l.propose(reading{form: formPart, at: i, next: next, day: span{implied: impliedIf(next > i+1)}}, extraOpaque)
	}
}

// daySpan reads one day with the words that belong to it: "vào sáng ngày 20/11", "buổi tối hôm qua".
func (l *line) daySpan(i int) (span, int, bool) {
	j := i
	implied := tag(0)
	if l.has(j, tagWhole) {
		return l.wholeWeek(i)
	}
	if l.has(j, tagFrom) || l.has(j, tagTo) && l.number(j+1) {
		j++
	}
	if l.has(j, tagBuoi) && l.has(j+1, tagPart) {
		implied, j = tagBuoi, j+1
	}
	if l.has(j, tagPart) {
		if s, next, ok := l.partDay(j); ok {
			s.implied, s.from = implied, l.has(i, tagFrom)
			return s, next, true
		}
	}
	s, next, ok := l.plainDay(j)
	s.from = l.has(i, tagFrom)
	if ok && l.has(next, tagVua) && l.has(next+1, tagRoi|tagQua) {
		next += 2
	}
	if ok && l.has(next, tagBuoi) && l.has(next+1, tagPart) && !l.has(next+2, tagNay|tagQua) {
		s.implied, next = tagBuoi, next+2 // hôm qua buổi sáng
	}
	return s, next, ok
}

func impliedIf(session bool) tag {
	if session {
		return tagBuoi
	}
	return 0
}

// partDay reads a day behind a part of the day at token i: "sáng nay", "tối qua", "chiều thứ 6", "tối ngày 20/11".
func (l *line) partDay(i int) (span, int, bool) {
	switch j := i + 1; {
	case l.has(j, tagQua) && (l.toks[i].num == toi || l.toks[i].num == dem || !l.providerAt(j+1)):
		return oneDay(l.today - 1), j + 1, true
	case l.has(j, tagNay):
		return oneDay(l.today), j + 1, true
	case l.has(j, tagMai):
		return oneDay(l.today + 1), j + 1, true
	case l.is(j, "kia"):
		return oneDay(l.today - 2), j + 1, true
	default:
		return l.plainDay(j)
	}
}

// providerAt reports whether a provider begins at token i: in "đầu tuần qua MOOC" the middle word is its joint.
func (l *line) providerAt(i int) bool {
	if i >= len(l.toks) {
		return false
	}
	e, _ := l.longest(i, classProvider)
	return e != nil
}

// plainDay reads one day without the part of the day before it.
func (l *line) plainDay(i int) (span, int, bool) {
	if !l.number(i) && !l.has(i, tagDayHead) {
		return span{}, i, false
	}
	if l.toks[i].kind == wordToken && l.toks[i].id != 0 {
		if s, next, ok := l.namedDay(i); ok {
			return s, next, true
		}
	}
	if s, next, ok := l.agoDay(i); ok {
		return s, next, true
	}
	if !l.number(i) { // a number begins no weekday and no week
		if s, next, ok := l.weekday(i); ok {
			return s, next, true
		}
		if s, next, ok := l.weekStart(i); ok {
			return s, next, true
		}
	}
	return l.numberedDay(i)
}

// barePart reads a part of the day that stands alone: "buổi sáng", "tối". Without "buổi" it must stand beside words of time or at
// an end of the line, since each of these words also means something else.
func (l *line) barePart(i int) (int, bool) {
	if l.has(i, tagBuoi) && l.has(i+1, tagPart) {
		return i + 2, true
	}
	if l.is(i, "the") && l.has(i+1, tagPart) {
		return i + 2, true
	}
	if !l.has(i, tagPart) || len(l.toks[i].fold) < 3 {
		return i, false
	}
	if l.has(i-1, tagHour) || l.number(i-1) && l.has(i-2, tagHour) {
		return i, false // 2h chiều
	}
	before := i == 0 || l.has(i-1, tagTimeWord) || l.number(i-1) || l.mark(i-1, ",;")
	if l.number(i+1) && (l.has(i+2, tagUnit) || l.mark(i+2, ":")) || l.has(i+1, tagAnd) && l.has(i+2, tagPart) {
		return i + 1, true
	}
	after := i == len(l.toks)-1 || l.number(i+1) || l.has(i+1, tagAt|tagFrom) || l.is(i+1, "học") || l.mark(i+1, ",;")
	return i + 1, before && after || i == 0 || i == len(l.toks)-1 || before && l.has(i-1, tagUnit|tagQua|tagNay|tagWhole)
}
