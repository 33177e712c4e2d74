package quicklog

// readRepeat proposes what says that something happened more than once: "mỗi ngày", "tối nào cũng", "hai lần".
func (l *line) readRepeat(i int) {
	switch {
	case l.has(i, tagEach) && l.has(i+1, tagUnit|tagPart|tagHom|tagThang|tagTimes|tagThu|tagWeekday):
		next := i + 2
		if l.has(i+1, tagBuoi) && l.has(next, tagPart) {
			next++
		}
		l.propose(reading{form: formRepeat, at: i, next: next}, extraDay)
	case l.has(i, tagNgay|tagTuan|tagThang) && l.rate(i):
		l.propose(reading{form: formRepeat, at: i, next: i + 1}, extraDay)
	case l.is(i, "x") && l.has(i-1, tagUnit|tagRuoi):
		l.readFactor(i)
	case l.has(i, tagNum):
		l.readTimes(i)
	}
}

// rate reports whether token i and the amount behind it say how much of each: "ngày 1h", "tuần 2 buổi".
func (l *line) rate(i int) bool {
	if l.number(i-1) || l.has(i-1, tagNum|tagNua|tagVai|tagWhole|tagThu|tagTrail|tagHom|tagNay|tagLast) || l.is(i-1, "trong") || l.is(i-1, "đầu") || l.is(i-1, "các") || l.is(i, "day") || l.is(i, "week") {
		return false
	}
	d, next, ok := l.duration(i + 1)
	smaller := d.unit&tagUnit < l.toks[i].tags&(tagNgay|tagTuan) || l.has(i, tagThang)
	return ok && smaller && !l.number(next) && l.phraseBefore(i, classLink) == i
}

// readTimes proposes a count of occasions: "3 lần", "x 3", "3 x 2h".
func (l *line) readTimes(i int) {
	a, ok := l.amount(i)
	if !ok || a.vague || l.has(i-1, tagNth) {
		return
	}
	switch next := a.next; {
	case l.is(next, "lần") || l.is(next, "times"):
		if a.value > 1 {
			l.propose(reading{form: formRepeat, at: i, next: next + 1}, extraOpaque)
		}
	case l.multiplied(next) && (l.number(next+1) || l.has(next+1, tagNum)):
		l.propose(reading{form: formRepeat, at: i, next: next + 1}, extraOpaque)
	}
}

// readFactor proposes a sign of multiplication at token i with its number, unless that number is a length of its own.
func (l *line) readFactor(i int) {
	if a, ok := l.amount(i + 1); ok {
		next := a.next
		if u, _ := l.unit(next); u != 0 {
			next = i + 1
		}
		l.propose(reading{form: formRepeat, at: i, next: next}, extraDay)
	}
}

// multiplied reports whether token i is a sign of multiplication.
func (l *line) multiplied(i int) bool {
	return l.is(i, "x") || l.mark(i, "×*")
}

// readMark proposes what begins with a mark: "/ngày", "x 3 buổi", "-2h".
func (l *line) readMark(i int) {
	switch {
	case l.mark(i, "/") && l.has(i+1, tagNgay|tagBuoi|tagTuan|tagThang|tagPart) && i > 0:
		l.propose(reading{form: formRepeat, at: i, next: i + 2}, extraDay)
	case l.mark(i, "×*"):
		l.readFactor(i)
	case l.mark(i, "¼½¾") && !l.number(i-1):
		l.readAmounts(i)
	case l.mark(i, "-−") && l.glued(i+1) && !l.glued(i) && !l.number(i-1) && !l.has(i-1, tagUnit):
		if d, next, ok := l.duration(i + 1); ok {
			d.negative = true
			l.propose(reading{form: formDuration, at: i, next: next, dur: d}, extraDuration)
		}
	}
}
