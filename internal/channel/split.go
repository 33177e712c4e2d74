package channel

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markRoom is kept free in each part for the line that numbers it.
const markRoom = len("\n(999/999)")

// Units is the length of a text in UTF-16 units, in which channels count.
func Units(text string) int {
	n := 0
	for _, r := range text {
		n += units(r)
	}
	return n
}

func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Split cuts a text that is longer than limit UTF-16 units into parts that are not, each but a lone one with
// "(1/3)" as its last line. It cuts at the end of a line where it can, else behind a comma or the end of
// a sentence, so that no name is torn, else between two words; only a word longer than a part is cut itself. The limit must be at least 32.
func Split(text string, limit int) []string {
	if Units(text) <= limit {
		return []string{text}
	}
	var parts []string
	for rest := text; rest != ""; {
		cut := cutsWithin(rest, limit-markRoom)
		at := cmp.Or(cut.line, cut.list, cut.space, cut.hard)
		if part := strings.TrimRight(rest[:at], spaces); part != "" {
			parts = append(parts, part)
		}
		rest = rest[at:]
		if strings.HasPrefix(rest, "\n") {
			rest = strings.TrimLeft(rest, "\n") // and keep the indentation of what follows
		} else {
			rest = strings.TrimLeft(rest, spaces)
		}
	}
	for i := range parts {
		parts[i] += fmt.Sprintf("\n(%d/%d)", i+1, len(parts))
	}
	return parts
}

// Clip shortens a text to limit UTF-16 units, with an ellipsis in place of what is missing.
func Clip(text string, limit int) string {
	if Units(text) <= limit {
		return text
	}
	cut := cutsWithin(text, limit-1)
	at := cmp.Or(max(cut.line, cut.space), cut.hard)
	return strings.TrimRight(text[:at], spaces) + "…"
}

// spaces are where a line may be broken; the spaces that hold a number and its unit together are not.
const spaces = " \t\r\n"

// cuts are the last byte positions within a limit at which a text can be cut; 0 for none. list is a space behind a
// comma, a semicolon or the end of a sentence.
type cuts struct{ line, list, space, hard int }

// cutsWithin looks for cuts within limit units. The hard one is never 0 unless text is empty.
func cutsWithin(text string, limit int) cuts {
	var c cuts
	var before rune
	n := 0
	for at, r := range text {
		switch {
		case r == '\n':
			c.line = at
		case strings.ContainsRune(spaces, r):
			c.space = at
			if strings.ContainsRune(",;.!?", before) {
				c.list = at
			}
		}
		if at > 0 && !joined(before, r) || c.hard == 0 {
			c.hard = at
		}
		before = r
		if n += units(r); n > limit {
			c.hard = max(c.hard, utf8.RuneLen(r))
			return c
		}
	}
	return cuts{line: len(text)}
}

// joined reports whether r belongs to the same character as the rune before it.
func joined(before, r rune) bool {
	const joiner = '\u200d'
	return before == joiner || r == joiner || unicode.In(r, unicode.M, unicode.Variation_Selector)
}
