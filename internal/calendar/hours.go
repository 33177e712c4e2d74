package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Span is a part of a day, in minutes after midnight. From belongs to it, To does not.
type Span struct{ From, To int }

// Hours are the working hours of a day: spans in order that do not touch.
type Hours []Span

// DefaultHours returns 07:30–11:30 and 13:30–17:00, the hours of provincial offices.
func DefaultHours() Hours { return Hours{{7*60 + 30, 11*60 + 30}, {13*60 + 30, 17 * 60}} }

// Bounds of working hours.
const (
	maxSpans  = 4
	minLength = 30 // minutes of the shortest span: a slip of the hand is rather shorter
)

// Valid reports whether hours are spans in order, each of half an hour at least.
func (h Hours) Valid() bool {
	last := -1
	for _, s := range h {
		if s.From <= last || s.To-s.From < minLength || s.To > 24*60 {
			return false
		}
		last = s.To
	}
	return len(h) > 0 && len(h) <= maxSpans
}

func (h Hours) hold(minute int) bool {
	for _, s := range h {
		if s.From <= minute && minute < s.To {
			return true
		}
	}
	return false
}

// Contains reports whether people are at work at a minute after midnight of a working day.
func (h Hours) Contains(minute int) bool { return h.hold(minute) }

// String returns hours as they are stored and shown: "07:30–11:30, 13:30–17:00".
func (h Hours) String() string {
	parts := make([]string, len(h))
	for i, s := range h {
		parts[i] = clock(s.From) + "–" + clock(s.To)
	}
	return strings.Join(parts, ", ")
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// spaced is where one span ends and the next begins with nothing but a space between them.
var spaced = regexp.MustCompile(`-\s*([^\s,-]+)\s+(\d[^\s,-]*\s*-)`)

// ParseHours reads what String writes, and how people write hours: "7h30-11h30 và 13:30-17h", "8-12, 14 - 17h30".
func ParseHours(text string) (Hours, error) {
	text = strings.NewReplacer("–", "-", "—", "-", "đến", "-", "den", "-", "to", "-", "và", ",", "va", ",", "and", ",", ";", ",", "&", ",").
		Replace(strings.ToLower(text))
	text = spaced.ReplaceAllString(spaced.ReplaceAllString(text, "-$1, $2"), "-$1, $2") // spans share their edges
	var h Hours
	for part := range strings.SplitSeq(text, ",") {
		from, to, ok := strings.Cut(part, "-")
		if !ok {
			return nil, fmt.Errorf("hours %q: no span", part)
		}
		begin, err := parseClock(from)
		if err != nil {
			return nil, err
		}
		end, err := parseClock(to)
		if err != nil {
			return nil, err
		}
		h = append(h, Span{begin, end})
	}
	if !h.Valid() {
		return nil, fmt.Errorf("hours %q are not in order", text)
	}
	return h, nil
}

// parseClock reads "7:30", "07h30", "17h", "8 giờ 30", "8".
func parseClock(text string) (minute int, err error) {
	text = strings.NewReplacer("giờ", "h", "gio", "h", ":", "h", "phút", "", "phut", "", " ", "").Replace(strings.TrimSpace(text))
	hour, rest, _ := strings.Cut(text, "h")
	h, err := strconv.Atoi(hour)
	if err != nil || h < 0 || h > 24 {
		return 0, fmt.Errorf("time %q is none", text)
	}
	m := 0
	if rest != "" {
		if m, err = strconv.Atoi(rest); err != nil || m < 0 || m > 59 {
			return 0, fmt.Errorf("time %q is none", text)
		}
	}
	return h*60 + m, nil
}
