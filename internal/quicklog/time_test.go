package quicklog

import "testing"

func TestDates(t *testing.T) {
	t.Parallel()
	today := civil(2026, 11, 24)
	if today.day() != "2026-11-24" || today.weekday() != 2 || today.monday().day() != "2026-11-23" {
		t.Errorf("%s, weekday %d", today.day(), today.weekday())
	}
	for _, tt := range []struct {
		m, d int
		want Day
	}{
		{11, 24, "2026-11-24"},
		{11, 25, "2025-11-25"},
		{1, 1, "2026-01-01"},
		{2, 29, "2024-02-29"},
		{12, 31, "2025-12-31"},
	} {
		if got, ok := latest(today, tt.m, tt.d); !ok || got.day() != tt.want {
			t.Errorf("latest %d/%d is %s", tt.d, tt.m, got.day())
		}
	}
	for _, bad := range [][2]int{{2, 30}, {2, 31}, {4, 31}, {13, 1}, {0, 1}, {1, 0}, {11, 32}} {
		if got, ok := latest(today, bad[0], bad[1]); ok {
			t.Errorf("%d/%d is %s", bad[1], bad[0], got.day())
		}
	}
	for d, want := range map[int]Day{24: "2026-11-24", 25: "2026-10-25", 31: "2026-10-31", 1: "2026-11-01"} {
		if got, ok := latestOfMonth(today, d); !ok || got.day() != want {
			t.Errorf("the latest %dth is %s", d, got.day())
		}
	}
	if got, ok := latestOfMonth(civil(2027, 1, 3), 30); !ok || got.day() != "2026-12-30" {
		t.Errorf("over New Year: %s", got.day())
	}
	if _, ok := latestOfMonth(today, 32); ok {
		t.Error("no month has 32 days")
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]amount{
		"2":                    {value: 2, next: 1, whole: true},
		"0,5":                  {value: 0.5, next: 3},
		"1.25":                 {value: 1.25, next: 3},
		"1/2":                  {value: 0.5, next: 3},
		"3/4":                  {value: 0.75, next: 3},
		"20/11":                {value: 20, next: 1, whole: true},
		"20.11.2026":           {value: 20, next: 1, whole: true},
		"nửa":                  {value: 0.5, next: 1},
		"half an":              {value: 0.5, next: 2},
		"vài":                  {vague: true, next: 1},
		"một vài":              {vague: true, next: 2},
		"1-2":                  {vague: true, next: 3},
		"1 đến 2":              {vague: true, next: 3},
		"hai ba":               {vague: true, next: 2},
		"một hoặc hai":         {vague: true, next: 3},
		"một":                  {value: 1, next: 1},
		"mười":                 {value: 10, next: 1},
		"mười lăm":             {value: 15, next: 2},
		"hai mươi":             {value: 20, next: 2},
		"hai mươi lăm":         {value: 25, next: 3},
		"ba mươi mốt":          {value: 31, next: 3},
		"bốn lăm":              {value: 45, next: 2},
		"một trăm hai mươi":    {value: 120, next: 4},
		"một trăm rưỡi":        {value: 150, next: 3},
		"forty five":           {value: 45, next: 2},
		"bon muoi lam":         {value: 45, next: 3},
		"nam muoi":             {value: 50, next: 2},
		"½":                    {value: 0.5, next: 1},
		"1½":                   {value: 1.5, next: 2},
		"¾":                    {value: 0.75, next: 1},
		"a quarter of an":      {value: 0.25, next: 4},
		"three quarters of an": {value: 0.75, next: 4},
		"hai mốt":              {value: 21, next: 2},
		"999999999999999999":   {value: huge, next: 1, whole: true},
	} {
		if got, ok := read(text).amount(0); !ok || got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{"luật", "", "tiếng", "?"} {
		if got, ok := read(text).amount(0); ok {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]tag{
		"2h":      tagHour,
		"2 g":     tagHour,
		"2 giờ":   tagHour,
		"2 gio":   tagHour,
		"2 tiếng": tagTieng,
		"45'":     tagMinute,
		"45p":     tagMinute,
		"45m":     tagMinute,
		"45 mins": tagMinute,
		"2 tiết":  tagTiet,
		"2 buổi":  tagBuoi,
		"2 ngày":  tagNgay,
		"2 tuần":  tagTuan,
		"45''":    0,
		"2 m":     0,
		"2 luật":  0,
		"2 tiệt":  0,
		"2":       0,
	} {
		if got, _ := read(text).unit(1); got != want {
			t.Errorf("the unit of %q is %b, want %b", text, got, want)
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]int{
		"8h":           480,
		"8h30":         510,
		"8:30":         510,
		"8 giờ 30":     510,
		"8 giờ kém 15": 465,
		"8 rưỡi":       510,
		"2h chiều":     840,
		"12h trưa":     720,
		"1h trưa":      780,
		"7 giờ tối":    1140,
		"11h đêm":      1380,
		"1h đêm":       60,
		"8pm":          1200,
		"8 am":         480,
		"8h sáng":      480,
		"tám giờ":      480,
		"24h":          1440,
	} {
		c, ok := read(text).clock(0)
		if !ok || c.absolute() != want {
			t.Errorf("%q is minute %d (%v), want %d", text, c.absolute(), ok, want)
		}
	}
	for _, text := range []string{"25h", "8,5h", "luật", "nửa giờ"} {
		if c, ok := read(text).clock(0); ok {
			t.Errorf("%q is minute %d", text, c.absolute())
		}
	}
}

func TestIntervals(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]int{
		"từ 8h đến 10h30":         150,
		"14h30-16h":               90,
		"7:30 đến 8:15":           45,
		"8-10h sáng":              120,
		"từ 2h đến 4h chiều":      120,
		"8h sáng đến 2h chiều":    360,
		"từ 9h đến 2h":            300,
		"22h-1h":                  180,
		"23h đến 1h sáng":         120,
		"từ 7 đến 9 rưỡi tối":     150,
		"10h-10h":                 0,
		"11h - 9h30 sáng":         -90,
		"2pm to 4pm":              120,
		"từ 10h đến 8h":           -120,
		"bắt đầu 8h kết thúc 10h": 120,
		"bắt đầu lúc 8h, kết thúc lúc 10h30": 150,
		"8h sáng đến 2h chiều qua":           360,
		"từ 21h đến 5h":                      480,
	} {
		from, to, _, ok := read(text).interval(0)
		if !ok || to-from != want {
			t.Errorf("%q is %d minutes (%v), want %d", text, to-from, ok, want)
		}
	}
	for _, text := range []string{"2-3h", "1h-1h30", "từ 5 đến 12", "5-12 trang", "8h", "từ 8h", "12 - 2h", "8h đến nay"} {
		if from, to, _, ok := read(text).interval(0); ok {
			t.Errorf("%q is %d to %d", text, from, to)
		}
	}
}

func TestNumbersOfDocuments(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, year := range map[string]int{
		"30/2020/NĐ-CP":    2020,
		"57-NQ/TW":         0,
		"91/2025/QH15":     2025,
		"239/KH-UBND":      0,
		"01/2015/TTLT-BTP": 2015,
		"677/QĐ-TTg":       0,
		"05-ct/tw":         0,
		"30/2020/nd-cp":    2020,
		"1122/BTP-PB":      0,
		"144-QĐ/TW":        0,
	} {
		l := read(text)
		if next, got, ok := l.documentNumber(0); !ok || next != len(l.toks) || got != year {
			t.Errorf("%q ends at %d of %d, year %d (%v)", text, next, len(l.toks), got, ok)
		}
	}
	for _, text := range []string{"20/11", "20-11-2026", "14h30-16h", "8h-10h", "30/2020", "2021-2030", "12-luật", "1/2 buổi"} {
		if next, _, ok := read(text).documentNumber(0); ok {
			t.Errorf("%q is a document up to %d", text, next)
		}
	}
}
