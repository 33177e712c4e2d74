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
		l.propose(reading{form: formOpaque, at: i, next: l.documentDate(next, year, false), lex: l.p.lex.document}, extraDocument)
	}
}

// recent is how many days back a full date behind a document's issuer can still be the day of learning.
const recent = 60

// issuerEnd returns the token after "của Bộ Chính trị", "của Thủ tướng Chính phủ": where the date of a document can follow.
func (l *line) issuerEnd(i int) int {
	for j := i + 1; j < min(len(l.toks), i+8); j++ {
		if l.has(j, tagNgay) {
			return j
		}
		if l.toks[j].kind != wordToken {
			break
		}
	}
	return i
}

// readIssued proposes when a document was issued or takes effect, which is no day of learning: "ban hành ngày 18/1/2024", "có hiệu
// lực từ 1/8". strict tells that the words (tokens i to before j) say so only of a date that has its year.
func (l *line) readIssued(i, j int, strict bool) {
	start := j
	for j < start+3 && (l.is(j, "kể") || l.is(j, "từ") || l.is(j, "vào") || l.is(j, "trong")) {
		j++
	}
	lead := j > start || l.has(j, tagNgay)
	s, next, ok := l.numberedDay(j)
	if !ok || !s.dated || !s.year && (strict || !lead) {
		return
	}
	l.propose(reading{form: formOpaque, at: i, next: next, lex: l.p.lex.document}, extraDocument)
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

// documentDate returns the token after the date that belongs to a document whose number ends before token i. A full date does;
// with another year than that of the number it is the day of learning. So is one without a year, unless the number is called a
// number ("công văn số 45 ngày 10/11") and states no year itself.
func (l *line) documentDate(i, year int, called bool) int {
	j := i
	if l.mark(j, ",(") {
		j++
	}
	issuer := l.is(j, "của")
	if issuer {
		j = l.issuerEnd(j)
	}
	if !l.has(j, tagNgay) && !l.mark(j-1, "(") {
		return i
	}
	s, next, ok := l.numberedDay(j)
	switch {
	case !ok, s.invalid, !s.dated, year != 0 && s.start.time().Year() != year,
		!s.year && (!called || year != 0 || issuer || l.mark(j-1, ",(")),
		issuer && s.start > l.today-recent:
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
	called := l.is(j, "số")
	if called {
		j++
	}
	if next := l.documentDate(j, 0, false); next > j && !l.is(j-1, "số") {
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
	l.propose(reading{form: formOpaque, at: i, next: l.documentDate(next, year, called), lex: l.p.lex.document}, extraDocument)
}

// readEvent proposes a day with a name and the date that is part of it: "Ngày Pháp luật 9/11".
func (l *line) readEvent(i, j int) {
	if !l.number(j) || !l.mark(j+1, "/-") || !l.number(j+2) || !l.glued(j+2) {
		return
	}
	l.propose(reading{form: formOpaque, at: i, next: j + 3}, extraDocument)
}
