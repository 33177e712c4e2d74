package quicklog

import (
	"strings"
	"unicode"
)

// codes are the abbreviations in numbers of documents that have a vowel; without one, any short word is taken for a code.
const codes = " ubnd ubtvqh qh ttlt bgdđt bgddt stttt ub btttt sotp ubmttq ubmttqvn ubkt ttg cp nq "

// readDocument proposes the number of a document at token i: 30/2020/NĐ-CP, 57-NQ/TW, 91/2025/QH15.
func (l *line) readDocument(i int) {
	if next, year, ok := l.documentNumber(i); ok {
		l.propose(reading{form: formOpaque, at: i, next: l.documentDate(next, year), lex: l.p.lex.document}, extraDocument)
	}
}

// documentNumber reads a run without white space that holds a number and a code. year is 0 when the number states none.
func (l *line) documentNumber(i int) (next, year int, ok bool) {
	if !l.number(i) || l.toks[i].size > 5 {
		return i, 0, false
	}
	coded := false
	for next = i + 1; next < i+maxListed && l.mark(next, "/-") && l.glued(next) && l.glued(next+1); next += 2 {
		t := &l.toks[next+1]
		switch {
		case t.kind == numberToken && t.size == 4 && !coded:
			year = t.num
		case t.kind == wordToken && isCode(t):
			coded = true
			if l.number(next+2) && l.glued(next+2) {
				next++ // QH15
			}
		default:
			return next, year, coded
		}
	}
	return next, year, coded
}

func isCode(t *token) bool {
	if len([]rune(t.text)) > 8 || t.fold == "h" || t.fold == "g" || t.fold == "p" {
		return false
	}
	if strings.Contains(codes, " "+t.fold+" ") || !strings.ContainsAny(t.fold, "aeiouy") {
		return true
	}
	for _, r := range t.text {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return len(t.fold) > 1
}

// documentDate returns the token after the date that belongs to a document whose number ends before token i. Only a full date
// does: without a year it is the day of learning; with another year than that of the number, too.
func (l *line) documentDate(i, year int) int {
	j := i
	if l.mark(j, ",(") {
		j++
	}
	if l.is(j, "ban") && l.is(j+1, "hành") || l.is(j, "ký") && l.has(j+1, tagNgay) {
		j += 2
	}
	if l.is(j, "của") {
		return i
	}
	if !l.has(j, tagNgay) && !l.mark(j-1, "(") {
		return i
	}
	s, next, ok := l.numberedDay(j)
	if !ok || !s.year || s.invalid || year != 0 && s.start.time().Year() != year {
		return i
	}
	if l.mark(j-1, "(") && l.mark(next, ")") {
		next++
	}
	return next
}

// readReference proposes a kind of document (tokens i to before j) with its number: "Nghị định 30", "Luật số 91/2025/QH15",
// "Kế hoạch ngày 27/10/2023".
func (l *line) readReference(i, j int) {
	if l.is(j, "số") {
		j++
	}
	if next := l.documentDate(j, 0); next > j && !l.is(j-1, "số") {
		l.propose(reading{form: formOpaque, at: i, next: next, lex: l.p.lex.document}, extraOpaque)
		return
	}
	if !l.number(j) || l.toks[j].size > 5 {
		return
	}
	next, year, coded := l.documentNumber(j)
	if !coded {
		next = j + 1
		switch {
		case l.mark(next, "/") && l.number(next+1) && l.glued(next+1) && l.toks[next+1].size == 4:
			year, next = l.toks[next+1].num, next+2
		case l.mark(next, "/.") && l.glued(next) && l.number(next+1) && l.glued(next+1):
			return // "luật 20/11": a day
		}
	}
	if u, _ := l.unit(next); u != 0 && !coded && year == 0 {
		if s, _, dated := l.numberedDay(next); u != tagNgay || !dated || !s.dated {
			return
		}
	}
	l.propose(reading{form: formOpaque, at: i, next: l.documentDate(next, year), lex: l.p.lex.document}, extraDocument)
}

// readEvent proposes a day with a name and the date that is part of it: "Ngày Pháp luật 9/11".
func (l *line) readEvent(i, j int) {
	if !l.number(j) || !l.mark(j+1, "/-") || !l.number(j+2) || !l.glued(j+2) {
		return
	}
	l.propose(reading{form: formOpaque, at: i, next: j + 3}, extraDocument)
}
