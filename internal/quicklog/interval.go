package quicklog

// interval reads "từ 8h đến 10h30", "14h30-16h", "8-10h sáng", and returns minutes since midnight of both ends.
func (l *line) interval(i int) (from, to, next int, ok bool) {
	j := i
	if l.is(j, "bắt") && l.is(j+1, "đầu") {
		j += 2
	}
	if l.is(j, "lúc") {
		j++
	}
	lead := l.has(j, tagFrom) || j > i
	if l.has(j, tagFrom) {
		j++
	}
	if l.has(j, tagAt) {
		j++
	}
	if !l.number(j) && !l.has(j, tagNum) {
		return 0, 0, i, false
	}
	a, ok := l.clock(j)
	if !ok {
		return 0, 0, i, false
	}
	k, ok := l.until(a.next)
	if !ok {
		return 0, 0, i, false
	}
	b, ok := l.clock(k)
	if loose := l.mark(a.next, "-–—~") && !l.glued(a.next); !ok || loose && !a.marked && !lead || !l.plausible(a, b, lead) {
		return 0, 0, i, false
	}
	if b.part == 0 && l.has(b.next, tagPart) {
		b.part = l.toks[b.next].num // of the day that follows: "đến 2h chiều qua"
	}
	from, to = bounds(a, b)
	return from, to, b.next, true
}

// overNoon is how long an interval over noon can be whose end is stated in the other half of the day: "từ 9h đến 2h", not "từ 10h đến 8h".
const overNoon = 5 * 60

// until reads the joint between the two ends of an interval or range.
func (l *line) until(i int) (int, bool) {
	switch {
	case l.mark(i, "-–—~→"):
		if i++; l.mark(i, ">") {
			i++
		}
		return i, true
	case l.ends(i) > i:
		return l.ends(i), true
	case l.has(i, tagTo):
		if i++; l.is(i, "hết") || l.is(i, "lúc") || l.has(i, tagTo) {
			i++
		}
		return i, true
	}
	return i, false
}

// ends returns the token after "(và) kết thúc (lúc)" at token i, which joins the times that something begins and ends; i is none.
func (l *line) ends(i int) int {
	j := i
	if l.mark(j, ",") || l.has(j, tagAnd) {
		j++
	}
	if !l.is(j, "kết") || !l.is(j+1, "thúc") {
		return i
	}
	j += 2
	for l.has(j, tagAt) || l.is(j, "vào") {
		j++
	}
	return j
}

// parted reads an interval whose ends stand apart: "từ 22h30 hôm qua đến 0h30".
func (l *line) parted() []part {
	var ends []clock
	var at []int
	for i := range l.chosen {
		if r := &l.chosen[i]; r.form == formClock {
			if c, ok := l.clockIn(r); ok {
				ends, at = append(ends, c), append(at, r.at)
			}
		}
	}
	if len(ends) != 2 || !l.has(at[0], tagFrom) && !l.is(at[0], "bắt") || !l.has(at[1], tagTo) && !l.is(at[1], "kết") {
		return nil
	}
	from, to := bounds(ends[0], ends[1])
	d := duration{minutes: to - from, unit: tagMinute, clock: -1, negative: to == from, backwards: to < from}
	return []part{{duration: d, at: at[0], next: ends[1].next, interval: true}}
}

// clockIn returns the time of day of a reading that can begin with words such as "từ" and "lúc".
func (l *line) clockIn(r *reading) (clock, bool) {
	for i := r.at; i < r.next; i++ {
		if l.has(i, tagFrom|tagTo|tagAt) {
			continue // "tu" is từ here, not tư
		}
		if c, ok := l.clock(i); ok {
			return c, true
		}
	}
	return clock{}, false
}

// plausible tells an interval from an amount that is given loosely ("2-3h") and from pages ("từ 5 đến 12").
func (l *line) plausible(a, b clock, lead bool) bool {
	switch {
	case !a.marked && !b.marked && a.part == 0 && b.part == 0:
		return false
	case l.mark(b.next, "/") && l.glued(b.next) || l.has(b.next, tagCounter|tagThang) && !b.marked:
		return false
	case lead || a.part != 0 || b.part != 0 || l.mark(b.next-2, ":"):
		return true
	case a.minutes < 4*60 && b.minutes-a.minutes <= 60:
		return false // "1h-1h30" is rather a length between the two
	case !b.marked:
		return a.minutes >= 6*60 && b.minutes > a.minutes
	}
	return a.minutes >= 5*60 || a.minutes%60 != 0 || b.minutes%60 != 0 || b.minutes-a.minutes > 120
}

// bounds puts both ends on one day; an end before its start is in the other half of the day, or after midnight for a late start.
func bounds(a, b clock) (from, to int) {
	if a.part == 0 && b.part != 0 && b.part != sang && a.minutes < b.minutes && b.minutes < noon && a.minutes+noon < b.absolute() {
		a.part = b.part
	}
	from, to = a.absolute(), b.absolute()
	switch {
	case to > from:
	case b.part == 0 && to < from && to < noon && from < to+noon && to+noon-from <= overNoon:
		to += noon
	case from >= 18*60 && to <= 6*60:
		to += 24 * 60
	}
	return from, to
}
