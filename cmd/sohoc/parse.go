package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
	"unicode/utf8"

	"sohoc/internal/quicklog"
)

// parseCmd shows what the quick log understands: one line in, one JSON object out. It asks nobody and writes nothing.
type parseCmd struct {
	Now  string `help:"Thời điểm coi là bây giờ (RFC 3339); mặc định là giờ hiện tại." placeholder:"RFC3339"`
	File string `arg:"" optional:"" help:"Tệp cần đọc; mặc định là dữ liệu vào chuẩn."`
}

// Run reads the file, or stdin, line by line.
func (c *parseCmd) Run(a *app) error {
	now := a.clock.Now()
	if c.Now != "" {
		var err error
		if now, err = time.Parse(time.RFC3339, c.Now); err != nil {
			return fmt.Errorf("--now: %q không phải là thời điểm RFC 3339, ví dụ 2026-11-24T09:00:00+07:00", c.Now)
		}
	}
	in := a.stdin
	if c.File != "" && c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("mở tệp %s: %w", c.File, err)
		}
		defer f.Close()
		in = f
	}
	return parseLines(in, a.stdout, now.In(a.zone))
}

// parsed is the JSON object of one line; its fields keep this order, and what is not known is null.
type parsed struct {
	Text     string            `json:"text"`
	Title    string            `json:"title"`
	Minutes  *int              `json:"minutes"`
	Start    quicklog.Day      `json:"start"`
	End      quicklog.Day      `json:"end"`
	Kind     *string           `json:"kind"`
	Field    *string           `json:"field"`
	Provider *string           `json:"provider"`
	Ask      *quicklog.Ask     `json:"ask"`
	Error    *quicklog.Problem `json:"error"`
}

// parseLines reads in line by line and writes one object for each, blank lines too, so that line n of the input is object n of the
// output. Memory is bounded however long a line is: one that has more than quicklog.MaxRunes characters comes back with its head as
// text and the error out_of_bounds.
func parseLines(in io.Reader, out io.Writer, now time.Time) error {
	p := quicklog.New(quicklog.Default())
	r, w := bufio.NewReader(in), bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for first := true; ; first = false {
		line, err := readLine(r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read a line: %w", err)
		}
		if first {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if err := enc.Encode(shape(p.Parse(string(line), now))); err != nil {
			return fmt.Errorf("write an object: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the last objects: %w", err)
	}
	return nil
}

// lineBytes is how much of a line is kept: more than the longest that is read, so that the parser sees that it is too long.
const lineBytes = 8*quicklog.MaxRunes + 1

// readLine returns the next line without its end; of a very long line only the head. io.EOF means that there is none.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part[:min(len(part), lineBytes-len(line))]...)
		switch {
		case err == nil, errors.Is(err, io.EOF) && len(line) > 0:
			return bytes.TrimRight(line, "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err //nolint:wrapcheck // io.EOF must stay itself; the caller wraps the others
		}
	}
}

// shape turns a result into its object.
func shape(r quicklog.Result) parsed {
	p := parsed{
		Text: head(r.Text), Title: r.Title, Start: r.Start, End: r.End,
		Kind: orNull(r.Kind), Field: orNull(r.Field), Provider: orNull(r.Provider), Ask: orNull(r.Ask), Error: orNull(r.Problem),
	}
	if r.Minutes != 0 {
		p.Minutes = &r.Minutes
	}
	return p
}

// head cuts what a line too long gives back as its text.
func head(s string) string {
	if len(s) < lineBytes {
		return s
	}
	for i, n := 0, 0; i < len(s); n++ {
		if n == quicklog.MaxRunes {
			return s[:i]
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s
}

func orNull[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}
