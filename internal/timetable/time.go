package timetable

import (
	"slices"
	"strings"
	"time"
)

// time reads a time of day: "15:30", "15h30", "15 giờ rưỡi", "3 giờ chiều", "9 giờ kém 15", "lúc 9", "3pm".
func (r *reader) time() (bool, error) {
	begin := r.at
	alone := r.take("luc") || r.take("at")
	hour, ok := r.number(0)
	if !ok {
		r.at = begin
		return false, nil
	}
	r.at++
	c, marked := Clock{Hour: hour}, true
	switch {
	case (r.see(0) == ":" || r.see(0) == ".") && len(r.see(1)) == 2 && r.isNumber(1):
		c.Minute, _ = r.number(1)
		r.at += 2
	case r.take("h") || r.take("g") || r.take("gio") || r.take("o", "clock"):
		r.minutes(&c)
	default:
		marked = false
	}
	said := strings.NewReplacer(" : ", ":", " . ", ".").Replace(strings.Join(r.tokens[begin:r.at], " "))
	part := r.see(0)
	if move := parts[part]; move != nil && !(part == "toi" && r.dayAhead(1)) {
		r.at++
		if part == "am" || part == "pm" {
			if c.Hour < 1 || c.Hour > 12 {
				return false, &Unread{Why: NoSuchTime, Words: said + " " + part}
			}
		}
		c.Hour, marked = move(c.Hour), true
	}
	if !marked && !alone {
		r.at = begin
		return false, nil
	}
	if c.Hour > 23 || c.Minute > 59 || c.Hour < 0 {
		return false, &Unread{Why: NoSuchTime, Words: said}
	}
	return true, r.setTime(c)
}

func (r *reader) isNumber(n int) bool {
	_, ok := r.number(n)
	return ok
}

// minutes reads what follows "giờ".
func (r *reader) minutes(c *Clock) {
	switch {
	case r.take("ruoi"):
		c.Minute = 30
	case r.see(0) == "kem" && r.isNumber(1):
		less, _ := r.number(1)
		r.at += 2
		r.takeMinutes()
		if less > 0 && less < 60 && c.Hour > 0 {
			c.Hour, c.Minute = c.Hour-1, 60-less
		} else {
			c.Minute = 60 // makes no sense, and is said so
		}
	case r.isNumber(0) && !r.timeAt(0):
		c.Minute, _ = r.number(0)
		r.at++
		r.takeMinutes()
	}
}

func (r *reader) takeMinutes() {
	_ = r.take("phut") || r.take("ph") || r.take("p") || r.take("minutes")
}

// dayAhead reports whether a day of the week stands n places ahead.
func (r *reader) dayAhead(n int) bool {
	ahead := reader{tokens: r.tokens, at: r.at + n}
	_, ok := ahead.weekday(false)
	return ok
}

// weekday reads one day of the week. In a list its "thứ" may be left out.
func (r *reader) weekday(inList bool) (time.Weekday, bool) {
	word, next := r.see(0), r.see(1)
	if d, ok := counted[next]; ok && (word == "thu" || word == "t") && !r.timeAt(1) {
		r.at += 2
		return d, true
	}
	if word == "chu" && next == "nhat" {
		r.at += 2
		return time.Sunday, true
	}
	if word == "thu" { // English, when no Vietnamese day follows
		r.at++
		return time.Thursday, true
	}
	if d, ok := dayNames[word]; ok {
		r.at++
		return d, true
	}
	if d, ok := counted[word]; ok && inList && !r.timeAt(0) {
		r.at++
		return d, true
	}
	return 0, false
}

// timeAt reports whether the number n places ahead begins a time of day: "thu 5pm" is no "thứ năm".
func (r *reader) timeAt(n int) bool {
	if !r.isNumber(n) {
		return false
	}
	switch r.see(n + 1) {
	case "h", "g", "gio", ":", "am", "pm":
		return true
	}
	return false
}

// weekdays reads days of the week: one, a list, a span, or all working days except some.
func (r *reader) weekdays() (bool, error) {
	except := r.take("tru") || r.take("except")
	first, ok := r.weekday(false)
	if !ok {
		if except {
			r.at--
		}
		return false, nil
	}
	set := On(first)
	for last := first; ; {
		begin := r.at
		span := r.take("den") || r.take("toi") || r.take("-") || r.take("–") || r.take("to") || r.take("through")
		if !span {
			_ = r.take(",") || r.take("va") || r.take("and") || r.take("&")
			_ = r.take("va") || r.take("and")
		}
		d, ok := r.weekday(r.at > begin)
		if !ok || span && position(d) <= position(last) {
			r.at = begin
			break
		}
		if span {
			set |= On(week[position(last) : position(d)+1]...)
		}
		set |= On(d)
		last = d
	}
	if except {
		return r.without(set)
	}
	if d := r.wish.Days; d != nil && d.Kind == Weekly {
		d.Weekdays |= set
		return true, nil
	}
	return true, r.setDays(Days{Kind: Weekly, Weekdays: set})
}

// position is where a day stands in the week.
func position(d time.Weekday) int { return slices.Index(week, d) }

// without takes days of the week out of what was said before.
func (r *reader) without(set Weekdays) (bool, error) {
	all := On(week...)
	working := false
	if d := r.wish.Days; d != nil {
		switch d.Kind {
		case Daily:
		case WorkingDays:
			all, working = On(week[:5]...), true
		case Weekly:
			all, working = d.Weekdays, d.Working
		default:
			return false, &Unread{Why: Twice}
		}
	}
	if all &^= set; all == 0 {
		return false, &Unread{Why: Nothing}
	}
	r.wish.Days = &Days{Kind: Weekly, Weekdays: all, Working: working}
	return true, nil
}
