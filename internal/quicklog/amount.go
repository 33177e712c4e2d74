package quicklog

// amount is how many of a unit: "2", "1,5", "nửa", "hai mươi", "1/2", "1-2".
type amount struct {
	value float64
	next  int
	whole bool // an integer written in digits
	vague bool // "vài", "1-2": nobody can count it
}

// amount reads how many at token i.
func (l *line) amount(i int) (amount, bool) {
	switch {
	case l.number(i):
		return l.digitAmount(i)
	case l.has(i, tagNua):
		next := i + 1
		if l.is(next, "a") || l.is(next, "an") {
			next++
		}
		return amount{value: 0.5, next: next}, true
	case l.mark(i, "¼½¾"):
		return amount{value: fraction(l.toks[i].text), next: i + 1}, true
	case l.quarters(i) > i:
		return l.quarterAmount(i)
	case l.has(i, tagVai):
		return amount{vague: true, next: i + 1}, true
	}
	if l.is(i, "một") && l.has(i+1, tagVai) {
		return amount{vague: true, next: i + 2}, true
	}
	n, next := l.wordAmount(i)
	if next == i {
		return amount{}, false
	}
	a := amount{value: float64(n), next: next}
	if l.has(i-1, tagThu) {
		return a, true // thứ sáu - ba mươi phút
	}
	if m, after := l.wordAmount(next + 1); after > next+1 && (l.has(next, tagTo) || l.is(next, "hoặc") || l.mark(next, "-–") && m <= n+5) && m > n {
		a = amount{vague: true, next: after} // một hoặc hai tiếng
	} else if after := next; n > 0 && n < 9 && !l.has(i, tagMuoi) && after < len(l.toks) {
		if m, end := l.wordAmount(after); end > after && m == n+1 {
			a = amount{vague: true, next: end} // hai ba tiếng
		}
	}
	return a, true
}

// fraction returns the value of a sign such as ½.
func fraction(sign string) float64 {
	switch sign {
	case "¼":
		return 0.25
	case "½":
		return 0.5
	}
	return 0.75
}

// quarters returns the token after "quarter" or "quarters" at token i or behind a number there; i is none.
func (l *line) quarters(i int) int {
	j := i
	if l.has(j, tagNum) || l.number(j) {
		j++
	}
	if l.is(j, "quarter") || l.is(j, "quarters") {
		return j + 1
	}
	return i
}

// quarterAmount reads "a quarter of an", "three quarters of an".
func (l *line) quarterAmount(i int) (amount, bool) {
	next := l.quarters(i)
	a := amount{value: 0.25, next: next}
	if next == i+2 {
		a.value *= float64(l.toks[i].num)
	}
	if l.is(next, "of") {
		a.next++
	}
	if l.is(a.next, "a") || l.is(a.next, "an") {
		a.next++
	}
	return a, a.value > 0
}

func (l *line) digitAmount(i int) (amount, bool) {
	t := &l.toks[i]
	if i > 0 && t.glued && l.mark(i-1, "/.,") && l.number(i-2) && l.glued(i-1) {
		return amount{}, false
	}
	a := amount{value: float64(t.num), next: i + 1, whole: true}
	if l.mark(i+1, "¼½¾") {
		return amount{value: a.value + fraction(l.toks[i+1].text), next: i + 2}, true // 1½
	}
	if !l.number(i + 2) {
		return a, true
	}
	other := &l.toks[i+2]
	joined := l.glued(i+1) && other.glued
	if t.glued && l.toks[i-1].kind == wordToken && !joined {
		return a, true // t7 - 45p
	}
	switch {
	case l.mark(i+1, ".,") && joined && other.size <= 2 && !(l.mark(i+3, "./") && l.glued(i+3) && l.number(i+4)):
		scale := 10.0
		if other.size == 2 {
			scale = 100
		}
		return amount{value: a.value + float64(other.num)/scale, next: i + 3}, true
	case l.mark(i+1, "/") && joined && t.num < other.num && other.num <= 4:
		return amount{value: a.value / float64(other.num), next: i + 3}, true
	case (l.mark(i+1, "-–—~") && (joined || !l.ordinal(i-1)) || l.has(i+1, tagTo) || l.is(i+1, "hoặc")) && t.num < other.num && t.num > 0:
		return amount{vague: true, next: i + 3}, true
	}
	return a, true
}

// wordAmount reads a number in words at token i: "hai", "mười lăm", "ba mươi", "bốn lăm", "một trăm hai mươi". next is i when there is none.
func (l *line) wordAmount(i int) (n, next int) {
	if !l.has(i, tagNum) || l.toks[i].kind != wordToken {
		return 0, i
	}
	n, next = l.toks[i].num, i+1
	switch {
	case l.has(next, tagTram):
		rest, after := l.wordAmount(next + 1)
		if l.has(next+1, tagRuoi) {
			rest, after = 50, next+2
		}
		return n*100 + rest, max(after, next+1)
	case n < 10 && n > 0 && l.has(next, tagMuoi):
		n, next = n*10, next+1
	case n >= 2 && n < 10 && l.is(next, "mốt") && !l.has(i-1, tagThu):
		if u, _ := l.unit(next + 1); l.toks[next].accented || u == 0 { // "hai mot tieng" is rather "thứ hai, một tiếng"
			return n*10 + 1, next + 1
		}
	case n >= 2 && n < 10 && (l.is(next, "lăm") || l.is(next, "nhăm")):
		return n*10 + 5, next + 1
	}
	if n >= 10 && n%10 == 0 && l.has(next, tagNum) && l.toks[next].kind == wordToken && l.toks[next].num < 10 && l.toks[next].num > 0 {
		n, next = n+l.toks[next].num, next+1
	}
	return n, next
}

// unit returns the unit at token i and the token after it. A prime after a number is minutes.
func (l *line) unit(i int) (tag, int) {
	switch {
	case i >= len(l.toks):
		return 0, i
	case l.mark(i, "'’′´`‘"):
		next := i + 1
		if l.mark(next, "'’′") && l.glued(next) {
			return 0, i // seconds
		}
		return tagMinute, next
	case l.is(i, "m") && l.glued(i) && l.number(i-1):
		return tagMinute, i + 1
	case l.toks[i].kind != wordToken:
		return 0, i
	}
	u := l.toks[i].tags & tagUnit
	if u == 0 || len(l.toks[i].fold) == 1 && !l.number(i-1) && !l.mark(i-1, "¼½¾") {
		return 0, i
	}
	next := i + 1
	if u&tagTieng != 0 {
		u = tagTieng
	}
	if u&tagHours != 0 && l.is(next, "đồng") && l.is(next+1, "hồ") {
		next += 2
	}
	if u == tagTiet && l.is(next, "học") || u == tagBuoi && l.is(next, "học") && !l.is(next+1, "tập") {
		next++ // 2 tiết học, một buổi học
	}
	return u, next
}
