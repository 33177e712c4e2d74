package bot

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// onZalo is an event from somebody whose name Zalo shows.
func (s *stage) onZalo(chat, name, words string) channel.Event {
	e := s.event(chat)
	e.Channel, e.Account, e.Kind, e.Text, e.Sender = channel.Zalo, "1459", channel.Text, words, name
	return e
}

var knockCode = regexp.MustCompile(`\b[A-Z2-9]{4}\b`)

// TestTheOfficeLetsInWhoKnocks plays the whole queue: a stranger knocks, the Office finds out who it is, the person
// agrees in the own chat.
func TestTheOfficeLetsInWhoKnocks(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV01", "Trần Thị Thu", "Văn phòng", people.Roles{Office: true})
	hoa := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.add("NV03", "Ma Văn Bình", "Thanh tra", people.Roles{})

	out := s.do(s.onZalo("hoa", "Hoa Lê ✿", "alo"))
	code := knockCode.FindString(said(out))
	if code == "" || len(out.Messages) != 1 {
		t.Fatalf("a stranger on Zalo is told %q", said(out))
	}
	silent(t, s.do(s.onZalo("hoa", "Hoa Lê ✿", "có ai không")))
	s.now = s.now.Add(refusalPause)
	if again := knockCode.FindString(said(s.do(s.onZalo("hoa", "Hoa Lê ✿", "alo")))); again != code {
		t.Errorf("who knocks again has the number %s, before it was %s", again, code)
	}

	list := s.send("NV01", "hàng chờ")
	wants(t, list, "chưa biết là ai")
	if c := list.Messages[0].Choices; len(c) != 1 || !strings.Contains(c[0].Label, "Hoa Lê ✿") || !strings.Contains(c[0].Label, code) {
		t.Fatalf("the queue offers %+v", c)
	}
	who := s.send("NV01", "1")
	if c := who.Messages[0].Choices; len(c) != 2 || !strings.Contains(c[0].Label, "Lê Thị Hoa") {
		t.Fatalf("likely people are %+v", c)
	}
	wants(t, s.send("NV01", "1"), "Chỉ nối khi chính người ấy")
	done := s.send("NV01", "có")
	wants(t, done, "Đã nối với Lê Thị Hoa")
	notice := done.Messages[0]
	if notice.To.Channel != channel.Zalo || notice.To.Chat != "c-hoa" || len(notice.Choices) != 2 {
		t.Fatalf("the notice is %+v", notice)
	}
	wants(t, s.do(s.onZalo("hoa", "Hoa Lê ✿", "1")), "/hoc")
	if n := s.count("SELECT count(*) FROM knocks"); n != 0 {
		t.Error("the queue still holds who is known now")
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'link_knock' AND target_person = ?", hoa); n != 1 {
		t.Errorf("%d lines are on record", n)
	}
	wants(t, s.send("NV01", "/hangcho"), "Không có ai")
}

// TestNobodyIsLetIntoARecordByTheQueue: who has agreed already adds an account alone.
func TestNobodyIsLetIntoARecordByTheQueue(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV01", "Trần Thị Thu", "Văn phòng", people.Roles{Office: true})
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	gone := s.add("NV04", "Vũ Thị Lan", "Thanh tra", people.Roles{})
	s.leave(gone)
	code := knockCode.FindString(said(s.do(s.onZalo("x", "Lê Thị Hoa", "alo"))))
	wants(t, s.send("NV01", "/hangcho "+strings.ToLower(code)+" nv02"), "/lienket")
	wants(t, s.send("NV01", "/hangcho "+code+" NV04"), "không thuộc đơn vị nào")
	wants(t, s.send("NV01", "/hangcho "+code+" NV99"), "không có mã")
	wants(t, s.send("NV01", "/hangcho ZZZZ"), "không có số")
	wants(t, s.press("NV01", "cho:"+code+":P1"), "/lienket")
	wants(t, s.press("NV01", "cho:"+code+":y1"), "cũ")
	wants(t, s.press("NV01", "cho:"+code+":x"), "Đã bỏ")
	if n := s.count("SELECT count(*) FROM identities WHERE channel = 'zalo'"); n != 0 {
		t.Error("the stranger was let in")
	}
}

// TestTheQueueIsTheOfficesAlone holds for words and for old buttons.
func TestTheQueueIsTheOfficesAlone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	code := knockCode.FindString(said(s.do(s.onZalo("x", "Ai đó", "alo"))))
	for _, out := range []Outcome{s.send("NV02", "/hangcho"), s.send("NV02", "/hangcho "+code), s.press("NV02", "cho:"+code)} {
		if strings.Contains(said(out), "Ai đó") {
			t.Errorf("staff see the queue: %q", said(out))
		}
	}
}

// TestOnlyZaloHasAQueue: elsewhere a stranger leaves no trace, and in a group nobody is noted.
func TestOnlyZaloHasAQueue(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("kha", "alo")
	group := s.onZalo("nhom", "Kha", "alo")
	group.Group, group.ToBot = true, true
	s.do(group)
	wants(t, s.do(s.onZalo("hoi", "Kha", "/riengtu")), "tên hiện trên Zalo")
	if n := s.count("SELECT count(*) FROM knocks"); n != 0 {
		t.Errorf("%d strangers are noted", n)
	}
}

// TestKnocksAreForgotten after their time, and the oldest when there are too many.
func TestKnocksAreForgotten(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.update(func(tx *sqlite.Tx) error {
		for i := range people.MaxKnocks + 20 {
			acc := people.Account{Channel: "zalo", Account: "1", User: strings.Repeat("u", i+1), Chat: "c"}
			if _, err := tx.AddKnock(t.Context(), people.Knock{Account: acc, Name: "N"}, s.now.Add(time.Duration(i)*time.Second)); err != nil {
				return err
			}
		}
		return nil
	})
	if n := s.count("SELECT count(*) FROM knocks"); n != people.MaxKnocks {
		t.Errorf("%d are kept, want %d", n, people.MaxKnocks)
	}
	s.now = s.now.Add(people.KnockLife + time.Hour)
	s.update(func(tx *sqlite.Tx) error {
		list, err := tx.Knocks(t.Context(), 10, s.now)
		if len(list) != 0 {
			t.Errorf("after their time %d are shown", len(list))
		}
		return err
	})
}

// TestFilesThatZaloKeepsComeByAPage offers one when evidence is asked for and when a file came.
func TestFilesThatZaloKeepsComeByAPage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.update(func(tx *sqlite.Tx) error {
		e := s.onZalo("hoa", "Hoa", "")
		if err := tx.LinkAccount(t.Context(), account(e), id, tx.Now()); err != nil {
			return err
		}
		return tx.GiveConsent(t.Context(), id, people.ConsentVersion, "zalo", tx.Now())
	})
	file := s.onZalo("hoa", "Hoa", "")
	file.Kind, file.File = channel.Unhandled, &channel.FileRef{}
	if got := said(s.do(file)); strings.Contains(got, "https://") || !strings.Contains(got, "Zalo không chuyển tệp") {
		t.Errorf("without a page: %q", got)
	}
	asked := 0
	s.bot.cfg.Upload = func(_ context.Context, _ Tx, e channel.Event, person people.PersonID) (string, error) {
		asked++
		if person != id || e.Chat != "c-hoa" {
			t.Errorf("a page for %d in %s", person, e.Chat)
		}
		return "https://so.example.vn/gui/x", nil
	}
	wants(t, s.do(file), "https://so.example.vn/gui/x")
	s.do(s.onZalo("hoa", "Hoa", "/hoc 2h luật đất đai"))
	wants(t, s.do(s.onZalo("hoa", "Hoa", "minh chứng 1")), "https://so.example.vn/gui/x")
	sticker := s.onZalo("hoa", "Hoa", "")
	sticker.Kind = channel.Unhandled
	wants(t, s.do(sticker), "chỉ đọc được")
	if asked != 2 {
		t.Errorf("%d pages were opened, want 2", asked)
	}
}
