package bot

import (
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

func TestSentCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// What is a code, in all the ways in which people send one.
		"/start ABCD2346":                "ABCD2346",
		"/start@TenBot ABCD2346":         "-", // the adapter takes the name off
		"/START abcd2346":                "ABCD2346",
		"ABCD2346":                       "ABCD2346",
		"abcd 2346":                      "ABCD2346",
		" abcd-2346 ":                    "ABCD2346",
		"a b c d 2 3 4 6":                "ABCD2346",
		"ABCDEFGH":                       "ABCDEFGH",
		"abcd efgh":                      "ABCDEFGH",
		"mã ABCD2346":                    "ABCD2346",
		"Mã: ABCD2346":                   "ABCD2346",
		"MA MOI abcd 2346":               "ABCD2346",
		"mã mời của tôi là ABCD2346.":    "ABCD2346",
		"code ABCD2346":                  "ABCD2346",
		"https://t.me/b?start=ABCD2346":  "ABCD2346",
		"t.me/b?start=ABCD2346 giúp tôi": "ABCD2346",
		"Mời anh/chị Lan.\nMã: ABCDEFGH\nDùng một lần, trước 09:00.": "ABCDEFGH",
		"xin chào, mã đây: (ABCD2346)":                               "ABCD2346",
		// What is meant as a code and cannot be one.
		"/start ABCD":    "bad",
		"mã ABC1":        "bad",
		"ABCD2O45":       "bad",
		"abcd 2o45":      "bad",
		"mã 12345678":    "bad",
		"/start a b c d": "bad",
		// What is something else.
		"":                      "-",
		"/start":                "-",
		"/hoc ABCD2346":         "-",
		"anh chung":             "-",
		"ANH CHUNG":             "-",
		"chào Sổ Học":           "-",
		"mã nào vậy":            "-",
		"2h luật đất đai":       "-",
		"12345678":              "-",
		"tôi tên là Lan":        "-",
		"THANH TRA":             "-",
		"mã của tôi đâu":        "-",
		"gặp phòng TCCBNHANSU ": "-",
	} {
		code, sent := sentCode(channel.Event{Kind: channel.Text, Text: text})
		got := code
		switch {
		case !sent:
			got = "-"
		case code == "":
			got = "bad"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for _, kind := range []channel.EventKind{channel.Press, channel.Upload, channel.Unhandled} {
		if _, sent := sentCode(channel.Event{Kind: kind, Text: "ABCD2346", Press: "ABCD2346"}); sent {
			t.Errorf("a code was read from an event of kind %s", kind)
		}
	}
}

func TestWhatIsWrongWithACode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(s *stage, id people.PersonID, code string)
		want  string
	}{
		"used":     {func(s *stage, _ people.PersonID, code string) { s.send("first", code) }, "đã dùng rồi"},
		"replaced": {func(s *stage, id people.PersonID, _ string) { s.issue(id, people.Join) }, "đã được thay hoặc hủy"},
		"expired":  {func(s *stage, _ people.PersonID, _ string) { s.now = s.now.Add(people.InviteLife + time.Second) }, "đã hết hạn"},
		"left":     {func(s *stage, id people.PersonID, _ string) { s.leave(id) }, "không thuộc đơn vị nào"},
		"not born": {func(s *stage, id people.PersonID, _ string) {
			s.exec("UPDATE memberships SET valid_from = '2026-12-01' WHERE person_id = ?", id)
		}, "không thuộc đơn vị nào"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
			code := s.issue(id, people.Join)
			c.spoil(s, id, code)
			out := s.send("second", code)
			wants(t, out, c.want)
			wants(t, out, "chị Thu (NV01)")
			wants(t, out, "Còn 4 lần thử")
			if n := s.count("SELECT count(*) FROM identities WHERE user_id = 'u-second'"); n != 0 {
				t.Error("the chat was let in all the same")
			}
		})
	}
}

// A code for somebody who belongs nowhere yet is not spent: it works on the first day.
func TestCodeBeforeTheFirstDay(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.exec("UPDATE memberships SET valid_from = '2026-12-01' WHERE person_id = ?", id)
	code := s.issue(id, people.Join)
	wants(t, s.send("hoa", code), "không thuộc đơn vị nào")
	s.now = time.Date(2026, 12, 1, 8, 0, 0, 0, stageZone)
	wants(t, s.send("hoa", code), "Chào anh/chị Lê Thị Hoa")
}

func TestFiveWrongCodesAnHour(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	code := s.issue(s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{}), people.Join)
	for i, want := range []string{"Còn 4 lần", "Còn 3 lần", "Còn 2 lần", "Còn 1 lần", "sau 20 phút"} {
		out := s.send("kha", "AAAA222"+string("ABCDE"[i]))
		wants(t, out, want)
		s.now = s.now.Add(10 * time.Minute)
	}
	// The lock holds for right codes too, else it would tell them from wrong ones. It is said once in ten minutes.
	wants(t, s.send("kha", code), "sau 10 phút")
	silent(t, s.send("kha", code))
	// Other chats are not locked.
	s.now = s.now.Add(10*time.Minute - time.Second)
	silent(t, s.send("kha", "AAAA2228"))
	s.now = s.now.Add(time.Second)
	wants(t, s.send("kha", code), "Chào anh/chị Lê Thị Hoa")
}

func TestLockIsForOneChat(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	code := s.issue(s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{}), people.Join)
	for range codeTries + 1 {
		s.send("kha", "AAAA2222")
	}
	wants(t, s.send("hoa", code), "Chào anh/chị Lê Thị Hoa")
}
