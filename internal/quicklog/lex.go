package quicklog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sohoc/internal/viet"
)

// lex cuts text, which is in NFC, into tokens, which it puts into the room of toks. Letters with their marks make words, ASCII digits make numbers.
// Folded words of the lexicon are shared with it.
func lex(toks []token, text string, x *lexicon) []token {
	toks = slices.Grow(toks[:0], len(text)/3+4)
	glued := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			if r == '\n' {
				toks = append(toks, token{kind: markToken, text: "\n", fold: "\n"})
			}
			glued = false
			i += size
			continue
		}
		t := token{glued: glued}
		end := i + size
		switch {
		case address(text[i:]):
			end = i + strings.IndexFunc(text[i:]+" ", unicode.IsSpace)
		case r >= '0' && r <= '9':
			t.kind = numberToken
			end = i + digits(text[i:])
			t.size, t.num = end-i, valueOf(text[i:end])
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r):
			end = i + letters(text[i:])
		default:
			t.kind = markToken
		}
		t.text = text[i:end]
		t.finish(x)
		toks = append(toks, t)
		glued = true
		i = end
	}
	return toks
}

// finish derives what the text of a token says.
func (t *token) finish(x *lexicon) {
	t.fold = t.text
	if t.kind != wordToken {
		if t.kind == numberToken {
			t.id = x.ids[t.fold]
		}
		return
	}
	var room [64]byte
	if folded, ok := viet.AppendFold(room[:0], t.text); !ok {
		t.fold = viet.Fold(t.text)
	} else if id, known := x.ids[string(folded)]; known {
		t.id, t.fold = id, x.names[id]
	} else if string(folded) != t.text {
		t.fold = string(folded)
	}
	if t.fold == "" {
		t.fold = t.text // marks without a letter
	}
	first, _ := utf8.DecodeRuneInString(t.text)
	t.capital = unicode.IsUpper(first)
	t.accented = viet.Accented(t.text)
}

// address reports whether s begins with a web address, which is one word whatever it holds.
func address(s string) bool {
	return len(s) > 8 && (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www."))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// letters returns the length of the word at the head of s; an apostrophe between letters is part of it (H'Mông).
func letters(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		inner := (r == '\'' || r == '’') && n > 0 && startsWithLetter(s[n+size:])
		if !inner && !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			break
		}
		n += size
	}
	return n
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func valueOf(digits string) int {
	if len(digits) > 5 {
		return huge
	}
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}
