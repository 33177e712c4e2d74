package quicklog

import (
	"strings"
	"unicode"
)

// maxName is how many words a name has at most behind its first.
const maxName = 5

// readName proposes the name of a person, whose words mean nothing else: Lê Thị Mai, Trần Văn Ba, "cô Xuân Đọc", "anh Tư".
func (l *line) readName(i int) {
	if next := l.nameEnd(i); next > i {
		l.propose(reading{form: formOpaque, at: i, next: next, lex: l.p.lex.whole}, extraOpaque)
	}
}

// nameEnd returns the token after the name that begins at token i with a form of address or a family name; i is none. It ends at the
// first word that is no capital, or that begins what is learnt.
func (l *line) nameEnd(i int) int {
	middle := l.has(i, tagFamily) && (l.is(i+1, "thị") || l.is(i+1, "văn")) && l.toks[i+1].accented == l.accented
	if middle && i+2 < len(l.toks) && l.toks[i+2].kind == wordToken {
		return l.capitals(i+3, i+maxName)
	}
	address := l.has(i, tagPerson) && !l.is(i-1, "tiếng")
	family := l.has(i, tagFamily) && l.toks[i].capital
	if !address && !(family && !l.compound(i)) || l.titled {
		return i
	}
	if next := l.capitals(i+1, i+1+maxName); next > i+1 {
		return next
	}
	return i
}

// compound reports whether a phrase of several words begins at token i: "Quản Lý nhà nước", "Đoàn Luật sư".
func (l *line) compound(i int) bool {
	found := false
	l.find(i, func(_ *lexeme, next int) { found = found || next > i+1 })
	return found
}

// capitals returns where the words end that have a capital letter and can belong to a name, from token i on but not beyond end.
func (l *line) capitals(i, end int) int {
	for i < min(end, len(l.toks)) && l.properName(i) {
		i++
	}
	return i
}

// properName reports whether token i can belong to a name: a word with one capital letter that is no code ("K3"), no abbreviation and
// begins nothing that is learnt.
func (l *line) properName(i int) bool {
	t := &l.toks[i]
	if t.kind != wordToken || !t.capital || t.glued || l.number(i+1) && l.glued(i+1) || strings.IndexFunc(t.text[1:], unicode.IsUpper) >= 0 {
		return false
	}
	proper := true
	l.find(i, func(e *lexeme, next int) {
		switch e.class {
		case classField, classProvider, classDoc, classDay, classVague:
			proper = false
		case classKind, classOpaque, classCommand:
			proper = proper && next == i+1
		default:
		}
	})
	return proper
}

// isTitled reports whether every word of the line has a capital letter, so that none of them tells a name.
func (l *line) isTitled() bool {
	for i := range l.toks {
		if t := &l.toks[i]; t.kind == wordToken && !t.capital && !t.glued {
			return false
		}
	}
	return true
}
