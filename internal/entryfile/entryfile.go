// Package entryfile is the format in which entries leave and enter the product: one entry a line, as JSON or CSV.
//
// The fields and their order are a promise to those who wrote a program against them. What a Writer wrote, a Reader
// reads back to the same Record, in both formats, whatever the text (only a carriage return before a line feed is
// lost in CSV). Both work line by line, so a file of a million entries needs no memory to speak of. The package
// checks the form of a line; whether the person, kind or field exists is asked elsewhere.
package entryfile

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"sohoc/internal/day"
)

// Format is the form of a file.
type Format string

// The formats.
const (
	JSONL Format = "jsonl" // one JSON object a line
	CSV   Format = "csv"   // comma, quoted where needed, UTF-8 with a byte order mark so that Excel shows diacritics
)

// Record is one entry. Unit is the name of the unit that the entry counts for.
type Record struct {
	ID        int64     `json:"id"`
	StaffCode string    `json:"staff_code"`
	Unit      string    `json:"unit"`
	Title     string    `json:"title"`
	Kind      string    `json:"kind"`
	Field     string    `json:"field"`
	Provider  string    `json:"provider"`
	Start     day.Day   `json:"start"`
	End       day.Day   `json:"end"`
	Minutes   int       `json:"minutes"`
	Status    string    `json:"status"`
	Channel   string    `json:"channel"`
	CreatedAt Timestamp `json:"created_at"`
}

// Timestamp is an instant, written in UTC with milliseconds: 2026-11-24T02:00:00.000Z.
type Timestamp struct{ time.Time }

const stamp = "2006-01-02T15:04:05.000Z07:00"

// String returns t as it stands in files.
func (t Timestamp) String() string { return t.UTC().Format(stamp) }

// MarshalText implements encoding.TextMarshaler.
func (t Timestamp) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// MarshalJSON implements json.Marshaler: the embedded time would write itself in another form.
func (t Timestamp) MarshalJSON() ([]byte, error) { return []byte(strconv.Quote(t.String())), nil }

// UnmarshalJSON implements json.Unmarshaler; any RFC 3339 instant is read.
func (t *Timestamp) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return &LineError{Field: fieldCreated, Value: string(raw)}
	}
	return t.UnmarshalText([]byte(text))
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *Timestamp) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return &LineError{Field: fieldCreated, Value: string(text)}
	}
	t.Time = at.UTC().Truncate(time.Millisecond)
	return nil
}

// Origin returns the identity of the entry in the database that it comes from.
func (r Record) Origin() string {
	return strconv.FormatInt(r.ID, 10) + "/" + r.StaffCode + "/" + r.CreatedAt.String()
}

// Content is what an entry says, for comparison. The unit is not part of it: it follows from person and day.
type Content struct {
	Title, Kind, Field, Provider, Status string
	Start, End                           day.Day
	Minutes                              int
}

// Content returns what r says.
func (r Record) Content() Content {
	return Content{
		Title: r.Title, Kind: r.Kind, Field: r.Field, Provider: r.Provider, Status: r.Status, Start: r.Start, End: r.End, Minutes: r.Minutes,
	}
}

// The names of the fields, in the order of the columns.
const (
	fieldID      = "id"
	fieldStaff   = "staff_code"
	fieldUnit    = "unit"
	fieldTitle   = "title"
	fieldKind    = "kind"
	fieldField   = "field"
	fieldFrom    = "provider"
	fieldStart   = "start"
	fieldEnd     = "end"
	fieldMinutes = "minutes"
	fieldStatus  = "status"
	fieldChannel = "channel"
	fieldCreated = "created_at"
)

func columns() []string {
	return []string{
		fieldID, fieldStaff, fieldUnit, fieldTitle, fieldKind, fieldField, fieldFrom, fieldStart, fieldEnd, fieldMinutes, fieldStatus,
		fieldChannel, fieldCreated,
	}
}

// Bounds of what is read. Numbers of entries are never given twice, so one absurd number would use them all up.
const (
	maxID    = 1_000_000_000_000
	maxTitle = 1000 // characters
	maxText  = 300
)

// Statuses are the statuses that exist, in the words of files.
func Statuses() []string {
	return []string{"recorded", "pending", "confirmed", "returned", "withdrawn", "deleted"}
}

// check returns the first field of r that cannot be right, and its text.
func (r Record) check() (field, value string) {
	long := func(s string, most int) bool { return utf8.RuneCountInString(s) > most }
	switch {
	case r.ID < 1 || r.ID > maxID:
		return fieldID, strconv.FormatInt(r.ID, 10)
	case r.StaffCode == "" || long(r.StaffCode, maxText):
		return fieldStaff, r.StaffCode
	case long(r.Unit, maxText):
		return fieldUnit, r.Unit
	case r.Title == "" || long(r.Title, maxTitle):
		return fieldTitle, r.Title
	case r.Kind == "":
		return fieldKind, r.Kind
	case r.Field == "":
		return fieldField, r.Field
	case long(r.Provider, maxTitle):
		return fieldFrom, r.Provider
	case !isDay(r.Start):
		return fieldStart, string(r.Start)
	case !isDay(r.End) || r.End < r.Start:
		return fieldEnd, string(r.End)
	case r.Minutes < 1 || r.Minutes > 24*60*366:
		return fieldMinutes, strconv.Itoa(r.Minutes)
	case !isStatus(r.Status):
		return fieldStatus, r.Status
	case r.Channel == "" || long(r.Channel, maxText):
		return fieldChannel, r.Channel
	case r.CreatedAt.Year() < 2000 || r.CreatedAt.Year() > 2999:
		return fieldCreated, r.CreatedAt.String()
	}
	return "", ""
}

func isDay(d day.Day) bool {
	_, err := day.Parse(string(d))
	return err == nil
}

func isStatus(s string) bool {
	for _, known := range Statuses() {
		if s == known {
			return true
		}
	}
	return false
}
