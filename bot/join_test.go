package bot

import (
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// pendingStage holds somebody who has sent the code and read the notice.
func pendingStage(t *testing.T) (*stage, people.PersonID) {
	t.Helper()
	s := newStage(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{Head: true})
	wants(t, s.send("hoa", s.issue(id, people.Join)), "Anh/chị có đồng ý không?")
	return s, id
}

func (s *stage) state(id people.PersonID) people.State {
	s.t.Helper()
	var state people.State
	s.update(func(tx *sqlite.Tx) error {
		a, _, err := tx.ActorByID(s.t.Context(), id, "2026-11-24")
		state = a.State
		return err
	})
	return state
}

func TestOnlyAnExplicitYesIsConsent(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]people.State{
		"đồng ý": people.Active, "ĐỒNG Ý": people.Active, "dong y": people.Active, "Đồng ý.": people.Active,
		"«đồng ý»": people.Active, "Tôi đồng ý": people.Active, "toi dong y!": people.Active, "đồng ý ạ": people.Active,
		"1": people.Active, "1.": people.Active, "I agree": people.Active, "dồng y\u0301": people.Active,
		"ok": people.Pending, "vâng": people.Pending, "ạ": people.Pending, "a": people.Pending, "có": people.Pending,
		"yes": people.Pending, "👍": people.Pending, "": people.Pending, "đồng ý nhưng mà": people.Pending,
		"không đồng ý lắm": people.Pending, "11": people.Pending, "3": people.Pending, "2h luật đất đai": people.Pending,
		"/hoc 2h luật đất đai": people.Pending, "/start": people.Pending, "đồng": people.Pending,
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			s, id := pendingStage(t)
			s.send("hoa", words)
			if got := s.state(id); got != want {
				t.Errorf("%q makes the person %s, want %s", words, got, want)
			}
			if n := s.count("SELECT count(*) FROM entries"); n != 0 {
				t.Errorf("%q wrote %d entries", words, n)
			}
		})
	}
}

func TestNoIsNo(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"không", "không đồng ý", "KHONG DONG Y", "tôi không đồng ý", "chưa đồng ý", "2", "no", "I don't agree"} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			s, id := pendingStage(t)
			out := s.send("hoa", words)
			wants(t, out, "bỏ nối kênh này")
			for _, table := range []string{"identities", "consents", "entries", "audit"} {
				if n := s.count("SELECT count(*) FROM " + table); n != 0 {
					t.Errorf("%d rows stay in %s", n, table)
				}
			}
			if out.Menu == nil || len(out.Menu.Commands) == 0 || out.Menu.Commands[0].Name != "toi" {
				t.Errorf("the menu is %+v, want a stranger's", out.Menu)
			}
			s.now = s.now.Add(reconsideration)
			wants(t, s.send("hoa", "đồng ý"), "đã bỏ nối")
			wants(t, s.send("hoa", "đồng ý"), "chỉ phục vụ người có tên")
			silent(t, s.send("hoa", "đồng ý"))
			if n := s.count("SELECT count(*) FROM conversations WHERE state LIKE '%declined%'"); n != 0 {
				t.Error("who declined is still remembered")
			}
			if got := s.state(id); got != people.Pending {
				t.Errorf("the person is %s", got)
			}
		})
	}
}

// A bare number means a choice only where the notice has been shown.
func TestNumberWithoutNotice(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.link(id, "hoa")
	wants(t, s.send("hoa", "1"), "Anh/chị có đồng ý không?")
	if got := s.state(id); got != people.Pending {
		t.Errorf("a number without a question made the person %s", got)
	}
}

func TestConsentIsProven(t *testing.T) {
	t.Parallel()
	s, id := pendingStage(t)
	s.now = s.now.Add(time.Minute)
	out := s.press("hoa", "join:yes")
	wants(t, out, "/hoc 1h30 Luật Thanh tra 23/11")
	if out.Answer == nil || out.Answer.PressID == "" {
		t.Error("the button keeps waiting")
	}
	if out.Menu == nil || out.Menu.Commands[0].Name != "hoc" {
		t.Errorf("the menu is %+v, want a head's", out.Menu)
	}
	if n := s.count("SELECT count(*) FROM consents WHERE person_id = ? AND version = ? AND channel = 'telegram' AND given_at = ?",
		id, people.ConsentVersion, s.now.UnixMilli()); n != 1 {
		t.Errorf("%d proofs of consent", n)
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'consent' AND person_id = ?1 AND target_person = ?1", id); n != 1 {
		t.Errorf("%d lines on record", n)
	}
	// Pressed late and twice.
	wants(t, s.press("hoa", "join:yes"), "đã đồng ý từ ngày 24/11/2026")
	wants(t, s.press("hoa", "join:no"), "đã đồng ý từ ngày 24/11/2026")
	if n := s.count("SELECT count(*) FROM consents"); n != 1 {
		t.Errorf("%d proofs of consent after pressing again", n)
	}
}

// The first entry is at most three replies away.
func TestThreeRepliesToTheFirstEntry(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	code := s.issue(s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{}), people.Join)
	s.send("hoa", "/start "+code)
	example := firstExample(t, s.send("hoa", "đồng ý"))
	wants(t, s.send("hoa", example), "Đã ghi mục số 1")
}

// What people read before they may agree: the law's items, in both languages.
func TestNoticeSaysWhatItMust(t *testing.T) {
	t.Parallel()
	for lang, parts := range map[string][]string{
		"vi": {"trợ lý tự động, không phải người", "134/2025/QH15, Điều 11", "Giữ gì", "Để làm gì", "ai xem", "Quản trị máy không xem", "đều được ghi lại", "Bao lâu", "91/2025/QH15", "/riengtu", "chị Thu (NV01)", "Im lặng không phải"},
		"en": {"not a person", "134/2025/QH15, Article 11", "What is kept", "What for", "who sees it", "administrator sees no notebook", "on record", "How long", "91/2025/QH15", "/riengtu", "chị Thu (NV01)", "Silence is not consent"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			e := s.event("hoa")
			e.Kind, e.Language = channel.Text, lang
			e.Text = s.issue(s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{}), people.Join)
			out := s.do(e)
			for _, part := range parts {
				wants(t, out, part)
			}
			if n := channel.Units(said(out)); n > 2000 {
				t.Errorf("the notice has %d units, over one screen's worth", n)
			}
		})
	}
}

// The language of the notice that was agreed to stays: a reminder has no app that tells one.
func TestLanguageOfTheNoticeStays(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("hoa", "/ngonngu en")
	wants(t, s.send("hoa", s.issue(id, people.Join)), "Do you agree?")
	if n := s.count("SELECT count(*) FROM people WHERE lang <> ''"); n != 0 {
		t.Error("a language was stored before consent")
	}
	s.send("hoa", "I agree")
	if n := s.count("SELECT count(*) FROM people WHERE id = ? AND lang = 'en'", id); n != 1 {
		t.Error("the language is not stored with the consent")
	}
	if n := s.count("SELECT count(*) FROM conversations WHERE state LIKE '%lang%'"); n != 0 {
		t.Error("the chat remembers a language beside the person's")
	}
}

// An account changes hands only while its holder is not active.
func TestAnotherPersonsCode(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"pending": "NV03", "left": "NV03", "active": "NV02"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
			code := s.issue(s.add("NV03", "Trần Thị Ly", "Văn phòng", people.Roles{}), people.Join)
			s.link(id, "hoa")
			if state != "pending" {
				s.send("hoa", "đồng ý")
			}
			if state == "left" {
				s.send("hoa", "/hoc")
				s.send("hoa", "điều chị Hoa học")
				s.leave(id)
			}
			s.send("hoa", "/start "+code)
			s.send("hoa", code)
			if n := s.count("SELECT count(*) FROM identities JOIN people p ON p.id = person_id WHERE staff_code = ?", want); n != 1 {
				t.Errorf("the account does not belong to %s", want)
			}
			if n := s.count("SELECT count(*) FROM conversations WHERE state LIKE '%chị Hoa học%'"); n != 0 {
				t.Error("the next holder of the chat finds what the former one wrote")
			}
			spent := s.count("SELECT count(*) FROM invites WHERE used_at IS NOT NULL")
			if (spent == 1) != (state != "active") {
				t.Errorf("%d codes are spent", spent)
			}
		})
	}
}

// A second code of one's own changes nothing and is spent, so that nobody else can use it.
func TestOwnCodeAgain(t *testing.T) {
	t.Parallel()
	s, id := pendingStage(t)
	code := s.issue(id, people.Join)
	wants(t, s.send("hoa", code), "trả lời rõ")
	wants(t, s.send("kha", code), "đã dùng rồi")
}

func TestRolesHaveNames(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for _, lang := range []string{"vi", "en"} {
		p := s.bot.cfg.Catalog.In(langOf(lang, "", ""))
		tn := &turn{Bot: s.bot, p: p}
		for _, r := range []people.Roles{{}, {Head: true}, {Office: true, Head: true}, {Director: true}, {Admin: true}} {
			if got := tn.roleNames(r); got == "" || strings.Contains(got, "vai_tro.") {
				t.Errorf("%s: roles %+v are called %q", lang, r, got)
			}
		}
	}
}

// Within ten minutes the chat that declined may agree after all, but not for somebody who has come in elsewhere.
func TestReconsider(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		after time.Duration
		spoil func(s *stage, id people.PersonID)
		words string
		want  people.State
	}{
		{"at once", 0, nil, "đồng ý", people.Active},
		{"just in time", reconsideration - time.Second, nil, "toi dong y", people.Active},
		{"too late", reconsideration, nil, "đồng ý", people.Pending},
		{"no plain yes", time.Minute, nil, "ok", people.Pending},
		{"in elsewhere", time.Minute, func(s *stage, id people.PersonID) { s.link(id, "other") }, "đồng ý", people.Pending},
		{"left", time.Minute, func(s *stage, id people.PersonID) { s.leave(id) }, "đồng ý", people.Left},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, id := pendingStage(t)
			s.send("hoa", "không đồng ý")
			if c.spoil != nil {
				c.spoil(s, id)
			}
			s.now = s.now.Add(c.after)
			out := s.send("hoa", c.words)
			if got := s.state(id); got != c.want {
				t.Errorf("the person is %s, want %s; said %q", got, c.want, said(out))
			}
			if said(out) == "" {
				t.Error("no answer")
			}
		})
	}
}
