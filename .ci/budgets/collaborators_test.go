package main

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"
)

func TestCollaborators(t *testing.T) {
	t.Parallel()
	const helpers = `import (
	"context"
	"bytes"
	"io"
	"time"

	"example.com/lib"
)

type store interface{ Put() }
type helper struct{}
func (*helper) Help() {}
type record struct{ a int }
type level int
func (level) String() string { return "" }
`
	cases := map[string]int{
		"a store":                      1,
		"a, b store":                   2,
		"store":                        1,
		"a *helper":                    1,
		"a helper":                     0,
		"a *record":                    0,
		"a func()":                     1,
		"a *bytes.Buffer":              1,
		"a io.Writer":                  1,
		"a *io.PipeReader":             1,
		"a *lib.Client":                1,
		"a lib.Kind":                   0,
		"a *lib.Part `json:\"a\"`":     0,
		"a error":                      0,
		"a any":                        0,
		"a *time.Location":             0,
		"a time.Time":                  0,
		"a level":                      0,
		"a map[string]store":           0,
		"a context.CancelFunc":         1,
		"a int; b string; c *[]record": 0,
	}
	var source strings.Builder
	source.WriteString(helpers)
	for field := range cases {
		fmt.Fprintf(&source, "type _ struct { %s } // %s\n", field, field)
	}
	c := checkTypes(single(t, source.String()))
	checked := 0
	for s := range subjects(c.tree) {
		field := strings.TrimSpace(s.Comment.Text())
		if got := c.countCollaborators(s.Type.(*ast.StructType)); got != cases[field] {
			t.Errorf("struct { %s } has %d collaborators, want %d", field, got, cases[field])
		}
		checked++
	}
	if checked != len(cases) {
		t.Errorf("%d cases of %d were seen", checked, len(cases))
	}
}

// subjects finds the structs without a name.
func subjects(t *tree) map[*ast.TypeSpec]bool {
	found := map[*ast.TypeSpec]bool{}
	ast.Inspect(t.files[0].ast, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSpec); ok && s.Name.Name == "_" {
			found[s] = true
		}
		return true
	})
	return found
}

func TestTooManyCollaborators(t *testing.T) {
	t.Parallel()
	var fields strings.Builder
	for i := range 9 {
		fmt.Fprintf(&fields, "\tf%d func()\n", i)
	}
	body := func(name string) string { return "type " + name + " struct {\n" + fields.String() + "}\n" }
	r := collaborators(checkTypes(single(t, body("Server"))))
	wantBroken(t, r, true)
	if !strings.Contains(notes(r), "Server, 9") {
		t.Errorf("the struct is not named: %s", notes(r))
	}
	wantValue(t, collaborators(checkTypes(single(t, body("ServerConfig")))), 0)
}

func TestCollaboratorsOfAnotherPackage(t *testing.T) {
	t.Parallel()
	r := collaborators(checkTypes(grow(t, map[string]string{
		"a/a.go": "package a\n\ntype Store interface{ Put() }\n",
		"b/b.go": "package b\n\nimport \"house/a\"\n\ntype T struct{ s a.Store }\n",
	})))
	wantValue(t, r, 1)
}
