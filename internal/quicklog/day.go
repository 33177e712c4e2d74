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

// wholeWeek reads "cả tuần trước": its working days, and a week long.
func (l *line) wholeWeek(i int) (span, int, bool) {
	s, next, ok := l.week(i + 1)
	return span{start: s.start, end: s.start + date(l.p.units.TuanNgay) - 1, implied: tagTuan}, next, ok
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
	for _, read := range []func(int) (span, int, bool){l.agoDay, l.weekday, l.numberedDay, l.weekStart} {
		if s, next, ok := read(i); ok {
			return s, next, true
		}
	}
	return span{}, i, false
}

// namedDay reads the days that have a name of their own.
func (l *line) namedDay(i int) (s span, next int, ok bool) {
	if l.has(i, tagHom) && l.is(i+1, "kìa") && l.toks[i+1].accented {
		return oneDay(l.today - 3), i + 2, true
	}
	l.find(i, func(e *lexeme, after int) {
		switch e.class {
		case classDay:
			s, next, ok = oneDay(l.today+date(e.num)), after, true
		case classVague:
			s, next, ok = span{vague: true, future: e.num > 0}, after, true
		default:
		}
	})
	switch {
	case ok:
		return s, next, ok
	case l.has(i, tagHom) && l.has(i+1, tagMai):
		return oneDay(l.today + 1), i + 2, true
	case l.has(i, tagMai) && l.tomorrow(i):
		return oneDay(l.today + 1), i + 1, true
	case l.is(i, "this") && l.has(i+1, tagPart):
		return oneDay(l.today), i + 2, true
	case l.has(i, tagTuan|tagLast|tagSau) || l.is(i, "this") || l.is(i, "trong") && l.has(i+1, tagTuan):
		return l.week(i)
	case l.has(i, tagThang) && l.number(i+1) && l.toks[i+1].num <= 12 && l.monthOpen(i):
		return span{vague: true}, i + 2, true
	}
	return s, i, false
}

// monthOpen reports whether "tháng 10" at token i says when, and is not the end of a phrase ("chuyên đề tháng 10").
func (l *line) monthOpen(i int) bool {
	return i == 0 || l.is(i-1, "trong") || l.is(i-1, "hồi") || l.is(i-1, "vào") || l.has(i-1, tagUnit) || l.is(i-1, "học")
}

// tomorrow tells "mai" from the name Mai.
func (l *line) tomorrow(i int) bool {
	if l.has(i-1, tagPerson) || i > 0 && l.toks[i].capital && !l.allCapitals() {
		return false
	}
	if l.has(i-1, tagFamily) && l.toks[i-1].capital || i+1 < len(l.toks) && l.toks[i+1].capital && l.toks[i].capital && !l.allCapitals() {
		return false
	}
	edge := i == 0 || i == len(l.toks)-1
	return edge || l.is(i-1, "học") || l.is(i+1, "học") || l.has(i-1, tagTimeWord|tagPronoun) || l.number(i+1) || l.has(i+1, tagTimeWord|tagPronoun) ||
		l.mark(i-1, ",;/.") || l.mark(i+1, ",;:")
}

func (l *line) allCapitals() bool {
	for i := range l.toks {
		t := &l.toks[i]
		if t.kind == wordToken && !t.capital {
			return false
		}
	}
	return true
}

// week reads "tuần trước", "tuần này", "last week": vague by itself, but the week that a weekday beside it lies in.
func (l *line) week(i int) (span, int, bool) {
	if l.is(i, "trong") {
		i++
	}
	off, next, ok := l.weekOffset(i)
	if !ok || l.number(i-1) || l.has(i-1, tagNum) && !l.is(i-1, "từ") && !l.is(i-1, "tư") { // 3 tuần trước
		return span{}, i, false
	}
	monday := l.today.monday() + date(7*off)
	return span{start: monday, end: monday + 6, vague: true, week: true, future: off > 0}, next, true
}

// weekOffset reads a week at token i as a count of weeks from this one.
func (l *line) weekOffset(i int) (off, next int, ok bool) {
	if l.is(i, "của") || l.is(i, "trong") || l.mark(i, ",") {
		i++
	}
	if l.has(i+1, tagTuan) {
		switch {
		case l.has(i, tagLast):
			return -1, i + 2, true
		case l.is(i, "this"):
			return 0, i + 2, true
		case l.is(i, "next"):
			return 1, i + 2, true
		}
	}
	if !l.has(i, tagTuan) || l.is(i, "week") {
		return 0, i, false
	}
	switch j := i + 1; {
	case l.has(j, tagTruoc) && l.is(j+1, "nữa") && !l.has(j+2, tagUnit):
		return -2, j + 2, true
	case l.has(j, tagTruoc):
		return -1, j + 1, true
	case l.has(j, tagVua) && l.has(j+1, tagRoi|tagQua):
		return -1, j + 2, true
	case l.has(j, tagRoi), l.has(j, tagQua) && !l.providerAt(j+1):
		return -1, j + 1, true
	case l.has(j, tagNay):
		return 0, j + 1, true
	case l.has(j, tagSau), l.is(j, "kế"):
		return 1, j + 1, true
	}
	return 0, i, false
}

// weekStart reads "đầu tuần", "đầu tuần trước": the Monday.
func (l *line) weekStart(i int) (span, int, bool) {
	if l.has(i, tagNgay) && l.is(i+1, "đầu") {
		i++
	}
	if !l.is(i, "đầu") || !l.has(i+1, tagTuan) {
		return span{}, i, false
	}
	off, next, ok := l.weekOffset(i + 1)
	if !ok {
		off, next = 0, i+2
	}
	return oneDay(l.today.monday() + date(7*off)), next, true
}

// agoDay reads "3 ngày trước", "cách đây 2 hôm", "2 days ago", "1 tuần trước".
func (l *line) agoDay(i int) (span, int, bool) {
	j := i
	lead := l.is(j, "cách") && (l.is(j+1, "đây") || l.has(j+1, tagNay))
	if lead {
		j += 2
	}
	a, ok := l.amount(j)
	if !ok {
		return span{}, i, false
	}
	scale := 0
	switch k := a.next; {
	case l.has(k, tagNgay|tagHom):
		scale = 1
	case l.has(k, tagTuan):
		scale = 7
	case !l.has(k, tagThang) || a.value > 12:
		return span{}, i, false // "20 tháng trước" is the 20th
	}
	next := a.next + 1
	switch {
	case l.has(next, tagTruoc) && !l.is(next+1, "khi"), l.has(next, tagAgo):
		next++
	case !lead:
		return span{}, i, false
	}
	if a.vague || scale == 0 || a.value != float64(int(a.value)) || a.value > 4000 {
		return span{vague: true}, next, true
	}
	return oneDay(l.today - date(int(a.value)*scale)), next, true
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
