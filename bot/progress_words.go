package bot

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sohoc/internal/day"
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

// wholeName names the week, month, quarter or year of a period, or its days.
func (t *turn) wholeName(p learning.Period) string {
	days := p.Days
	if p.Span == learning.Week {
		days.To = days.From.Add(6)
	}
	return t.p.T("tiendo.ky_"+string(p.Span), args{
		"So": p.Number(), "Nam": p.Days.To.Year(), "Thang": t.monthName(p.Days.To), "Tu": t.firstDay(days), "Den": days.To.Local(),
	})
}

// firstDay is the first of some days, with its year when the last lies in another.
func (t *turn) firstDay(days day.Range) string {
	if days.From.Year() != days.To.Year() {
		return days.From.Local()
	}
	return days.From.Short()
}

// monthName is how the month of a day is called beside its year.
func (t *turn) monthName(d day.Day) string {
	names := strings.Fields(t.p.T("tiendo.ten_thang", nil))
	if n := int(d.Month()); n <= len(names) {
		return names[n-1]
	}
	return strconv.Itoa(int(d.Month()))
}

// beforeName names the period to compare with: the whole one before a complete one, the same days of it otherwise.
func (t *turn) beforeName(p learning.Period) string {
	b := p.Before()
	if p.Complete() && p.Span != learning.Days {
		return t.wholeName(b)
	}
	return t.p.T("tiendo.cung_ky_"+string(p.Span), args{"Tu": t.firstDay(b.Days), "Den": b.Days.To.Short(), "Nam": b.Days.To.Year()})
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
