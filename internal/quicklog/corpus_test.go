package quicklog_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"sohoc/internal/quicklog"
)

// example is one line of the corpus and what it must be read as.
type example struct {
	where string
	line  string
	now   time.Time
	want  quicklog.Result
}

// corpus reads testdata/corpus.txtar, whose head explains the notation.
func corpus(tb testing.TB) []example {
	tb.Helper()
	archive, err := txtar.ParseFile("testdata/corpus.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	var out []example
	for _, section := range archive.Files {
		out = append(out, readExamples(tb, section)...)
	}
	return out
}

func readExamples(tb testing.TB, section txtar.File) (out []example) {
	tb.Helper()
	var now time.Time
	n := 0
	for text := range strings.Lines(string(section.Data)) {
		n++
		text = strings.TrimSuffix(text, "\n")
		if text == "" || text[0] == '#' {
			continue
		}
		var err error
		if at, ok := strings.CutPrefix(text, "@now "); ok {
			if now, err = time.Parse(time.RFC3339, at); err != nil {
				tb.Fatalf("%s:%d: %v", section.Name, n, err)
			}
			continue
		}
		line, want, ok := strings.Cut(text, " => ")
		if !ok {
			tb.Fatalf("%s:%d: %q has no =>", section.Name, n, text)
		}
		e := example{where: fmt.Sprintf("%s:%d", section.Name, n), line: line, now: now}
		if e.want, err = expected(want, now); err != nil {
			tb.Fatalf("%s: %v", e.where, err)
		}
		e.want.Text = line
		out = append(out, e)
	}
	return out
}

// expected reads the right side of an example.
func expected(s string, now time.Time) (r quicklog.Result, err error) {
	today := quicklog.Day(now.Format("2006-01-02"))
	r.Start, r.End = today, today
	if head, title, ok := strings.Cut(s, `"`); ok {
		s = head
		if r.Title, err = strconv.Unquote(`"` + title); err != nil {
			return r, fmt.Errorf("title: %w", err)
		}
	}
	for _, word := range strings.Fields(s) {
		switch {
		case word[0] == '?':
			r.Ask = quicklog.Ask(word[1:])
		case word[0] == '!':
			r.Problem = quicklog.Problem(word[1:])
		case strings.HasPrefix(word, "k:"):
			r.Kind = word[2:]
		case strings.HasPrefix(word, "f:"):
			r.Field = word[2:]
		case strings.HasPrefix(word, "p:"):
			r.Provider = strings.ReplaceAll(word[2:], "_", " ")
		case strings.Contains(word, "/"):
			first, last, isRange := strings.Cut(word, "-")
			if !isRange {
				last = first
			}
			r.Start, r.End, r.HasDate = dayOf(first, now), dayOf(last, now), true
		default:
			if r.Minutes, err = strconv.Atoi(word); err != nil {
				return r, fmt.Errorf("word %q: %w", word, err)
			}
		}
	}
	return r, nil
}

// dayOf reads 20/11 of the year of now, or 20/11/2025.
func dayOf(s string, now time.Time) quicklog.Day {
	part := strings.Split(s, "/")
	year := now.Format("2006")
	if len(part) == 3 {
		year = part[2]
	}
	return quicklog.Day(fmt.Sprintf("%s-%02s-%02s", year, part[1], part[0]))
}

// differs compares what the corpus states; Command, Looks and the flag for a stated day have tests of their own.
func differs(got, want quicklog.Result) string {
	var b strings.Builder
	note := func(name string, got, want any) {
		if got != want {
			fmt.Fprintf(&b, " %s=%v (want %v)", name, got, want)
		}
	}
	note("title", got.Title, want.Title)
	note("minutes", got.Minutes, want.Minutes)
	note("start", got.Start, want.Start)
	note("end", got.End, want.End)
	note("kind", got.Kind, want.Kind)
	note("field", got.Field, want.Field)
	note("provider", got.Provider, want.Provider)
	note("ask", got.Ask, want.Ask)
	note("problem", got.Problem, want.Problem)
	return b.String()
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	examples := corpus(t)
	if len(examples) < 500 {
		t.Errorf("the corpus has %d lines, not 500", len(examples))
	}
	failed := 0
	for _, e := range examples {
		if d := differs(p.Parse(e.line, e.now), e.want); d != "" {
			failed++
			t.Errorf("%s: %q:%s", e.where, e.line, d)
		}
	}
	t.Logf("%d of %d lines", len(examples)-failed, len(examples))
}
