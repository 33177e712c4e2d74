package viet

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tone is one of the six tones, numbered in the order of the alphabet's tone rule: ngang, huyền, hỏi, ngã, sắc, nặng.
type Tone uint8

// The six tones.
const (
	Ngang Tone = iota
	Huyen
	Hoi
	Nga
	Sac
	Nang
)

// toneMark gives the combining mark of each tone.
var toneMark = [...]rune{Ngang: 0, Huyen: 0x300, Hoi: 0x309, Nga: 0x303, Sac: 0x301, Nang: 0x323}

// parts is a letter taken apart: its plain ASCII base ('d' for đ), the letter with its shape (ă, đ, ơ) and its tone.
type parts struct {
	base  byte
	shape rune
	tone  Tone
}

// partsOf holds every lower-case Vietnamese letter with and without tone.
var partsOf = buildParts()

func buildParts() map[rune]parts {
	m := make(map[rune]parts)
	for r := 'a'; r <= 'z'; r++ {
		m[r] = parts{base: byte(r), shape: r}
	}
	m['đ'] = parts{base: 'd', shape: 'đ'}
	for _, v := range "aăâeêioôơuưy" {
		base := []rune(norm.NFD.String(string(v)))[0]
		for tone, mark := range toneMark {
			letter := v
			if mark != 0 {
				letter = []rune(norm.NFC.String(string([]rune{v, mark})))[0]
			}
			m[letter] = parts{base: byte(base), shape: v, tone: Tone(tone)}
		}
	}
	return m
}

// withTone holds the composed letter of a toneless vowel and a tone.
var withTone = buildWithTone()

func buildWithTone() map[rune][6]rune {
	m := make(map[rune][6]rune)
	for letter, p := range partsOf {
		row := m[p.shape]
		row[p.tone] = letter
		m[p.shape] = row
	}
	return m
}

// Accented reports whether s, which is in NFC, has a letter beyond plain ASCII, as Vietnamese typed with its marks has.
func Accented(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// Underspelled reports whether typed can stand for the one syllable exact (lower case, NFC): the same letters and marks, wherever the
// tone is put, or the same letters with every mark left out. "hoà", "hoa" and "HÒA" can stand for "hòa"; "hoá" cannot, nor can "thư"
// stand for "thứ": who types some marks means the others too.
func Underspelled(typed, exact string) bool {
	var have, want Tone
	same, bare := true, true
	for typed != "" && exact != "" {
		a, n := utf8.DecodeRuneInString(typed)
		b, m := utf8.DecodeRuneInString(exact)
		typed, exact = typed[n:], exact[m:]
		p, q := takeApart(a), takeApart(b)
		if p.base != q.base {
			return false
		}
		same = same && p.shape == q.shape
		bare = bare && p.shape == rune(p.base)
		have, want = max(have, p.tone), max(want, q.tone)
	}
	return typed == exact && (same && have == want || bare && have == Ngang)
}

// lowParts and highParts hold the parts of every rune of the Latin areas that fold.go folds by table.
var (
	lowParts  = partsTable(0, latinEnd)
	highParts = partsTable(vietStart, vietEnd)
)

func partsTable(from, to rune) []parts {
	table := make([]parts, to-from)
	for r := from; r < to; r++ {
		p, ok := partsOf[unicode.ToLower(r)]
		switch {
		case ok:
		case r < utf8.RuneSelf:
			p = parts{base: byte(r), shape: r}
		default:
			p = parts{base: odd, shape: r}
		}
		table[r-from] = p
	}
	return table
}

// takeApart returns the parts of a rune in small letters; a rune that is no Vietnamese letter is its own shape.
func takeApart(r rune) parts {
	switch {
	case r < latinEnd:
		return lowParts[r]
	case r >= vietStart && r < vietEnd:
		return highParts[r-vietStart]
	}
	return parts{base: odd, shape: r}
}
