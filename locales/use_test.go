package locales_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
		"form.ten_":       formNames(t),
		"hoc.hoi_":        append(constants(t, "internal/quicklog", "Ask"), constants(t, "internal/quicklog", "Problem")...),
		"lien_ket.kenh_":  constants(t, "internal/channel", "Kind"),
		"menu.":           commandNames(t),
		"sua.phan_":       {"title", "minutes", "days", "kind", "field"},
		"tiendo.cung_ky_": constants(t, "internal/learning", "Span"),
		"tiendo.ky_":      constants(t, "internal/learning", "Span"),
		"tiendo.vang_":    constants(t, "internal/learning", "Reason"),
		"vai_tro.":        constants(t, "internal/people", "Category"),
		"web.thu":         {"0", "1", "2", "3", "4", "5", "6"},
	}
}

// program is the syntax of the product's files, without tests and what only tests import.
type program map[string]*ast.File

func parseRooms(t *testing.T, under ...string) program {
	t.Helper()
	root := os.DirFS("..")
	out := program{}
	for _, room := range under {
		err := fs.WalkDir(root, room, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (strings.HasSuffix(d.Name(), "test") || d.Name() == "endtoend" || d.Name() == "testdata"):
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", name), nil, parser.SkipObjectResolution)
			out[name] = f
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// walk shows every node of a program.
func (p program) walk(fn func(file string, n ast.Node)) {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		ast.Inspect(p[name], func(n ast.Node) bool {
			fn(name, n)
			return true
		})
	}
}

// text is the value of a string literal.
func text(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// constants are the values of the string constants of a type, but the empty one.
func constants(t *testing.T, dir, typeName string) []string {
	t.Helper()
	var out []string
	for name, f := range parseRooms(t, dir) {
		if path.Dir(name) != dir {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == typeName {
				for _, v := range spec.Values {
					if s, ok := text(v); ok && s != "" {
						out = append(out, s)
					}
				}
			}
			return true
		})
	}
	if len(out) == 0 {
		t.Fatalf("%s has no constants of type %s", dir, typeName)
	}
	return out
}

// commandNames are the names in the bot's router.
func commandNames(t *testing.T) []string {
	t.Helper()
	return inFunction(t, "commands", func(kv *ast.KeyValueExpr) ast.Node {
		if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "name" {
			return kv.Value
		}
		return nil
	})
}

// formNames are the names of the bot's forms.
func formNames(t *testing.T) []string {
	t.Helper()
	return inFunction(t, "forms", func(kv *ast.KeyValueExpr) ast.Node { return kv.Key })
}

// inFunction collects texts from the pairs in a function of the bot.
func inFunction(t *testing.T, function string, pick func(*ast.KeyValueExpr) ast.Node) []string {
	t.Helper()
	var out []string
	parseRooms(t, "bot").walk(func(_ string, n ast.Node) {
		f, ok := n.(*ast.FuncDecl)
		if !ok || f.Name.Name != function || f.Recv != nil {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if kv, ok := n.(*ast.KeyValueExpr); ok {
				if s, ok := text(pick(kv)); ok {
					out = append(out, s)
				}
			}
			return true
		})
	})
	if len(out) == 0 {
		t.Fatalf("the bot has no function %s with names in it", function)
	}
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
