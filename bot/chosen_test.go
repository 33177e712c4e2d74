package bot

import (
	"strings"
	"testing"

	"sohoc/internal/people"
)

// Whoever speaks a channel's protocol can send any data. What a step does not offer is stale: nothing is stored, no
// apology is said, and the step can still be answered.
func TestChoicesThatWereNotOfferedAreStale(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("9", 40)
	for name, c := range map[string]struct {
		before []string
		forged []string
	}{
		"day of a new entry": {
			[]string{"/hoc", "Luật Đất đai", "2h"},
			[]string{"f:hoc:days:2026-11-1x", "f:hoc:days:", "f:hoc:days:2026-02-30", "f:hoc:days:2026-11-25", "f:hoc:days:hôm qua", "f:hoc:days:" + long},
		},
		"length of a new entry": {
			[]string{"/hoc", "Luật Đất đai"},
			[]string{"f:hoc:minutes:0", "f:hoc:minutes:-60", "f:hoc:minutes:721", "f:hoc:minutes:2 giờ", "f:hoc:minutes:1e2", "f:hoc:minutes:" + long},
		},
		"title of a new entry": {[]string{"/hoc"}, []string{"f:hoc:title:e99", "f:hoc:title:Luật", "f:hoc:title:"}},
		"yes or no":            {[]string{"tập huấn hòa giải 3h"}, []string{"f:hoc:confirm:", "f:hoc:confirm:maybe"}},
		"part":                 {[]string{"/sua 1"}, []string{"f:sua:part:xyz", "f:sua:part:", "f:sua:part:proposal", "f:sua:part:part"}},
		"kind":                 {[]string{"/sua 1", "4"}, []string{"f:sua:kind:xyz", "f:sua:kind:", "f:sua:kind:law"}},
		"field":                {[]string{"/sua 1", "5"}, []string{"f:sua:field:xyz", "f:sua:field:self_study"}},
		"day of an entry":      {[]string{"/sua 1", "3"}, []string{"f:sua:days:2026-11-1x", "f:sua:days:2027-01-01"}},
		"length of an entry":   {[]string{"/sua 1", "2"}, []string{"f:sua:minutes:0", "f:sua:minutes:99999", "f:sua:minutes:x"}},
		"text of an entry":     {[]string{"/sua 1", "1"}, []string{"f:sua:title:x"}},
	} {
		s := newStage(t)
		s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
		s.send("NV02", "/hoc 2h luật hộ tịch")
		for _, words := range c.before {
			s.send("NV02", words)
		}
		form := s.form("NV02")
		for _, data := range c.forged {
			wants(t, s.press("NV02", data), s.T("chung.nut_cu", nil))
			if got := s.form("NV02"); got != form {
				t.Errorf("%s: %q moved the form from %s to %s", name, data, form, got)
			}
		}
		if n := s.count("SELECT count(*) FROM entries WHERE version = 1"); n != 1 {
			t.Errorf("%s: %d entries stand as they were, want 1", name, n)
		}
	}
}

func TestForgedAnswersAboutFilesAndForms(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "/hoc 2h luật hộ tịch")
	s.upload("NV02", "a.jpg", "")
	for _, data := range []string{"f:mc:which:x", "f:mc:which:", "form:", "form:perhaps"} {
		out := s.press("NV02", data)
		wants(t, out, s.T("chung.nut_cu", nil))
		if len(out.Jobs) > 0 {
			t.Errorf("%q ties the file to something", data)
		}
	}
	if out := s.press("NV02", "f:mc:which:1"); len(out.Jobs) != 1 {
		t.Errorf("the file was lost: %q", said(out))
	}
}

// What the notebook refuses as a title is asked for again, in the form and in /sua.
func TestTitlesWithoutALetterAreAskedForAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	for _, empty := range []string{"!!!", "\u200b\u200b", "…", "🙂"} {
		s.send("NV02", "/hoc")
		wants(t, s.send("NV02", empty), s.T("log.title", nil)+"\n"+s.T("hoc.hoc_gi", nil))
		s.send("NV02", "hủy")
	}
	s.send("NV02", "/hoc 2h luật hộ tịch")
	s.send("NV02", "/sua 1")
	s.send("NV02", "1")
	wants(t, s.send("NV02", "?!"), s.T("log.title", nil))
	wants(t, s.send("NV02", "Luật Hộ tịch 2014"), s.T("sua.da_sua", args{"ID": 1}))
}

func TestNumbersAndAmountsOfEdit(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]struct {
		id      int
		title   string
		minutes int
		start   string
	}{
		"/sua 1 giờ":          {2, "Luật hộ tịch", 60, "2026-11-24"},
		"sửa 1 giờ":           {2, "Luật hộ tịch", 60, "2026-11-24"},
		"/sua 1 giờ 30 phút":  {2, "Luật hộ tịch", 90, "2026-11-24"},
		"/sua 1 tiết":         {2, "Luật hộ tịch", 45, "2026-11-24"},
		"/sua 1 rưỡi":         {2, "Luật hộ tịch", 90, "2026-11-24"},
		"/sua 1 tiết hôm qua": {2, "Luật hộ tịch", 45, "2026-11-23"},
		"/sua 20 tháng 11":    {2, "Luật hộ tịch", 120, "2026-11-20"},
		"/sua 1 giờ luật mới": {2, "Luật mới", 60, "2026-11-24"},
		"/sua 1 1h":           {1, "Luật đất đai", 60, "2026-11-24"},
		"sửa 1 1h":            {1, "Luật đất đai", 60, "2026-11-24"},
		"/sua #1 1h":          {1, "Luật đất đai", 60, "2026-11-24"},
		"/sua #1 2":           {1, "Luật đất đai", 120, "2026-11-24"},
		"/sua 1 hôm qua":      {1, "Luật đất đai", 180, "2026-11-23"},
		"sua 1 20/11":         {1, "Luật đất đai", 180, "2026-11-20"},
		"/sua 1 Luật Nhà ở":   {1, "Luật Nhà ở", 180, "2026-11-24"},
		"/sua 1h":             {2, "Luật hộ tịch", 60, "2026-11-24"},
		"/sua hôm kia":        {2, "Luật hộ tịch", 120, "2026-11-22"},
	} {
		s := newStage(t)
		s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
		s.send("NV02", "/hoc 3h luật đất đai")
		s.send("NV02", "/hoc 2h luật hộ tịch")
		out := s.send("NV02", words)
		n := s.count("SELECT count(*) FROM entries WHERE version = 2")
		if n != 1 || s.count("SELECT count(*) FROM entries WHERE id = ? AND title = ? AND minutes = ? AND start_day = ?", want.id, want.title, want.minutes, want.start) != 1 {
			t.Errorf("%q: %d entries changed, want entry %+v; it says\n%s", words, n, want, said(out))
		}
	}
}
