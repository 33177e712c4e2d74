// Package calendarfile reads days off and make-up days from a file of the Office, Excel or CSV.
//
// It turns rows into entries of the calendar and says, with row and column as Excel shows them, what is wrong. A file
// with a problem gives entries that must not be used. What is there already is not its matter, and it words no
// sentence.
package calendarfile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/viet"
)

// Bounds of a file. A year has some twenty entries.
const (
	MaxBytes = 1 << 20
	MaxRows  = 1000
	MaxCell  = 200 // characters
)

// Column is what a column of the file holds.
type Column string

// The columns. Date and name must be there.
const (
	Date    Column = "date"
	Kind    Column = "kind" // a day off unless it says otherwise
	Name    Column = "name"
	English Column = "english"
	Source  Column = "source"
	Checked Column = "checked"
)

// headings are the folded headings of each column.
var headings = map[string]Column{
	"ngay": Date, "ngay nghi": Date, "date": Date, "day": Date,
	"loai": Kind, "loai ngay": Kind, "kind": Kind, "type": Kind,
	"ten": Name, "ten ngay": Name, "ten ngay nghi": Name, "ngay le": Name, "noi dung": Name, "name": Name, "holiday": Name,
	"ten tieng anh": English, "tieng anh": English, "english": English, "name in english": English,
	"nguon": Source, "can cu": Source, "van ban": Source, "source": Source,
	"da kiem tra": Checked, "kiem tra": Checked, "checked": Checked,
}

// kinds and marks are the folded words of two columns.
var (
	kinds = map[string]calendar.Kind{
		"": calendar.Holiday, "nghi": calendar.Holiday, "ngay nghi": calendar.Holiday, "nghi le": calendar.Holiday, "nghi bu": calendar.Holiday,
		"nghi hoan doi": calendar.Holiday, "holiday": calendar.Holiday, "off": calendar.Holiday,
		"lam bu": calendar.MakeUp, "lam viec": calendar.MakeUp, "ngay lam bu": calendar.MakeUp, "working": calendar.MakeUp, "work": calendar.MakeUp,
	}
	marks = map[string]bool{
		"": true, "x": true, "co": true, "roi": true, "da kiem tra": true, "1": true, "yes": true, "true": true,
		"khong": false, "chua": false, "chua kiem tra": false, "0": false, "no": false, "false": false,
	}
)

// ProblemKind says what is wrong.
type ProblemKind string

// The kinds of problems. The first five are of a whole file.
const (
	TooLarge    ProblemKind = "too_large"  // more than MaxBytes
	Unreadable  ProblemKind = "unreadable" // neither a workbook nor text in UTF-8
	NoHeader    ProblemKind = "no_header"  // Value names the columns that were not found
	TooManyRows ProblemKind = "too_many"   // more than MaxRows
	NothingIn   ProblemKind = "nothing"    // a header and nothing below it
	BadDate     ProblemKind = "bad_date"   // Value is no day of the calendar, or has no year
	BadKind     ProblemKind = "bad_kind"   // Value is neither a day off nor a make-up day
	BadMark     ProblemKind = "bad_mark"   // Value is neither yes nor no
	Missing     ProblemKind = "missing"    // the cell must say something
	TooLong     ProblemKind = "too_long"   // more than MaxCell characters
	SameDay     ProblemKind = "same_day"   // Other is the row that has the day already
)

// Problem is something wrong, with its place as Excel shows it.
type Problem struct {
	Kind    ProblemKind
	Row     int    // from 1; 0 = the whole file
	Letter  string // of the column: A, B, …
	Heading string
	Value   string
	Other   int
}

// List is a file that was read. Its entries may be used only when it has no Problems.
type List struct {
	Entries  []calendar.Entry
	Problems []Problem
}

// Read reads a file; its kind is seen from its content.
func Read(data []byte) List {
	rows, kind := open(data)
	if kind != "" {
		return List{Problems: []Problem{{Kind: kind}}}
	}
	for i, cells := range rows {
		at := columnsOf(cells)
		if _, dated := at[Date]; !dated {
			continue
		}
		if _, named := at[Name]; !named {
			continue
		}
		r := reader{at: at, head: cells, rows: map[day.Day]int{}}
		for n, row := range rows[i+1:] {
			r.row(i+n+2, row)
		}
		if len(r.list.Entries) == 0 && len(r.list.Problems) == 0 {
			r.list.Problems = []Problem{{Kind: NothingIn}}
		}
		return r.list
	}
	return List{Problems: []Problem{{Kind: NoHeader, Value: "Ngày, Tên"}}}
}

// columnsOf finds what the cells of a row are headings of.
func columnsOf(cells []string) map[Column]int {
	at := map[Column]int{}
	for i, c := range cells {
		if column, ok := headings[strings.Trim(viet.Fold(c), " *:.")]; ok {
			if _, twice := at[column]; !twice {
				at[column] = i
			}
		}
	}
	return at
}

// reader turns rows into entries.
type reader struct {
	at   map[Column]int
	head []string
	rows map[day.Day]int // where each day stands
	list List
}

func (r *reader) text(row []string, c Column) string {
	i, ok := r.at[c]
	if !ok || i >= len(row) {
		return ""
	}
	return strings.Join(strings.Fields(viet.NFC(row[i])), " ")
}

func (r *reader) fault(number int, c Column, p Problem) {
	p.Row = number
	if i, ok := r.at[c]; ok {
		p.Heading = strings.TrimSpace(r.head[i])
		if name, err := excelize.ColumnNumberToName(i + 1); err == nil {
			p.Letter = name
		}
	}
	r.list.Problems = append(r.list.Problems, p)
}

func (r *reader) row(number int, row []string) {
	if strings.TrimSpace(strings.Join(row, "")) == "" {
		return
	}
	before := len(r.list.Problems)
	for _, c := range []Column{Name, English, Source} {
		if text := r.text(row, c); utf8.RuneCountInString(text) > MaxCell {
			r.fault(number, c, Problem{Kind: TooLong})
		}
	}
	e := calendar.Entry{NameVI: r.text(row, Name), NameEN: r.text(row, English), Source: r.text(row, Source)}
	if e.NameVI == "" {
		r.fault(number, Name, Problem{Kind: Missing})
	}
	var ok bool
	text := r.text(row, Date)
	if e.Day, ok = dateOf(text); !ok {
		kind := BadDate
		if text == "" {
			kind = Missing
		}
		r.fault(number, Date, Problem{Kind: kind, Value: text})
	}
	if e.Kind, ok = kinds[viet.Fold(r.text(row, Kind))]; !ok {
		r.fault(number, Kind, Problem{Kind: BadKind, Value: r.text(row, Kind)})
	}
	if e.Checked, ok = marks[viet.Fold(r.text(row, Checked))]; !ok {
		r.fault(number, Checked, Problem{Kind: BadMark, Value: r.text(row, Checked)})
	}
	if !e.Checked {
		e.Doubt = calendar.Notice
	}
	if first, twice := r.rows[e.Day]; twice && e.Day != "" {
		r.fault(number, Date, Problem{Kind: SameDay, Value: e.Day.Local(), Other: first})
	}
	r.rows[e.Day] = number
	if len(r.list.Problems) == before {
		r.list.Entries = append(r.list.Entries, e)
	}
}

// dateOf reads a day with its year, or the number by which Excel keeps one.
func dateOf(text string) (day.Day, bool) {
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		t, err := excelize.ExcelDateToTime(serial, false)
		if err != nil || serial != float64(int(serial)) {
			return "", false
		}
		return inBounds(day.Of(t))
	}
	if strings.Count(text, "/")+strings.Count(text, "-")+strings.Count(text, ".") != 2 {
		return "", false // which year?
	}
	d, err := day.ParseLocal(text, "2026-01-01")
	if err != nil {
		return "", false
	}
	return inBounds(d)
}

// inBounds refuses days of other centuries: a number that is no day, a year mistyped.
func inBounds(d day.Day) (day.Day, bool) {
	return d, d >= "2020-01-01" && d <= "2099-12-31"
}
