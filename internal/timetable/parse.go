package timetable

import (
	"fmt"
	"regexp"
	"strconv"

	"sohoc/internal/viet"
)

// Wish is what a text says of hours: a time of day, days, or both.
type Wish struct {
	At   *Clock
	Days *Days
}

// Over returns hours with what the wish says in the place of what they were.
func (w Wish) Over(h Hours) Hours {
	if w.At != nil {
		h.At = *w.At
	}
	if w.Days != nil {
		h.Days = *w.Days
	}
	return h
}

// Unread says which words are not understood, or why they make no sense.
type Unread struct {
	Why   Why
	Words string // as they were typed, folded
}

// Error implements error.
func (u *Unread) Error() string { return fmt.Sprintf("%s: %q", u.Why, u.Words) }

// Why says what is wrong with a text.
type Why string

// What can be wrong.
const (
	NotUnderstood Why = "word"  // a word has no meaning here
	NoSuchTime    Why = "time"  // 25:00
	NoSuchDate    Why = "date"  // no month has it, or not every month
	Twice         Why = "twice" // two times of day, or two kinds of days
	Nothing       Why = "empty" // neither a time nor days
)

// maxTokens bounds the texts that are read: hours take no more words.
const maxTokens = 60

var token = regexp.MustCompile(`\d+|[a-z]+|[:.,\-–]|\S`)

// reader reads the tokens of a text.
type reader struct {
	tokens []string
	at     int
	wish   Wish
}

// Parse reads hours. Its error is an *Unread.
func Parse(text string) (Wish, error) {
	r := reader{tokens: token.FindAllString(viet.Fold(text), maxTokens+1)}
	if len(r.tokens) > maxTokens {
		return Wish{}, &Unread{Why: NotUnderstood, Words: r.tokens[maxTokens]}
	}
	for r.at < len(r.tokens) {
		read, err := r.next()
		if err != nil {
			return Wish{}, err
		}
		if !read {
			return Wish{}, &Unread{Why: NotUnderstood, Words: r.tokens[r.at]}
		}
	}
	if r.wish.At == nil && r.wish.Days == nil {
		return Wish{}, &Unread{Why: Nothing}
	}
	return r.wish, nil
}

// next reads one phrase.
func (r *reader) next() (read bool, err error) {
	for _, try := range []func() (bool, error){r.days, r.date, r.time, r.weekdays, r.narrow} {
		if read, err = try(); read || err != nil {
			return read, err
		}
	}
	for _, f := range fillers {
		if r.take(f...) {
			return true, nil
		}
	}
	return false, nil
}

// see returns the token n places ahead, "" beyond the end.
func (r *reader) see(n int) string {
	if r.at+n < len(r.tokens) {
		return r.tokens[r.at+n]
	}
	return ""
}

// take reads the given tokens when they stand next.
func (r *reader) take(words ...string) bool {
	for i, w := range words {
		if r.see(i) != w {
			return false
		}
	}
	r.at += len(words)
	return true
}

// takeAny reads the first of the phrases that stands next.
func (r *reader) takeAny(phrases [][]string) bool {
	for _, p := range phrases {
		if r.take(p...) {
			return true
		}
	}
	return false
}

// number returns the token n places ahead as a number.
func (r *reader) number(n int) (int, bool) {
	v, err := strconv.Atoi(r.see(n))
	return v, err == nil && v >= 0
}

func (r *reader) setDays(d Days) error {
	if r.wish.Days != nil && *r.wish.Days != d {
		return &Unread{Why: Twice}
	}
	r.wish.Days = &d
	return nil
}

func (r *reader) setTime(c Clock) error {
	if r.wish.At != nil && *r.wish.At != c {
		return &Unread{Why: Twice}
	}
	r.wish.At = &c
	return nil
}

// days reads a kind of days that has a name.
func (r *reader) days() (bool, error) {
	for _, n := range named {
		if r.takeAny(n.phrases) {
			return true, r.setDays(Days{Kind: n.kind})
		}
	}
	return false, nil
}

// date reads a date of the month: "ngày 5 hằng tháng", "mùng 5", "on the 5th", "day 5".
func (r *reader) date() (bool, error) {
	begin := r.at
	marked := r.takeAny([][]string{{"ngay", "mung"}, {"ngay"}, {"mung"}, {"mong"}, {"day"}, {"on", "the"}, {"the"}})
	n, ok := r.number(0)
	if !ok {
		r.at = begin
		return false, nil
	}
	ordinal := r.see(1) == "st" || r.see(1) == "nd" || r.see(1) == "rd" || r.see(1) == "th"
	if !marked && !ordinal {
		return false, nil
	}
	r.at++
	if ordinal {
		r.at++
	}
	if n < 1 || n > MaxDate {
		return false, &Unread{Why: NoSuchDate, Words: strconv.Itoa(n)}
	}
	return true, r.setDays(Days{Kind: Monthly, Date: n})
}

// narrow reads "trừ ngày nghỉ": only when it is a working day.
func (r *reader) narrow() (bool, error) {
	if !r.takeAny(exceptHolidays) {
		return false, nil
	}
	switch d := r.wish.Days; {
	case d == nil:
		return true, r.setDays(Days{Kind: WorkingDays})
	case d.Kind == Weekly:
		d.Working = true
	case d.Kind == Daily:
		d.Kind = WorkingDays
	case d.Kind == Monthly:
		return false, &Unread{Why: Twice}
	default:
	}
	return true, nil
}
