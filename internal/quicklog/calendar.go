package quicklog

// numberedDay reads a day by its number: "20/11", "ngày 5", "5 tháng 11", "2026-11-20", "20 Nov".
func (l *line) numberedDay(i int) (span, int, bool) {
	at, prefix := i, 0
	for l.has(i, tagNgay|tagHom|tagMung) && prefix < 2 || prefix == 0 && l.is(i, "on") {
		prefix++
		i++
	}
	if l.has(i, tagMonth) && l.number(i+1) && l.toks[i+1].num <= 31 && l.toks[i+1].size <= 2 { // Nov 20
		s, next := l.resolveDate(l.toks[i+1].num, l.toks[i].num, i+2)
		return s, next, true
	}
	if prefix > 0 || l.has(i, tagNum) {
		if s, next, ok := l.spokenDay(at, i); ok {
			return s, next, true
		}
	}
	if !l.number(i) || l.toks[i].size > 4 || i > at && l.toks[i].glued {
		return span{}, at, false
	}
	if prefix == 0 && l.glued(i) && l.mark(i-1, "/.") && l.glued(i-1) {
		return span{}, at, false
	}
	d := l.toks[i].num
	switch j := i + 1; {
	case l.toks[i].size == 4:
		return l.isoDay(i)
	case l.mark(j, "/.-") && l.number(j+1) && (l.glued(j) && l.glued(j+1) || l.mark(j, "/") && l.toks[i].size+l.toks[j+1].size > 2):
		return l.slashDay(i, prefix > 0)
	case l.has(j, tagThang) && l.number(j+1):
		s, next := l.resolveDate(d, l.toks[j+1].num, j+2)
		return s, next, true
	case l.has(j, tagThang) && l.has(j+1, tagNum) && !l.has(j+1, tagNay|tagTruoc):
		if m, next := l.spokenMonth(j + 1); next > j+1 {
			s, next := l.resolveDate(d, m, next)
			return s, next, true
		}
	case l.has(j, tagThang) && (l.has(j+1, tagNay|tagTruoc) || l.has(j+1, tagRoi)):
		return l.dayOfMonth(d, l.has(j+1, tagNay), j+2)
	case l.has(j, tagMonth):
		s, next := l.resolveDate(d, l.toks[j].num, j+1)
		return s, next, true
	}
	return l.loneDay(at, i)
}

// spokenDay reads a day whose number is in words: "ngày hai mươi tháng mười một", "mùng năm tháng 11", "ngày mười lăm".
func (l *line) spokenDay(at, i int) (span, int, bool) {
	d, next := l.wordAmount(i)
	if next == i || d == 0 || at == i && d < 10 {
		return span{}, at, false
	}
	month := l.has(next, tagThang)
	if month && l.number(next+1) {
		s, next := l.resolveDate(d, l.toks[next+1].num, next+2)
		return s, next, true
	}
	if m, after := l.spokenMonth(next + 1); month && after > next+1 {
		s, next := l.resolveDate(d, m, after)
		return s, next, true
	}
	if month && at < i && (l.has(next+1, tagNay|tagTruoc) || l.has(next+1, tagRoi)) {
		return l.dayOfMonth(d, l.has(next+1, tagNay), next+2)
	}
	if u, _ := l.unit(next); at == i || u != 0 || d < 10 && !l.has(i-1, tagMung) || d > 31 || l.has(next, tagTimes|tagThang) || l.has(next, tagCounter) && !l.subject(next) || l.number(next) {
		return span{}, at, false
	}
	got, ok := l.ofMonth(d)
	return span{start: got, end: got, invalid: !ok, dated: true}, next, true
}

// spokenMonth reads the number of a month in words. "tháng mười một buổi" is October and one session.
func (l *line) spokenMonth(i int) (m, next int) {
	m, next = l.wordAmount(i)
	if u, _ := l.unit(next); u != 0 && next == i+2 {
		m, next = l.toks[i].num, i+1
	} else if u != 0 {
		return 0, i
	}
	if m > 12 || m == 0 || l.has(next, tagTimes) || l.has(next, tagCounter) && !l.subject(next) {
		return 0, i
	}
	return m, next
}

// loneDay reads "ngày 5", "mùng 2", "hôm 20": a number that only its prefix makes a day.
func (l *line) loneDay(at, i int) (span, int, bool) {
	d, next := l.toks[i].num, i+1
	if u, _ := l.unit(next); at == i || d > 99 || d == 0 || d > 31 && !l.has(i-1, tagNgay) || u != 0 || l.mark(next, "/.-:") && l.glued(next) || l.ordinal(at-1) ||
		l.number(at-1) || l.has(next, tagCounter|tagTimes|tagTo) || l.mark(next, "%") {
		return span{}, at, false
	}
	if l.has(next, tagVua) && l.has(next+1, tagRoi|tagQua) {
		next += 2
	}
	got, ok := l.ofMonth(d)
	return span{start: got, end: got, invalid: !ok, dated: true}, next, true
}

// dayOfMonth resolves "5 tháng này", "20 tháng trước".
func (l *line) dayOfMonth(d int, this bool, next int) (span, int, bool) {
	y, m, _ := l.today.time().Date()
	if !this {
		if m--; m == 0 {
			y, m = y-1, 12
		}
	}
	got, ok := exact(y, int(m), d)
	return span{start: got, end: got, invalid: !ok, dated: true, year: true}, next, true
}

// isoDay reads 2026-11-20.
func (l *line) isoDay(i int) (span, int, bool) {
	for _, j := range []int{i + 1, i + 3} {
		if !l.mark(j, "-/") || !l.glued(j) || !l.number(j+1) || !l.glued(j+1) || l.toks[j+1].size > 2 {
			return span{}, i, false
		}
	}
	got, ok := exact(l.toks[i].num, l.toks[i+2].num, l.toks[i+4].num)
	return span{start: got, end: got, invalid: !ok, dated: true, year: true}, i + 5, true
}

// slashDay reads 20/11, 20/11/2026, 20.11, 20-11-2026. Without a year, dots and dashes need more evidence that they are a day.
func (l *line) slashDay(i int, prefix bool) (span, int, bool) {
	sep, d, m := l.toks[i+1].text, &l.toks[i], &l.toks[i+2]
	next := i + 3
	if l.mark(next, sep) && l.glued(next) && l.number(next+1) && l.glued(next+1) {
		return l.fullDay(i)
	}
	if u, _ := l.unit(next); (u != 0 || l.work(next)) && d.num < m.num && m.num <= 4 && !prefix {
		return span{}, i, false // 1/2 ngày, 2/3 giáo trình
	}
	prefix = prefix || l.has(i-1, tagHom|tagNgay|tagPart|tagMung) || l.has(i-1, tagWeekday) || l.has(i-2, tagThu)
	if m.size > 2 || d.size > 2 || !prefix && (l.is(next, "câu") || l.is(next, "điểm")) ||
		l.mark(next, "%") && l.glued(next) || l.mark(next, ":") && l.glued(next+1) && l.number(next+1) {
		return span{}, i, false
	}
	if u, _ := l.unit(next); u != 0 && u != tagNgay && (sep != "/" || l.glued(next)) {
		return span{}, i, false
	}
	if sep != "/" {
		loose := m.size < 2 || sep == "-" && d.size < 2 || l.has(i-1, tagVersion) || l.ordinal(i-1) || d.num > 31 || m.num > 12 || m.num == 0 || d.num == 0
		if loose && !prefix {
			return span{}, i, false
		}
	}
	if !prefix && (m.num > 31 || d.num > 39 || d.num > 31 && m.num > 12) {
		return span{}, i, false
	}
	s, next := l.resolveDate(d.num, m.num, next)
	return s, next, true
}

// fullDay reads a day with its year.
func (l *line) fullDay(i int) (span, int, bool) {
	d, m, y, next := l.toks[i].num, l.toks[i+2].num, &l.toks[i+4], i+5
	if y.size != 2 && y.size != 4 || l.toks[i+2].size > 2 || l.toks[i].size > 2 || l.mark(next, "/-") && l.glued(next) && !l.glued(next+1) && l.mark(next, "/") {
		return span{}, i, false
	}
	year := y.num
	if y.size == 2 {
		year += 2000
	}
	got, ok := exact(year, m, d)
	return span{start: got, end: got, invalid: !ok, dated: true, year: true}, next, true
}

// resolveDate resolves d/m with an optional "năm 2026" at token next; without a year it is the latest that is not in the future.
func (l *line) resolveDate(d, m, next int) (span, int) {
	j := next
	if l.mark(j, ",/") {
		j++
	}
	if l.has(j, tagNam) || l.is(j, "năm") {
		j++
	}
	if year := l.toks[min(j, len(l.toks)-1)]; j < len(l.toks) && year.kind == numberToken && year.size == 4 && year.num >= 1900 && year.num < 2200 &&
		(j > next || l.has(next-2, tagThang|tagMonth)) {
		got, ok := exact(year.num, m, d)
		return span{start: got, end: got, invalid: !ok, dated: true, year: true}, j + 1
	}
	if l.has(next, tagNam) && (l.has(next+1, tagNay|tagTruoc) || l.is(next+1, "ngoái")) {
		year := l.today.time().Year()
		if !l.has(next+1, tagNay) {
			year--
		}
		got, ok := exact(year, m, d)
		return span{start: got, end: got, invalid: !ok, dated: true, year: true}, next + 2
	}
	got, ok := l.ofYear(m, d)
	return span{start: got, end: got, invalid: !ok, dated: true}, next
}

// work reports whether token i is something of which one can have learnt a fraction.
func (l *line) work(i int) bool {
	return l.is(i, "khóa") || l.is(i, "giáo") || l.is(i, "cuốn") || l.is(i, "sách") || l.is(i, "chương") || l.is(i, "quyển")
}
