package quicklog

import "testing"

func TestDaysInWords(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]Day{
		"ngày hai mươi tháng mười một":       "2026-11-20",
		"ngay hai muoi thang muoi mot":       "2026-11-20",
		"hai mươi tháng mười":                "2026-10-20",
		"mùng năm tháng 11":                  "2026-11-05",
		"ngày mười lăm":                      "2026-11-15",
		"ngày hai mốt tháng mười":            "2026-10-21",
		"20 tháng mười một năm ngoái":        "2025-11-20",
		"20/11 năm ngoái":                    "2025-11-20",
		"ngày mười tám tháng này":            "2026-11-18",
		"ngày hai mươi tháng mười hai tiếng": "2026-10-20",
		"ngày ba mươi tháng mười hai":        "2025-12-30",
		"3 ngày nữa":                         "2026-11-27",
		"ba ngay nua":                        "2026-11-27",
		"2 tuần nữa":                         "2026-12-08",
		"2 tuần tới":                         "2026-12-08",
	} {
		if s, _, ok := read(text).plainDay(0); !ok || s.invalid || s.start.day() != want {
			t.Errorf("%q is %s (%v), want %s", text, s.start.day(), ok, want)
		}
	}
	for _, text := range []string{"hai tháng một lần", "ngày hai buổi", "một tháng mười hai buổi", "năm mới", "ngày một", "2 ngày nửa buổi", "ba mươi trang"} {
		if s, next, ok := read(text).plainDay(0); ok {
			t.Errorf("%q is %s up to %d", text, s.start.day(), next)
		}
	}
	for _, text := range []string{"ngày ba mươi tháng hai", "ngày 32", "vài ngày nữa"} {
		if s, _, ok := read(text).plainDay(0); !ok || !s.invalid && !s.future {
			t.Errorf("%q is a day of the calendar: %+v (%v)", text, s, ok)
		}
	}
}

func TestNamesEndWhereTheCapitalsEnd(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]int{
		"Lê Thị Mai học luật":     3,
		"co Xuan Doc giang":       3,
		"anh Tu 1h":               2,
		"Trần Văn Ba Năm luật":    4,
		"chị Lan Luật đất đai":    2,
		"anh Nam MOOC":            2,
		"Nguyễn Thị Kim Oanh học": 4,
		"tran thi mai hoc":        3,
	} {
		if got := read(text).nameEnd(0); got != want {
			t.Errorf("the name of %q ends at %d, want %d", text, got, want)
		}
	}
	for _, text := range []string{"chuyên viên K3", "em đọc sách", "anh VNeID hay", "Anh Tư Luật", "cô Tập huấn luật", "Quản Lý nhà nước", "luật Đất"} {
		if got := read(text).nameEnd(0); got != 0 {
			t.Errorf("%q begins a name up to %d", text, got)
		}
	}
	if l := read("tiếng Anh Văn hay"); l.nameEnd(1) != 1 {
		t.Error("tiếng Anh is a language")
	}
}

func TestDatesOfDocuments(t *testing.T) {
	t.Parallel()
	p := New(Default())
	now := civil(2026, 11, 24).time()
	for line, want := range map[string]Day{
		"đọc nghị quyết 57 ngày 22/12/2024 1h":                    "2026-11-24",
		"công văn số 45 ngày 10/11 1h":                            "2026-11-24",
		"nghị định 102 ngày 20/11 1h":                             "2026-11-20",
		"Luật Thủ đô ban hành ngày 1/7/2024 1h":                   "2026-11-24",
		"luật có hiệu lực từ 1/8 1h":                              "2026-11-24",
		"luật ban hành 1h 20/11":                                  "2026-11-20",
		"Nghị quyết 57-NQ/TW của Bộ Chính trị ngày 22/12/2024 1h": "2026-11-24",
		"Nghị quyết 57-NQ/TW của Bộ Chính trị ngày 20/11/2026 1h": "2026-11-20",
		"Nghị quyết 57-NQ/TW ngày 20/11 1h hôm qua":               "2026-11-23",
		"kế hoạch 15 (ngày 3/2/2026) 1h hôm kia":                  "2026-11-22",
		"quy chế sửa đổi 20/11 1h":                                "2026-11-20",
		"quy chế sửa đổi ngày 2/3/2025 1h":                        "2026-11-24",
		"Luật HN&GĐ 1h hôm qua":                                   "2026-11-23",
		"tập huấn ở HN 1h hôm kia":                                "2026-11-22",
	} {
		if r := p.Parse(line, now); r.Start != want || r.End != want || r.Ask != "" || r.Problem != "" || r.Minutes != 60 {
			t.Errorf("%q: %s to %s, %d minutes, %q %q; want %s", line, r.Start, r.End, r.Minutes, r.Ask, r.Problem, want)
		}
	}
}

func TestWhatNoPartOfADayCanHoldIsAsked(t *testing.T) {
	t.Parallel()
	p := New(Default())
	now := civil(2026, 11, 24).time()
	for line, want := range map[string]Ask{
		"sáng nay 8h luật":               AskTimeOrDuration,
		"chiều qua 6h luật":              AskTimeOrDuration,
		"tối qua 3h luật":                "",
		"8h hôm qua luật":                "",
		"sáng nay và chiều nay 8h luật":  "",
		"sáng nay 8 tiếng luật":          "",
		"từ 10h đến 8h luật":             AskTimeOrDuration,
		"từ 22h đến 1h luật":             "",
		"từ 16h đến 14h luật":            AskTimeOrDuration,
		"t2 t4 t6 luật 1h":               AskRepeat,
		"luật 1h hôm qua và 30p hôm nay": AskSplit,
		"8h-9h và 14h-15h luật":          "",
		"thứ 5 20/11 luật 1h":            AskDate,
	} {
		if r := p.Parse(line, now); r.Ask != want || r.Problem != "" {
			t.Errorf("%q asks %q (%q), want %q", line, r.Ask, r.Problem, want)
		}
	}
}

func TestKindsAreNotFoundInsideOtherWords(t *testing.T) {
	t.Parallel()
	p := New(Default())
	for line, want := range map[string]string{
		"lớp trưởng họp 1h":          "",
		"kỹ năng lắng nghe 1h":       "",
		"hội thi báo cáo viên 1h":    "",
		"lớp tin học 1h":             "course",
		"nghe báo cáo viên 1h":       "self_study",
		"thi tìm hiểu luật 30p":      "online_exam",
		"le thi mai hoc luat 1h":     "",
		"sinh hoatj chuyeen moon 1h": "group_study",
	} {
		if r := p.Parse(line, civil(2026, 11, 24).time()); r.Kind != want {
			t.Errorf("%q is %q, want %q", line, r.Kind, want)
		}
	}
}
