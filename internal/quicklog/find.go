package quicklog

import (
	"strings"

	"sohoc/internal/viet"
)

// find calls yield for every phrase that begins at token i, the shorter before the longer, with the token after it.
func (l *line) find(i int, yield func(e *lexeme, next int)) {
	x, at := l.p.lex, node(0)
	if i >= len(l.toks) || !x.heads[l.toks[i].id] {
		return
	}
	for j := i; j < len(l.toks); j++ {
		t := &l.toks[j]
		if t.kind == markToken && j > i && t.glued && j+1 < len(l.toks) && l.toks[j+1].glued && strings.Contains("-.'", t.text) {
			continue // e-learning, Mác-Lênin
		}
		if t.id == 0 {
			return
		}
		next, ok := x.edges[edge{at, t.id}]
		if !ok {
			return
		}
		at = next
		for k := range x.lexemes[at] {
			if e := &x.lexemes[at][k]; l.spelled(e, i, j) {
				yield(e, j+1)
			}
		}
	}
}

// longest returns the longest phrase of a class that begins at token i.
func (l *line) longest(i int, c class) (found *lexeme, next int) {
	l.find(i, func(e *lexeme, after int) {
		if e.class == c {
			found, next = e, after
		}
	})
	return found, next
}

// phraseBefore returns where a phrase of a class begins that ends before token end; end itself is none.
func (l *line) phraseBefore(end int, c class) int {
	at := end
	for k := max(0, end-4); k < end; k++ {
		l.find(k, func(e *lexeme, next int) {
			if e.class == c && next == end {
				at = min(at, k)
			}
		})
	}
	return at
}

// spelled reports whether the tokens from i to j agree with the diacritics of the phrase.
func (l *line) spelled(e *lexeme, i, j int) bool {
	w := 0
	for k := i; k <= j; k++ {
		t := &l.toks[k]
		if t.kind == markToken {
			continue
		}
		if t.accented && !viet.Underspelled(t.text, e.words[w]) || e.strict && l.accented && !t.accented && viet.Accented(e.words[w]) {
			return false
		}
		w++
	}
	return i < j || e.class != classKind || !l.is(i, "on") || l.toks[i].accented || l.verbPlace(i)
}

// verbPlace tells "on", typed for "ôn", from the English preposition: a verb begins its clause and governs no day and no provider.
func (l *line) verbPlace(i int) bool {
	if _, provider := l.longest(i+1, classProvider); provider > 0 || l.has(i+1, tagWeekday|tagMonth) || l.number(i+1) && !l.has(i+2, tagCounter) {
		return false
	}
	return i == 0 || l.toks[i-1].kind != wordToken || l.has(i-1, tagTimeWord|tagPronoun|tagMinute) || l.is(i-1, "học")
}
