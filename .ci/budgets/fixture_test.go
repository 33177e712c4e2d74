package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plant writes a module of the given files into a temporary folder.
func plant(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	if _, ok := files["go.mod"]; !ok {
		write(t, root, "go.mod", "module house\n\ngo 1.26\n")
	}
	for name, content := range files {
		write(t, root, name, content)
	}
	return root
}

func write(t *testing.T, root, name, content string) {
	t.Helper()
	p := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// grow plants a module and reads it.
func grow(t *testing.T, files map[string]string) *tree {
	t.Helper()
	read, err := readTree(plant(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// single is a tree of one file of a package named p.
func single(t *testing.T, body string) *tree {
	t.Helper()
	return grow(t, map[string]string{"p/p.go": "// Package p is a fixture.\npackage p\n\n" + body})
}

// lines makes n lines of text.
func lines(n int, line string) string { return strings.Repeat(line+"\n", n) }

func notes(r result) string {
	var all []string
	for _, o := range r.worst {
		all = append(all, o.where+" "+o.note)
	}
	return strings.Join(all, "\n")
}

func wantValue(t *testing.T, r result, value float64) {
	t.Helper()
	if r.value != value {
		t.Errorf("%s = %v, want %v\n%s", r.name, r.value, value, notes(r))
	}
}

func wantBroken(t *testing.T, r result, broken bool) {
	t.Helper()
	if r.broken() != broken {
		t.Errorf("%s: %v against %v: broken = %v, want %v\n%s", r.name, r.value, r.budget, r.broken(), broken, notes(r))
	}
}
