package bot

import (
	"strings"
	"testing"

	"sohoc/internal/people"
)

// calendarStage has the Office and a member of staff.
func calendarStage(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.join("vp", "Lê Thị Ánh", "Văn phòng", people.Roles{Office: true})
	s.join("nv", "Lý Văn An", "Văn phòng", people.Roles{})
	return s
}

// What is read of the words of a change, as the preview shows it. It is Tuesday 24/11/2026.
func TestWordsOfTheCalendar(t *testing.T) {
	t.Parallel()
	s := calendarStage(t)
	for words, want := range map[string]string{
		"lịch thêm 1/12 Nghỉ do bão theo Thông báo 15": "+ thứ Ba 01/12/2026: Nghỉ do bão",
		"lich them ngay nghi 1/12":                     "+ thứ Ba 01/12/2026: Ngày nghỉ của cơ quan",
		"/lich nghỉ 30/11 đến 2/12 Sửa trụ sở":         "+ thứ Hai 30/11/2026 – thứ Tư 02/12/2026: Sửa trụ sở",
		"lịch hoán đổi 31/12/2026 lấy 26/12/2026":      "Nghỉ hoán đổi, làm bù 26/12/2026",
		"lịch đổi 31/12 -> 26/12":                      "Làm bù cho 31/12/2026",
		"lịch làm bù thứ 7":                            "+ thứ Bảy 28/11/2026: ngày làm việc (Làm bù)",
		"lịch bỏ giỗ tổ":                               "− thứ Sáu 16/04/2027: Giỗ Tổ Hùng Vương",
		"lịch bỏ quốc khánh":                           "− thứ Sáu 03/09/2027",
		"lịch đã kiểm tra 3/9/2027":                    "+ thứ Sáu 03/09/2027: Quốc khánh (ngày liền kề) (đã kiểm tra)",
		"lịch giờ làm việc 8h-12h và 13h30-17h30":      "thành 08:00–12:00, 13:30–17:30",
		"lịch năm 2040":                                "01/01/2040",
		"lịch 2030":                                    "thứ Sáu 01/02/2030 – thứ Ba 05/02/2030: Giao thừa",
		"lịch năm 2026":                                "không có gì để đổi",
		"lịch kiểm tra 1/1":                            "không có gì để đổi",
		"lịch kiểm tra rằm tháng bảy":                  "chưa đọc ra ngày",
		"lịch thêm 1/12/2026 đến 1/3/2027 Nghỉ":        "nhiều nhất 31 ngày",
		"lịch thêm 1/2/2024 Nghỉ":                      "nhiều nhất 31 ngày",
		"lịch đổi 30/11":                               "ngày nghỉ rồi ngày làm bù",
		"lịch đổi 30/11 sang 30/11":                    "ngày nghỉ rồi ngày làm bù",
		"lịch năm ngoái":                               "chưa rõ",
		"/lich gì đó":                                  "chưa rõ",
	} {
		out := s.send("vp", words)
		if got := said(out); !strings.Contains(got, want) {
			t.Errorf("%q is answered %q, want %q in it", words, got, want)
		}
		s.send("vp", "không")
	}
	if n := s.count("SELECT count(*) FROM calendar_changes"); n != 0 {
		t.Errorf("previews have written %d changes", n)
	}
}

// Buttons and typed answers are no way around the right.
func TestOnlyWhoConfiguresChangesTheCalendar(t *testing.T) {
	t.Parallel()
	s := calendarStage(t)
	wants(t, s.send("vp", "lịch thêm 1/12 Nghỉ"), "Xem trước")
	s.exec("UPDATE memberships SET office = 0")
	wants(t, s.send("vp", "có"), s.T("chung.nut_cu", nil))
	for _, data := range []string{"lich:them", "lich:lai:1", "lich:giocu:8:00-17:00", "lich:gio", "cmd:lich"} {
		s.press("nv", data)
	}
	if n := s.count("SELECT count(*) FROM calendar_changes") + s.count("SELECT count(*) FROM settings WHERE key = 'working_hours'"); n != 0 {
		t.Errorf("%d changes were made by people who may not", n)
	}
}

func TestChangesOfTheCalendarAreOnRecord(t *testing.T) {
	t.Parallel()
	s := calendarStage(t)
	s.send("vp", "lịch đổi 30/11 sang 5/12")
	s.send("vp", "có")
	s.press("vp", "lich:lai:1")
	s.send("vp", "lịch giờ 8-12")
	s.send("vp", "có")
	for action, want := range map[string]int{"calendar": 1, "calendar_undo": 1, "working_hours": 1} {
		if n := s.count("SELECT count(*) FROM audit WHERE action = ? AND person_id IS NOT NULL", action); n != want {
			t.Errorf("%s is on record %d times, want %d", action, n, want)
		}
	}
	if n := s.count("SELECT count(*) FROM audit WHERE detail = '2026-11-30 … 2026-12-05'"); n != 2 {
		t.Errorf("the days are on record %d times, want 2", n)
	}
}

func TestDataOfTheCalendarIsNotTrusted(t *testing.T) {
	t.Parallel()
	s := calendarStage(t)
	for _, data := range []string{"lich", "lich:", "lich:lai:", "lich:lai:x", "lich:lai:99", "lich:giocu:", "lich:giocu:17-7", "lich:what"} {
		if out := s.press("vp", data); len(out.Messages) != 1 || len(out.Messages[0].Choices) > 0 {
			t.Errorf("%q is answered %+v", data, out.Messages)
		}
	}
	if n := s.count("SELECT count(*) FROM calendar_changes"); n != 0 {
		t.Errorf("%d changes were made", n)
	}
}
