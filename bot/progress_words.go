package bot

import (
	"unicode"
	"unicode/utf8"

	"sohoc/internal/learning"
)

// periodName names a period: "tháng 11/2026, đến ngày 24/11".
func (t *turn) periodName(p learning.Period) string {
	name := t.wholeName(p)
	if p.Complete() {
		return name
	}
	return t.p.T("tiendo.den_ngay", args{"Ky": name, "Ngay": p.Days.To.Short()})
}

// wholeName names the month, quarter or year of a period.
func (t *turn) wholeName(p learning.Period) string {
	return t.p.T("tiendo.ky_"+string(p.Span), args{"So": p.Number(), "Nam": p.Days.To.Year()})
}

// beforeName names the period to compare with: the whole one before a complete one, the same days of it otherwise.
func (t *turn) beforeName(p learning.Period) string {
	b := p.Before()
	if p.Complete() {
		return t.wholeName(b)
	}
	return t.p.T("tiendo.cung_ky_"+string(p.Span), args{"Tu": b.Days.From.Short(), "Den": b.Days.To.Short(), "Nam": b.Days.To.Year()})
}

// went says in words how a number went: "tăng 2 giờ", "giảm 3 người", "không đổi".
func (t *turn) went(diff int, say func(n int) string) string {
	switch {
	case diff > 0:
		return t.p.T("tiendo.tang", args{"Bao": say(diff)})
	case diff < 0:
		return t.p.T("tiendo.giam", args{"Bao": say(-diff)})
	default:
		return t.p.T("tiendo.khong_doi", nil)
	}
}

// headcount counts people: "3 người".
func (t *turn) headcount(n int) string { return t.p.N("tiendo.nguoi", n, nil) }

// perHead is minutes for each member in hours, to one decimal.
func (t *turn) perHead(f learning.Figures) string { return t.decimal(f.Minutes(), 60*f.Members) }

// dutyLine says how many reached their yearly duty, "" where nobody has one.
func (t *turn) dutyLine(p learning.Period, d learning.Duty) string {
	if d.Due == 0 {
		return ""
	}
	return t.p.T("tiendo.du_tiet", args{"Nam": p.Days.To.Year(), "Du": d.Reached, "Tren": t.dueName(d)})
}

// dueName counts who has a duty, by their category when it is one.
func (t *turn) dueName(d learning.Duty) string {
	if d.CongChuc == d.Due {
		return t.p.N("tiendo.cong_chuc", d.Due, nil)
	}
	return t.p.N("tiendo.co_chi_tieu", d.Due, nil)
}

// upper begins a sentence.
func upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
