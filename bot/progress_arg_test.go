package bot

import (
	"testing"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

func TestReadProgress(t *testing.T) {
	t.Parallel()
	const today = day.Day("2026-11-24")
	for words, want := range map[string]struct {
		unit   string
		period string // Code; or the key of a fault
	}{
		"":                             {"", "m2026-11-24"},
		"30/9":                         {"", "m2026-09-30"},
		"đến 30/9":                     {"", "m2026-09-30"},
		"tính đến hết ngày 30-9-2025":  {"", "m2025-09-30"},
		"24/11":                        {"", "m2026-11-24"},
		"hôm qua":                      {"", "m2026-11-23"},
		"tháng 9":                      {"", "m2026-09-30"},
		"THANG 2":                      {"", "m2026-02-28"},
		"tháng 11":                     {"", "m2026-11-24"},
		"t9/2025":                      {"", "m2025-09-30"},
		"tháng 9 năm 2025":             {"", "m2025-09-30"},
		"tháng trước":                  {"", "m2026-10-31"},
		"last month":                   {"", "m2026-10-31"},
		"quý 3":                        {"", "q2026-09-30"},
		"quý IV":                       {"", "q2026-11-24"},
		"quý trước":                    {"", "q2026-09-30"},
		"q1/2025":                      {"", "q2025-03-31"},
		"năm":                          {"", "y2026-11-24"},
		"năm 2025":                     {"", "y2025-12-31"},
		"năm ngoái":                    {"", "y2025-12-31"},
		"2025-02-28":                   {"", "m2025-02-28"},
		"văn phòng":                    {"văn phòng", "m2026-11-24"},
		"văn phòng 30/9":               {"văn phòng", "m2026-09-30"},
		"30/9 văn phòng":               {"văn phòng", "m2026-09-30"},
		"Phòng Công chứng số 1":        {"Phòng Công chứng số 1", "m2026-11-24"},
		"công chứng số 2 đến hết 30/9": {"công chứng số 2", "m2026-09-30"},
		"hộ tịch tháng trước":          {"hộ tịch", "m2026-10-31"},
		"10/2026":                      {"", "m2026-10-31"},
		"10-2026 văn phòng":            {"văn phòng", "m2026-10-31"},
		"tuần này":                     {"", "w2026-11-24"},
		"tuần trước":                   {"", "w2026-11-22"},
		"last week":                    {"", "w2026-11-22"},
		"15/10-14/11":                  {"", "r2026-10-15_2026-11-14"},
		"15/10 - 14/11":                {"", "r2026-10-15_2026-11-14"},
		"15/10–14/11/2026":             {"", "r2026-10-15_2026-11-14"},
		"từ 15/10 đến 14/11":           {"", "r2026-10-15_2026-11-14"},
		"từ ngày 15/10 đến hết ngày 14/11 văn phòng":        {"văn phòng", "r2026-10-15_2026-11-14"},
		"từ ngày 15 tháng 10 đến ngày 14 tháng 11 năm 2026": {"", "r2026-10-15_2026-11-14"},
		"from 15/10 to 14/11":   {"", "r2026-10-15_2026-11-14"},
		"15/11-14/12":           {"", "r2026-11-15_2026-11-24"}, // still running
		"15/12-14/1":            {"", "r2025-12-15_2026-01-14"},
		"từ 15/10":              {"", "r2026-10-15_2026-11-24"},
		"từ 15/10 đến nay":      {"", "r2026-10-15_2026-11-24"},
		"14/11/2026-15/10/2026": {"", "tiendo.nguoc"},
		"15/12/2026-14/1/2027":  {"", "tiendo.chua_toi"},
		"31/2-14/11":            {"", "tiendo.khong_co_ngay"},
		"6 tháng đầu năm":       {"", "r2026-01-01_2026-06-30"},
		"6 tháng đầu năm 2025":  {"", "r2025-01-01_2025-06-30"},
		"quý 4 năm ngoái":       {"", "q2025-12-31"},
		"tháng 10 năm ngoái":    {"", "m2025-10-31"},
		"quý 3 năm nay":         {"", "q2026-09-30"},
		"ngày 15 tháng 10":      {"", "m2026-10-15"},
		"October":               {"", "m2026-10-31"},
		"nov 2025":              {"", "m2025-11-30"},
		"september last year":   {"", "m2025-09-30"},
		"máy":                   {"máy", "m2026-11-24"},
		"1":                     {"1", "m2026-11-24"},
		"đầu tháng ấy":          {"đầu tháng ấy", "m2026-11-24"},
		// A day of the coming weeks has not come; further ahead it is one of last year.
		"25/11":         {"", "tiendo.chua_toi"},
		"30/12":         {"", "tiendo.chua_toi"},
		"30/12/2026":    {"", "tiendo.chua_toi"},
		"30/12/2025":    {"", "m2025-12-30"},
		"tháng 12":      {"", "tiendo.chua_toi"},
		"tháng 12/2026": {"", "tiendo.chua_toi"},
		"tháng 1/2027":  {"", "tiendo.chua_toi"},
		"năm 2027":      {"", "tiendo.chua_toi"},
		// What has the form of a day and is none.
		"31/2":             {"", "tiendo.khong_co_ngay"},
		"tháng 13":         {"", "tiendo.khong_co_ngay"},
		"quý 5":            {"", "tiendo.khong_co_ngay"},
		"văn phòng 30/2":   {"", "tiendo.khong_co_ngay"},
		"quý 0 hộ tịch":    {"", "tiendo.khong_co_ngay"},
		"phòng tháng mười": {"phòng tháng mười", "m2026-11-24"},
	} {
		ask, err := readProgress(words, today)
		got := ask.period.Code()
		if f := fault.Of(err); f != nil {
			got = f.Key
		}
		if got != want.period || err == nil && ask.unit != want.unit {
			t.Errorf("%q is read as %q of %q (%v), want %q of %q", words, got, ask.unit, err, want.period, want.unit)
		}
	}
}

func TestReadProgressAtTheTurnOfTheYear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		today       day.Day
		words, want string
	}{
		{"2027-01-05", "30/9", "m2026-09-30"},
		{"2027-01-05", "tháng 9", "m2026-09-30"},
		{"2027-01-05", "quý 4", "q2026-12-31"},
		{"2027-01-05", "quý 1", "q2027-01-05"},
		{"2027-01-05", "20/1", "tiendo.chua_toi"},
		{"2027-01-05", "tháng trước", "m2026-12-31"},
		{"2026-12-31", "năm", "y2026-12-31"},
		{"2028-02-29", "29/2", "m2028-02-29"},
		{"2027-03-15", "29/2", "m2024-02-29"},
	} {
		ask, err := readProgress(c.words, c.today)
		got := ask.period.Code()
		if f := fault.Of(err); f != nil {
			got = f.Key
		}
		if got != c.want {
			t.Errorf("on %s %q is read as %q, want %q", c.today, c.words, got, c.want)
		}
	}
}

func TestFutureDayNamesTheOneOfLastYear(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{"30/12": "30/12/2025", "tháng 12": "31/12/2025", "30/12/2026": "", "tháng 12/2026": ""} {
		_, err := readProgress(words, "2026-11-24")
		f := fault.Of(err)
		if f == nil || f.Args["Hay"] != want {
			t.Errorf("%q: %v with %v, want the hint %q", words, err, f, want)
		}
	}
}

// register is what a department of that kind calls its units.
func register() []people.Unit {
	var out []people.Unit
	for i, name := range []string{
		"Lãnh đạo Sở", "Văn phòng", "Thanh tra Sở", "Phòng Phổ biến, giáo dục pháp luật",
		"Phòng Xây dựng, kiểm tra và theo dõi thi hành pháp luật", "Phòng Hành chính tư pháp", "Phòng Bổ trợ tư pháp",
		"Phòng Công chứng số 1", "Phòng Công chứng số 2",
		"Trung tâm Trợ giúp pháp lý nhà nước số 1", "Trung tâm Trợ giúp pháp lý nhà nước số 2",
		"Phòng Đường bộ", "Phòng Dương liễu",
	} {
		out = append(out, people.Unit{ID: people.UnitID(i + 1), Name: name})
	}
	return out
}

func TestFindUnits(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][]people.UnitID{
		"văn phòng":             {2},
		"VAN PHONG":             {2},
		"VP":                    {2},
		"Văn phòng.":            {2},
		"va\u0306n pho\u0300ng": {2},
		"PBGDPL":                {4},
		"pbgd":                  {4},
		"phổ biến":              {4},
		"giáo dục pháp luật":    {4},
		"Phòng Phổ biến giáo dục pháp luật": {4},
		"hành chính":         {6},
		"hctp":               {6},
		"hành chính tư pháp": {6},
		"tư pháp":            {6, 7},
		"công chứng":         {8, 9},
		"công chứng 2":       {9},
		"CCS1":               {8},
		"trợ giúp 1":         {10},
		"tgpl 2":             {11},
		"TTTGPL":             {10, 11},
		"trung tâm":          {10, 11},
		"lanh dao":           {1},
		"thanh tra":          {3},
		"đường":              {12},
		"dương":              {13},
		"duong":              {12, 13},
		"phòng nhân sự":      nil,
		"kế toán":            nil,
		"của tôi":            nil,
		"công việc":          nil,
		"":                   nil,
		"v":                  {2}, // the beginning of one name
		"1":                  nil,
		"2":                  nil,
		"1 1":                nil, // a word of the name serves once
	} {
		var got []people.UnitID
		for _, u := range findUnits(register(), words) {
			got = append(got, u.ID)
		}
		if len(got) != len(want) {
			t.Errorf("%q means %v, want %v", words, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q means %v, want %v", words, got, want)
			}
		}
	}
}

func TestUnitLabelsStayApart(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Văn phòng": "Văn phòng",
		"Phòng Phổ biến, giáo dục pháp luật":                        "Phòng Phổ biến, giáo dục pháp luật",
		"Phòng Xây dựng, kiểm tra và theo dõi thi hành pháp luật":   "Phòng Xây dựng, kiểm tra và theo…",
		"Trung tâm Trợ giúp pháp lý nhà nước số 1":                  "Trung tâm Trợ giúp pháp lý… số 1",
		"Trung tâm Trợ giúp pháp lý nhà nước số 2 tỉnh Tuyên Quang": "Trung tâm Trợ giúp pháp lý… số 2",
		"12345678901234567890123456789012345678901234567890":        "12345678901234567890123456789012345…",
	} {
		if got := unitLabel(name); got != want || len([]rune(got)) > maxUnitLabel {
			t.Errorf("%q is shortened to %q (%d characters), want %q", name, got, len([]rune(got)), want)
		}
	}
}

func TestProgressArgTakesPeriodsAndUnits(t *testing.T) {
	t.Parallel()
	turn := &turn{today: "2026-11-24", set: &book{units: register()}}
	for words, want := range map[string]bool{
		"30/9": true, "31/2": true, "tháng trước": true, "văn phòng": true, "vp 30/9": true,
		"công việc tuần này": false, "1": true, "phòng tôi tháng 10": true, "2h luật": false, "dự án luật hộ tịch 2h": false, "học tập": false,
	} {
		if got := turn.progressArg(words); got != want {
			t.Errorf("%q is an argument: %v, want %v", words, got, want)
		}
	}
}

func TestProgressAskCode(t *testing.T) {
	t.Parallel()
	now := progressAsk{period: learning.PeriodTo(learning.Month, "2026-11-24"), now: true}
	if now.code() != "" {
		t.Errorf("the running month has the code %q: its button would grow old", now.code())
	}
	then := progressAsk{period: learning.PeriodTo(learning.Year, "2025-12-31")}
	if got := pressUnit(12, then); got != "td:12:y2025-12-31" || len(got) > 64 {
		t.Errorf("data of the choice is %q", got)
	}
}
