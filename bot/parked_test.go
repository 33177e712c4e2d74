package bot

import (
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// memory is what a chat remembers.
func (s *stage) memory(chat string) dialog.State {
	s.t.Helper()
	var state dialog.State
	s.update(func(tx *sqlite.Tx) (err error) {
		state, err = tx.Conversation(s.t.Context(), s.event(chat).Address)
		return err
	})
	return state
}

// form is where a chat's form stands: "hoc/days", "" for none.
func (s *stage) form(chat string) string {
	f := s.memory(chat).Form
	if !f.Open() {
		return ""
	}
	return f.Name + "/" + f.Step
}

// edit changes a message that made an entry.
func (s *stage) edit(chat string, message channel.MessageID, words string) Outcome {
	s.t.Helper()
	e := s.event(chat)
	e.Kind, e.Message, e.Text = channel.Edited, message, words
	return s.do(e)
}

// Each of these once dropped the open form without a question.
func TestNothingDropsAnOpenFormUnasked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   func(s *stage, made channel.MessageID) Outcome
		done func(t *testing.T, s *stage, out Outcome) // after the yes
	}{
		"an edited message": {
			func(s *stage, made channel.MessageID) Outcome {
				return s.edit("NV02", made, "/hoc 1h luật đất đai")
			},
			func(t *testing.T, s *stage, out Outcome) {
				t.Helper()
				if got := s.form("NV02"); got != "sua/proposal" {
					t.Errorf("the form is %q", got)
				}
				s.send("NV02", "1")
				if n := s.count("SELECT count(*) FROM entries WHERE id = 1 AND minutes = 60"); n != 1 {
					t.Error("the entry is not as the message now says")
				}
			},
		},
		"a file": {
			func(s *stage, _ channel.MessageID) Outcome { return s.upload("NV02", "a.jpg", "") },
			func(t *testing.T, s *stage, out Outcome) {
				t.Helper()
				wants(t, out, s.T("mc.muc_nao", nil))
				if got := filesOf(t, s.send("NV02", "1"), 1); len(got) != 1 {
					t.Errorf("tied are %v", got)
				}
			},
		},
		"an album": {
			func(s *stage, _ channel.MessageID) Outcome {
				out := s.upload("NV02", "a.jpg", "")
				s.upload("NV02", "b.jpg", "")
				s.upload("NV02", "c.jpg", "")
				return out
			},
			func(t *testing.T, s *stage, _ Outcome) {
				t.Helper()
				if got := filesOf(t, s.send("NV02", "1"), 1); len(got) != 3 {
					t.Errorf("tied are %v", got)
				}
			},
		},
		"a file with a caption": {
			func(s *stage, _ channel.MessageID) Outcome {
				return s.upload("NV02", "a.jpg", "tập huấn hòa giải 3h")
			},
			func(t *testing.T, s *stage, out Outcome) {
				t.Helper()
				if got := filesOf(t, out, 2); len(got) != 1 {
					t.Errorf("tied are %v", got)
				}
			},
		},
		"an older card's Edit": {
			func(s *stage, _ channel.MessageID) Outcome { return s.press("NV02", "sua:1") },
			func(t *testing.T, s *stage, _ Outcome) {
				t.Helper()
				if got := s.form("NV02"); got != "sua/part" {
					t.Errorf("the form is %q", got)
				}
			},
		},
		"an older card's Add evidence": {
			func(s *stage, _ channel.MessageID) Outcome { return s.press("NV02", "mc:1") },
			func(t *testing.T, s *stage, _ Outcome) {
				t.Helper()
				if got := s.form("NV02"); got != "mc/file" {
					t.Errorf("the form is %q", got)
				}
			},
		},
		"an older card's Change kind": {
			func(s *stage, _ channel.MessageID) Outcome { return s.press("NV02", "loai:1") },
			func(t *testing.T, s *stage, _ Outcome) {
				t.Helper()
				if got := s.form("NV02"); got != "sua/kind" {
					t.Errorf("the form is %q", got)
				}
			},
		},
	} {
		for _, yes := range []bool{true, false} {
			s := newStage(t)
			s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
			s.send("NV02", "/hoc 3h luật đất đai")
			made := channel.MessageID(number(s.keys))
			s.send("NV02", "/hoc")
			s.send("NV02", "Luật Hộ tịch")
			wants(t, c.do(s, made), s.T("form.bo_do", args{"Form": s.T("form.ten_hoc", nil)}))
			if got := s.form("NV02"); got != "hoc/minutes" {
				t.Fatalf("%s: the form is %q", name, got)
			}
			if yes {
				c.done(t, s, s.press("NV02", "form:drop"))
				continue
			}
			wants(t, s.press("NV02", "form:keep"), s.T("hoc.bao_lau", args{"Title": "Luật Hộ tịch"}))
			s.send("NV02", "1h")
			if s.form("NV02") != "hoc/days" || s.memory("NV02").Parked.Any() {
				t.Errorf("%s: the form does not go on", name)
			}
		}
	}
}

func TestAFileThatIsNotKeptIsSaidSo(t *testing.T) {
	t.Parallel()
	for _, goOn := range []string{"2", "1h", "hôm qua"} {
		s := newStage(t)
		s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
		s.send("NV02", "/hoc")
		s.send("NV02", "Luật Hộ tịch")
		s.upload("NV02", "a.jpg", "")
		wants(t, s.send("NV02", goOn), s.T("mc.chua_giu", nil))
	}
}

func TestAFileForTheEvidenceFormIsAnAnswer(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	s.press("NV02", "mc:1")
	if out := s.upload("NV02", "a.jpg", ""); len(filesOf(t, out, 1)) != 1 {
		t.Errorf("it says %q", said(out))
	}
}

// Two chats of one person may give the same id to two messages.
func TestAnEditedMessageIsKnownByItsChat(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.link(id, "second")
	titles := []string{"luật đất đai", "luật hộ tịch"}
	chats := []string{"NV02", "second"}
	for i, chat := range chats {
		e := s.event(chat)
		e.Kind, e.Text, e.Message = channel.Text, "/hoc 1h "+titles[i], "7"
		s.do(e)
	}
	for i, chat := range chats {
		s.edit(chat, "7", "/hoc 3h "+titles[i])
		s.send(chat, "1")
		if n := s.count("SELECT count(*) FROM entries WHERE id = ? AND minutes = 180 AND version = 2", i+1); n != 1 {
			t.Errorf("%s: the edit went elsewhere", chat)
		}
	}
	silent(t, s.edit("NV02", "8", "/hoc 3h luật khác"))
}

func TestTheQuestionIsRepeatedInTheNewLanguage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	en := s.bot.cfg.Catalog.In(i18n.EN)
	s.send("NV02", "/hoc")
	s.send("NV02", "Luật Hộ tịch")
	wants(t, s.send("NV02", "/ngonngu en"), en.T("hoc.bao_lau", args{"Title": "Luật Hộ tịch"}))
	s.send("NV02", "/tiendo")
	wants(t, s.press("NV02", "lang:vi"), s.T("form.bo_do", args{"Form": s.T("form.ten_hoc", nil)}))
	wants(t, s.press("NV02", "lang:en"), en.T("form.bo_do", args{"Form": en.T("form.ten_hoc", nil)}))
	wants(t, s.send("NV02", "2"), en.T("hoc.bao_lau", args{"Title": "Luật Hộ tịch"}))
	s.now = s.now.Add(longSilence + time.Minute)
	s.send("NV02", "alo")
	wants(t, s.press("NV02", "lang:vi"), s.T("form.do_dang", args{"Form": s.T("form.ten_hoc", nil)}))
	s.send("NV02", "1")
	s.send("NV02", "2h")
	if got := s.form("NV02"); got != "hoc/days" {
		t.Errorf("the form is %q", got)
	}
}

func TestALanguageCanBeWhatWasLearnt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "/hoc")
	wants(t, s.send("NV02", "English"), s.T("hoc.bao_lau", args{"Title": "English"}))
}
