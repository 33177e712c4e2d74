package main

import (
	"strings"
	"testing"
)

func TestTraces(t *testing.T) {
	t.Parallel()
	root := plant(t, map[string]string{
		"README.md":     "fine\nsee /wo" + "rk/main for it\n",
		"a/a.go":        "package a // ../sha" + "red/docs\n",
		".ci/run":       "fa" + "rm-ci start\nmirror.example.test/x\n",
		".git/config":   "/wo" + "rk/main\n",
		"data/x":        "/wo" + "rk/main\n",
		"pic.png":       "\x00/wo" + "rk/main\n",
		"docs/clean.md": "https://example.org/work/main is no trace, nor is network/main; farms and shared data neither\n",
	})
	words := traceWords([]string{"GOPROXY=https://mirror.example.test:8080/go,direct", "HOME=/root", "HTTPS_PROXY=http://127.0.0.1:3128"})
	r, err := findTraces(root, words)
	if err != nil {
		t.Fatal(err)
	}
	wantValue(t, r, 4)
	for _, where := range []string{"README.md:2", "a/a.go:1", ".ci/run:1", ".ci/run:2 mirror.example.test"} {
		if !strings.Contains(notes(r), where) {
			t.Errorf("%s is not reported:\n%s", where, notes(r))
		}
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	got := hosts("https://a.example/x,http://b.example:80|direct,off,http://localhost:1,http://127.0.0.1:2,https://user@c.example")
	if strings.Join(got, " ") != "a.example b.example c.example" {
		t.Errorf("hosts = %v", got)
	}
}
