package viet

import (
	"cmp"
	"strings"
	"unicode"
)

// alphabet is the Vietnamese order of letters, with f, j, w and z where the Latin alphabet has them.
const alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

// letterRank orders the letters; 0 is no letter.
var letterRank = buildRank()

func buildRank() map[rune]int {
	m := make(map[rune]int)
	for i, r := range []rune(alphabet) {
		m[r] = i + 1
	}
	return m
}

// Compare orders two personal names as Vietnamese lists do: by given name (the last word), then the words between, then the family
// name (the first word). Each word is ordered by its letters (a ă â b c d đ …), then by its tone (ngang, huyền, hỏi, ngã, sắc, nặng).
// Case and white space do not count. Names that are equal so far are ordered by their bytes, so that 0 means the same text in NFC.
func Compare(a, b string) int {
	a, b = NFC(a), NFC(b)
	x, y := nameOrder(a), nameOrder(b)
	for i := range min(len(x), len(y)) {
		if c := compareWord(x[i], y[i]); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// nameOrder returns the words of a name in the order of their weight. The middle is one unit: the family name must not be compared
// with a middle word of a longer name.
func nameOrder(name string) []string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return words
	}
	last := len(words) - 1
	return []string{words[last], strings.Join(words[1:last], " "), words[0]}
}

func compareWord(a, b string) int {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	tones := 0
	for i := range min(len(x), len(y)) {
		p, q := rankOf(x[i]), rankOf(y[i])
		if c := cmp.Or(cmp.Compare(p.class, q.class), cmp.Compare(p.letter, q.letter)); c != 0 {
			return c
		}
		if tones == 0 {
			tones = cmp.Compare(p.tone, q.tone)
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), tones)
}

// rank is the weight of one rune: separators before digits before letters before anything else.
type rank struct {
	class, letter int
	tone          Tone
}

func rankOf(r rune) rank {
	if p, ok := partsOf[r]; ok {
		return rank{class: 2, letter: letterRank[p.shape], tone: p.tone}
	}
	switch {
	case unicode.IsDigit(r):
		return rank{class: 1, letter: int(r)}
	case unicode.IsLetter(r):
		return rank{class: 3, letter: int(r)}
	}
	return rank{class: 0, letter: int(r)}
}
