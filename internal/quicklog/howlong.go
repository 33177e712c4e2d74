package quicklog

import "slices"

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
	if len(parts) == 0 && clocks == 2 {
		parts = l.parted()
	}
	t := total{}
	for _, p := range parts {
		if p.negative || p.minutes <= 0 && !p.vague && !p.backwards {
			t.bad = true
			return t
		}
	}
	if slices.ContainsFunc(parts, func(p part) bool { return p.backwards }) {
		return total{ask: AskTimeOrDuration}
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
	if t.ask == "" && t.hours && len(parts) == 1 && l.tooLongFor(cur) {
		t.ask = AskTimeOrDuration
	}
	if t.ask == "" && l.clauses() > 1 {
		t.ask = AskSplit
	}
	return t
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
