package locales_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"sohoc/internal/i18n"
)

// given are values that a sentence gets from elsewhere than the place where its key stands: by the beginning of the
// key, or by the function that the key is given to.
var given = map[string][]string{
	"code.":  {"VanPhong"}, // by the answer to a wrong code
	"totals": {"Bao"},
}

// call is a place in the program that says a sentence with values which can be read there.
type call struct {
	file, key string
	function  string
	args      []string
}

// calls finds them: T, N, say and the like with args{…} or nil, choices (which have no values), and faults.
func calls(t *testing.T, c catalogue) []call {
	t.Helper()
	var out []call
	parseRooms(t, rooms...).walk(func(file string, n ast.Node) {
		x, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		for i, arg := range x.Args {
			key, ok := text(arg)
			if _, known := c[key]; !ok || !known {
				continue
			}
			say := call{file: file, key: key, function: called(x)}
			if say.function == "choice" || say.function == "aside" {
				out = append(out, say)
				continue
			}
			if strings.HasPrefix(file, "internal/web/") && say.function == "T" {
				for j := i + 1; j < len(x.Args); j += 2 {
					if value, ok := text(x.Args[j]); ok {
						say.args = append(say.args, value)
					}
				}
				out = append(out, say)
				continue
			}
			if readable(x.Args[i+1:], &say) {
				out = append(out, say)
			}
		}
	})
	return out
}

// called is the last name of what a call calls.
func called(x *ast.CallExpr) string {
	switch f := x.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// readable finds the values after a key: nil, or a literal with literal names.
func readable(args []ast.Expr, say *call) bool {
	for _, arg := range args {
		switch v := arg.(type) {
		case *ast.Ident:
			if v.Name == "nil" {
				return true
			}
		case *ast.CompositeLit:
			if typ := typeName(v.Type); typ != "args" && typ != "Args" {
				continue
			}
			for _, e := range v.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				if !ok {
					return false
				}
				name, ok := text(kv.Key)
				if !ok {
					return false
				}
				say.args = append(say.args, name)
			}
			return true
		}
	}
	return false
}

func typeName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// Where the values stand beside the key, the sentence must find all that it names: a missing one would be said as "<no value>".
func TestSentencesGetTheirValues(t *testing.T) {
	t.Parallel()
	c := read(t, i18n.VI)
	all := calls(t, c)
	for _, say := range all {
		have := slices.Clone(say.args)
		counts := say.function == "N" || say.function == "refuseStranger" && slices.Contains(say.args, "N")
		if counts {
			have = append(have, "N")
		}
		for where, more := range given {
			if strings.HasPrefix(say.key, where) || say.function == where {
				have = append(have, more...)
			}
		}
		for _, form := range c[say.key].forms {
			for _, name := range placeholders(t, say.key, form) {
				if !slices.Contains(have, name) {
					t.Errorf("%s says %s without %s", say.file, say.key, name)
				}
			}
		}
		if s := c[say.key]; s.plural != counts {
			t.Errorf("%s says %s with a count: %v, but it has plural forms: %v", say.file, say.key, counts, s.plural)
		}
	}
	if len(all) < 150 {
		t.Errorf("only %d places were found: the test does not see them", len(all))
	}
}
