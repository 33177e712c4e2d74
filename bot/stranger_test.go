package bot

import (
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// Whatever a stranger sends, there is one answer in ten minutes, and no row but the chat's small memory.
func TestStrangersGetOneRefusal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	events := func() []channel.Event {
		var all []channel.Event
		for _, text := range []string{"alo", "/toi", "/start", "/trogiup", "/hoc 2h tin học", "/riengtu", "/moi", "/ngonngu", "/xyz", "", "đồng ý"} {
			e := s.event("kha")
			e.Kind, e.Text = channel.Text, text
			all = append(all, e)
		}
		for _, kind := range []channel.EventKind{channel.Upload, channel.Unhandled, channel.Edited, channel.Press} {
			e := s.event("kha")
			e.Kind, e.Press, e.PressID = kind, "join:yes", "p"
			all = append(all, e)
		}
		return all
	}
	for round := range 3 {
		answers := 0
		for _, e := range events() {
			out := s.do(e)
			answers += len(out.Messages)
			if e.Kind == channel.Press && out.Answer == nil {
				t.Error("a stranger's button keeps waiting")
			}
		}
		if answers != 1 {
			t.Errorf("round %d: %d answers, want 1", round, answers)
		}
		s.now = s.now.Add(refusalPause)
	}
	for _, table := range []string{"identities", "consents", "entries", "audit", "invites", "evidence", "leaves"} {
		if n := s.count("SELECT count(*) FROM " + table); n != 0 {
			t.Errorf("a stranger left %d rows in %s", n, table)
		}
	}
	if n := s.count("SELECT count(*) FROM conversations WHERE json_remove(state, '$.refused') <> '{}'"); n != 0 {
		t.Error("the chat's memory holds more of a stranger than when it was refused")
	}
	s.update(func(tx *sqlite.Tx) error {
		_, err := tx.ForgetStrangers(t.Context(), s.now.Add(time.Second))
		return err
	})
	if n := s.count("SELECT count(*) FROM conversations"); n != 0 {
		t.Error("the memory of a stranger outlives the sweep")
	}
}

// /toi tells each from the others.
func TestMeInEachState(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("active", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.link(s.add("pending", "Lê Thị Chờ", "Thanh tra", people.Roles{}), "pending")
	s.leave(s.join("left", "Lê Thị Nghỉ", "Thanh tra", people.Roles{}))
	future := s.join("future", "Lê Thị Mới", "Thanh tra", people.Roles{})
	s.exec("UPDATE memberships SET valid_from = '2026-12-01' WHERE person_id = ?", future)
	answers := map[string]string{}
	for who, want := range map[string]string{
		"stranger": "chưa biết anh/chị là ai", "pending": "Anh/chị chưa đồng ý", "active": "Lê Thị Hoa",
		"left": "Lê Thị Nghỉ thuộc Thanh tra đến hết ngày 23/11/2026", "future": "Lê Thị Mới hiện chưa thuộc đơn vị nào",
	} {
		out := s.send(who, "/toi")
		wants(t, out, want)
		if other, twice := answers[said(out)]; twice {
			t.Errorf("%s and %s get the same answer", who, other)
		}
		answers[said(out)] = who
	}
}

// Who has left sees what is kept and may take the consent back, and nothing else.
func TestLeft(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{Office: true})
	s.send("NV02", "/hoc 2h tin học")
	s.leave(id)
	for _, text := range []string{"/hoc 1h tin học", "tin học 1h", "/tiendo", "/moi", "/sua 1", "1", "/trogiup", "đồng ý"} {
		wants(t, s.send("NV02", text), "đến hết ngày 23/11/2026")
	}
	if out := s.send("NV02", "/toi"); out.Menu == nil || out.Menu.Commands[0].Name != "toi" {
		t.Errorf("the menu is %+v, want a stranger's", out.Menu)
	}
	for _, data := range []string{"cmd:hoc", "undo:1", "moi:all!", "xoa!:1", "join:yes"} {
		wants(t, s.press("NV02", data), "đến hết ngày 23/11/2026")
	}
	if n := s.count("SELECT count(*) FROM entries WHERE status = 'recorded'"); n != 1 {
		t.Errorf("%d entries stand, want 1", n)
	}
	wants(t, s.send("NV02", "/ngonngu en"), "speaks English")
	wants(t, s.send("NV02", "/ngonngu"), "Which language")
	wants(t, s.send("NV02", "1"), "nói tiếng Việt")
	wants(t, s.send("NV02", "/riengtu"), "1 mục học")
	wants(t, s.send("NV02", "1"), "Rút lại đồng ý?")
	out := s.send("NV02", "1")
	wants(t, out, "Đã rút lại đồng ý")
	if n := s.count("SELECT count(*) FROM consents WHERE withdrawn_at IS NULL"); n != 0 {
		t.Error("the consent stands")
	}
	wants(t, s.press("NV02", "priv:out!"), "không còn đồng ý từ trước")
}

// Going to and fro between the languages makes the bot no more talkative, and no job for each message.
func TestStrangersChangeTheLanguageOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for round := range 2 {
		answers := 0
		for range 5 {
			for _, lang := range []string{"en", "vi"} {
				out := s.send("kha", "/ngonngu "+lang)
				answers += len(out.Messages)
				if out.Menu != nil {
					t.Error("a stranger's menu is set")
				}
			}
		}
		if answers != 2 { // one change, one refusal
			t.Errorf("round %d: %d answers, want 2", round, answers)
		}
		s.now = s.now.Add(refusalPause)
	}
}
