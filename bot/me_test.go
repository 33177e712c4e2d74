package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// training writes tiết down, with so many files as evidence.
func (o *office) training(name, unit string, tiet, files int, status learning.Status) {
	o.t.Helper()
	o.update(func(tx *sqlite.Tx) error {
		e := learning.Entry{Person: o.ids[name], Unit: o.units[unit], Status: status, Channel: "telegram", Version: 1, Created: tx.Now(), Updated: tx.Now()}
		e.Draft = learning.Draft{Title: "Bồi dưỡng", Kind: "course", Field: "law", Start: "2026-03-02", End: "2026-03-06", Minutes: tiet * 45}
		id, err := tx.AddEntry(o.t.Context(), e)
		if err != nil || files == 0 {
			return err
		}
		_, err = tx.AddEvidence(o.t.Context(), id, learning.Evidence{Hash: fmt.Sprint(id), Name: "giay.pdf", MIME: "application/pdf", Size: 1}, tx.Now())
		return err
	})
}

func TestMeKeepsTheCountersApart(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{}, true)
	o.training("An", "Văn phòng", 4, 0, learning.Recorded)
	o.training("An", "Văn phòng", 6, 1, learning.Recorded)
	o.training("An", "Văn phòng", 2, 0, learning.Confirmed)
	o.training("An", "Văn phòng", 30, 1, learning.Deleted)
	o.entry("An", "Văn phòng", "2026-11-20")
	out, _ := o.ask("An", "/toi")
	for _, line := range []string{
		"Bồi dưỡng, tập huấn: 12 tiết",
		"Tính vào chỉ tiêu (có minh chứng): 8/40 tiết (2 đã xác nhận) (Nghị định 171/2025/NĐ-CP)",
		"Giờ tự học: 1 giờ",
		"Năm 2026 (tạm tính): 10 giờ, 4 mục",
		"Tháng 11/2026: 1 giờ, 1 mục",
	} {
		if !strings.Contains("\n"+text(out)+"\n", "\n"+line+"\n") {
			t.Errorf("there is no line %q in\n%s", line, text(out))
		}
	}
}

// Whoever has more than enough is told figures, never that the duty is done.
func TestMeNeverSaysThatADutyIsDone(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Head: true}, true)
	o.training("An", "Văn phòng", 80, 1, learning.Confirmed)
	for _, words := range []string{"/toi", "/tiendo", "td::"} {
		out, _ := o.ask("An", words)
		answer := strings.ToLower(text(out))
		for _, claim := range []string{"hoàn thành", "đạt", "chúc mừng", "xuất sắc"} {
			if strings.Contains(answer, claim) {
				t.Errorf("%s says %q:\n%s", words, claim, answer)
			}
		}
		if !strings.Contains(answer, "tạm tính") {
			t.Errorf("%s does not say that it is provisional:\n%s", words, answer)
		}
	}
}

func TestMeWithoutDutyNamesNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{}, true)
	for _, category := range []people.Category{people.Uncategorised, people.VienChuc, people.NguoiLaoDong} {
		o.update(func(tx *sqlite.Tx) error {
			return tx.ExecForTest(t.Context(), "UPDATE people SET category = ?", string(category))
		})
		if out, _ := o.ask("An", "/toi"); strings.Contains(text(out), "chỉ tiêu") || strings.Contains(text(out), "Nghị định") {
			t.Errorf("%q has a duty:\n%s", category, text(out))
		}
	}
	o.update(func(tx *sqlite.Tx) error {
		return tx.ExecForTest(t.Context(), "INSERT INTO targets (category, valid_from, tiet, source) VALUES ('nguoi_lao_dong', '2026-01-01', 24, 'Quyết định 5/QĐ-STP')")
	})
	if out, _ := o.ask("An", "/toi"); !strings.Contains(text(out), ": 0/24 tiết (Quyết định 5/QĐ-STP)") {
		t.Errorf("a target that the Office has set is not told:\n%s", text(out))
	}
}

// A period after /toi is the person's own, whatever the role; other words are for nothing.
func TestMeOfAPeriod(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Head: true, Office: true}, true)
	o.entry("An", "Văn phòng", "2026-10-20")
	for words, want := range map[string]string{
		"/toi tháng 10": "Tiến độ của anh/chị, tháng 10/2026\nĐã ghi: 1 giờ, 1 mục",
		"tôi tháng 10":  "Tiến độ của anh/chị, tháng 10/2026\n",
		"/toi 2025":     "Tiến độ của anh/chị, năm 2025\nChưa ghi mục nào",
		"/toi tháng 13": "Lịch không có",
		"/toi với":      "Vai trò: ",
	} {
		if out, _ := o.ask("An", words); !strings.Contains(text(out), want) {
			t.Errorf("%s is answered\n%s", words, text(out))
		}
	}
}

func TestMeListsTheLastFive(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{}, true)
	for i := range 8 {
		o.entry("An", "Văn phòng", day.Day("2026-11-10").Add(i))
	}
	out, _ := o.ask("An", "/toi")
	if n := strings.Count(text(out), "\nSố "); n != 5 {
		t.Errorf("%d entries are listed, want 5:\n%s", n, text(out))
	}
	if first := strings.Index(text(out), "Số 8 · 17/11"); first < 0 || strings.Contains(text(out), "Số 3 ·") {
		t.Errorf("the newest do not come first:\n%s", text(out))
	}
}

func TestMeSaysThatSomebodyIsAway(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{}, true)
	for _, c := range []struct {
		to   string
		away bool
	}{{"2026-11-23", false}, {"2026-11-24", true}} {
		o.update(func(tx *sqlite.Tx) error {
			return tx.ExecForTest(t.Context(), "INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, '2026-11-20', ?, 1)", o.ids["An"], c.to)
		})
		if out, _ := o.ask("An", "/toi"); strings.Contains(text(out), "đang nghỉ") != c.away {
			t.Errorf("leave until %s:\n%s", c.to, text(out))
		}
	}
}
