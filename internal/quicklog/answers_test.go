package quicklog_test

import (
	"testing"
	"time"

	"sohoc/internal/quicklog"
)

func TestDurationReadsAnswers(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	for answer, want := range map[string]int{
		"2":                          120,
		"12":                         720,
		"13":                         13,
		"45":                         45,
		"90":                         90,
		"720":                        720,
		"2h":                         120,
		"1h30":                       90,
		"một tiếng rưỡi":             90,
		"mot tieng ruoi":             90,
		"2,5":                        150,
		"1.5":                        90,
		"hai":                        120,
		"hai rưỡi":                   150,
		"2 rưỡi":                     150,
		"nửa tiếng":                  30,
		"nửa buổi":                   90,
		"1 buổi":                     180,
		"2 tiết":                     90,
		"cả ngày":                    360,
		"30'":                        30,
		"30 phút ạ":                  30,
		"2 ạ":                        120,
		"khoảng 2 tiếng":             120,
		"từ 8h đến 10h":              120,
		"8h-10h30":                   150,
		"45 minutes":                 45,
		"gần 1 tiếng":                60,
		"cả buổi sáng":               180,
		"ba mươi":                    30,
		"hojc 2 tieengs":             120,
		"12h":                        720,
		"8h":                         480,
		"buổi sáng":                  180,
		"2h thôi":                    120,
		"chắc 45 phút":               45,
		"chắc khoảng 2 tiếng thôi ạ": 120,
		"em học 2 tiếng ạ":           120,
		"dạ 45p":                     45,
		"hết 2 tiếng":                120,
		"tổng thời gian 3h":          180,
		"hình như 2 tiếng":           120,
		"không nhớ, chắc 2h":         120,
		"about two hours":            120,
		"nửa ngày thôi":              180,
		"½ tiếng":                    30,
		"30phuts":                    30,
		"1 buổi chiều":               180,
		"2 tiếng đồng hồ":            120,
		"một tiếng mười lăm":         75,
		"a quarter of an hour":       15,
	} {
		if got, ok := p.Duration(answer); got != want || !ok {
			t.Errorf("Duration(%q) = %d, %v; want %d", answer, got, ok, want)
		}
	}
	for _, answer := range []string{
		"",
		"0",
		"-1",
		"0h",
		"721",
		"1000",
		"13h",
		"15h",
		"13 tiếng",
		"20 tiết",
		"vài tiếng",
		"1-2 tiếng",
		"1h và tiếng anh 2h",
		"mỗi ngày 1h",
		"hôm qua",
		"không nhớ",
		"luật đất đai",
		"99999999999999999999",
		"lúc 14h",
		"?",
		"mai học 2h luật",
		"2h luật",
		"luật đất đai 2h",
		"hôm qua 2h",
		"sáng nay 2h",
		"đọc 30 phút",
		"khóa 12",
		"2h hay 3h",
		"ngày 2h",
		"từ 10h đến 8h",
		"tập huấn 1 buổi",
		"học nhóm 2h",
		"2h trên MOOC",
	} {
		if got, ok := p.Duration(answer); ok {
			t.Errorf("Duration(%q) = %d, want none", answer, got)
		}
	}
}

func TestDaysReadsAnswers(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	for answer, want := range map[string][2]quicklog.Day{
		"hôm qua":              {"2026-11-23", "2026-11-23"},
		"hom nay":              {"2026-11-24", "2026-11-24"},
		"20/11":                {"2026-11-20", "2026-11-20"},
		"20":                   {"2026-11-20", "2026-11-20"},
		"30":                   {"2026-10-30", "2026-10-30"},
		"ngày 5":               {"2026-11-05", "2026-11-05"},
		"thứ 6":                {"2026-11-20", "2026-11-20"},
		"từ 16/11 đến 18/11":   {"2026-11-16", "2026-11-18"},
		"16-18/11":             {"2026-11-16", "2026-11-18"},
		"3 ngày từ 16/11":      {"2026-11-16", "2026-11-18"},
		"thứ sáu tuần trước ạ": {"2026-11-20", "2026-11-20"},
		"sáng nay":             {"2026-11-24", "2026-11-24"},
		"tối qua":              {"2026-11-23", "2026-11-23"},
		"buổi sáng":            {"2026-11-24", "2026-11-24"},
		"yesterday":            {"2026-11-23", "2026-11-23"},
		"hôm qua và hôm nay":   {"2026-11-23", "2026-11-24"},
		"cả tuần trước":        {"2026-11-16", "2026-11-20"},
		"25/12/2025":           {"2025-12-25", "2025-12-25"},
	} {
		start, end, problem, ok := p.Days(answer, tuesday)
		if start != want[0] || end != want[1] || problem != "" || !ok {
			t.Errorf("Days(%q) = %s, %s, %q, %v; want %s", answer, start, end, problem, ok, want)
		}
	}
	for answer, want := range map[string]quicklog.Problem{
		"31/2":           quicklog.InvalidDate,
		"mai":            quicklog.FutureDate,
		"thứ 6 tuần sau": quicklog.FutureDate,
		"1/1/2030":       quicklog.FutureDate,
		"tuần sau":       quicklog.FutureDate,
		"tuần trước":     "",
		"hôm nọ":         "",
		"":               "",
		"abc":            "",
		"32":             "",
		"0":              "",
		"thứ 5 20/11":    "",
		"2h":             "",
		"thứ 2, thứ 5":   "",
	} {
		if start, end, problem, ok := p.Days(answer, tuesday); ok || problem != want {
			t.Errorf("Days(%q) = %s, %s, %q, %v; want %q", answer, start, end, problem, ok, want)
		}
	}
}

func TestCommandAndLooks(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	for line, want := range map[string]struct{ command, looks, hasDate bool }{
		"học 2h luật hôm qua":    {true, true, true},
		"/hoc 2h luật":           {true, true, false},
		"ghi 2h luật":            {true, true, false},
		"luật đất đai 2h":        {false, true, false},
		"đã học 2h luật":         {true, true, false},
		"tập huấn luật":          {false, true, false},
		"luật đất đai":           {false, false, false},
		"2h":                     {false, false, false},
		"hôm nay không học":      {false, false, true},
		"cảm ơn":                 {false, false, false},
		"tôi vừa học 2h luật":    {true, true, false},
		"học viện tư pháp ở đâu": {false, false, false},
		"học tập nghị quyết 2h":  {true, true, false},
		"xong khóa kỹ năng số":   {true, true, false},
		"tuần trước học luật 2h": {false, true, false},
		"":                       {false, false, false},
	} {
		r := p.Parse(line, tuesday)
		if r.Command != want.command || r.Looks != want.looks || r.HasDate != want.hasDate {
			t.Errorf("%q: command %v, looks %v, date %v; want %v", line, r.Command, r.Looks, r.HasDate, want)
		}
	}
}

func TestTablesOfTheCaller(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Tables{
		Units:     quicklog.Units{TietMinutes: 50, BuoiTiet: 5, NgayTiet: 9, TuanNgay: 6},
		Fields:    []quicklog.Term{{Code: "cooking", Words: []string{"nấu ăn", "", " "}}},
		Providers: []quicklog.Term{{Code: "Bếp Việt", Words: []string{"bếp việt"}}},
		Kinds:     []quicklog.Term{{Code: "course", Words: []string{"chuyên đề"}}},
	})
	r := p.Parse("chuyên đề nấu ăn 2 tiết trên bep viet", tuesday)
	if r.Minutes != 100 || r.Field != "cooking" || r.Provider != "Bếp Việt" || r.Kind != "course" || r.Title != "Chuyên đề nấu ăn" {
		t.Errorf("%+v", r)
	}
	for line, want := range map[string]int{"học nấu ăn 1 buổi": 250, "học nấu ăn cả ngày": 450, "học nấu ăn 1 tuần từ 16/11": 2700} {
		if r := p.Parse(line, tuesday); r.Minutes != want {
			t.Errorf("%q: %d minutes, want %d", line, r.Minutes, want)
		}
	}
	if r := quicklog.New(quicklog.Tables{}).Parse("tập huấn 1 buổi trên MOOC", tuesday); r.Minutes != 180 || r.Kind != "training" || r.Provider != "" {
		t.Errorf("without tables: %+v", r)
	}
}

func TestTheReadersZoneDecidesTheDay(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	instant := time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)
	ict := instant.In(time.FixedZone("ICT", 7*60*60))
	if r := p.Parse("học luật 1h hôm nay", ict); r.Start != "2026-11-24" {
		t.Errorf("in Viet Nam it is %s", r.Start)
	}
	if r := p.Parse("học luật 1h hôm nay", instant); r.Start != "2026-11-23" {
		t.Errorf("in UTC it is %s", r.Start)
	}
}

func TestALineTooLong(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	for _, r := range []string{"a", "ậ", "a\u0323\u0302", "1"} {
		line := ""
		for range quicklog.MaxRunes {
			line += r
		}
		if got := p.Parse(line, tuesday); got.Problem == quicklog.OutOfBounds && r != "1" {
			t.Errorf("%d of %q are refused", quicklog.MaxRunes, r)
		}
		if got := p.Parse(line+r, tuesday); got.Problem != quicklog.OutOfBounds || got.Ask != "" || got.Title != "" {
			t.Errorf("one more of %q: %+v", r, got)
		}
	}
}
