package people

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// CodeLength is the number of characters of a code. With 29 letters that is 39 bits: at 5 tries an hour and
// chat nobody guesses one of 100 in fourteen days.
const CodeLength = 8

// codeLetters leaves out what is read wrongly off paper: 0 O, 1 I L, 5 S.
const codeLetters = "ABCDEFGHJKMNPQRTUVWXYZ2346789"

// CodeHash is what is kept of a code.
type CodeHash [sha256.Size]byte

// NewCode returns a fresh random code.
func NewCode() string {
	var b strings.Builder
	limit := byte(256 - 256%len(codeLetters)) // beyond it letters would not be equally likely
	for b.Len() < CodeLength {
		var draw [16]byte
		_, _ = rand.Read(draw[:]) // never fails
		for _, r := range draw {
			if r < limit && b.Len() < CodeLength {
				b.WriteByte(codeLetters[int(r)%len(codeLetters)])
			}
		}
	}
	return b.String()
}

// ReadCode returns the code in what somebody typed, in any case, with spaces, dots or hyphens; ok is false
// when it has not the form of a code.
func ReadCode(typed string) (code string, ok bool) {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case strings.ContainsRune(codeLetters, r):
			b.WriteRune(r)
		case r == ' ', r == '-', r == '.', r == '\u00a0':
		default:
			return "", false
		}
		if b.Len() > CodeLength {
			return "", false
		}
	}
	return b.String(), b.Len() == CodeLength
}

// HashCode returns what is kept of code. A code is random and short-lived, so a plain hash is enough.
func HashCode(code string) CodeHash { return sha256.Sum256([]byte("sohoc invite " + code)) }
