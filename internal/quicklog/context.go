package quicklog

// opens reports whether a length stands first and a word of logging follows: "8h học luật" can be a time of day.
func (l *line) opens(p part) bool {
	for i := range p.at {
		if !l.cut(i) && l.toks[i].kind != markToken {
			return false
		}
	}
	return l.is(p.next, "học")
}

// session is the least length that no part of a day has: a morning or an evening is over after four hours and a half.
const session = 5 * 60

// tooLongFor reports whether the line states one part of a day and hours that it cannot hold: "sáng nay 8h", "chiều qua 6h".
func (l *line) tooLongFor(p part) bool {
	return p.minutes >= session && l.partsOfDay() == 1 && !l.inAll()
}

// clauses counts how often the line says "học" with something to learn behind it, at its head or after a time.
func (l *line) clauses() (n int) {
	said := false
	for i := range l.toks {
		switch {
		case l.is(i, "học") && l.commands(i) && (i == 0 || l.cut(i-1) || l.has(i-1, tagPronoun) || l.toks[i-1].kind == markToken):
			said = true
		case said && !l.cut(i) && l.toks[i].kind != markToken && !l.has(i, tagTimeLink|tagTrail):
			said = false
			n++
		}
	}
	return n
}

// commands reports whether token i was read as a word of logging.
func (l *line) commands(i int) bool {
	return l.owner[i] != nil && l.owner[i].form == formCommand
}

// inAll reports whether the line says that its amount is a total.
func (l *line) inAll() bool {
	for i := range l.toks {
		if l.has(i, tagTotal) && (l.owner[i] == nil || l.owner[i].form != formOpaque) {
			return true
		}
	}
	return false
}

// daysStated counts the days that the line states.
func (l *line) daysStated() (n int) {
	for i := range l.chosen {
		if l.chosen[i].form == formDay {
			n++
		}
	}
	return n
}

// partsOfDay counts the parts of the day that the line states.
func (l *line) partsOfDay() (n int) {
	for i := range l.toks {
		if l.has(i, tagPart) && l.cut(i) {
			n++
		}
	}
	return n
}

// cut reports whether token i was consumed as a time.
func (l *line) cut(i int) bool {
	return l.owner[i] != nil && l.owner[i].form.timely()
}
