package quicklog

import "math"

// duration is a length of time as it was stated.
type duration struct {
	minutes int
	unit    tag // of its first amount
	value   float64
	// clock is the time of day, in minutes, that the same words could mean, or -1: "2h" can be two o'clock, "2 tiếng" cannot.
	clock    int
	vague    bool // nobody can count it: "vài tiếng", "1-2 tiếng"
	negative bool
	session  bool // inferred from "buổi sáng"
}

// perUnit returns the minutes of one unit.
func (u Units) perUnit(t tag) float64 {
	switch t {
	case tagHour, tagTieng:
		return 60
	case tagTiet:
		return float64(u.TietMinutes)
	case tagBuoi:
		return float64(u.TietMinutes * u.BuoiTiet)
	case tagNgay:
		return float64(u.TietMinutes * u.NgayTiet)
	case tagTuan:
		return float64(u.TietMinutes * u.NgayTiet * u.TuanNgay)
	}
	return 1
}

// readAmounts proposes durations, times of day and intervals at token i.
func (l *line) readAmounts(i int) {
	if from, to, next, ok := l.interval(i); ok {
		d := duration{minutes: to - from, unit: tagMinute, clock: -1, negative: to <= from}
		l.propose(reading{form: formInterval, at: i, next: next, dur: d}, extraInterval)
	}
	if next, ok := l.clockTime(i); ok {
		l.propose(reading{form: formClock, at: i, next: next, dur: duration{clock: l.clockOf(i)}}, extraClock)
	}
	if d, next, ok := l.duration(i); ok && !l.belongsElsewhere(i, next, d) {
		l.propose(reading{form: formDuration, at: i, next: next, dur: d}, extraDuration)
	}
}

// duration reads a length of time at token i.
func (l *line) duration(i int) (duration, int, bool) {
	switch {
	case l.has(i, tagWhole):
		return l.wholeDuration(i)
	case l.has(i, tagMinus) || l.is(i, "một") && l.has(i+1, tagNua):
		d, next, ok := l.plainDuration(i + 1)
		d.negative = l.has(i, tagMinus)
		return d, next, ok
	case l.has(i, tagTieng|tagHour|tagNgay|tagBuoi|tagTiet) && len(l.toks[i].fold) > 1 && l.has(i+1, tagRuoi) && l.toks[i].fold != "hour":
		u := l.toks[i].tags & tagUnit
		return l.measure(amount{value: 1.5}, u), i + 2, true // tiếng rưỡi
	}
	return l.plainDuration(i)
}

// wholeDuration reads "cả ngày", "cả buổi", and the "cả" of "cả sáng".
func (l *line) wholeDuration(i int) (duration, int, bool) {
	j := i + 1
	if l.is(j, "the") {
		j++
	}
	switch {
	case l.has(j, tagNgay), l.has(j, tagTuan):
		return l.measure(amount{value: 1}, l.toks[j].tags&(tagNgay|tagTuan)), j + 1, true
	case l.has(j, tagBuoi) && l.has(j+1, tagPart):
		return l.measure(amount{value: 1}, tagBuoi), j, true
	case l.has(j, tagBuoi):
		return l.measure(amount{value: 1}, tagBuoi), j + 1, true
	case l.has(j, tagPart) && l.has(j+1, tagAnd|tagWhole) && l.has(j+2, tagPart):
		return l.measure(amount{value: 2}, tagBuoi), j + 2, true // cả sáng lẫn chiều
	case l.has(j, tagPart):
		return l.measure(amount{value: 1}, tagBuoi), j, true
	}
	return duration{}, i, false
}

// measure makes a duration of an amount and a unit.
func (l *line) measure(a amount, u tag) duration {
	d := duration{unit: u, value: a.value, clock: -1, vague: a.vague}
	d.minutes = int(math.Round(a.value * l.p.units.perUnit(u)))
	if u == tagHour && a.whole && a.value <= 24 {
		d.clock = int(a.value) * 60
	}
	return d
}

func (l *line) plainDuration(i int) (duration, int, bool) {
	a, ok := l.amount(i)
	if !ok {
		return duration{}, i, false
	}
	if l.has(a.next, tagRuoi) && l.has(a.next+1, tagHours|tagNgay|tagBuoi) { // một rưỡi tiếng
		a.value, a.whole, a.next = a.value+0.5, false, a.next+1
	}
	if l.has(a.next, tagAnd) && l.is(a.next+1, "a") && l.has(a.next+2, tagNua) { // one and a half hours
		a.value, a.whole, a.next = a.value+0.5, false, a.next+3
	}
	u, next := l.unit(a.next)
	if u == 0 {
		return duration{}, i, false
	}
	d := l.measure(a, u)
	add, next := l.rest(d, next)
	if l.has(next-1, tagRuoi) {
		d.value += 0.5
	}
	if d.minutes += add; add != 0 && d.clock >= 0 {
		d.clock = d.minutes
		if d.minutes > 24*60 {
			d.clock = -1
		}
	}
	if l.number(next) && l.is(next+1, "giây") {
		next += 2
	}
	if l.has(next, tagMinute) && add != 0 && l.number(next-1) && l.glued(next) {
		next++
	}
	return d, next, true
}

// rest reads what follows a first amount: "2 tiếng rưỡi", "1h30", "1 tiếng 15 phút", "2 giờ kém 10".
func (l *line) rest(d duration, i int) (minutes, next int) {
	switch {
	case d.vague:
		return 0, i
	case l.has(i, tagRuoi):
		return int(l.p.units.perUnit(d.unit) / 2), i + 1
	case d.unit&tagHours == 0:
		return 0, i
	case l.has(i, tagKem):
		if n, after := l.smaller(i + 1); after > i+1 {
			return -n, after
		}
		return 0, i
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
		l.has(a.next, tagCounter|tagThang|tagTimes) {
		return 0, i
	}
	return n, a.next
}

// belongsElsewhere reports whether the amount at i is rather the number of what stands before it: "khóa 12 ngày 20/11",
// "2 tiếng Anh", "sau ngày 20/11".
func (l *line) belongsElsewhere(i, next int, d duration) bool {
	switch {
	case d.unit == tagNgay && l.number(next) && l.mark(next+1, "/"):
		return l.ordinal(i-1) || l.is(i, "sau")
	case d.unit == tagTieng && d.minutes%60 == 0 && next > i+1:
		if _, after := l.longest(next-1, classField); after > next {
			_, alone := l.longest(next, classField)
			return alone == 0
		}
	}
	return false
}
