package quicklog

import "math"

// wholeWeek reads "cả tuần trước": its working days, and a week long.
func (l *line) wholeWeek(i int) (span, int, bool) {
	s, next, ok := l.week(i + 1)
	return span{start: s.start, end: s.start + date(l.p.units.TuanNgay) - 1, implied: tagTuan}, next, ok
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
	case l.has(j, tagSau), l.is(j, "kế") && (l.is(j+1, "tiếp") || j+1 == len(l.toks)):
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

// ahead reports whether token i makes the days before it lie ahead: "3 ngày nữa", "2 tuần tới"; "2 ngày nửa buổi" does not.
func (l *line) ahead(i int) bool {
	u, _ := l.unit(i + 1)
	return l.is(i, "nữa") && u == 0 || l.is(i, "tới") && !l.number(i+1) && !l.has(i+1, tagNum|tagHead)
}

// daysAhead makes a day ahead of a count of days or weeks; months are only some day ahead.
func (l *line) daysAhead(a amount, scale, next int) (span, int, bool) {
	if a.vague || scale == 0 || a.value > 4000 {
		return span{vague: true, future: true}, next, true
	}
	return oneDay(l.today + date(int(math.Ceil(a.value))*scale)), next, true
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
	case !lead && l.ahead(next):
		return l.daysAhead(a, scale, next+1)
	case !lead:
		return span{}, i, false
	}
	if a.vague || scale == 0 || a.value != float64(int(a.value)) || a.value > 4000 {
		return span{vague: true}, next, true
	}
	return oneDay(l.today - date(int(a.value)*scale)), next, true
}
