package quicklog

import "time"

// Duration reads an answer to "how long?". A bare number up to 12 is hours, a larger one up to MaxDayMinutes is minutes. It is not
// ok when the answer states no length, more than one, or one that a day cannot hold, and when it says anything else besides: "mai học
// 2h luật" is a new line, no answer.
func (p *Parser) Duration(answer string) (minutes int, ok bool) {
	l := p.read(answer, time.Unix(0, 0).UTC())
	if l.tooLong {
		return 0, false
	}
	if minutes, ok = l.bareNumber(); ok {
		return minutes, minutes > 0 && minutes <= MaxDayMinutes
	}
	l.choose()
	t := l.howLong()
	if t.bad || t.ask != "" || !t.stated || t.minutes > MaxDayMinutes || l.chose(formRepeat) || !l.onlyAmounts() {
		return 0, false
	}
	return t.minutes, true
}

// onlyAmounts reports whether the line holds nothing but amounts and what goes with them: "chắc khoảng 2 tiếng thôi ạ".
func (l *line) onlyAmounts() bool {
	for i := range l.toks {
		switch o := l.owner[i]; {
		case o != nil && o.form == formDay && o.day.implied == 0 && !l.has(o.at-1, tagPart):
			return false // a day answers another question
		case o != nil && o.form.timely(), l.toks[i].kind == markToken, l.commands(i):
		case !l.has(i, tagTimeLink|tagTotal|tagTrail|tagPronoun|tagAnd|tagFiller) && !l.linked(i):
			return false
		}
	}
	return true
}

// linked reports whether token i is in a phrase that goes with a length.
func (l *line) linked(i int) bool {
	for k := max(0, i-3); k <= i; k++ {
		if _, next := l.longest(k, classLink); next > i {
			return true
		}
	}
	return false
}

// bareNumber reads an answer that is nothing but a number, in digits or words.
func (l *line) bareNumber() (minutes int, ok bool) {
	a, ok := l.amount(0)
	if !ok || a.vague {
		return 0, false
	}
	next := a.next
	if l.has(next, tagRuoi) {
		a.value, next = a.value+0.5, next+1
	}
	for l.has(next, tagTrail) || l.mark(next, ".!") {
		next++
	}
	switch {
	case next < len(l.toks):
		return 0, false
	case a.value <= 12:
		return int(a.value*60 + 0.5), true
	}
	return int(a.value + 0.5), true
}

// Days reads an answer to "when?". It is not ok when the answer names no day, and when it leaves open which; a Problem tells that a
// day was named that cannot be taken.
func (p *Parser) Days(answer string, now time.Time) (start, end Day, problem Problem, ok bool) {
	l := p.read(answer, now)
	if l.tooLong {
		return "", "", "", false
	}
	l.choose()
	w := l.when()
	t := l.howLong()
	if t.count > 0 && w.stated {
		l.spread(&w, &t)
	}
	switch {
	case w.problem != "":
		return w.start.day(), w.end.day(), w.problem, false
	case w.stated && w.ask == "":
		return w.start.day(), w.end.day(), "", true
	case !w.stated && w.ask == "" && l.chose(formPart):
		return w.start.day(), w.end.day(), "", true // "buổi sáng" is this morning
	}
	return l.loneNumber()
}

// loneNumber reads an answer that is only the number of a day.
func (l *line) loneNumber() (start, end Day, problem Problem, ok bool) {
	if len(l.toks) != 1 || !l.number(0) || l.toks[0].num > 31 || l.toks[0].num == 0 {
		return "", "", "", false
	}
	d, ok := latestOfMonth(l.today, l.toks[0].num)
	return d.day(), d.day(), "", ok
}
