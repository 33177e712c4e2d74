package quicklog

import (
	"strings"
	"time"
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
	forth    bool // days without a year or a week lie ahead, not behind: see Ahead
	accented bool // some token has a diacritic
	tooLong  bool
	titled   bool // every word begins with a capital letter
	readings []reading
	chosen   []reading  // the chain, in order
	owner    []*reading // by token: the reading of the chain that has it, or nil
	search   search
}

// search is the room in which the best chain is looked for.
type search struct {
	first []int32 // by token: the first reading that begins there
	best  []int   // by token: the highest score from there on
	pick  []int32 // by token: the reading that it is got with, -1 = none
}

// take returns a line with the room that another one has left.
func (p *Parser) take() *line {
	l, ok := p.lines.Get().(*line)
	if !ok {
		return &line{}
	}
	*l = line{
		toks: l.toks[:0], readings: l.readings[:0], chosen: l.chosen[:0], owner: l.owner[:0],
		search: search{first: l.search.first[:0], best: l.search.best[:0], pick: l.search.pick[:0]},
	}
	return l
}

// read cuts a line into tokens and looks their roles up.
func (p *Parser) read(text string, now time.Time) *line {
	l := p.take()
	l.p, l.text, l.today = p, text, dateOf(now)
	if len(text) > maxBytes {
		l.tooLong = true
		return l
	}
	text = viet.NFC(text)
	if l.tooLong = utf8.RuneCountInString(text) > MaxRunes; l.tooLong {
		return l
	}
	l.toks = lex(l.toks, text, p.lex)
	for i := range l.toks {
		l.accented = l.accented || l.toks[i].accented
	}
	for i := range l.toks {
		l.look(&l.toks[i])
	}
	l.repair()
	l.titled = l.isTitled()
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
	if i < 0 || i >= len(l.toks) || l.toks[i].kind != markToken {
		return false
	}
	if text := l.toks[i].text; len(text) > 1 {
		return strings.Contains(marks, text)
	}
	return strings.IndexByte(marks, l.toks[i].text[0]) >= 0
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
