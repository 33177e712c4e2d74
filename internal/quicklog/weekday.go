package quicklog

// weekday reads "thứ 6", "CN", "t7", "Friday", with what narrows it: a date or a week.
func (l *line) weekday(i int) (span, int, bool) {
	at := i
	if l.has(i, tagHom|tagNgay) || l.is(i, "on") {
		i++
	}
	off, known := 0, false
	if l.has(i, tagLast) || l.has(i, tagNay) && l.is(i, "this") || l.is(i, "next") {
		known = true
		if l.is(i, "next") {
			off = 1
		}
		i++
	}
	n, next, ok := l.weekdayName(i)
	if !ok || known && !l.has(i, tagWeekday) {
		return span{}, at, false
	}
	if known {
		return l.englishWeekday(i-1, n, off), next, true
	}
	if after := l.moreWeekdays(next); after > next && l.number(next-1) {
		s := oneDay(l.latestWeekday(n))
		s.listed = true
		if _, end, stated := l.weekOffset(after); stated {
			after = end
		}
		return s, after, true
	}
	j := next
	for l.mark(j, ",(") {
		j++
	}
	if s, after, dated := l.numberedDay(j); dated && s.dated && !l.number(i) {
		if l.mark(j-1, "(") && l.mark(after, ")") {
			after++
		}
		if !s.invalid && s.start.weekday() != n {
			s = span{vague: true}
		}
		return s, after, true
	}
	if off, after, stated := l.weekOffset(next); stated {
		return oneDay(l.today.monday() + date(7*off+n-1)), after, true
	}
	return l.nearWeekday(n, next)
}

// moreWeekdays returns where a list of weekdays ends that goes on at token i: "thứ 2, 4, 6", "thứ 2-4-6".
func (l *line) moreWeekdays(i int) int {
	for (l.mark(i, ",-&") || l.has(i, tagAnd)) && l.number(i+1) && l.toks[i+1].size == 1 && l.toks[i+1].num >= 2 && l.toks[i+1].num <= 7 {
		if d, _, ok := l.duration(i + 1); ok && d.unit != tagTuan || l.mark(i+2, "/.:") && l.glued(i+2) {
			break
		}
		i += 2
	}
	return i
}

// englishWeekday: "last Friday" is the latest before today, "this Friday" is of this week, "next Friday" of the next.
func (l *line) englishWeekday(i, n, off int) span {
	if l.has(i, tagLast) {
		d := l.latestWeekday(n)
		if d == l.today {
			d -= 7
		}
		return oneDay(d)
	}
	return oneDay(l.today.monday() + date(7*off+n-1))
}

// nearWeekday reads what can follow a weekday that has neither date nor week: "vừa rồi", "trước", "tới".
func (l *line) nearWeekday(n, next int) (span, int, bool) {
	d := l.latestWeekday(n)
	if l.forth && (l.has(next, tagSau) || l.is(next, "sắp") && l.has(next+1, tagSau)) {
		if d == l.today {
			d += 7
		}
		if next++; l.has(next, tagSau) || l.has(next, tagNay) {
			next++
		}
		return oneDay(d), next, true
	}
	switch {
	case l.has(next, tagVua) && l.has(next+1, tagRoi|tagQua):
		return oneDay(d), next + 2, true
	case l.has(next, tagTruoc) && !l.is(next+1, "khi"):
		if d == l.today {
			d -= 7
		}
		return oneDay(d), next + 1, true
	case l.has(next, tagRoi):
		return oneDay(d), next + 1, true
	case l.has(next, tagSau) && l.has(next+1, tagNay), l.is(next, "sắp") && l.has(next+1, tagSau):
		return oneDay(d + 7), next + 2, true
	case l.has(next, tagSau):
		return oneDay(d + 7), next + 1, true
	case l.has(next, tagNay):
		return oneDay(l.today.monday() + date(n-1)), next + 1, true
	}
	s := oneDay(d)
	s.weekday = n
	return s, next, true
}

func (l *line) latestWeekday(n int) date {
	if l.forth {
		return l.today + date((n-l.today.weekday()+7)%7)
	}
	return l.today - date((l.today.weekday()-n+7)%7)
}

// nth reports whether token i makes "thứ 3" behind it an ordinal: "bài thứ 3", but not "2 tiết thứ 3".
func (l *line) nth(i int) bool {
	return l.has(i, tagNth) && !l.counted(i)
}

// counted reports whether token i is a unit with its amount before it.
func (l *line) counted(i int) bool {
	return l.has(i, tagUnit) && (l.number(i-1) || l.has(i-1, tagNum|tagNua|tagWhole))
}

// weekdayName reads the name of a weekday at token i: Monday is 1, Sunday 7.
func (l *line) weekdayName(i int) (n, next int, ok bool) {
	switch {
	case l.has(i, tagWeekday) && (l.toks[i].fold != "cn" || !l.mark(i-1, "-/&") || !l.glued(i)):
		return l.toks[i].num, i + 1, true
	case l.is(i, "chủ") && l.is(i+1, "nhật"):
		return 7, i + 2, true
	case l.is(i, "t") && l.number(i+1) && l.glued(i+1) && l.toks[i+1].size == 1:
		n, next = l.toks[i+1].num, i+2
		if l.mark(next, "/") && l.glued(next) && l.number(next+1) {
			return 0, i, false
		}
	case l.has(i, tagThu) && !l.nth(i-1) && l.number(i+1):
		n, next = l.toks[i+1].num, i+2
		if l.mark(next, "/") && l.glued(next) {
			return 0, i, false
		}
	case l.has(i, tagThu) && !l.nth(i-1) && l.has(i+1, tagNum):
		n, next = l.toks[i+1].num, i+2
	}
	return n - 1, next, n >= 2 && n <= 7
}
