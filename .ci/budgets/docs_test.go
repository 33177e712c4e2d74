package main

import (
	"strings"
	"testing"
)

func TestPackageComments(t *testing.T) {
	t.Parallel()
	tree := grow(t, map[string]string{
		"a/a.go":          "// Package a is documented.\npackage a\n",
		"a/b.go":          "package a\n",
		"b/b.go":          "package b\n",
		"b/b_test.go":     "// Package b is documented in the wrong place.\npackage b\n",
		"cmd/x/main.go":   "package main\n",
		"a/atest/play.go": "package atest\n",
	})
	r := packageComments(tree)
	wantValue(t, r, 3)
	for _, dir := range []string{"atest", "package b", "cmd/x"} {
		if !strings.Contains(notes(r), dir) {
			t.Errorf("%s is not reported: %s", dir, notes(r))
		}
	}
}

func TestExportedDocs(t *testing.T) {
	t.Parallel()
	const documented = "// A is.\ntype A struct{}\n\n// F does.\nfunc F() {}\n"
	for name, c := range map[string]struct {
		body string
		want float64
	}{
		"all":                     {documented, 100},
		"nothing exported":        {"func f() {}\n", 100},
		"function without":        {documented + "func G() {}\nfunc H() {}\n", 50},
		"method of exported":      {documented + "func (*A) M() {}\nfunc (A) N() {}\n", 50},
		"method of generic":       {"// B is.\ntype B[T any] struct{}\nfunc (*B[T]) M() {}\n", 50},
		"method of unexported":    {documented + "type b struct{}\nfunc (b) M() {}\n", 100},
		"well-known method":       {documented + "func (A) String() string { return \"\" }\n", 100},
		"block with a comment":    {documented + "// Kinds.\nconst (\n\tX = 1\n\tY = 2\n)\n", 100},
		"line comment":            {documented + "const (\n\tX = 1 // one\n\tY = 2 // two\n)\n", 100},
		"constants without":       {documented + "const (\n\tX = 1\n\tY = 2\n)\n", 50},
		"interface method":        {documented + "// S stores.\ntype S interface {\n\tPut()\n}\n", 75},
		"interface method said":   {documented + "// S stores.\ntype S interface {\n\t// Put puts.\n\tPut()\n}\n", 100},
		"variables of one line":   {documented + "var V, W = 1, 2\n", 50},
		"directive is no comment": {"//go:noinline\nfunc F() {}\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := exportedDocs(single(t, c.body))
			wantValue(t, r, c.want)
			wantBroken(t, r, c.want < 97)
		})
	}
}

func TestExportedDocsLeaveMainAndTestsAlone(t *testing.T) {
	t.Parallel()
	tree := grow(t, map[string]string{
		"cmd/x/main.go": "package main\n\nfunc Exported() {}\n\nfunc main() {}\n",
		"a/a_test.go":   "package a\n\nfunc TestX() {}\n",
	})
	wantValue(t, exportedDocs(tree), 100)
}
