package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestMutableState(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		body string
		want string // the note, or empty
	}{
		"table":               {"var m = map[string]int{\"a\": 1}\n\nfunc f() int { return m[\"a\"] }\n", ""},
		"error value":         {"import \"errors\"\n\nvar errX = errors.New(\"x\")\n\nfunc f() error { return errX }\n", ""},
		"regexp":              {"import \"regexp\"\n\nvar re = regexp.MustCompile(\"a\")\n\nfunc f() bool { return re.MatchString(\"a\") }\n", ""},
		"read by range":       {"var s = []int{1}\n\nfunc f() (n int) {\n\tfor _, v := range s {\n\t\tn += v\n\t}\n\treturn n\n}\n", ""},
		"shadowed":            {"var x = 1\n\nfunc f() int {\n\tx := x\n\tx = 2\n\treturn x\n}\n", ""},
		"field of same name":  {"var x = 1\n\ntype T struct{ x int }\n\nfunc f(t *T) { t.x = x }\n", ""},
		"sync.Pool":           {"import \"sync\"\n\nvar pool sync.Pool\n", ""},
		"assigned":            {"var x int\n\nfunc f() { x = 1 }\n", "x: assigned"},
		"assigned beside":     {"var x int\n\nfunc f() (err error) {\n\tx, err = 1, nil\n\treturn err\n}\n", "x: assigned"},
		"counted":             {"var x int\n\nfunc f() { x++ }\n", "x: counted"},
		"added to":            {"var x int\n\nfunc f() { x += 2 }\n", "x: assigned"},
		"range into":          {"var x int\n\nfunc f(s []int) {\n\tfor x = range s {\n\t}\n}\n", "x: assigned"},
		"map written":         {"var m = map[string]int{}\n\nfunc f() { m[\"a\"] = 1 }\n", "m: assigned"},
		"slice written":       {"var s = []int{1}\n\nfunc f() { (s)[0] = 1 }\n", "s: assigned"},
		"field written":       {"var v struct{ a struct{ b int } }\n\nfunc f() { v.a.b = 1 }\n", "v: assigned"},
		"through pointer":     {"var p = new(int)\n\nfunc f() { *p = 1 }\n", "p: assigned"},
		"address taken":       {"var x int\n\nfunc f() *int { return &x }\n", "x: its address taken"},
		"deleted from":        {"var m = map[string]int{}\n\nfunc f() { delete(m, \"a\") }\n", "m: given to delete"},
		"sorted":              {"import \"slices\"\n\nvar s = []int{2, 1}\n\nfunc f() { slices.Sort(s) }\n", "s: rearranged"},
		"pointer method":      {"type T struct{ n int }\n\nfunc (t *T) Add() { t.n++ }\n\nvar v T\n\nfunc f() { v.Add() }\n", "v: changed by Add"},
		"value method":        {"type T struct{ n int }\n\nfunc (t T) Get() int { return t.n }\n\nvar v T\n\nfunc f() int { return v.Get() }\n", ""},
		"mutex":               {"import \"sync\"\n\nvar mu sync.Mutex\n", "mu is a sync.Mutex"},
		"pointer to sync.Map": {"import \"sync\"\n\nvar m = new(sync.Map)\n", "m is a sync.Map"},
		"atomic":              {"import \"sync/atomic\"\n\nvar n atomic.Int64\n", "n is a atomic.Int64"},
		"once value":          {"import \"sync\"\n\nvar load = sync.OnceValue(func() int { return 1 })\n", ""},
		"channel":             {"var c = make(chan int)\n", "c is a channel"},
		"unknown library":     {"import \"example.com/lib\"\n\nvar l = lib.New()\n\nfunc f() { l = lib.New() }\n", "l: assigned"},
	}
	// All cases are packages of one tree: reading the standard library takes longer than everything else.
	files, dirs := map[string]string{}, map[string]string{}
	for name, c := range cases {
		dirs[name] = fmt.Sprintf("p%d", len(dirs))
		files[dirs[name]+"/p.go"] = "package p\n\n" + c.body
	}
	r := mutableState(checkTypes(grow(t, files)))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkState(t, r, dirs[name], c.want)
		})
	}
}

// checkState wants exactly the note want in the folder dir, or nothing if want is empty.
func checkState(t *testing.T, r result, dir, want string) {
	t.Helper()
	var got []string
	for _, o := range r.worst {
		if strings.HasPrefix(o.where, dir+"/") {
			got = append(got, o.note)
		}
	}
	if want == "" && len(got) > 0 {
		t.Errorf("reported without need: %q", got)
	}
	if want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], want)) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStateChangedFromElsewhere(t *testing.T) {
	t.Parallel()
	const a = "// Package a is.\npackage a\n\n// Now is.\nvar Now = 1\n"
	for name, files := range map[string]map[string]string{
		"another package":  {"a/a.go": a, "b/b.go": "package b\n\nimport \"house/a\"\n\nfunc f() { a.Now = 2 }\n"},
		"a test inside":    {"a/a.go": a, "a/a_test.go": "package a\n\nfunc f() { Now = 2 }\n"},
		"a test outside":   {"a/a.go": a, "a/a_test.go": "package a_test\n\nimport \"house/a\"\n\nfunc f() { a.Now = 2 }\n"},
		"a renamed import": {"a/a.go": a, "b/b.go": "package b\n\nimport other \"house/a\"\n\nfunc f() { other.Now++ }\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mutableState(checkTypes(grow(t, files)))
			wantValue(t, r, 1)
			if !strings.HasPrefix(notes(r), "a/a.go:5 Now") {
				t.Errorf("the variable is not named: %s", notes(r))
			}
		})
	}
}

func TestStateOfTestsIsTheirOwn(t *testing.T) {
	t.Parallel()
	r := mutableState(checkTypes(grow(t, map[string]string{
		"a/a.go":      "package a\n",
		"a/a_test.go": "package a\n\nvar update bool\n\nfunc f() { update = true }\n",
	})))
	wantValue(t, r, 0)
}
