package quicklog

import "math"

// resolve makes one entry of the chosen readings, or one question, or one refusal.
func (l *line) resolve() Result {
	r := Result{Text: l.text}
	l.classify(&r)
	w, t := l.when(), l.howLong()
	l.spread(&w, &t)
	r.Title = l.title()
	r.Start, r.End, r.HasDate = w.start.day(), w.end.day(), w.stated
	r.Minutes = t.minutes
	r.Problem = problemOf(w, t)
	r.Ask = l.askOf(w, t, r.Title)
	if r.Problem != "" {
		r.Ask, r.Minutes = "", 0
	}
	switch r.Ask {
	case AskSplit, AskRepeat, AskTimeOrDuration, AskDuration:
		r.Minutes = 0
	case AskDate, AskTitle, "":
	}
	denied := l.chose(formNot)
	r.Command = l.commanded() && !denied
	r.Looks = !denied && r.Title != "" && (t.stated || t.bad || t.ask == AskTimeOrDuration || l.chose(formKind))
	return r
}

// spread lays a count of days out from its one date, and asks for the date when there is none.
func (l *line) spread(w *when, t *total) {
	if t.count == 0 || w.problem != "" || w.days() > 1 || math.IsInf(t.count, 0) {
		if t.coarse && !w.stated && t.minutes > MaxDayMinutes && w.ask == "" {
			w.ask = AskDate
		}
		return
	}
	days := min(math.Ceil(t.count), 3660)
	if t.unit == tagTuan {
		days = min((math.Ceil(t.count)-1)*7+float64(l.p.units.TuanNgay), 3660)
	}
	if days <= 1 {
		return
	}
	if w.stated {
		w.end = w.start + date(days) - 1
		return
	}
	w.start = w.end - date(days) + 1
	if w.ask == "" {
		w.ask = AskDate
	}
}

func problemOf(w when, t total) Problem {
	switch {
	case t.bad:
		return NotPositive
	case w.problem != "":
		return w.problem
	case t.ask == "" && t.minutes > MaxDayMinutes*w.days() && !(t.hours && t.minutes <= 24*60) && w.ask == "":
		return OutOfBounds
	}
	return ""
}

func (l *line) askOf(w when, t total, title string) Ask {
	switch {
	case t.ask == AskRepeat, w.ask == AskRepeat, l.chose(formRepeat):
		return AskRepeat
	case t.ask == AskSplit:
		return AskSplit
	case w.listed && t.stated && !l.inAll() && (t.each || t.count > 0 && int(t.count) != w.days()):
		return AskRepeat
	case t.ask == AskTimeOrDuration, t.hours && t.minutes > MaxDayMinutes*w.days() && t.minutes <= 24*60:
		return AskTimeOrDuration
	case t.ask != "":
		return t.ask
	case w.ask != "":
		return w.ask
	case title == "":
		return AskTitle
	}
	return ""
}

// chose reports whether a reading of the form is in the chain.
func (l *line) chose(f form) bool {
	for i := range l.chosen {
		if l.chosen[i].form == f {
			return true
		}
	}
	return false
}

// commanded reports whether the line began with a word of logging.
func (l *line) commanded() bool {
	i := 0
	for l.mark(i, "/-•*") {
		i++
	}
	for l.is(i, "dạ") || l.has(i, tagPronoun) && (!l.cut(i) || l.owner[i].form == formPart) { // "toi" is tôi as well as tối
		i++
	}
	if i >= len(l.toks) || l.toks[i].kind != wordToken {
		return false
	}
	e, _ := l.longest(i, classCommand)
	if e == nil {
		return false
	}
	o := l.owner[i]
	return o == nil || o.form != formOpaque || o.lex != nil && o.lex.num == 1
}
