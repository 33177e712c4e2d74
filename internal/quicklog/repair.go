package quicklog

import (
	"strings"

	"sohoc/internal/viet"
)

// leftover is a run of tokens that can be keystrokes of Telex or VNI.
type leftover struct {
	at, next int
	text     string
	strength viet.Strength
	sure     bool   // fits the number that it is glued to: "30phuts", "thuws6"
	english  bool   // is an English word, too
	digits   string // what remains behind the keys: the 6 of "thu716"
}

// repair replaces keystrokes of Telex and VNI that were typed while the input method was off. A weak leftover ("phuts") is repaired
// when the line has a strong one or when the lexicon knows the result; a person's name never is.
func (l *line) repair() {
	found := l.leftovers()
	if len(found) == 0 {
		return
	}
	strong := false
	kept := found[:0:0]
	for _, f := range found {
		switch {
		case !l.named(f.at, found):
			kept = append(kept, f)
			strong = strong || f.strength == viet.Strong
		case f.next > f.at+1: // "Na8m" is one word, and no eight minutes
			kept = append(kept, leftover{at: f.at, next: f.next, text: l.typed(f.at, f.next), sure: true})
		}
	}
	out, from := make([]token, 0, len(l.toks)+1), 0
	for n, f := range kept {
		if f.english && !(strong && l.amongLeftovers(kept, n)) || f.strength == viet.Weak && !f.sure && !strong && !l.knownWord(f) {
			continue
		}
		out = append(out, l.toks[from:f.at]...)
		out = append(out, l.repaired(f.text, l.toks[f.at].glued))
		if f.digits != "" {
			out = append(out, token{kind: numberToken, text: f.digits, fold: f.digits, size: len(f.digits), num: valueOf(f.digits), glued: true})
		}
		from = f.next
	}
	l.toks = append(out, l.toks[from:]...)
}

// repaired returns the token of a word that was repaired.
func (l *line) repaired(text string, glued bool) token {
	t := token{text: text, glued: glued, repaired: true}
	t.finish(l.p.lex)
	l.look(&t)
	return t
}

// amongLeftovers reports whether a word that could be English stands beside a leftover that could not, and makes a word of the lexicon.
func (l *line) amongLeftovers(kept []leftover, n int) bool {
	f := kept[n]
	beside := n > 0 && kept[n-1].next == f.at && !kept[n-1].english || n+1 < len(kept) && kept[n+1].at == f.next && !kept[n+1].english
	return beside && l.p.lex.exact[strings.ToLower(f.text)]
}

// leftovers finds the candidates: a word, or for VNI a run of words and numbers that begins with a word.
func (l *line) leftovers() (found []leftover) {
	for i := 0; i < len(l.toks); i++ {
		t := &l.toks[i]
		if t.kind != wordToken || t.accented {
			continue
		}
		next, text := i+1, t.text
		if l.number(next) && l.glued(next) {
			text, next = l.run(i)
		}
		if t.id != 0 && next == i+1 || l.joined(i, next) {
			continue // a word of the lexicon as it is, a part of an address
		}
		f := leftover{at: i, next: next}
		if t.glued && l.number(i-1) {
			if l.beforeNumber(&f, text, tagUnit) {
				found = append(found, f)
				i = f.next - 1
			}
			continue
		}
		if f.text, f.strength = viet.Leftover(text); f.strength == viet.None && next == i+1 {
			f.text, f.english = viet.EnglishLeftover(text)
			f.strength = viet.Weak
		} else if f.strength == viet.None {
			f.text = ""
			l.beforeNumber(&f, text, tagThu|tagNgay|tagThang|tagOrdinal)
		}
		if f.text != "" {
			found = append(found, f)
		}
		i = f.next - 1
	}
	return found
}

// beforeNumber reads text, the run of f, as keys with or without a number behind them, if they make a word with one of the roles.
func (l *line) beforeNumber(f *leftover, text string, roles tag) bool {
	if len(l.toks[f.at].text) < 2 {
		return false // none of these words begins so, and "1a2b3c" would be tried at each letter
	}
	if l.keyed(f, text, roles) {
		return true
	}
	if f.next <= f.at+2 {
		return false
	}
	f.next = f.at + 2 // "giowf30phuts"
	return l.keyed(f, l.typed(f.at, f.next), roles)
}

// keyed tries how many digits at the end of text are no keys.
func (l *line) keyed(f *leftover, text string, roles tag) bool {
	for n := 0; n <= 2 && n < len(text); n++ {
		stem, digits := text[:len(text)-n], text[len(text)-n:]
		if strings.Trim(digits, "0123456789") != "" {
			return false
		}
		fixed, s := viet.Leftover(stem)
		if s == viet.None {
			continue
		}
		if t := l.repaired(fixed, false); t.tags&roles == 0 {
			continue
		}
		f.text, f.strength, f.sure, f.digits = fixed, s, true, digits
		return true
	}
	return false
}

// joined reports whether the tokens from i to before next are joined to others as in an address or a file name: moj.gov.vn. Between
// parts of a line people write such marks too, but beside figures or twice: "hooj tichj_2h", "tichj...sangs nay".
func (l *line) joined(i, next int) bool {
	word := func(j int) bool {
		return j >= 0 && j < len(l.toks) && l.toks[j].kind == wordToken && !(l.has(j, tagUnit) && l.number(j-1) && l.glued(j))
	}
	before := l.glued(i) && l.mark(i-1, ".@\\:_/") && l.glued(i-1) && word(i-2)
	return before || l.mark(next, ".@\\:_/") && l.glued(next) && l.glued(next+1) && word(next+1)
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
	dated := l.has(f.at, tagNgay) && l.number(f.next) && l.mark(f.next+1, "/-.") && l.number(f.next+2) // ngay2 27/10
	return l.p.lex.exact[strings.ToLower(f.text)] && (f.next == f.at+1 || dated || !l.has(f.at, tagOrdinal|tagUnit|tagCounter))
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
	for _, f := range found {
		if f.at == i {
			t := l.repaired(f.text, false)
			return t.tags&tagFamily != 0
		}
	}
	return l.has(i, tagFamily)
}

func (l *line) capitalAfter(i int) bool {
	return i+1 < len(l.toks) && l.toks[i+1].capital
}

// typed returns the text of the tokens from i to before next, which are glued together.
func (l *line) typed(i, next int) string {
	var b strings.Builder
	for ; i < next; i++ {
		b.WriteString(l.toks[i].text)
	}
	return b.String()
}
