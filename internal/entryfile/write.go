package entryfile

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Writer writes records. Flush must be called at the end.
type Writer struct {
	out  *bufio.Writer
	json *json.Encoder
	csv  *csv.Writer
	row  []string
}

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// NewWriter returns a writer of a format; CSV gets its header at once, so that no entries make a valid file too.
func NewWriter(w io.Writer, format Format) (*Writer, error) {
	out := &Writer{out: bufio.NewWriterSize(w, 64<<10)}
	switch format {
	case JSONL:
		out.json = json.NewEncoder(out.out)
		out.json.SetEscapeHTML(false)
		return out, nil
	case CSV:
		if _, err := out.out.WriteString(byteOrderMark); err != nil {
			return nil, fmt.Errorf("write byte order mark: %w", err)
		}
		out.csv = csv.NewWriter(out.out)
		if err := out.csv.Write(columns()); err != nil {
			return nil, fmt.Errorf("write header: %w", err)
		}
		return out, nil
	default:
		return nil, fmt.Errorf("format %q is neither %s nor %s", format, JSONL, CSV)
	}
}

// Write writes one record.
func (w *Writer) Write(r Record) error {
	if w.json != nil {
		if err := w.json.Encode(r); err != nil {
			return fmt.Errorf("write entry %d: %w", r.ID, err)
		}
		return nil
	}
	w.row = append(w.row[:0],
		strconv.FormatInt(r.ID, 10), Guard(r.StaffCode), Guard(r.Unit), Guard(r.Title), Guard(r.Kind), Guard(r.Field), Guard(r.Provider),
		string(r.Start), string(r.End), strconv.Itoa(r.Minutes), r.Status, Guard(r.Channel), r.CreatedAt.String())
	if err := w.csv.Write(w.row); err != nil {
		return fmt.Errorf("write entry %d: %w", r.ID, err)
	}
	return nil
}

// Flush writes out what is buffered.
func (w *Writer) Flush() error {
	if w.csv != nil {
		w.csv.Flush()
		if err := w.csv.Error(); err != nil {
			return fmt.Errorf("flush: %w", err)
		}
	}
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("flush: %w", err)
	}
	return nil
}

// dangerous are the first characters of a cell that make a spreadsheet compute it, or that hide such a one; the
// apostrophe is among them so that unguard takes away exactly what Guard has put there.
const dangerous = "=+-@\t\r'"

// Guard returns a text as a cell that a spreadsheet will not run as a formula: an apostrophe comes before it.
func Guard(s string) string {
	if s != "" && strings.ContainsRune(dangerous, rune(s[0])) {
		return "'" + s
	}
	return s
}

// unguard undoes Guard.
func unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(dangerous, rune(s[1])) {
		return s[1:]
	}
	return s
}
