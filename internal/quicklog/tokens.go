package quicklog

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sohoc/internal/viet"
)

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	markToken // one character that is neither letter nor digit
)

// maxBytes bounds a line before its characters are counted, in NFC so that both forms of a line count the same: a letter of
// Vietnamese has at most five bytes when it is decomposed.
const maxBytes = 8 * MaxRunes

// huge stands for a number with more digits than any day, amount or year has.
const huge = 1 << 20

// token is a word, a number or a mark of the line.
type token struct {
	kind tokenKind
	text string // as typed, or repaired
	fold string
	id   wordID // of the folded word; 0 is a word that the lexicon does not have
	tags tag
	num  int // value of a number or of a number word
	// size is the count of digits of a number; 05 is a day more likely than 5.
	size     int
	glued    bool // no white space before it
	accented bool // has a diacritic
	repaired bool
	capital  bool // begins with a capital letter
}

// line is one line while it is read.
type line struct {
	p        *Parser
	text     string // as it came
	toks     []token
	today    date
	accented bool // some token has a diacritic
	tooLong  bool
	readings []reading
	chosen   []reading  // the chain, in order
	owner    []*reading // by token: the reading of the chain that has it, or nil
}

// read cuts a line into tokens and looks their roles up.
func (p *Parser) read(text string, now time.Time) *line {
	l := &line{p: p, text: text, today: dateOf(now)}
	if len(text) > maxBytes {
		l.tooLong = true
		return l
	}
	text = viet.NFC(text)
	if l.tooLong = utf8.RuneCountInString(text) > MaxRunes; l.tooLong {
		return l
	}
	l.toks = lex(text, p.lex)
	for i := range l.toks {
		l.accented = l.accented || l.toks[i].accented
	}
	for i := range l.toks {
		l.look(&l.toks[i])
	}
	l.repair()
	return l
}

// look finds a token in the lexicon and gives it the roles that its spelling allows.
func (l *line) look(t *token) {
	for _, s := range l.p.lex.senses[t.id] {
		if t.accented && !viet.Underspelled(t.text, s.exact) || s.strict && !t.accented && l.accented {
			continue
		}
		t.tags |= s.tag
		if s.num != 0 || s.tag == tagNum && t.kind == wordToken {
			t.num = s.num
		}
	}
}

// lex cuts text, which is in NFC, into tokens. Letters with their marks make words, ASCII digits make numbers.
// Folded words of the lexicon are shared with it.
func lex(text string, x *lexicon) []token {
	toks := make([]token, 0, len(text)/3+4)
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

// has reports whether token i exists and can play one of the roles.
func (l *line) has(i int, t tag) bool {
	return i >= 0 && i < len(l.toks) && l.toks[i].tags&t != 0
}

// number reports whether token i is written in digits.
func (l *line) number(i int) bool {
	return i >= 0 && i < len(l.toks) && l.toks[i].kind == numberToken
}

// mark reports whether token i is one of the marks.
func (l *line) mark(i int, marks string) bool {
	return i >= 0 && i < len(l.toks) && l.toks[i].kind == markToken && strings.Contains(marks, l.toks[i].text)
}

// glued reports whether token i exists and follows the one before it without white space.
func (l *line) glued(i int) bool {
	return i >= 0 && i < len(l.toks) && l.toks[i].glued
}

// is reports whether token i is this word, with its marks or without any.
func (l *line) is(i int, exact string) bool {
	if i < 0 || i >= len(l.toks) {
		return false
	}
	t := &l.toks[i]
	if c := exact[0]; c < utf8.RuneSelf && c != t.fold[0] {
		return false // most calls end here
	}
	return t.kind == wordToken && viet.Underspelled(t.text, exact)
}
