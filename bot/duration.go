package bot

import (
	"strconv"
	"strings"
)

// hours writes minutes as people say them: "2 giờ 30 phút".
func (t *turn) hours(minutes int) string {
	h, m := minutes/60, minutes%60
	switch {
	case h == 0:
		return t.p.N("don_vi.phut", m, nil)
	case m == 0:
		return t.wholeHours(h)
	default:
		return t.wholeHours(h) + " " + t.p.N("don_vi.phut", m, nil)
	}
}

func (t *turn) wholeHours(h int) string { return t.p.N("don_vi.gio", h, args{"N": t.grouped(h)}) }

// grouped writes a number with its thousands apart, by the mark of the language: "3.046".
func (t *turn) grouped(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + t.p.T("don_vi.dau_nghin", nil) + s[at:]
	}
	return s
}

// tiet writes minutes as tiết, to one decimal: "2,7 tiết".
func (t *turn) tiet(minutes int) string {
	return t.p.T("don_vi.tiet", args{"N": t.decimal(minutes, t.set.rules.Units.TietMinutes)})
}

// decimal writes a quotient rounded to one decimal, without ",0", with the comma or point of the language.
func (t *turn) decimal(n, of int) string {
	if of <= 0 {
		return "0"
	}
	tenths := (n*20 + of) / (2 * of) // round half up
	s := t.grouped(tenths / 10)
	if tenths%10 != 0 {
		s += t.p.T("don_vi.dau_thap_phan", nil) + strconv.Itoa(tenths%10)
	}
	return strings.TrimSpace(s)
}
