package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// latinEnd bounds the blocks Basic Latin to Latin Extended-B, whose letters fold by table.
	latinEnd = 0x250
	// vietStart and vietEnd bound Latin Extended Additional, which holds ạ to ỹ.
	vietStart, vietEnd = 0x1E00, 0x1F00
	// marksStart and marksEnd bound the combining diacritical marks that NFD leaves behind a letter.
	marksStart, marksEnd = 0x300, 0x370
	// space stands in a fold table for any white space.
	space = ' '
	// odd stands in a fold table for a rune that only the slow path can fold.
	odd = 0xFF
)

// lowFold and highFold map a rune of the two Latin areas to its folded byte, or to odd.
var (
	lowFold  = foldTable(0, latinEnd)
	highFold = foldTable(vietStart, vietEnd)
)

func foldTable(from, to rune) []byte {
	table := make([]byte, to-from)
	for r := from; r < to; r++ {
		table[r-from] = foldRune(r)
	}
	return table
}

// foldRune is the definition that the tables cache.
func foldRune(r rune) byte {
	switch {
	case unicode.IsSpace(r):
		return space
	case r == 'đ' || r == 'Đ':
		return 'd'
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(unicode.ToLower(r))))
	if base < utf8.RuneSelf {
		return byte(base)
	}
	return odd
}

// NFC returns s in canonical composition; a string that is in it already is returned as it is, without a copy.
func NFC(s string) string {
	return norm.NFC.String(s)
}

// Fold returns s for comparison: lower case, without diacritics, đ as d, each run of white space as one space, none at the ends.
// Letters of other scripts keep their base letter. Fold(NFC(s)) == Fold(NFD(s)), and folding twice changes nothing.
func Fold(s string) string {
	if foldedASCII(s) {
		return s
	}
	var room [128]byte
	buf := room[:0]
	if len(s) > len(room) {
		buf = make([]byte, 0, len(s))
	}
	buf, ok := AppendFold(buf, s)
	if !ok {
		return foldOdd(s)
	}
	return string(buf)
}

// AppendFold appends Fold(s) to dst without allocating when dst has room. It reports false, with dst cut back to where it was, for
// text outside the Latin script and plain punctuation; Fold handles that too.
func AppendFold(dst []byte, s string) ([]byte, bool) {
	start := len(dst)
	pending := false
	for i := 0; i < len(s); {
		var b byte
		if c := s[i]; c < utf8.RuneSelf {
			b = lowFold[c]
			i++
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			i += size
			switch {
			case r < latinEnd:
				b = lowFold[r]
			case r >= vietStart && r < vietEnd:
				b = highFold[r-vietStart]
			case r >= marksStart && r < marksEnd, r == 0x200B, r == 0xFEFF:
				continue
			case r >= 0x2000 && r < 0x2070 && !unicode.IsSpace(r):
				dst = appendPending(dst, start, pending)
				pending = false
				dst = utf8.AppendRune(dst, r)
				continue
			case unicode.IsSpace(r):
				b = space
			default:
				b = odd
			}
		}
		switch b {
		case odd:
			return dst[:start], false
		case space:
			pending = true
		default:
			dst = appendPending(dst, start, pending)
			pending = false
			dst = append(dst, b)
		}
	}
	return dst, true
}

// appendPending writes the space that was held back until a further letter proved it to be an inner one.
func appendPending(dst []byte, start int, pending bool) []byte {
	if pending && len(dst) > start {
		return append(dst, space)
	}
	return dst
}

// foldedASCII reports whether folding would change nothing, so that the common case costs no allocation.
func foldedASCII(s string) bool {
	previous := byte(space)
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || lowFold[c] != c || (c == space && previous == space) {
			return false
		}
		previous = c
	}
	return previous != space || s == ""
}

// foldOdd folds any text by decomposition. It is the slow path for other scripts, and for runes whose lower case or composition
// the tables do not know.
func foldOdd(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == 0x200B, r == 0xFEFF:
		case unicode.IsSpace(r):
			b.WriteByte(space)
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(strings.Join(strings.Fields(b.String()), " "))
}
