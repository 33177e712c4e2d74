package bot

import (
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// linkCode asks for a code and returns it with the answer.
func (s *stage) linkCode(chat string) (string, Outcome) {
	s.t.Helper()
	out := s.send(chat, "/lienket")
	for _, w := range strings.Fields(said(out)) {
		if code, ok := people.ReadCode(w); ok {
			return code, out
		}
	}
	s.t.Fatalf("no code in %q", said(out))
	return "", out
}

func TestLinkCodeOpensAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	code, out := s.linkCode("NV02")
	wants(t, out, "trong 10 phút (đến 09:10)")
	s.send("new", "english") // what a stranger chose does not outlast the linking
	s.now = s.now.Add(people.LinkLife)
	out = s.send("new", code)
	wants(t, out, "Lê Thị Hoa")
	if len(out.Messages) != 2 || out.Messages[1].To.Chat != "c-NV02" {
		t.Errorf("said %q, want a word to the other channel", said(out))
	}
	if n := s.count("SELECT count(*) FROM consents"); n != 1 {
		t.Errorf("%d consents: it belongs to the person, not to the channel", n)
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'link' AND target_person = ? AND detail = 'link'", id); n != 1 {
		t.Errorf("%d lines on record", n)
	}
	if out.Menu == nil || out.Menu.To.Chat != "c-new" || out.Menu.Commands[0].Name != "hoc" {
		t.Errorf("the menu is %+v", out.Menu)
	}
	wants(t, s.send("new", "/hoc 1h tin học"), "mục số 1")
}

func TestLinkCodesEnd(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	first, _ := s.linkCode("NV02")
	second, _ := s.linkCode("NV02")
	wants(t, s.send("new", first), "/lienket trên kênh đã nối")
	s.now = s.now.Add(people.LinkLife + time.Second)
	wants(t, s.send("new", second), "/lienket trên kênh đã nối")
	if n := s.count("SELECT count(*) FROM identities"); n != 1 {
		t.Errorf("%d accounts", n)
	}
}

// A code that was asked for before the consent was taken back leads to the notice.
func TestLinkAfterWithdrawal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	code, _ := s.linkCode("NV02")
	s.press("NV02", "priv:out!")
	wants(t, s.send("new", code), "Anh/chị có đồng ý không?")
}

func TestUntying(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.now = s.now.Add(time.Hour)
	s.link(id, "new")
	s.send("new", "/hoc")
	_, out := s.linkCode("NV02")
	offer := out.Messages[0].Choices
	if len(offer) != 1 || offer[0].Label != "Gỡ Telegram (từ 24/11/2026 10:00)" {
		t.Fatalf("offered %+v, want the other channel alone", offer)
	}
	if data := offer[0].Data; len(data) > maxData || strings.Contains(data, "new") {
		t.Errorf("the choice carries %q", data)
	}
	out = s.press("NV02", offer[0].Data)
	wants(t, out, "Gỡ Telegram (từ 24/11/2026 10:00)?")
	out = s.press("NV02", out.Messages[0].Choices[0].Data)
	wants(t, out, "Đã gỡ Telegram")
	if len(out.Messages) != 2 || out.Messages[1].To.Chat != "c-new" {
		t.Errorf("said %q, want a word to the channel that was untied", said(out))
	}
	if out.Menu == nil || out.Menu.To.Chat != "c-new" || out.Menu.Commands[0].Name != "toi" {
		t.Errorf("the menu is %+v, want a stranger's for the channel that was untied", out.Menu)
	}
	if n := s.count("SELECT count(*) FROM conversations WHERE chat_id = 'c-new'"); n != 0 {
		t.Error("the untied chat is still remembered")
	}
	wants(t, s.send("new", "/toi"), "chưa biết anh/chị là ai")
	// Again, and for oneself: nothing to untie.
	wants(t, s.press("NV02", offer[0].Data), "không còn nối")
	own := doorKey(people.Door{Account: people.Account{Channel: "telegram"}, Linked: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)})
	wants(t, s.press("NV02", "cmd:lienket go! "+own), "không còn nối")
	if n := s.count("SELECT count(*) FROM identities"); n != 1 {
		t.Errorf("%d accounts, want the one that writes", n)
	}
}

// Nobody unties a channel of somebody else, whatever the button says.
func TestUntyingOthers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.now = s.now.Add(time.Hour)
	s.join("NV03", "Trần Thị Ly", "Thanh tra", people.Roles{Office: true, Admin: true})
	key := doorKey(people.Door{Account: people.Account{Channel: "telegram"}, Linked: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)})
	wants(t, s.press("NV03", "cmd:lienket go! "+key), "không còn nối")
	if n := s.count("SELECT count(*) FROM identities"); n != 2 {
		t.Errorf("%d accounts, want 2", n)
	}
}

func TestLinksAreNamedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.bot.cfg.Links = func(kind channel.Kind, code string) string {
		if kind == channel.Zalo {
			return ""
		}
		return "https://" + map[channel.Kind]string{channel.Telegram: "t.me/b", channel.Web: "so.example"}[kind] + "?start=" + code
	}
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	code, out := s.linkCode("NV02")
	wants(t, out, "Telegram: https://t.me/b?start="+code)
	wants(t, out, "trình duyệt: https://so.example?start="+code)
	if strings.Contains(said(out), "Zalo") {
		t.Errorf("a channel without an address is named: %q", said(out))
	}
}
