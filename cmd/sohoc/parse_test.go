package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

var parseNow = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.FixedZone("ICT", 7*60*60))

func TestParseLinesWritesOneObjectForEachLine(t *testing.T) {
	t.Parallel()
	in := "\ufeffhoc 2h chuyen doi so tren MOOC hom qua\r\n\nhọc 15h <luật> hôm qua\nmai học luật 2h"
	want := `{"text":"hoc 2h chuyen doi so tren MOOC hom qua","title":"Chuyen doi so","minutes":120,"start":"2026-11-23","end":"2026-11-23","kind":null,"field":"digital","provider":"MOOC","ask":null,"error":null}
{"text":"","title":"","minutes":null,"start":"2026-11-24","end":"2026-11-24","kind":null,"field":null,"provider":null,"ask":"duration","error":null}
{"text":"học 15h <luật> hôm qua","title":"Luật","minutes":null,"start":"2026-11-23","end":"2026-11-23","kind":null,"field":"law","provider":null,"ask":"time_or_duration","error":null}
{"text":"mai học luật 2h","title":"Luật","minutes":null,"start":"2026-11-25","end":"2026-11-25","kind":null,"field":"law","provider":null,"ask":null,"error":"future_date"}
`
	var out strings.Builder
	if err := parseLines(strings.NewReader(in), &out, parseNow); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestParseLinesBoundsALine(t *testing.T) {
	t.Parallel()
	for name, long := range map[string]string{
		"a little too long": "học 1h " + strings.Repeat("luật ", 200), "endless": strings.Repeat("học luật ", 200_000), "one word": strings.Repeat("ậ", 5_000),
	} {
		var out strings.Builder
		if err := parseLines(strings.NewReader(long+"\nhọc 1h luật\n"), &out, parseNow); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != 2 || len(lines[0]) > 10*lineBytes {
			t.Fatalf("%s: %d lines, the first of %d bytes", name, len(lines), len(lines[0]))
		}
		var first, second parsed
		if err := errors.Join(json.Unmarshal([]byte(lines[0]), &first), json.Unmarshal([]byte(lines[1]), &second)); err != nil {
			t.Fatal(err)
		}
		if first.Error == nil || *first.Error != "out_of_bounds" || first.Ask != nil || first.Minutes != nil || !strings.HasPrefix(long, first.Text) {
			t.Errorf("%s: %+v", name, first)
		}
		if second.Title != "Luật" || second.Minutes == nil || *second.Minutes != 60 {
			t.Errorf("%s: the line after it is lost: %+v", name, second)
		}
	}
}

func TestParseLinesReportsItsStreams(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if err := parseLines(iotest.ErrReader(broken), io.Discard, parseNow); !errors.Is(err, broken) {
		t.Errorf("reading: %v", err)
	}
	if err := parseLines(strings.NewReader(strings.Repeat("học 1h\n", 1000)), failing{broken}, parseNow); !errors.Is(err, broken) {
		t.Errorf("writing: %v", err)
	}
	if err := parseLines(strings.NewReader("học 1h"), failing{broken}, parseNow); !errors.Is(err, broken) {
		t.Errorf("writing the last: %v", err)
	}
	var out strings.Builder
	if err := parseLines(strings.NewReader(""), &out, parseNow); err != nil || out.String() != "" {
		t.Errorf("nothing in: %q, %v", out.String(), err)
	}
}

// failing is a full disk.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
