package quicklog

import "slices"

// when is the day or the days of an entry, resolved.
type when struct {
	start, end date
	stated     bool
	ask        Ask
	problem    Problem
	listed     bool // several days one by one that happen to follow each other
}

// days returns how many days there are from start to end.
func (w when) days() int { return int(w.end-w.start) + 1 }

// when resolves every day that the line states into one, or into a question.
func (l *line) when() when {
	w := when{start: l.today, end: l.today}
	var exact, vague []*reading
	for i := range l.chosen {
		c := &l.chosen[i]
		switch {
		case c.form != formDay:
		case c.day.invalid:
			w.problem = InvalidDate
		case c.day.vague:
			vague = append(vague, c)
		default:
			exact = append(exact, c)
		}
	}
	if w.problem != "" {
		return w
	}
	if len(exact) == 0 {
		return l.vagueWhen(w, vague)
	}
	for _, v := range vague {
		if v.day.week && len(exact) == 1 && exact[0].day.weekday != 0 {
			exact[0].day = oneDay(v.day.start + date(exact[0].day.weekday-1)) // thứ 6 … tuần trước
		}
		if v.day.future && !v.day.week {
			w.problem = FutureDate
		}
	}
	w.stated = true
	l.unite(&w, l.yielding(exact))
	if w.end > l.today && !l.forth {
		w.problem = FutureDate
	}
	return w
}

// yielding leaves out the days that are something else when another day is stated: the date right behind a document, a date long
// past in a line about one, and "HN", which is Hà Nội or hôn nhân as well as hôm nay. They stay in the title.
func (l *line) yielding(exact []*reading) []*reading {
	if len(exact) < 2 {
		return exact
	}
	kept := exact[:0:0]
	for _, r := range exact {
		if l.weak(r) {
			kept = append(kept, nil)
			continue
		}
		kept = append(kept, r)
	}
	if !slices.ContainsFunc(kept, func(r *reading) bool { return r != nil }) {
		return exact
	}
	for i, r := range exact {
		if kept[i] == nil {
			r.form, r.lex = formOpaque, l.p.lex.document
		}
	}
	return slices.DeleteFunc(kept, func(r *reading) bool { return r == nil })
}

// weak reports whether a day yields to any other.
func (l *line) weak(r *reading) bool {
	if l.is(r.at, "hn") {
		return true
	}
	old := r.day.year && r.day.start < l.today-recent
	for i := range l.chosen {
		c := &l.chosen[i]
		if c.at < r.at && c.lex == l.p.lex.document && r.day.dated && (old || c.next == r.at && l.has(r.at, tagNgay)) {
			return true
		}
	}
	return false
}

// vagueWhen asks for the day when only a vague one was stated, and refuses when it lies ahead.
func (l *line) vagueWhen(w when, vague []*reading) when {
	for _, v := range vague {
		w.ask = AskDate
		if v.day.future {
			w.problem = FutureDate
		}
	}
	return w
}

// unite makes one day or range of several statements.
func (l *line) unite(w *when, exact []*reading) {
	first := exact[0].day
	w.start, w.end = first.start, first.end
	if first.listed {
		w.ask = AskRepeat
	}
	w.listed = first.run
	if len(exact) == 2 && first.from && l.has(exact[1].at, tagTo) {
		s := l.join(first, exact[1].day) // từ 2/11 … đến 6/11
		w.start, w.end = s.start, s.end
		if s.vague {
			w.ask = AskDate
		}
		return
	}
	var apart []*reading
	for _, r := range exact[1:] {
		d := r.day
		switch {
		case w.start <= d.start && d.end <= w.end:
		case d.start <= w.start && w.end <= d.end:
			w.start, w.end = d.start, d.end
		default:
			apart = append(apart, r)
		}
	}
	if len(apart) > 0 {
		l.uniteApart(w, exact)
	}
}

// uniteApart resolves days that differ: a list of days that follow each other is a range, any other list is a repetition, and two
// days that are not listed contradict each other.
func (l *line) uniteApart(w *when, exact []*reading) {
	days := make([]date, 0, len(exact))
	for i, r := range exact {
		bare := i > 0 && exact[i-1].next == r.at && exact[i-1].day.weekday != 0 && r.day.weekday != 0 // t2 t4 t6
		if i > 0 && !bare && !l.listedAfter(exact[i-1].next, r.at) {
			w.ask = AskDate
			return
		}
		days = append(days, r.day.start, r.day.end)
	}
	slices.Sort(days)
	for i := 1; i < len(days); i++ {
		if days[i]-days[i-1] > 1 {
			w.ask = AskRepeat
		}
	}
	if w.start, w.end, w.listed = days[0], days[len(days)-1], true; w.ask == AskRepeat {
		w.start, w.end, w.stated = l.today, l.today, false
	}
}

// listedAfter reports whether the tokens from i to before j only join a list.
func (l *line) listedAfter(i, j int) bool {
	joined := i == j && (l.mark(i-1, ","))
	for ; i < j; i++ {
		if !l.mark(i, ",&+") && !l.has(i, tagAnd) {
			return false
		}
		joined = true
	}
	return joined
}
