package bot

import (
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
)

func TestLanguageByAnyName(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	for text, want := range map[string]i18n.Lang{
		"/ngonngu en": i18n.EN, "/ngonngu vi": i18n.VI, "/ngonngu EN": i18n.EN, "/ngonngu tiếng Anh": i18n.EN,
		"/ngonngu tiếng việt": i18n.VI, "/ngonngu anh": i18n.EN, "english": i18n.EN, "English.": i18n.EN, "tieng viet": i18n.VI,
		"TIẾNG VIỆT": i18n.VI, "ngôn ngữ en": i18n.EN, "language english": i18n.EN, "/english": i18n.EN, "/language vi": i18n.VI,
		"/ngon_ngu vi": i18n.VI,
	} {
		for _, from := range i18n.Langs() {
			s.exec("UPDATE people SET lang = ?", from)
			out := s.send("NV02", text)
			if n := s.count("SELECT count(*) FROM people WHERE lang = ?", want); n != 1 {
				t.Errorf("%q does not set %s", text, want)
			}
			wants(t, out, s.bot.cfg.Catalog.In(want).T("ngon_ngu.da_doi", nil))
			if out.Menu == nil || out.Menu.Lang != want || out.Menu.Commands[0].Description != s.bot.cfg.Catalog.In(want).T("menu.hoc", nil) {
				t.Errorf("%q: the menu is %+v", text, out.Menu)
			}
		}
	}
}

func TestLanguageIsAskedFor(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	for _, text := range []string{"/ngonngu", "ngôn ngữ", "/ngonngu tiếng Lào", "/ngonngu xx"} {
		out := s.send("NV02", text)
		if got := labels(out); len(got) != 2 || got[0] != "Tiếng Việt" || got[1] != "English" {
			t.Errorf("%q offers %v", text, got)
		}
	}
	wants(t, s.send("NV02", "2"), "speaks English")
	wants(t, s.send("NV02", "/ngonngu"), "Which language")
	wants(t, s.send("NV02", "Tiếng Việt"), "nói tiếng Việt")
	wants(t, s.press("NV02", "lang:fr"), "Nút này đã cũ")
}

// The app's language is the first guess, the chat's choice beats it, the person's choice beats both.
func TestLanguageOfAStranger(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	e := s.event("kha")
	e.Kind, e.Text, e.Language = channel.Text, "hello", "en-GB"
	wants(t, s.do(e), "serves only people")
	e.Key, e.Text = "x2", "/ngonngu vi"
	wants(t, s.do(e), "nói tiếng Việt")
	s.now = s.now.Add(refusalPause)
	e.Key, e.Text = "x3", "/toi"
	wants(t, s.do(e), "chưa biết anh/chị là ai")
	e.Key, e.Text = "x4", "/ngonngu vi" // nothing to change: the silence holds
	silent(t, s.do(e))
	if n := s.count("SELECT count(*) FROM people WHERE lang <> ''"); n != 0 {
		t.Error("a stranger's choice was stored with a person")
	}
}
