package locales_test

import (
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sohoc/internal/i18n"
)

// rooms are the folders whose programs speak.
var rooms = []string{"bot", "cmd", "internal"}

// built are the keys that programs put together: what may follow each beginning.
func built(t *testing.T) map[string][]string {
	t.Helper()
	return map[string][]string{
		"cauhoi.da_":         constants(t, "internal/quiz", "Step"),
		"cauhoi.hoi_":        questionSteps(t),
		"cauhoi.loi_":        constants(t, "internal/quiz", "ProblemKind"),
		"cauhoi.moi_":        questionParts(t),
		"cauhoi.nut_buoc_":   constants(t, "internal/quiz", "Step"),
		"cauhoi.phan_":       questionParts(t),
		"cauhoi.tep_":        constants(t, "internal/quizfile", "FaultKind"),
		"cauhoi.trang_thai_": constants(t, "internal/quiz", "State"),
		"cauhoi.truong_":     constants(t, "internal/quiz", "Field"),
		"form.ten_":          formNames(t),
		"hoc.hoi_":           append(constants(t, "internal/quicklog", "Ask"), constants(t, "internal/quicklog", "Problem")...),
		"lichhen.viec_":      constants(t, "internal/schedule", "Code"),
		"lich.hoi_":          {"them", "bu", "doi", "kiem", "bo", "gio", "nam"},
		"lien_ket.kenh_":     constants(t, "internal/channel", "Kind"),
		"menu.":              commandNames(t),
		"nhac.tuan_":         {"1", "2", "3", "4"},
		"quiz.doi_":          constants(t, "internal/quiz", "Rhythm"),
		"quiz.nhip_":         constants(t, "internal/quiz", "Rhythm"),
		"sua.phan_":          {"title", "minutes", "days", "kind", "field"},
		"tiendo.cung_ky_":    constants(t, "internal/learning", "Span"),
		"tiendo.ky_":         constants(t, "internal/learning", "Span"),
		"tiendo.vang_":       constants(t, "internal/learning", "Reason"),
		"vai_tro.":           constants(t, "internal/people", "Category"),
		"web.thu":            {"0", "1", "2", "3", "4", "5", "6"},
	}
}

// questionSteps are the steps of the form for a question, without the last, which has a text of its own.
func questionSteps(t *testing.T) []string {
	t.Helper()
	return stepsOf(t, "writeSteps")
}

// questionParts are those that can be changed later.
func questionParts(t *testing.T) []string {
	t.Helper()
	return append(slices.DeleteFunc(questionSteps(t), func(s string) bool { return s == "confirm" }), stepsOf(t, "questionParts")...)
}

// stepsOf are the texts in a function of the bot that returns nothing else.
func stepsOf(t *testing.T, function string) []string {
	t.Helper()
	var out []string
	parseRooms(t, "bot").walk(func(_ string, n ast.Node) {
		if f, ok := n.(*ast.FuncDecl); ok && f.Name.Name == function {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := text(n); ok {
					out = append(out, s)
				}
				return true
			})
		}
	})
	return out
}

// keyForm is how keys look; a literal like it that begins with a section of the catalogue is one.
var keyForm = regexp.MustCompile(`^([a-z_]+)\.[a-z0-9_]+(\.[a-z0-9_]+)?$`)

// sections are the first words of the keys.
func sections(c catalogue) map[string]bool {
	out := map[string]bool{}
	for key := range c {
		first, _, _ := strings.Cut(key, ".")
		out[first] = true
	}
	return out
}

// uses lists the keys and the beginnings of keys in the program and in the pages, each with a file that has it.
func uses(t *testing.T, c catalogue) (keys, beginnings map[string]string) {
	t.Helper()
	keys, beginnings = map[string]string{}, map[string]string{}
	known := sections(c)
	parseRooms(t, rooms...).walk(func(file string, n ast.Node) {
		s, ok := text(n)
		if !ok {
			return
		}
		first, _, dotted := strings.Cut(s, ".")
		start, _, formatted := strings.Cut(s, "%")
		switch {
		case !dotted || !known[first]:
		case formatted && keyForm.MatchString(start):
			beginnings[start] = file
		case strings.HasSuffix(s, ".") || strings.HasSuffix(s, "_"):
			beginnings[s] = file
		case keyForm.MatchString(s):
			keys[s] = file
		}
	})
	asked := regexp.MustCompile(`\.T "([^"]+)"`)
	pages, err := filepath.Glob("../internal/web/pages/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range pages {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(raw), -1) {
			keys[m[1]] = page
		}
	}
	return keys, beginnings
}

func TestEveryKeyThatIsUsedExists(t *testing.T) {
	t.Parallel()
	c := read(t, i18n.VI)
	keys, beginnings := uses(t, c)
	for key, file := range keys {
		if _, ok := c[key]; !ok {
			t.Errorf("%s says %s, which the catalogue does not have", file, key)
		}
	}
	endings := built(t)
	for start, file := range beginnings {
		if len(endings[start]) == 0 {
			t.Errorf("%s puts keys together from %s: say in this test what may follow", file, start)
		}
	}
	for start, rest := range endings {
		if _, ok := beginnings[start]; !ok {
			t.Errorf("nothing puts keys together from %s any more", start)
		}
		for _, end := range rest {
			if _, ok := c[start+end]; !ok {
				t.Errorf("%s puts together %s, which the catalogue does not have", beginnings[start], start+end)
			}
		}
	}
	if len(keys) < 200 {
		t.Errorf("only %d keys are used: the test does not see them", len(keys))
	}
}

func TestEveryKeyIsUsed(t *testing.T) {
	t.Parallel()
	c := read(t, i18n.VI)
	keys, _ := uses(t, c)
	for start, rest := range built(t) {
		for _, end := range rest {
			keys[start+end] = start
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c)) {
		if _, ok := keys[key]; !ok {
			t.Errorf("nobody says %s", key)
		}
	}
}
