package quicklog

import (
	"math"
	"strings"
)

// duration is a length of time as it was stated.
type duration struct {
	minutes int
	unit    tag // of its first amount
	value   float64
	// clock is the time of day, in minutes, that the same words could mean, or -1: "2h" can be two o'clock, "2 tiếng" cannot.
	clock    int
	vague    bool // nobody can count it: "vài tiếng", "1-2 tiếng"
	negative bool
	// backwards tells that the end of an interval lies before its start, and no midnight between them.
	backwards bool
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
	default:
		return 1 // minutes
	}
}

// readAmounts proposes durations, times of day and intervals at token i.
func (l *line) readAmounts(i int) {
	if from, to, next, ok := l.interval(i); ok {
		d := duration{minutes: to - from, unit: tagMinute, clock: -1, negative: to == from, backwards: to < from}
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
	if u == tagHour && strings.HasPrefix(l.toks[a.next].fold, "hour") || l.is(a.next, "hrs") {
		d.clock = -1 // "20 hours" is no time of day
	}
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
	if (l.is(next, "đầu") || l.is(next, "cuối") || l.is(next, "liền")) && !l.has(next+1, tagTuan|tagThang|tagNam|tagHour) {
		next++ // 2 tiết đầu
	}
	if l.number(next) && l.is(next+1, "giây") {
		next += 2
	}
	if l.has(next, tagMinute) && add != 0 && l.number(next-1) && l.glued(next) {
		next++
	}
	return d, next, true
}
