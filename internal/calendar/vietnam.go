package calendar

import (
	"cmp"
	"slices"
	"time"

	"sohoc/internal/day"
)

// Sources of the law's holidays.
const (
	law     = "Bộ luật Lao động 2019, Điều 112"
	weekly  = "Bộ luật Lao động 2019, Điều 111 khoản 3" // a weekly day of rest that falls on a holiday is made up for
	culture = "Nghị quyết 80-NQ/TW ngày 07/01/2026 (chủ trương)"
	known   = "Thông báo nghỉ lễ, Tết năm 2026"
)

// CultureDay is the first year for which 24/11, Ngày Văn hóa Việt Nam, was announced.
const CultureDay = 2026

// VietNam returns the entries of a year, by day: the holidays of Điều 112 Bộ luật Lao động 2019 and the days off
// in lieu of those that fall on a weekend (Điều 111 khoản 3). Tết and 2/9 are placed as in most years: Tết from
// the eve to mùng 4, 2/9 with the neighbour that makes the longer row of days off. Both are decided every year and
// therefore carry a doubt. Of 2026 the notice is known.
func VietNam(year int) []Entry {
	y := yearBook{year: year}
	y.law(day.New(year, time.January, 1), "Tết Dương lịch", "New Year's Day", Certain)
	tet := Tet(year)
	y.law(tet.Add(-1), "Giao thừa Tết Nguyên đán", "Lunar New Year's Eve", Notice)
	for i, name := range []string{"Mùng 1", "Mùng 2", "Mùng 3", "Mùng 4"} {
		y.law(tet.Add(i), name+" Tết Nguyên đán", "Lunar New Year, day "+name[len("Mùng "):], Notice)
	}
	y.law(FromLunar(year, 3, 10), "Giỗ Tổ Hùng Vương (10/3 âm lịch)", "Hung Kings' Commemoration Day", Certain)
	y.law(day.New(year, time.April, 30), "Ngày Chiến thắng", "Reunification Day", Certain)
	y.law(day.New(year, time.May, 1), "Ngày Quốc tế Lao động", "Labour Day", Certain)
	national := day.New(year, time.September, 2)
	y.law(national, "Quốc khánh", "National Day", Certain)
	y.law(neighbour(national), "Quốc khánh (ngày liền kề)", "National Day (the day beside it)", Notice)
	if year == 2026 {
		y.notice2026()
	}
	y.inLieu()
	if year >= CultureDay {
		y.add(Entry{
			Day: day.New(year, time.November, 24), Kind: Holiday, NameVI: "Ngày Văn hóa Việt Nam", NameEN: "Viet Nam Culture Day",
			Source: culture, Doubt: Planned,
		})
	}
	slices.SortFunc(y.entries, func(a, b Entry) int { return cmp.Compare(a.Day, b.Day) })
	return y.entries
}

// neighbour returns the day beside 2/9 that makes the longer row of days off; of two alike the earlier.
func neighbour(national day.Day) day.Day {
	switch national.Weekday() {
	case time.Thursday, time.Friday, time.Saturday:
		return national.Add(1) // on to, or beside, the weekend; Thursday with Friday goes on into it
	default:
		return national.Add(-1)
	}
}

// yearBook gathers the entries of a year.
type yearBook struct {
	year    int
	entries []Entry
}

func (y *yearBook) add(e Entry) { y.entries = append(y.entries, e) }

func (y *yearBook) law(d day.Day, vi, en string, doubt Doubt) {
	y.add(Entry{Day: d, Kind: Holiday, NameVI: vi, NameEN: en, Source: law, Doubt: doubt, Checked: doubt == Certain})
}

// notice2026 adds the swaps of 2026. Tết and 2/9 fell as in most years.
func (y *yearBook) notice2026() {
	for _, s := range []struct{ off, work day.Day }{{"2026-01-02", "2026-01-10"}, {"2026-08-31", "2026-08-22"}} {
		y.add(Entry{
			Day: s.off, Kind: Holiday, NameVI: "Nghỉ hoán đổi (làm bù " + s.work.Local() + ")",
			NameEN: "Swapped day off (made up on " + s.work.Local() + ")", Source: known, Doubt: Notice,
		})
		y.add(Entry{
			Day: s.work, Kind: MakeUp, NameVI: "Làm bù cho " + s.off.Local(), NameEN: "Working day in place of " + s.off.Local(),
			Source: known, Doubt: Notice,
		})
	}
}

// inLieu adds a day off for each holiday that falls on a weekend: the next working day behind it. It is as doubtful
// as the holiday.
func (y *yearBook) inLieu() {
	slices.SortFunc(y.entries, func(a, b Entry) int { return cmp.Compare(a.Day, b.Day) })
	for _, e := range slices.Clone(y.entries) {
		if e.Kind != Holiday || !weekend(e.Day) {
			continue
		}
		d := New(y.entries, nil, nil).NextDay(e.Day)
		y.add(Entry{
			Day: d, Kind: Holiday, NameVI: "Nghỉ bù " + e.NameVI, NameEN: "In lieu of " + e.NameEN, Source: weekly, Checked: e.Checked, Doubt: e.Doubt,
		})
	}
}
