package quicklog

import (
	"strings"

	"sohoc/internal/viet"
)

// readName proposes the name of a person, whose words mean nothing else: Lê Thị Mai, Trần Văn Ba.
func (l *line) readName(i int) {
	if l.has(i, tagFamily) && (l.is(i+1, "thị") || l.is(i+1, "văn")) && l.toks[i+1].accented == l.accented && i+2 < len(l.toks) && l.toks[i+2].kind == wordToken {
		l.propose(reading{form: formOpaque, at: i, next: i + 3, lex: l.p.lex.whole}, extraOpaque)
	}
}

// leftover is a run of tokens that can be keystrokes of Telex or VNI.
type leftover struct {
	at, next int
	text     string
	strength viet.Strength
}

// repair replaces keystrokes of Telex and VNI that were typed while the input method was off. A weak leftover ("phuts") is repaired
// when the line has a strong one or when the lexicon knows the result; a person's name never is.
func (l *line) repair() {
	found := l.leftovers()
	if len(found) == 0 {
		return
	}
	strong := false
	kept := found[:0]
	for _, f := range found {
		if !l.named(f.at, found) {
			kept = append(kept, f)
			strong = strong || f.strength == viet.Strong
		}
	}
	out, from := make([]token, 0, len(l.toks)), 0
	for _, f := range kept {
		if f.strength == viet.Weak && !strong && !l.knownWord(f) {
			continue
		}
		out = append(out, l.toks[from:f.at]...)
		t := token{text: f.text, glued: l.toks[f.at].glued, repaired: true}
		t.finish(l.p.lex)
		l.look(&t)
		out, from = append(out, t), f.next
	}
	l.toks = append(out, l.toks[from:]...)
}

// leftovers finds the candidates: a word, or for VNI a run of words and numbers that begins with a word.
func (l *line) leftovers() (found []leftover) {
	for i := 0; i < len(l.toks); i++ {
		t := &l.toks[i]
		if t.kind != wordToken || t.accented || t.glued && l.number(i-1) {
			continue
		}
		next, text := i+1, t.text
		if l.number(next) && l.glued(next) {
			text, next = l.run(i)
		}
		if t.id != 0 && next == i+1 || l.joined(i, next) {
			continue // a word of the lexicon as it is, a part of an address
		}
		if fixed, s := viet.Leftover(text); s != viet.None {
			found = append(found, leftover{i, next, fixed, s})
		}
		i = next - 1
	}
	return found
}

// joined reports whether the tokens from i to before next are joined to others as in an address or a file name: moj.gov.vn.
func (l *line) joined(i, next int) bool {
	before := l.glued(i) && l.mark(i-1, "./@_\\:") && l.glued(i-1)
	return before || l.mark(next, "./@_\\:") && l.glued(next) && l.glued(next+1)
}

// run returns the words and numbers that are glued together from token i on.
func (l *line) run(i int) (string, int) {
	var b strings.Builder
	next := i
	for ; next < len(l.toks) && (next == i || l.glued(next) && l.toks[next].kind != markToken) && b.Len() <= 12; next++ {
		b.WriteString(l.toks[next].text)
	}
	return b.String(), next
}

// knownWord reports whether a weak leftover makes a word that the lexicon has with just these diacritics. A digit behind a word that
// takes a number ("bai2") is that number.
func (l *line) knownWord(f leftover) bool {
	return l.p.lex.exact[strings.ToLower(f.text)] && (f.next == f.at+1 || !l.has(f.at, tagOrdinal|tagUnit|tagCounter))
}

// named reports whether token i is in a person's name: capital words from a family name on, or words behind "thầy", "cô", "đồng chí".
func (l *line) named(i int, found []leftover) bool {
	if l.allCapitals() {
		return l.has(i-1, tagPerson) && l.family(i, found)
	}
	capitals := true // from token j to token i
	for j := i; j >= 0 && j > i-5; j-- {
		capitals = capitals && l.toks[j].capital
		person := j > 0 && l.person(j-1, found)
		switch {
		case person && (capitals || !l.toks[j].capital && l.family(j, found) && i-j < 3):
			return true
		case capitals && l.family(j, found) && l.capitalAfter(j):
			return true
		case !l.toks[j].capital && !l.lowerName(j):
			return false
		}
	}
	return false
}

// person reports whether token i is a form of address; "anh" behind "tiếng" is a language.
func (l *line) person(i int, found []leftover) bool {
	if !l.has(i, tagPerson) {
		return false
	}
	for _, f := range found {
		if f.next == i && viet.Fold(f.text) == "tieng" {
			return false
		}
	}
	return !l.is(i-1, "tiếng")
}

// lowerName reports whether a name in small letters can go on at token i.
func (l *line) lowerName(i int) bool {
	return l.toks[i].kind == wordToken && l.toks[i].tags&(tagUnit|tagFrom|tagTo|tagLead) == 0
}

func (l *line) family(i int, found []leftover) bool {
	if l.has(i, tagFamily) {
		return true
	}
	for _, f := range found {
		if f.at == i {
			t := token{text: f.text}
			t.finish(l.p.lex)
			l.look(&t)
			return t.tags&tagFamily != 0
		}
	}
	return false
}

func (l *line) capitalAfter(i int) bool {
	return i+1 < len(l.toks) && l.toks[i+1].capital
}
