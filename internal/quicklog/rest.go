package quicklog

import "math"

// rest reads what follows a first amount: "2 tiếng rưỡi", "1h30", "1 tiếng 15 phút", "2 giờ kém 10".
func (l *line) rest(d duration, i int) (minutes, next int) {
	switch {
	case d.vague:
		return 0, i
	case l.has(i, tagRuoi):
		return int(math.Round(l.p.units.perUnit(d.unit) / 2)), i + 1
	case d.unit&tagHours == 0:
		return 0, i
	case l.has(i, tagKem):
		if n, after := l.smaller(i + 1); after > i+1 {
			return -n, after
		}
		return 0, i
	case d.unit == tagTieng && l.number(i) && l.toks[i].num == 1 && l.mark(i+1, "/") && l.glued(i+1) && l.number(i+2) && l.toks[i+2].num == 2 && !l.mark(i+3, "/"):
		return 30, i + 3 // 1 tiếng 1/2
	case l.has(i, tagAnd) && l.is(i+1, "a") && l.has(i+2, tagNua):
		return 30, i + 3
	case l.has(i, tagAnd):
		if a, ok := l.amount(i + 1); ok && !a.vague {
			if u, after := l.unit(a.next); u == tagMinute {
				return int(math.Round(a.value)), after
			}
		}
		return 0, i
	}
	if n, after := l.smaller(i); after > i {
		return n, after
	}
	return 0, i
}

// smaller reads the minutes after hours, with or without their unit.
func (l *line) smaller(i int) (minutes, next int) {
	a, ok := l.amount(i)
	if !ok || a.vague || a.value >= 60 || a.value != math.Trunc(a.value) || l.has(i, tagNua) {
		return 0, i
	}
	n := int(a.value)
	if u, after := l.unit(a.next); u == tagMinute {
		return n, after
	} else if l.number(i) && l.glued(i) && l.toks[i].size == 2 && a.next == i+1 {
		return n, a.next
	} else if u != 0 {
		return 0, i
	}
	if n < 5 || n < 10 && !l.number(i) || n%5 != 0 || a.next != i+1 && l.number(i) || l.mark(a.next, "/-.,") && (l.glued(a.next) || l.mark(a.next, "/")) && l.number(a.next+1) ||
		l.has(a.next, tagThang|tagTimes) || l.has(a.next, tagCounter) && !l.subject(a.next) {
		return 0, i
	}
	return n, a.next
}

// subject reports whether what is learnt begins at token i, though its word can also be counted: "một tiếng mười lăm | luật dân sự".
func (l *line) subject(i int) bool {
	subject := l.is(i, "luật")
	l.find(i, func(e *lexeme, next int) {
		subject = subject || (e.class == classField || e.class == classKind || e.class == classDoc) && (next > i+1 || e.class == classField)
	})
	return subject
}

// belongsElsewhere reports whether the amount at i is rather the number of what stands before it: "khóa 12 ngày 20/11",
// "2 tiếng Anh", "sau ngày 20/11".
func (l *line) belongsElsewhere(i, next int, d duration) bool {
	switch {
	case d.unit == tagNgay && l.number(next):
		s, _, dated := l.numberedDay(next - 1)
		return dated && s.dated && (l.ordinal(i-1) || l.is(i, "sau") || l.toks[i].size == 4)
	case d.unit == tagTieng && d.minutes%60 == 0 && next > i+1:
		if _, after := l.longest(next-1, classField); after > next {
			_, alone := l.longest(next, classField)
			return alone == 0
		}
	}
	return false
}
