package quicklog

// merge joins two stated amounts, or says what to ask.
func (l *line) merge(a, b part, t *total) (part, Ask) {
	soft, plus := l.between(a.next, b.at)
	plus = plus || soft && l.partsOfDay() > 1 // sáng 2 tiếng, chiều 1 tiếng
	big, small := a, b
	if b.unit&tagCoarse != 0 && a.unit&tagCoarse == 0 {
		big, small = b, a
	}
	joined := part{duration: a.duration, at: a.at, next: b.next}
	joined.minutes, joined.clock = a.minutes+b.minutes, -1
	switch {
	case soft && plus && l.daysStated() > 1:
		return a, AskSplit // 2h hôm qua và 1h hôm nay
	case soft && (plus || a.interval && b.interval):
		joined.interval = a.interval && b.interval
		return joined, ""
	case a.minutes == b.minutes && (soft || big.unit&tagCoarse != 0 || a.interval != b.interval):
		small.next, small.clock = b.next, -1
		if big.unit&(tagNgay|tagTuan) != 0 {
			t.count, t.unit = big.value, big.unit
		}
		return small, ""
	case a.interval != b.interval && big.unit&tagCoarse == 0:
		if !soft && l.separated(a.next, b.at) {
			return a, AskSplit
		}
		return a, AskDuration
	case big.unit&tagCoarse != 0:
		return l.mergeCoarse(big, small, soft, t)
	case soft && a.unit == tagTiet && b.unit == tagMinute && b.at == a.next:
		return joined, ""
	case soft && a.clock >= 0 && b.clock >= 0 && (a.minutes >= 6*60) != (b.minutes >= 6*60):
		return a, AskTimeOrDuration
	case soft && (l.mark(b.at-1, "(=-–~") || l.has(b.at-1, tagTo)):
		return a, AskDuration
	case a.clock >= 0 && b.clock >= 0 && (a.minutes >= 6*60) != (b.minutes >= 6*60) && !l.separated(a.next, b.at):
		return a, AskTimeOrDuration
	}
	return a, AskSplit
}

// mergeCoarse joins sessions, days or weeks with another amount: "2 ngày 1 buổi" adds up, "1 buổi (3 tiếng)" is three hours long,
// "3 ngày, 24 tiết" is a count of days and a total, "3 buổi 2h" can be each or in all.
func (l *line) mergeCoarse(big, small part, soft bool, t *total) (part, Ask) {
	small.next = max(big.next, small.next)
	small.clock = -1
	if small.unit&tagCoarse != 0 {
		switch {
		case soft && big.unit > small.unit && big.unit != tagTuan && small.at >= big.at:
			big.minutes, big.next = big.minutes+small.minutes, small.next
			return big, ""
		case big.unit == small.unit:
			return big, AskSplit
		}
		if small.unit > big.unit {
			big, small = small, big
		}
		t.count, t.unit = big.value, big.unit
		return small, ""
	}
	if big.value <= 1 {
		return small, ""
	}
	if big.unit != tagBuoi {
		t.count, t.unit = big.value, big.unit
	}
	days := big.value
	if big.unit == tagTuan {
		days *= float64(l.p.units.TuanNgay)
	}
	inAll := l.has(small.at-1, tagTotal) || l.is(small.at-1, "cộng") || l.mark(small.at-1, "(=") || l.is(small.at-1, "là")
	if inAll || big.unit != tagBuoi && float64(small.minutes) >= days*150 && small.minutes > 12*60 || small.interval && false {
		return small, ""
	}
	return small, AskRepeat
}

// between reports whether the tokens from i to before j add nothing to what stands around them, and whether they say "plus".
func (l *line) between(i, j int) (soft, plus bool) {
	for ; i < j; i++ {
		switch {
		case l.mark(i, "+&"), l.has(i, tagAnd):
			plus = true
		case l.mark(i, ";\n"):
			return false, plus
		case l.toks[i].kind == markToken, l.has(i, tagTimeLink|tagTotal|tagTrail), l.cut(i):
		case l.is(i, "tức"), l.is(i, "hay"), l.is(i, "bằng"), l.is(i, "tương"), l.is(i, "đương"), l.is(i, "khoảng"):
		default:
			return false, plus
		}
	}
	return true, plus
}

// separated reports whether a mark that ends a statement stands between tokens i and j.
func (l *line) separated(i, j int) bool {
	for ; i < j; i++ {
		if l.mark(i, ";\n+,") || l.has(i, tagAnd) {
			return true
		}
	}
	return false
}
