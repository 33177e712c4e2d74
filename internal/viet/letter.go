package viet

import "golang.org/x/text/unicode/norm"

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

// shapes are the marks that make another letter, not another tone: breve, circumflex, horn.
const (
	breve      = 0x306
	circumflex = 0x302
	horn       = 0x31B
)

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
