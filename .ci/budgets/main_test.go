package main

import (
	"bytes"
	"go/build"
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	build.Default.CgoEnabled = false // as main does
	os.Exit(m.Run())
}

const module = `module house

go 1.26

require example.com/one v1.0.0

require (
	example.com/two v1.2.3
	example.com/three v0.0.0-20240101000000-abcdef123456 // indirect
)

replace example.com/two => ../two
`

func TestDirectDependencies(t *testing.T) {
	t.Parallel()
	direct, err := directDependencies(plant(t, map[string]string{"go.mod": module}))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(direct, " "); got != "example.com/one example.com/two" {
		t.Errorf("direct = %s", got)
	}
	wantBroken(t, dependencies(make([]string, 25)), false)
	wantBroken(t, dependencies(make([]string, 26)), true)
}

func TestRunOnGoodTree(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	root := plant(t, map[string]string{
		"a/a.go":      "// Package a is good.\npackage a\n\n// F does.\nfunc F() {}\n",
		"a/a_test.go": "package a\n\nimport \"testing\"\n\nfunc TestF(*testing.T) { F() }\n",
	})
	if code := run([]string{"-root", root}, &out, &errs); code != 0 {
		t.Errorf("exit %d\n%s%s", code, &out, &errs)
	}
	if !strings.Contains(out.String(), "16 budgets, 0 broken") {
		t.Errorf("no summary:\n%s", &out)
	}
}

func TestRunOnBadTree(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	root := plant(t, map[string]string{
		"a/a.go": "package a\n\nvar Seen int\n\nfunc F() { Seen++ } // TODO\n",
	})
	if code := run([]string{"-root", root}, &out, &errs); code != 1 {
		t.Errorf("exit %d\n%s%s", code, &out, &errs)
	}
	for _, want := range []string{
		"BROKEN  test lines per code line", "BROKEN  packages without a comment", "BROKEN  exported names documented",
		"BROKEN  mutable variables of packages", "a/a.go:3  Seen: counted at a/a.go:5", "BROKEN  unfinished things",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing from:\n%s", want, &out)
		}
	}
}

func TestRunWithoutTree(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"no module":    {"-root", t.TempDir()},
		"unknown flag": {"-bogus"},
		"broken Go":    {"-root", plant(t, map[string]string{"a.go": "package"})},
	} {
		var out, errs bytes.Buffer
		if code := run(args, &out, &errs); code != 2 {
			t.Errorf("%s: exit %d, want 2", name, code)
		}
		if errs.Len() == 0 {
			t.Errorf("%s: nothing was said", name)
		}
	}
}

func TestTableNamesAllOfABrokenBudget(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	found := make([]offender, 45)
	for i := range found {
		found[i] = offender{where: "here", note: "there"}
	}
	held := atMost("held", 1, 2, found)
	if broken := printTable(&out, []result{none("sinners", found), held}, 3); broken != 1 {
		t.Errorf("broken = %d", broken)
	}
	for _, want := range []string{"BROKEN  sinners", "… and 5 more", "ok      held", "… and 42 more"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing from:\n%s", want, &out)
		}
	}
}
