package bot

import (
	"strings"
	"testing"

	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// Every example is a line that logs as it stands, in both languages and for every kind of unit.
func TestExamplesCanBeSent(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs() {
		s := newStage(t)
		id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
		s.update(func(tx *sqlite.Tx) error { return tx.SetLang(t.Context(), id, string(lang)) })
		for unit, want := range map[string]string{
			"Văn phòng Sở": "văn thư", "Thanh tra": "Thanh tra", "Trung tâm Trợ giúp pháp lý nhà nước": "Trợ giúp",
			"Phòng Hành chính tư pháp": "Hộ tịch", "Phòng Bổ trợ tư pháp": "Công chứng", "Phòng Công chứng số 1": "Công chứng",
			"Trung tâm Dịch vụ đấu giá tài sản": "Đấu giá", "Phòng Phổ biến, giáo dục pháp luật": "tuyên truyền",
			"Phòng Xây dựng và kiểm tra VBQPPL": "soạn thảo", "Ban Giám đốc": "chuyển đổi số", "": "chuyển đổi số",
		} {
			s.exec("UPDATE units SET name = ?, folded = ? WHERE id = ?", unit, unit, s.units["Thanh tra"])
			s.exec("DELETE FROM entries")
			example := firstExample(t, s.send("NV02", "/start"))
			if lang == i18n.VI && !strings.Contains(example, want) {
				t.Errorf("%s: example %q, want something about %s", unit, example, want)
			}
			logged := said(s.send("NV02", example))
			if !strings.Contains(logged, "23/11/2026") || s.count("SELECT count(*) FROM entries WHERE minutes = 90") != 1 {
				t.Errorf("%s/%s: %q leads to %q", lang, unit, example, logged)
			}
		}
	}
}

func TestHelpFitsTheRole(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"vi", "en"} {
		for name, c := range map[string]struct {
			roles      people.Roles
			has, lacks []string
		}{
			"staff":    {people.Roles{}, []string{"/hoc 1h30", "/lai", "/toi", "/quiz", "/nghi", "/nhac", "/riengtu"}, []string{"/moi", "/tiendo", "/cauhoi", "/caidat", "doctor"}},
			"head":     {people.Roles{Head: true}, []string{"/tiendo 31/10", "/quiz", map[string]string{"vi": "thứ Hai", "en": "Monday"}[lang]}, []string{"/moi", "Văn phòng:", "/cauhoi", "/caidat"}},
			"office":   {people.Roles{Office: true}, []string{"/tiendo 31/10", "/tiendo Văn phòng", "/moi", "/hangcho", "/cauhoi", "/ketqua", "/caidat", "/lich", "/hanmuc"}, []string{"doctor"}},
			"director": {people.Roles{Director: true}, []string{"/tiendo 31/10", "/tiendo Văn phòng", "/ketqua"}, []string{"/moi", "/cauhoi", "/caidat"}},
			"admin":    {people.Roles{Admin: true}, []string{"/hoc 1h30", "/hanmuc", "/caidat", "sohoc doctor"}, []string{"/moi", "/tiendo", "/cauhoi", "/ketqua"}},
		} {
			s := newStage(t)
			id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", c.roles)
			s.update(func(tx *sqlite.Tx) error { return tx.SetLang(t.Context(), id, lang) })
			out := s.send("NV02", "/trogiup")
			for _, part := range c.has {
				wants(t, out, part)
			}
			for _, part := range c.lacks {
				if strings.Contains(said(out), part) {
					t.Errorf("%s/%s: help names %s", lang, name, part)
				}
			}
			if n := strings.Count(said(out), "\n") + 1; n > 25 {
				t.Errorf("%s/%s: help has %d lines", lang, name, n)
			}
			if got := len(labels(out)); got != 3 {
				t.Errorf("%s/%s: %d choices", lang, name, got)
			}
			if out.Menu == nil {
				t.Errorf("%s/%s: the menu does not follow the role", lang, name)
			}
		}
	}
}

// What was learnt last is the best example, unless its title reads as something else.
func TestExampleOfOnesOwn(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Kỹ năng viết báo cáo":         "/hoc 1h30 Kỹ năng viết báo cáo 23/11",
		"Nghị định 30 ngày 5/3":        "chuyển đổi số",
		strings.Repeat("Rất dài ", 20): "Luật Thanh tra",
	} {
		s := newStage(t)
		id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
		s.send("NV02", "/hoc 1h tin học")
		s.exec("UPDATE entries SET title = ? WHERE person_id = ?", title, id)
		out := s.send("NV02", "/start")
		if title == "Nghị định 30 ngày 5/3" {
			// Either it reads as a title or it is not offered: the line that is offered logs yesterday.
			wants(t, s.send("NV02", firstExample(t, out)), "23/11/2026")
			continue
		}
		wants(t, out, want)
	}
}
