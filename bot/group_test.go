package bot

import (
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// shout is a text said before others.
func (s *stage) shout(chat, words string, toBot bool) Outcome {
	s.t.Helper()
	e := s.event(chat)
	e.Chat, e.Group, e.ToBot, e.Kind, e.Text = "c-group", true, toBot, channel.Text, words
	return s.do(e)
}

func TestGroupSpeaksWhenAddressed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{Head: true, Office: true})
	for _, words := range []string{"/tiendo", "/toi", "/hoc 2h tin học", "/moi", "đồng ý", "english", "alo"} {
		silent(t, s.shout("NV02", words, false))
		out := s.shout("NV02", words, true)
		if said(out) != "Xin nhắn riêng cho Sổ Học." || len(out.Messages[0].Choices) > 0 || out.Menu != nil {
			t.Errorf("%q in a group: %+v", words, out)
		}
	}
	for _, kind := range []channel.EventKind{channel.Upload, channel.Unhandled, channel.Press, channel.Edited} {
		e := s.event("NV02")
		e.Chat, e.Group, e.ToBot, e.Kind, e.Press, e.PressID, e.Text = "c-group", true, true, kind, "cmd:toi", "p", "2h tin học"
		out := s.do(e)
		if kind == channel.Edited {
			silent(t, out) // it was answered when it was said
			continue
		}
		wants(t, out, "Xin nhắn riêng")
		if kind == channel.Press && out.Answer == nil {
			t.Error("the button keeps waiting")
		}
	}
	for _, table := range []string{"entries", "invites", "audit", "evidence"} {
		if n := s.count("SELECT count(*) FROM " + table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
}

func TestGroupTakesNoCode(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	code := s.issue(id, people.Join)
	silent(t, s.shout("hoa", code, false))
	if n := s.count("SELECT count(*) FROM invites WHERE ended_at IS NOT NULL"); n != 0 {
		t.Error("what was not addressed to the bot was looked at")
	}
	right := s.shout("hoa", "/start "+code, true)
	wants(t, right, "coi như đã lộ")
	s.now = s.now.Add(refusalPause)
	wrong := s.shout("hoa", "/start AAAA2222", true)
	if said(right) != said(wrong) {
		t.Error("the answers tell right codes from wrong ones")
	}
	if n := s.count("SELECT count(*) FROM identities"); n != 0 {
		t.Error("a group let somebody in")
	}
	wants(t, s.send("hoa", code), "đã được thay hoặc hủy")
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'end_code' AND target_person = ?", id); n != 1 {
		t.Errorf("%d lines on record", n)
	}
}

// Strangers share one refusal in ten minutes in a group; people of the register are always answered, and a code
// is ended even in the silence.
func TestGroupRefusesStrangersOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	code := s.issue(s.add("NV03", "Trần Thị Ly", "Thanh tra", people.Roles{}), people.Join)
	wants(t, s.shout("kha", "alo", true), "Xin nhắn riêng")
	silent(t, s.shout("vu", "alo", true))
	silent(t, s.shout("vu", code, true))
	wants(t, s.shout("NV02", "alo", true), "Xin nhắn riêng")
	s.now = s.now.Add(refusalPause + time.Second)
	wants(t, s.shout("vu", "alo", true), "Xin nhắn riêng")
	if n := s.count("SELECT count(*) FROM invites WHERE ended_at IS NOT NULL"); n != 1 {
		t.Error("the code that was shown still works")
	}
}

// A chat of one's own is not held up by what was said in a group.
func TestGroupAndPrivateChatApart(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	wants(t, s.shout("kha", "alo", true), "Xin nhắn riêng")
	wants(t, s.send("kha", "alo"), "chỉ phục vụ người có tên")
}
