package quicklog

// clock is a time of day as it was typed.
type clock struct {
	minutes int // since midnight, before the part of the day is taken into account
	part    int // 1 sáng … 5 đêm; 0 is none
	marked  bool
	next    int
}

// Parts of the day, as token.num says them.
const (
	sang  = 1
	trua  = 2
	chieu = 3
	toi   = 4
	dem   = 5
)

const noon = 12 * 60

// clock reads "8h", "8h30", "8:30", "8 giờ 30", "8 giờ kém 15", "8 rưỡi", "8", with its part of the day.
func (l *line) clock(i int) (clock, bool) {
	a, ok := l.amount(i)
	if ok && a.vague && l.number(i) {
		a, ok = amount{value: float64(l.toks[i].num), next: i + 1, whole: true}, true
	}
	if !ok || a.vague || a.value > 24 || a.value != float64(int(a.value)) || l.has(i, tagNua) {
		return clock{}, false
	}
	c := clock{minutes: int(a.value) * 60, next: a.next}
	switch j := a.next; {
	case l.mark(j, ":") && l.glued(j) && l.number(j+1) && l.glued(j+1) && l.toks[j+1].size == 2 && l.toks[j+1].num < 60:
		c.minutes, c.next, c.marked = c.minutes+l.toks[j+1].num, j+2, true
	case l.has(j, tagHour) && !l.has(j, tagTieng) && (len(l.toks[j].fold) > 1 || l.number(j-1)):
		c.marked, c.next = true, j+1
		add, after := l.rest(duration{unit: tagHour}, j+1)
		c.minutes, c.next = c.minutes+add, max(after, c.next)
	case l.has(j, tagRuoi):
		c.minutes, c.next = c.minutes+30, j+1
	}
	l.partOf(&c)
	return c, c.minutes >= 0 && c.minutes <= 24*60
}

// partOf reads "sáng", "chiều", "pm" behind a time of day; not the head of a day of its own ("2h | chiều qua").
func (l *line) partOf(c *clock) {
	switch j := c.next; {
	case l.has(j, tagPM):
		c.part, c.next, c.marked = sang, j+1, true
		if l.toks[j].num == 12 {
			c.part = chieu
		}
	case l.has(j, tagTo) && (l.number(j+1) || l.has(j+1, tagNum)): // "toi" for "tới"
	case l.has(j, tagPart) && !l.has(j+1, tagNay|tagQua|tagMai) && !l.dayFollows(j+1):
		c.part, c.next = l.toks[j].num, j+1
	case l.has(j, tagBuoi) && l.has(j+1, tagPart) && c.minutes >= 6*60 && !l.dayFollows(j+2): // "2h buổi tối" is a length
		c.part, c.next = l.toks[j+1].num, j+2
	}
}

// dayFollows reports whether a day that a part of the day can belong to begins at token i.
func (l *line) dayFollows(i int) bool {
	_, next, ok := l.plainDay(i)
	return ok && next > i
}

// absolute returns minutes since midnight with the part of the day applied.
func (c clock) absolute() int {
	switch {
	case c.part == trua && c.minutes < 10*60, (c.part == chieu || c.part == toi) && c.minutes < noon,
		c.part == dem && c.minutes >= 6*60 && c.minutes < noon:
		return c.minutes + noon
	}
	return c.minutes
}

// clockOf returns the time of day that is stated at token i, for comparison with durations; -1 is none.
func (l *line) clockOf(i int) int {
	for j := i; j < i+2; j++ {
		if c, ok := l.clock(j); ok {
			return c.minutes
		}
	}
	return -1
}

// clockTime recognises words that can only be a time of day: "lúc 8h", "7:30", "8h sáng", "từ 8h", "2pm".
func (l *line) clockTime(i int) (next int, ok bool) {
	lead, j := false, i
	if l.is(j, "bắt") && l.is(j+1, "đầu") || l.is(j, "kết") && l.is(j+1, "thúc") {
		lead, j = true, j+2
	}
	for j < min(len(l.toks), i+4) && (l.has(j, tagAt|tagFrom|tagTo) || lead && l.is(j, "từ") || l.is(j, "vào") || l.is(j, "khoảng") && lead) {
		lead = true
		j++
	}
	c, ok := l.clock(j)
	if !ok || l.has(c.next, tagCounter) && !c.marked {
		return i, false
	}
	plain := c.minutes%60 == 0
	switch {
	case l.mark(j+1, ":"), l.has(c.next-1, tagPM):
		return c.next, true
	case lead && c.marked && l.is(j-1, "từ") && !l.toks[j-1].accented && c.minutes < 5*60 && plain && c.part == 0:
		return i, false // "dien tu 2h": the word is another one
	case lead && c.marked:
		return c.next, true
	case lead && (l.has(i, tagAt) || l.is(i+1, "lúc")) && !(l.mark(c.next, "/.-") && l.glued(c.next)):
		return c.next, true
	}
	return c.next, c.part != 0 && (c.marked || l.has(c.next-2, tagRuoi))
}
