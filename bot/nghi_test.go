package bot

import (
	"strings"
	"testing"

	"sohoc/internal/people"
)

func leaveStage(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.join("nv", "Lý Văn An", "Văn phòng", people.Roles{})
	return s
}

// leavesNow are the leaves in the table: "2026-11-24/2026-11-26 …".
func (s *stage) leavesOf(days string) int {
	from, to, _ := strings.Cut(days, "/")
	return s.count("SELECT count(*) FROM leaves WHERE from_day = ? AND to_day = ?", from, to)
}

// Sentences that note a leave. It is Tuesday 24/11/2026.
func TestLeaveInWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"nghỉ 3 ngày":                        "2026-11-24/2026-11-26",
		"nghi hom nay":                       "2026-11-24/2026-11-24",
		"/nghi phép 3 ngày":                  "2026-11-24/2026-11-26",
		"/nghi đến thứ 6":                    "2026-11-24/2026-11-27",
		"nghỉ phép đến thứ 6":                "2026-11-24/2026-11-27",
		"NGHỈ PHÉP ĐẾN THỨ 6":                "2026-11-24/2026-11-27",
		"đi công tác 2–5/12":                 "2026-12-02/2026-12-05",
		"di cong tac Ha Noi 2-5/12":          "2026-12-02/2026-12-05",
		"nghi om 3 ngay":                     "2026-11-24/2026-11-26",
		"mai em xin nghỉ":                    "2026-11-25/2026-11-25",
		"tuần sau tôi đi công tác":           "2026-11-30/2026-12-06",
		"tôi xin phép nghỉ từ mai đến thứ 6": "2026-11-25/2026-11-27",
		"nghỉ 4 ngày từ thứ 6":               "2026-11-27/2026-12-02", // four working days
		"nghỉ thai sản 6 tháng từ 1/12":      "2026-12-01/2027-05-31",
		"nghỉ 20/11":                         "2026-11-20/2026-11-20", // noted afterwards
		"on leave until Friday":              "2026-11-24/2026-11-27",
		"off tomorrow":                       "2026-11-25/2026-11-25",
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			s := leaveStage(t)
			out := s.send("nv", words)
			if s.leavesOf(want) != 1 || s.count("SELECT count(*) FROM leaves") != 1 {
				t.Errorf("%q does not note %s: said %q", words, want, said(out))
			}
			if s.count("SELECT count(*) FROM entries") != 0 {
				t.Errorf("%q writes an entry", words)
			}
		})
	}
}

// Words about learning, law and resting are no leave.
func TestWhatIsNoLeave(t *testing.T) {
	t.Parallel()
	s := leaveStage(t)
	for _, words := range []string{
		"nghị định 30 2h hôm nay", "nghi quyet 57 1 buoi hom qua", "nghị quyết 57 hôm nay", "học công tác dân vận 2h hôm nay", "hôm nay không học",
		"nghỉ hưu từ 1/12", "đi công tác tập huấn luật đất đai 2 ngày", "nghỉ 2 tiếng", "luật nghỉ phép 1h hôm qua", "đọc quy định về nghỉ phép 1h hôm nay",
	} {
		s.send("nv", words)
		s.send("nv", "hủy")
		if n := s.count("SELECT count(*) FROM leaves"); n != 0 {
			t.Fatalf("%q is taken for a leave", words)
		}
	}
}

func TestOnlyDaysAreKept(t *testing.T) {
	t.Parallel()
	s := leaveStage(t)
	s.send("nv", "nghỉ ốm chữa bệnh gan 3 ngày")
	s.send("nv", "/nghi vì vợ sinh 2 ngày từ 1/12")
	if n := s.count("SELECT count(*) FROM leaves"); n != 2 {
		t.Fatalf("%d leaves are noted", n)
	}
	for _, table := range []string{"SELECT count(*) FROM conversations WHERE state LIKE ?", "SELECT count(*) FROM audit WHERE detail LIKE ?"} {
		for _, reason := range []string{"%ốm%", "%gan%", "%sinh%", "%vợ%"} {
			if s.count(table, reason) != 0 {
				t.Errorf("the reason %s is kept", reason)
			}
		}
	}
}

func TestDataOfLeavesIsNotTrusted(t *testing.T) {
	t.Parallel()
	s := leaveStage(t)
	for _, data := range []string{
		"nghi", "nghi:", "nghi:them", "nghi:them:x:y", "nghi:them:2026-11-30:2026-11-24", "nghi:them:2026-01-01:2026-01-02", "nghi:them:2026-11-24:2036-11-24",
		"nghi:bo:x:y", "nghi:lai:", "nghi:lai:26112426", "nghi:lai:261124261126x", "nghi:lai:261126261124", "nghi:lai:999999999999", "nghi:what:2026-11-24:2026-11-24",
	} {
		s.press("nv", data)
		if n := s.count("SELECT count(*) FROM leaves"); n != 0 {
			t.Errorf("%q notes a leave", data)
		}
	}
}

func TestManyLeavesInOneCannotBeUndoneByAChoice(t *testing.T) {
	t.Parallel()
	s := leaveStage(t)
	for _, d := range []string{"1/12", "3/12", "5/12", "7/12"} {
		s.send("nv", "nghỉ "+d)
	}
	out := s.send("nv", "nghỉ 1/12 đến 7/12")
	if s.leavesOf("2026-12-01/2026-12-07") != 1 || s.count("SELECT count(*) FROM leaves") != 1 {
		t.Errorf("they are not one: %q", said(out))
	}
	for _, m := range out.Messages {
		for _, c := range m.Choices {
			if len(c.Data) > 64 {
				t.Errorf("the data of %q is too long: %s", c.Label, c.Data)
			}
		}
	}
}
