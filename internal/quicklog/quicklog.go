package quicklog

import (
	"sync"
	"time"

	"sohoc/internal/day"
)

// Day is a calendar day, "2026-11-24".
type Day = day.Day

// Ask names the one question that a line leaves open; "" is none.
type Ask string

// The questions.
const (
	AskDuration       Ask = "duration"
	AskTimeOrDuration Ask = "time_or_duration" // "15h": fifteen hours, or at three in the afternoon?
	AskDate           Ask = "date"             // a vague day, or two that contradict each other
	AskTitle          Ask = "title"
	AskSplit          Ask = "split"  // two entries in one line
	AskRepeat         Ask = "repeat" // a habit or several occasions: "mỗi ngày 1h", "3 buổi x 2h"
)

// Problem names why a line is refused; "" is no reason.
type Problem string

// The refusals.
const (
	FutureDate  Problem = "future_date"
	InvalidDate Problem = "invalid_date"
	OutOfBounds Problem = "out_of_bounds" // over MaxDayMinutes for each day, or a line over MaxRunes
	NotPositive Problem = "not_positive"
)

// MaxRunes is the longest line that is read; a longer one is a pasted text, not a log, and is refused as OutOfBounds.
const MaxRunes = 1000

// MaxDayMinutes is how much one day can hold: twelve hours.
const MaxDayMinutes = 12 * 60

// Term is a code and the words that mean it, as people write them (with diacritics; they match without, too).
type Term struct {
	Code  string
	Words []string
}

// Units says how the units of schooling convert (defaults: một tiết = 45 phút, một buổi = 4 tiết, một ngày = 8 tiết, một tuần = 5 ngày).
type Units struct {
	TietMinutes, BuoiTiet, NgayTiet, TuanNgay int
}

// Tables is what the caller knows: conversions, fields, providers, and optionally other kind words than the built-in ones.
type Tables struct {
	Units     Units
	Fields    []Term
	Providers []Term // Code is the display name
	Kinds     []Term // empty: the built-in kind words
}

// Result is what a line says. Start and End are always set (the reader's today when no day was stated, see HasDate).
type Result struct {
	Text, Title string
	// Minutes is 0 when unknown: after a Problem, and while Ask is about the duration, a split or a repetition.
	Minutes    int
	Start, End Day
	// Kind, Field and Provider are codes; "" is none.
	Kind, Field, Provider string
	Ask                   Ask
	Problem               Problem
	// Command tells that the line began with a word of logging (/hoc, học, ghi, log, …).
	Command bool
	// HasDate tells that the day was stated, not assumed.
	HasDate bool
	// Looks tells that the line reads like a log even without a word of logging: a duration or a kind word, and a title.
	Looks bool
}

// Parser reads lines by fixed tables. It is safe for concurrent use.
type Parser struct {
	lex   *lexicon
	units Units
	lines sync.Pool // of *line, for the room that they have
}

// New compiles the tables. Units that are not positive take their defaults.
func New(t Tables) *Parser {
	return &Parser{lex: compile(t), units: t.Units.orDefault()}
}

// Parse reads one line. now is the instant in the reader's zone; only its day matters.
func (p *Parser) Parse(line string, now time.Time) Result {
	l := p.read(line, now)
	defer p.lines.Put(l)
	if l.tooLong {
		return Result{Text: line, Start: l.today.day(), End: l.today.day(), Problem: OutOfBounds}
	}
	l.choose()
	return l.resolve()
}

// DefaultUnits returns the conversions of the Office's plan.
func DefaultUnits() Units {
	return Units{TietMinutes: 45, BuoiTiet: 4, NgayTiet: 8, TuanNgay: 5}
}

func (u Units) orDefault() Units {
	d := DefaultUnits()
	for _, f := range []struct{ have, want *int }{
		{&u.TietMinutes, &d.TietMinutes}, {&u.BuoiTiet, &d.BuoiTiet}, {&u.NgayTiet, &d.NgayTiet}, {&u.TuanNgay, &d.TuanNgay},
	} {
		if *f.have <= 0 {
			*f.have = *f.want
		}
	}
	return u
}
