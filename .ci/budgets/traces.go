package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// placeWords are traces of the place where this repository is written: none of them means anything to who reads
// it elsewhere. They are put together from halves so that this file is clean itself.
var placeWords = []string{
	`(^|[\s"'(=:])/wo` + `rk/(main|shared|\.)`,
	`\.\./sha` + `red/`,
	`\bsha` + `red/(docs|data)/`,
	`\.lib` + `rary/`,
	`\bfa` + `rm-[a-z0-9]+`,
	`/tmp/sha` + `re\b`,
}

// traceWords adds the hosts of the proxies and registries that this machine happens to use, so that none need be
// named here: whatever a developer has set up, it is not the project's business.
func traceWords(environ []string) []*regexp.Regexp {
	words := make([]*regexp.Regexp, 0, len(placeWords))
	for _, w := range placeWords {
		words = append(words, regexp.MustCompile(w))
	}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch strings.ToUpper(name) {
		case "GOPROXY", "HTTP_PROXY", "HTTPS_PROXY", "NPM_CONFIG_REGISTRY":
			for _, host := range hosts(value) {
				words = append(words, regexp.MustCompile(`\b`+regexp.QuoteMeta(host)+`\b`))
			}
		}
	}
	return words
}

// hosts finds the hosts in a list of addresses; loopback belongs to everybody.
func hosts(list string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '|' }) {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil || u.Hostname() == "" || u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127.") {
			continue
		}
		out = append(out, u.Hostname())
	}
	return out
}

// findTraces searches every text file of the repository, documentation and configuration included.
func findTraces(root string, words []*regexp.Regexp) (result, error) {
	var found []offender
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" || d.Name() == "data" && filepath.Dir(p) == filepath.Clean(root) {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		hits, err := tracesIn(p, words)
		for _, h := range hits {
			rel, _ := filepath.Rel(root, p)
			found = append(found, offender{where: fmt.Sprintf("%s:%d", filepath.ToSlash(rel), h.line), note: h.word})
		}
		return err
	})
	if err != nil {
		return result{}, fmt.Errorf("search for traces of the workplace: %w", err)
	}
	return none("traces of the workplace", found), nil
}

type trace struct {
	line int
	word string
}

func tracesIn(p string, words []*regexp.Regexp) ([]trace, error) {
	content, err := os.ReadFile(p)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(content[:min(len(content), 8000)], 0) >= 0 {
		return nil, nil // a picture, a database, a binary
	}
	var found []trace
	for i, line := range bytes.Split(content, []byte("\n")) {
		for _, w := range words {
			if hit := w.Find(line); hit != nil {
				found = append(found, trace{i + 1, strings.TrimSpace(string(hit))})
			}
		}
	}
	return found, nil
}
