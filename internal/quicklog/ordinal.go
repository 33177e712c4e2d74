package quicklog

import "strings"

// ordinal reports whether token i counts parts and is not the end of another word ("đàm phán").
func (l *line) ordinal(i int) bool {
	if !l.has(i, tagOrdinal) || l.counted(i) {
		return false
	}
	inside := false
	for k := max(0, i-2); k < i; k++ {
		l.find(k, func(e *lexeme, next int) {
			inside = inside || next > i && e.class != classDay && e.class != classVague
		})
	}
	return !inside
}

// readOrdinal proposes a part of a work with its number: "bài 12", "Điều 5 đến Điều 12", "chương 2.3", "khóa XV".
func (l *line) readOrdinal(i int) {
	if !l.has(i, tagOrdinal) {
		return
	}
	j := i + 1
	if l.has(i, tagThu) && !l.nth(i-1) && !l.is(i-1, "ngày") {
		return
	}
	if l.is(j, "số") || l.is(j, "thứ") {
		j++
	}
	if j < len(l.toks) && l.toks[j].kind == wordToken && roman(l.toks[j].text) {
		l.propose(reading{form: formOpaque, at: i, next: j + 1, lex: l.p.lex.whole}, extraOpaque+extraKind)
		return
	}
	if !l.ordinalNumber(j) {
		return
	}
	next := l.ordinalEnd(j)
	for range maxListed {
		k := next
		if l.mark(k, ",-–&+") || l.has(k, tagTo|tagAnd) {
			k++
		}
		if k > next && k+1 < len(l.toks) && l.toks[k].fold == l.toks[i].fold {
			k++
		}
		_, _, dated := l.numberedDay(k)
		_, _, timed := l.duration(k)
		if k == next || dated || timed || !l.ordinalNumber(k) {
			break
		}
		next = l.ordinalEnd(k)
	}
	l.propose(reading{form: formOpaque, at: i, next: next}, extraOpaque)
}

// ordinalNumber reports whether token i is a number that counts nothing and begins no date.
func (l *line) ordinalNumber(i int) bool {
	if !l.number(i) {
		return false
	}
	u, _ := l.unit(i + 1)
	if u != 0 && l.has(i+1, tagTiet|tagBuoi|tagNgay|tagTuan) && l.number(i+2) {
		u = 0
	}
	date := l.mark(i+1, "/") && l.glued(i+1) && l.number(i+2)
	return u == 0 && !date
}

// ordinalEnd returns the token after a number of a part: 12, 2.3, 5a.
func (l *line) ordinalEnd(i int) int {
	next := i + 1
	for l.mark(next, ".") && l.glued(next) && l.number(next+1) && l.glued(next+1) {
		next += 2
	}
	if next < len(l.toks) && l.glued(next) && l.toks[next].kind == wordToken && len(l.toks[next].fold) == 1 && l.toks[next].tags&tagUnit == 0 {
		next++
	}
	return next
}

// roman reports whether s is a Roman number. In small letters it must be long enough to be no word ("vi sinh").
func roman(s string) bool {
	small := 0
	for _, r := range s {
		if strings.ContainsRune("ivxl", r) {
			small++
		} else if !strings.ContainsRune("IVXL", r) {
			return false
		}
	}
	return s != "" && (small == 0 || small == len(s) && small > 1 && s != "vi" && s != "xi" && s != "li")
}

// readCounted proposes a count of things, which is no time: "30 trang", "12 chuyên đề".
func (l *line) readCounted(i int) {
	if l.has(i+1, tagCounter) && !l.glued(i) {
		l.propose(reading{form: formOpaque, at: i, next: i + 2}, extraOpaque)
	}
	l.readTimes(i)
}
