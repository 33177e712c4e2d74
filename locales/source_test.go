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
	"slices"
	"strconv"
	"strings"
	"testing"
)

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
