package main

import (
	"testing"
)

func TestInitFunctions(t *testing.T) {
	t.Parallel()
	wantValue(t, initFunctions(single(t, "type T int\n\nfunc (T) init() {}\n")), 0)
	wantValue(t, initFunctions(single(t, "func init() {}\n\nfunc init() {}\n")), 2)
}

func TestUnfinished(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]float64{
		"// f is done.\nfunc f() {}\n":                  0,
		"// TODO: more\nfunc f() {}\n":                  1,
		"func f() {} // FIXME\n":                        1,
		"/* one\nHACK */\nfunc f() {}\n":                1,
		"const todo = \"TODO list\"\n":                  0,
		"// a TODOist\nfunc f() {}\n":                   0,
		"func f() { panic(\"not implemented\") }\n":     1,
		"func f() { panic(\"p: f: Unimplemented\") }\n": 1,
		"import \"fmt\"\n\nfunc f() { panic(fmt.Sprintf(\"not yet implemented: %d\", 1)) }\n": 1,
		"func f() { panic(\"p: negative length\") }\n":                                        0,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			wantValue(t, unfinished(single(t, body)), want)
		})
	}
}

func TestErrorsByText(t *testing.T) {
	t.Parallel()
	const head = "import (\n\t\"errors\"\n\t\"strings\"\n)\n\nvar errX = errors.New(\"x\")\n\n"
	for body, want := range map[string]float64{
		"func f(err error) bool { return strings.Contains(err.Error(), \"x\") }\n":  1,
		"func f(err error) bool { return strings.HasPrefix(err.Error(), \"x\") }\n": 1,
		"func f(err error) bool { return strings.Contains(\"x\", err.Error()) }\n":  1,
		"func f(err error) bool { return errors.Is(err, errX) }\n":                  0,
		"func f(s string) bool { return strings.Contains(s, \"x\") }\n":             0,
		"func f(err error) string { return err.Error() }\n":                         0,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			wantValue(t, errorsByText(single(t, head+body)), want)
		})
	}
}

func TestSleepsInTests(t *testing.T) {
	t.Parallel()
	const sleep = "func f() { time.Sleep(1) }\n"
	tree := grow(t, map[string]string{
		"a/a.go":           "package a\n\nimport \"time\"\n\n" + sleep, // the linter's business
		"a/wall_test.go":   "package a\n\nimport \"time\"\n\n" + sleep,
		"a/bubble_test.go": "package a\n\nimport (\n\t\"testing/synctest\"\n\t\"time\"\n)\n\n" + sleep,
		"atest/a.go":       "package atest\n\nimport \"time\"\n\n" + sleep,
	})
	wantValue(t, sleepsInTests(tree), 2)
}
