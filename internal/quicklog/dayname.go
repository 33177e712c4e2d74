package quicklog

// namedDay reads the days that have a name of their own.
func (l *line) namedDay(i int) (s span, next int, ok bool) {
	if l.has(i, tagHom) && l.is(i+1, "kìa") && l.toks[i+1].accented {
		return oneDay(l.today - 3), i + 2, true
	}
	l.find(i, func(e *lexeme, after int) {
		if e.words[0] == "hn" && !l.todayInShort(i) {
			return
		}
		switch e.class {
		case classDay:
			s, next, ok = oneDay(l.today+date(e.num)), after, true
		case classVague:
			s, next, ok = span{vague: true, future: e.num > 0}, after, true
		default:
		}
	})
	switch {
	case ok:
		return s, next, ok
	case l.is(i, "mốt") && l.toks[i].accented && !l.has(i-1, tagMuoi):
		return oneDay(l.today + 2), i + 1, true
	case l.has(i, tagHom) && l.has(i+1, tagMai):
		return oneDay(l.today + 1), i + 2, true
	case l.has(i, tagMai) && l.tomorrow(i):
		return oneDay(l.today + 1), i + 1, true
	case l.is(i, "this") && l.has(i+1, tagPart):
		return oneDay(l.today), i + 2, true
	case l.has(i, tagTuan|tagLast|tagSau) || l.is(i, "this") || l.is(i, "trong") && l.has(i+1, tagTuan):
		return l.week(i)
	case l.has(i, tagThang) && l.number(i+1) && l.toks[i+1].num <= 12 && l.monthOpen(i):
		return span{vague: true}, i + 2, true
	}
	return s, i, false
}

// todayInShort tells "hn", hôm nay, from Hà Nội and hôn nhân: it stands at an end of the line or beside words of time, behind no
// place and no law, and is glued to nothing.
func (l *line) todayInShort(i int) bool {
	if l.glued(i) || l.glued(i+1) && l.mark(i+1, "&-/") {
		return false
	}
	for _, word := range []string{"tại", "ở", "ra", "về", "luật", "tp", "đi"} {
		if l.is(i-1, word) {
			return false
		}
	}
	return i == 0 || i == len(l.toks)-1 || l.toks[i-1].kind == markToken || l.has(i-1, tagTimeWord|tagPronoun) || l.has(i+1, tagTimeWord|tagPronoun|tagNum) ||
		l.number(i+1) || l.is(i+1, "học") || l.is(i-1, "học")
}

// monthOpen reports whether "tháng 10" at token i says when, and is not the end of a phrase ("chuyên đề tháng 10").
func (l *line) monthOpen(i int) bool {
	return i == 0 || l.is(i-1, "trong") || l.is(i-1, "hồi") || l.is(i-1, "vào") || l.has(i-1, tagUnit) || l.is(i-1, "học")
}

// tomorrow tells "mai" from the name Mai.
func (l *line) tomorrow(i int) bool {
	if l.has(i-1, tagPerson) || i > 0 && l.toks[i].capital && !l.allCapitals() {
		return false
	}
	if l.has(i-1, tagFamily) && l.toks[i-1].capital || i+1 < len(l.toks) && l.toks[i+1].capital && l.toks[i].capital && !l.allCapitals() {
		return false
	}
	edge := i == 0 || i == len(l.toks)-1
	return edge || l.is(i-1, "học") || l.is(i+1, "học") || l.has(i-1, tagTimeWord|tagPronoun) || l.number(i+1) || l.has(i+1, tagTimeWord|tagPronoun) ||
		l.mark(i-1, ",;/.") || l.mark(i+1, ",;:")
}

func (l *line) allCapitals() bool {
	for i := range l.toks {
		t := &l.toks[i]
		if t.kind == wordToken && !t.capital {
			return false
		}
	}
	return true
}
