package quicklog

// total is the length of an entry, resolved from every amount of the line.
type total struct {
	minutes int
	count   float64 // how many days or weeks were stated
	unit    tag     // of count
	stated  bool
	hours   bool // stated in "h" alone, so that a time of day may be meant
	ask     Ask
	bad     bool // zero or negative
	coarse  bool // in sessions, days or weeks
	each    bool // in hours or minutes: over listed days it can be for each
}

// part is one stated amount while they are added up.
type part struct {
	duration
	at, next int
	interval bool
}

// howLong resolves the amounts of the line.
func (l *line) howLong() total {
	parts, clocks := l.parts()
	t := total{}
	for _, p := range parts {
		if p.negative || p.minutes <= 0 && !p.vague {
			t.bad = true
			return t
		}
	}
	parts = l.demote(parts, &clocks)
	if len(parts) == 0 {
		return l.unstated(clocks)
	}
	cur := parts[0]
	for _, p := range parts[1:] {
		if t.ask == "" {
			cur, t.ask = l.merge(cur, p, &t)
		}
	}
	if cur.vague && t.ask == "" {
		t.ask = AskDuration
	}
	if cur.unit&(tagNgay|tagTuan) != 0 && t.count == 0 {
		t.count, t.unit = cur.value, cur.unit
	}
	t.minutes, t.stated, t.coarse = cur.minutes, true, cur.unit&tagCoarse != 0
	t.hours = cur.clock >= 0 && !cur.interval
	t.each = cur.unit&(tagHours|tagMinute) != 0 && t.count == 0
	if t.ask == "" && t.hours && cur.minutes >= 6*60 && len(parts) == 1 && l.opens(cur) {
		t.ask = AskTimeOrDuration
	}
	if t.ask == "" && l.clauses() > 1 {
		t.ask = AskSplit
	}
	return t
}

// opens reports whether a length stands first and a word of logging follows: "8h học luật" can be a time of day.
func (l *line) opens(p part) bool {
	for i := range p.at {
		if !l.cut(i) && l.toks[i].kind != markToken {
			return false
		}
	}
	return l.is(p.next, "học")
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

// parts collects the stated amounts, and counts the times of day.
func (l *line) parts() (parts []part, clocks int) {
	for i := range l.chosen {
		c := &l.chosen[i]
		switch c.form {
		case formDuration, formInterval:
			parts = append(parts, part{duration: c.dur, at: c.at, next: c.next, interval: c.form == formInterval})
		case formClock:
			clocks++
		default:
		}
	}
	return parts, clocks
}

// demote takes those hours for a time of day that can be nothing else: "8h sáng nay", and "14h" when a length is stated besides.
func (l *line) demote(parts []part, clocks *int) []part {
	kept := parts[:0:0]
	for i, p := range parts {
		beside := l.has(p.next, tagPart) || l.has(p.at-1, tagPart) || l.has(p.next, tagBuoi) && l.has(p.next+1, tagPart)
		daily := p.clock >= 6*60 && beside && l.has(p.next, tagPart|tagBuoi)
		late := p.clock > MaxDayMinutes && len(parts) > 1
		other := len(parts) == 2 && parts[1-min(i, 1)].clock < 0 && beside
		if p.clock >= 0 && (daily || late || other && !parts[1-min(i, 1)].vague) {
			*clocks++
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// unstated looks for a length that is only implied: "buổi sáng 20/11" is a session, unless the time of day is given.
func (l *line) unstated(clocks int) total {
	for i := range l.chosen {
		c := &l.chosen[i]
		if (c.form == formDay || c.form == formPart) && c.day.implied != 0 && clocks == 0 {
			return total{minutes: int(l.p.units.perUnit(c.day.implied)), stated: true, coarse: true}
		}
		if c.form == formClock && c.dur.clock >= 0 && c.dur.clock < 6*60 && l.number(c.at) && l.has(c.next-1, tagPart) {
			return total{ask: AskTimeOrDuration} // "2h chiều"
		}
	}
	return total{ask: AskDuration}
}

// merge joins two stated amounts, or says what to ask.
func (l *line) merge(a, b part, t *total) (part, Ask) {
	soft, plus := l.between(a.next, b.at)
	plus = plus || soft && l.partsOfDay() > 1 // sáng 2 tiếng, chiều 1 tiếng
	big, small := a, b
	if b.unit&tagCoarse != 0 && a.unit&tagCoarse == 0 {
		big, small = b, a
	}
	joined := part{duration: a.duration, at: a.at, next: b.next}
	joined.minutes, joined.clock = a.minutes+b.minutes, -1
	switch {
	case soft && plus && l.daysStated() > 1:
		return a, AskSplit // 2h hôm qua và 1h hôm nay
	case soft && (plus || a.interval && b.interval):
		joined.interval = a.interval && b.interval
		return joined, ""
	case a.minutes == b.minutes && (soft || big.unit&tagCoarse != 0 || a.interval != b.interval):
		small.next, small.clock = b.next, -1
		if big.unit&(tagNgay|tagTuan) != 0 {
			t.count, t.unit = big.value, big.unit
		}
		return small, ""
	case a.interval != b.interval && big.unit&tagCoarse == 0:
		if !soft && l.separated(a.next, b.at) {
			return a, AskSplit
		}
		return a, AskDuration
	case big.unit&tagCoarse != 0:
		return l.mergeCoarse(big, small, soft, t)
	case soft && a.unit == tagTiet && b.unit == tagMinute && b.at == a.next:
		return joined, ""
	case soft && a.clock >= 0 && b.clock >= 0 && (a.minutes >= 6*60) != (b.minutes >= 6*60):
		return a, AskTimeOrDuration
	case soft && (l.mark(b.at-1, "(=-–~") || l.has(b.at-1, tagTo)):
		return a, AskDuration
	case a.clock >= 0 && b.clock >= 0 && (a.minutes >= 6*60) != (b.minutes >= 6*60) && !l.separated(a.next, b.at):
		return a, AskTimeOrDuration
	}
	return a, AskSplit
}

// mergeCoarse joins sessions, days or weeks with another amount: "2 ngày 1 buổi" adds up, "1 buổi (3 tiếng)" is three hours long,
// "3 ngày, 24 tiết" is a count of days and a total, "3 buổi 2h" can be each or in all.
func (l *line) mergeCoarse(big, small part, soft bool, t *total) (part, Ask) {
	small.next = max(big.next, small.next)
	small.clock = -1
	if small.unit&tagCoarse != 0 {
		switch {
		case soft && big.unit > small.unit && big.unit != tagTuan && small.at >= big.at:
			big.minutes, big.next = big.minutes+small.minutes, small.next
			return big, ""
		case big.unit == small.unit:
			return big, AskSplit
		}
		if small.unit > big.unit {
			big, small = small, big
		}
		t.count, t.unit = big.value, big.unit
		return small, ""
	}
	if big.value <= 1 {
		return small, ""
	}
	if big.unit != tagBuoi {
		t.count, t.unit = big.value, big.unit
	}
	days := big.value
	if big.unit == tagTuan {
		days *= float64(l.p.units.TuanNgay)
	}
	inAll := l.has(small.at-1, tagTotal) || l.is(small.at-1, "cộng") || l.mark(small.at-1, "(=") || l.is(small.at-1, "là")
	if inAll || big.unit != tagBuoi && float64(small.minutes) >= days*150 && small.minutes > 12*60 || small.interval && false {
		return small, ""
	}
	return small, AskRepeat
}

// between reports whether the tokens from i to before j add nothing to what stands around them, and whether they say "plus".
func (l *line) between(i, j int) (soft, plus bool) {
	for ; i < j; i++ {
		switch {
		case l.mark(i, "+&"), l.has(i, tagAnd):
			plus = true
		case l.mark(i, ";\n"):
			return false, plus
		case l.toks[i].kind == markToken, l.has(i, tagTimeLink|tagTotal|tagTrail), l.cut(i):
		case l.is(i, "tức"), l.is(i, "hay"), l.is(i, "bằng"), l.is(i, "tương"), l.is(i, "đương"), l.is(i, "khoảng"):
		default:
			return false, plus
		}
	}
	return true, plus
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

// separated reports whether a mark that ends a statement stands between tokens i and j.
func (l *line) separated(i, j int) bool {
	for ; i < j; i++ {
		if l.mark(i, ";\n+,") || l.has(i, tagAnd) {
			return true
		}
	}
	return false
}
