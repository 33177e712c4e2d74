package quicklog

// dayRange reads "từ 2/11 đến 6/11", "18-19/11", "18, 19/11", "từ thứ 2 đến thứ 4 tuần trước", "từ 16/11 đến nay".
func (l *line) dayRange(i int) (span, int, bool) {
	j := i
	if l.has(j, tagFrom) {
		j++
	}
	if s, next, ok := l.shortRange(j, j > i); ok {
		return s, next, true
	}
	a, k, ok := l.daySpan(j)
	if !ok {
		return span{}, i, false
	}
	k, ok = l.until(k)
	if !ok {
		return span{}, i, false
	}
	b, next, ok := l.daySpan(k)
	if !ok && (l.is(k, "nay") || l.is(k, "giờ") && !l.number(k+1) || l.is(k, "now")) {
		b, next, ok = oneDay(l.today), k+1, true
	}
	if !ok {
		return span{}, i, false
	}
	return l.join(a, b), next, true
}

// shortRange reads a range whose first day has only its number: "18-19/11", "từ ngày 18 đến ngày 20/11", "18 và 19/11".
func (l *line) shortRange(i int, lead bool) (span, int, bool) {
	j := i
	for l.has(j, tagNgay|tagHom) && j < i+2 {
		j++
	}
	if !l.number(j) || l.toks[j].size > 2 || l.toks[j].num > 31 || l.toks[j].num == 0 ||
		l.glued(j) && (l.toks[j-1].kind == wordToken || l.mark(j-1, "/.-") && l.glued(j-1)) {
		return span{}, i, false
	}
	if j == i && !lead && (l.ordinal(i-1) || l.phraseBefore(i, classDoc) < i) {
		return span{}, i, false // bài 12, 20/11
	}
	first := l.toks[j].num
	k, listed, ok := l.lastOfList(j)
	if !ok {
		return span{}, i, false
	}
	b, next, dated := l.numberedDay(k)
	if !dated || !b.dated || b.invalid && !l.mark(k+1, "/") {
		return span{}, i, false
	}
	if l.number(k) && !l.mark(k+1, "/.-") && !l.has(k+1, tagThang|tagMonth) {
		return span{}, i, false
	}
	if last := l.toks[k]; last.kind == numberToken && last.num <= first && !lead {
		return span{}, i, false
	}
	if b.invalid {
		return b, next, true
	}
	y, m, d := b.start.time().Date()
	if d < first {
		return span{invalid: true}, next, true
	}
	start, valid := exact(y, int(m), first)
	if !valid {
		return span{invalid: true}, next, true
	}
	b = l.forward(start, b, int(m), d)
	gaps := listed > 0 && int(b.end-b.start) > listed
	return span{start: b.start, end: b.end, dated: true, year: b.year, listed: gaps, run: listed > 0}, next, true
}

// lastOfList returns where the last day begins of a range ("18-19/11") or of a list ("16, 17 và 18/11"), and how many steps a list has.
func (l *line) lastOfList(j int) (k, listed int, ok bool) {
	k, ok = l.until(j + 1)
	for at := j + 1; at < j+3*maxListed; {
		next := at + 1
		if !l.mark(at, ",&+") && !l.has(at, tagAnd) && !(l.mark(at, "-–") && (at > j+1 || l.mark(at+2, "-–"))) {
			break
		}
		if l.has(next, tagNgay) {
			next++
		}
		if !l.number(next) {
			break
		}
		if !l.mark(at, "-–") {
			listed++
		}
		k, ok, at = next, true, next+1
	}
	return k, listed, ok
}

// forward resolves a short range from its first day, which is the latest that is not in the future: on 24/11, "23-25/11" ends
// tomorrow and does not lie a year back.
func (l *line) forward(start date, b span, m, d int) span {
	if b.year {
		return span{start: start, end: b.end, year: true}
	}
	_, _, first := start.time().Date()
	if got, ok := latest(l.today, m, first); ok && got > start && !l.forth {
		if end, ok := exact(got.time().Year(), m, d); ok {
			return span{start: got, end: end}
		}
	}
	return span{start: start, end: b.end}
}

// join makes a range of two days. Weekdays are taken back from the end, dates forward from the start, each so that the range holds
// together; a year that only the end states counts for the start too.
func (l *line) join(a, b span) span {
	s := span{start: a.start, end: b.end, invalid: a.invalid || b.invalid, vague: a.vague || b.vague, future: b.future, dated: a.dated || b.dated, year: b.year}
	if s.invalid || s.vague {
		return s
	}
	switch {
	case l.forth:
		s = l.joinAhead(a, b, s)
	case a.weekday != 0 && s.start > s.end || a.weekday != 0 && b.weekday == 0:
		s.start = s.end - date((s.end.weekday()-a.weekday+7)%7)
	case a.dated && b.dated && b.year && !a.year:
		s.start = backTo(a.start, s.end)
	case a.dated && b.dated && !b.year && !a.year, a.dated && a.year && b.dated && !b.year:
		s.end = onwardTo(s.end, s.start)
	}
	if s.start > s.end {
		s.vague = true // the two ends contradict each other
	}
	return s
}

// backTo returns the latest day with the number and month of d that is not after end.
func backTo(d, end date) date {
	_, m, n := d.time().Date()
	if got, ok := latest(end, int(m), n); ok {
		return got
	}
	return d
}

// onwardTo returns the first day with the number and month of d that is not before start.
func onwardTo(d, start date) date {
	_, m, n := d.time().Date()
	y := start.time().Year()
	for ahead := range 9 {
		if got, ok := exact(y+ahead, int(m), n); ok && got >= start {
			return got
		}
	}
	return d
}
