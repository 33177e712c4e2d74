package bot

import (
	"strconv"
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

func TestPrivacyTellsWhatIsKept(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.exec("UPDATE people SET category = 'vien_chuc' WHERE id = ?", id)
	s.exec("UPDATE memberships SET post = 'Thanh tra viên' WHERE person_id = ?", id)
	s.send("NV02", "/hoc 2h tin học")
	s.send("NV02", "/hoc 1h luật đất đai")
	s.send("NV02", "/xoa 2")
	s.send("NV02", "1")
	out := s.send("NV02", "/riengtu")
	for _, part := range []string{
		"NV02, Lê Thị Hoa, Thanh tra, Thanh tra viên, viên chức", "Telegram (từ 24/11/2026 09:00)", "2 mục học (kể cả mục đã xóa)",
		"0 tệp minh chứng", "đồng ý từ ngày 24/11/2026, qua Telegram", "Ai xem", "Bao lâu",
	} {
		wants(t, out, part)
	}
	for _, id := range []string{"u-NV02", "c-NV02"} {
		if strings.Contains(said(out), id) {
			t.Errorf("the answer shows the account's id %s", id)
		}
	}
}

func TestWithdrawal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.link(id, "zalo")
	s.join("NV01", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	s.leave(s.join("NV09", "Phạm Văn Cũ", "Văn phòng", people.Roles{Office: true}))
	s.link(s.add("NV08", "Phạm Văn Chờ", "Văn phòng", people.Roles{Office: true}), "NV08")
	s.send("NV02", "/hoc 2h tin học")
	s.send("zalo", "/hoc")
	s.send("zalo", "điều chỉ mình tôi biết")
	out := s.press("NV02", "priv:out")
	wants(t, out, "ngừng ghi và ngừng nhắc ngay")
	wants(t, out, "2 ngày làm việc")
	wants(t, out, "15 ngày (Nghị định 356/2025/NĐ-CP)")
	if got := s.state(id); got != people.Active {
		t.Fatalf("the question alone made the person %s", got)
	}

	out = s.press("NV02", "priv:out!")
	if got := s.state(id); got != people.Pending {
		t.Errorf("the person is %s", got)
	}
	told := map[channel.ChatID]string{}
	for _, m := range out.Messages {
		told[m.To.Chat] += m.Text
	}
	if len(told) != 3 || !strings.Contains(told["c-NV01"], "Lê Thị Hoa (NV02) vừa rút lại đồng ý") ||
		!strings.Contains(told["c-NV01"], "09/12/2026") || !strings.Contains(told["c-zalo"], "qua Telegram") {
		t.Errorf("told %v, want the person on both channels and the Office", told)
	}
	if n := s.count("SELECT count(*) FROM conversations WHERE state LIKE '%mình tôi%'"); n != 0 {
		t.Error("a half-filled form is still remembered")
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'withdraw' AND target_person = ?", id); n != 1 {
		t.Errorf("%d lines on record", n)
	}
	if n := s.count("SELECT count(*) FROM entries WHERE status = 'recorded'"); n != 1 {
		t.Errorf("%d entries stand, want 1", n)
	}
	if out.Menu == nil || out.Menu.Commands[0].Name != "toi" {
		t.Errorf("the menu is %+v", out.Menu)
	}
	for _, chat := range []string{"NV02", "zalo"} {
		s.send(chat, "/hoc 1h tin học")
	}
	if n := s.count("SELECT count(*) FROM entries"); n != 1 {
		t.Error("something was logged without consent")
	}
	wants(t, s.send("zalo", "đồng ý"), "Sổ của anh/chị mở lại")
	if n := s.count("SELECT count(*) FROM consents WHERE person_id = ?", id); n != 2 {
		t.Errorf("%d proofs of consent, want the old and the new", n)
	}
}

// Who keeps the notebook for the Office is told of everybody but of themselves.
func TestWithdrawalOfTheOffice(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV01", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	out := s.press("NV01", "priv:out!")
	if len(out.Messages) != 1 {
		t.Errorf("said %q, want one message", said(out))
	}
}

func TestPrivacyInBothLanguages(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "/ngonngu en")
	out := s.send("NV02", "privacy")
	wants(t, out, "Telegram (since 24/11/2026 09:00)")
	wants(t, out, "0 entries")
	for _, key := range []string{"rieng_tu.", "lien_ket.", "vai_tro."} {
		if strings.Contains(said(out), key) {
			t.Errorf("a key shows: %q", said(out))
		}
	}
	s.update(func(tx *sqlite.Tx) error {
		kept, err := tx.KeptAbout(t.Context(), 1)
		if kept.Consent.Version != people.ConsentVersion {
			t.Errorf("consent is to %q", kept.Consent.Version)
		}
		return err
	})
	wants(t, s.press("NV02", "priv:what"), "out of date")
}

// What is kept beside the notebook is counted, and what is to come of leave goes with the consent.
func TestPrivacyCountsHabits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.exec("INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?1, '2026-11-02', '2026-11-03', 1), (?1, '2026-11-20', '2026-11-27', 1), (?1, '2027-03-01', '2027-03-05', 1)", id)
	s.exec("INSERT INTO milestones VALUES (?, 4, 1)", id)
	s.exec("INSERT INTO reminders (person_id, sent, minute) VALUES (?, 2, 810)", id)
	out := s.send("NV02", "/riengtu")
	for _, part := range []string{"3 đợt, chỉ có ngày", "13 giờ 30", "2 lời đã gửi", "0 câu trả lời, 0 thẻ ôn, 0 lần báo", "1 mốc", "từ 5 người"} {
		wants(t, out, part)
	}
	s.send("NV02", "tắt nhắc")
	wants(t, s.send("NV02", "/riengtu"), "Nhắc: đã tắt")
	wants(t, s.press("NV02", "priv:out"), "ngày nghỉ từ hôm nay")
	s.press("NV02", "priv:out!")
	for days, want := range map[string]int{"2026-11-02/2026-11-03": 1, "2026-11-20/2026-11-23": 1} {
		if n := s.count("SELECT count(*) FROM leaves WHERE from_day || '/' || to_day = ?", days); n != want {
			t.Errorf("leave %s is kept %d times, want %d", days, n, want)
		}
	}
	if n := s.count("SELECT count(*) FROM leaves"); n != 2 {
		t.Errorf("%d leaves are kept, want what is over", n)
	}
	if n := s.count("SELECT count(*) FROM milestones") + s.count("SELECT count(*) FROM reminders"); n != 0 {
		t.Errorf("%d milestones and reminders outlive the consent", n)
	}
	wants(t, s.send("NV02", "đồng ý"), "Sổ của anh/chị")
	wants(t, s.send("NV02", "/riengtu"), "2 đợt, chỉ có ngày")
}

// The notice that people agree to names everything that is kept, and the number of people behind a percentage.
func TestNoticeNamesWhatIsKept(t *testing.T) {
	t.Parallel()
	for lang, parts := range map[i18n.Lang][]string{
		i18n.VI: {"danh sách", "kênh chat", "Mục học", "minh chứng", "Ngày nghỉ", "Giờ nhắc", "chưa trả lời", "Câu trả lời", "thẻ ôn", "báo câu sai", "Mốc chuỗi", "từ " + strconv.Itoa(quiz.MinPeople) + " người"},
		i18n.EN: {"roster", "channels", "entries", "evidence", "Days of leave", "reminded", "not answered", "answers", "review cards", "Reports", "Milestones", strconv.Itoa(quiz.MinPeople) + " people"},
	} {
		s := newStage(t)
		s.link(s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{}), "NV02")
		s.exec("UPDATE people SET lang = ?", string(lang))
		out := s.send("NV02", "alo")
		for _, part := range parts {
			wants(t, out, part)
		}
	}
}
