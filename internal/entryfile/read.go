package entryfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"sohoc/internal/day"
)

// LineError says what is wrong with one line; the next can still be read.
type LineError struct {
	Line  int    // from 1
	Field string // empty = the whole line
	Value string
	Alien bool // the value has the right form, but there is no such thing here
}

// Error implements error, for logs: without the value, which may be personal.
func (e *LineError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("line %d cannot be read", e.Line)
	}
	return fmt.Sprintf("line %d: %s is not right", e.Line, e.Field)
}

// MissingColumns says which columns a CSV file lacks.
type MissingColumns struct{ Names []string }

// Error implements error.
func (e *MissingColumns) Error() string { return "missing columns: " + strings.Join(e.Names, ", ") }

// Reader reads the records of a file.
type Reader struct {
	lines *bufio.Scanner // of JSON
	line  int
	csv   *csv.Reader
	at    map[string]int // where the columns stand
}

// maxLine bounds one line of JSON, in bytes.
const maxLine = 1 << 20

// NewReader begins to read a file; the format is seen from its content. CSV may have the columns in any order and
// may have been saved again by Excel with semicolons or tabs. Error: *MissingColumns.
func NewReader(r io.Reader) (*Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if head, _ := in.Peek(len(byteOrderMark)); string(head) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark)) // it was just seen
	}
	head, err := in.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the beginning: %w", err)
	}
	if trimmed := bytes.TrimSpace(head); len(trimmed) == 0 || trimmed[0] == '{' {
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, maxLine)
		return &Reader{lines: lines}, nil
	}
	first, _, _ := strings.Cut(string(head), "\n")
	out := &Reader{csv: csv.NewReader(in), at: map[string]int{}}
	out.csv.ReuseRecord, out.csv.FieldsPerRecord = true, -1
	for _, separator := range []rune{';', '\t'} {
		if strings.Count(first, string(separator)) > strings.Count(first, string(out.csv.Comma)) {
			out.csv.Comma = separator
		}
	}
	return out, out.header()
}

func (r *Reader) header() error {
	cells, err := r.csv.Read()
	if err != nil {
		return fmt.Errorf("read the header: %w", err)
	}
	for i, name := range cells {
		r.at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	var missing []string
	for _, name := range columns() {
		if _, ok := r.at[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return &MissingColumns{Names: missing}
	}
	return nil
}

// Next returns the next record and its line. Errors: io.EOF at the end; a *LineError, after which it may be called
// again; anything else ends the reading.
func (r *Reader) Next() (Record, int, error) {
	if r.csv != nil {
		return r.nextCSV()
	}
	for r.lines.Scan() {
		r.line++
		text := bytes.TrimSpace(r.lines.Bytes())
		if len(text) == 0 {
			continue
		}
		var out Record
		if err := json.Unmarshal(text, &out); err != nil {
			return Record{}, r.line, jsonFault(err, r.line)
		}
		return out, r.line, checked(out, r.line)
	}
	if err := r.lines.Err(); err != nil {
		return Record{}, r.line + 1, fmt.Errorf("line %d: %w", r.line+1, err)
	}
	return Record{}, r.line, io.EOF
}

// jsonFault names the field when the decoder knows it.
func jsonFault(err error, line int) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return &LineError{Line: line, Field: wrong.Field, Value: wrong.Value}
	}
	var ours *LineError
	if errors.As(err, &ours) {
		return &LineError{Line: line, Field: ours.Field, Value: ours.Value}
	}
	return &LineError{Line: line}
}

func checked(r Record, line int) error {
	if field, value := r.check(); field != "" {
		return &LineError{Line: line, Field: field, Value: value}
	}
	return nil
}

func (r *Reader) nextCSV() (Record, int, error) {
	for {
		cells, err := r.csv.Read()
		var wrong *csv.ParseError
		switch {
		case errors.As(err, &wrong):
			return Record{}, wrong.StartLine, &LineError{Line: wrong.StartLine}
		case errors.Is(err, io.EOF):
			return Record{}, 0, io.EOF
		case err != nil:
			return Record{}, 0, fmt.Errorf("read a line: %w", err)
		}
		line, _ := r.csv.FieldPos(0)
		if text := strings.Join(cells, ""); text == "" {
			continue
		} else if !utf8.ValidString(text) {
			return Record{}, line, &LineError{Line: line}
		}
		out, err := r.record(cells, line)
		return out, line, err
	}
}

// record reads the cells of a line.
func (r *Reader) record(cells []string, line int) (Record, error) {
	get := func(name string) string {
		if i := r.at[name]; i < len(cells) {
			return strings.Clone(cells[i])
		}
		return ""
	}
	out := Record{
		StaffCode: unguard(get(fieldStaff)), Unit: unguard(get(fieldUnit)), Title: unguard(get(fieldTitle)), Kind: unguard(get(fieldKind)),
		Field: unguard(get(fieldField)), Provider: unguard(get(fieldFrom)), Start: readDay(get(fieldStart)), End: readDay(get(fieldEnd)),
		Status: get(fieldStatus), Channel: unguard(get(fieldChannel)),
	}
	var err error
	if out.ID, err = strconv.ParseInt(get(fieldID), 10, 64); err != nil {
		return Record{}, &LineError{Line: line, Field: fieldID, Value: get(fieldID)}
	}
	if out.Minutes, err = strconv.Atoi(get(fieldMinutes)); err != nil {
		return Record{}, &LineError{Line: line, Field: fieldMinutes, Value: get(fieldMinutes)}
	}
	if err := out.CreatedAt.UnmarshalText([]byte(get(fieldCreated))); err != nil {
		return Record{}, &LineError{Line: line, Field: fieldCreated, Value: get(fieldCreated)}
	}
	return out, checked(out, line)
}

// readDay also takes the form that Excel makes of a day when it saves the file again: 24/11/2026.
func readDay(s string) day.Day {
	if d, err := day.ParseLocal(s, ""); err == nil && len(s) >= len("1/1/2026") {
		return d
	}
	return day.Day(s)
}
