// Package quizfile reads and writes files of questions: Excel workbooks and JSON.
//
// It turns a file into rows of named texts and back, and knows where each stands, so that whoever checks them can say
// row and column as the reader's program shows them. What the texts mean, and whether they are right, is
// internal/quiz's matter. What it writes it reads back without loss. It words no sentence.
package quizfile

// Column is a piece of information about a question: the name that JSON files use.
type Column string

// The columns, in the order in which they are written. Those that Necessary lists must be there; what the others say
// stays as it is when a file lacks them.
const (
	Code        Column = "code"
	Topic       Column = "topic"
	Question    Column = "question"
	A           Column = "a"
	B           Column = "b"
	C           Column = "c"
	D           Column = "d"
	Answer      Column = "answer"
	Explanation Column = "explanation"
	Document    Column = "document"
	Article     Column = "article"
	Source      Column = "source"
	From        Column = "valid_from"
	To          Column = "valid_to"
	Checked     Column = "checked_on"
	Press       Column = "press"
	Note        Column = "note"
	State       Column = "state"
	Reason      Column = "pause_reason"
)

// Columns lists all columns in their order.
func Columns() []Column {
	return []Column{
		Code, Topic, Question, A, B, C, D, Answer, Explanation, Document, Article, Source, From, To, Checked, Press, Note, State, Reason,
	}
}

// Necessary lists the columns without which a file is none of questions.
func Necessary() []Column {
	return []Column{Topic, Question, A, B, C, D, Answer, Explanation, Source}
}

// options are the columns of the four answers.
func options() []Column { return []Column{A, B, C, D} }

// Bounds of a file.
const (
	MaxBytes   = 5 << 20
	MaxRows    = 2000
	headerSpan = 20 // rows in which the header must stand; titles and blank rows come before it
)

// Row is one question of a file, or of the bank, as texts.
type Row struct {
	Number int // as the reader's program counts: the row of a sheet, or the place in a JSON list, from 1
	Texts  map[Column]string
}

// Place is where a column stands.
type Place struct {
	Col     int    // from 1; 0 in JSON
	Heading string // as the file writes it
}

// Letter returns the column's name as Excel shows it: A, B, … Z, AA; empty without a column.
func (p Place) Letter() string {
	var name []byte
	for n := p.Col; n > 0; n = (n - 1) / 26 {
		name = append([]byte{byte('A' + (n-1)%26)}, name...)
	}
	return string(name)
}

// Table is a file that was read.
type Table struct {
	Rows    []Row
	Places  map[Column]Place
	Ignored []string // headings that mean nothing here
	JSON    bool
}

// Fault says why a file cannot be used at all.
type Fault struct {
	Kind  FaultKind
	Row   int    // 0 = the whole file
	Value string // see the kinds
}

// FaultKind says what is wrong with a file.
type FaultKind string

// The kinds.
const (
	Empty      FaultKind = "empty"
	TooLarge   FaultKind = "too_large"     // more than MaxBytes
	TooMany    FaultKind = "too_many_rows" // more than MaxRows
	OldExcel   FaultKind = "old_excel"     // .xls of before 2007, or locked by a password
	Broken     FaultKind = "broken"        // neither a workbook nor JSON, though it begins like one
	Unknown    FaultKind = "unknown"       // neither Excel nor JSON
	NoHeader   FaultKind = "no_header"     // Value names the columns that were not found
	SameColumn FaultKind = "same_column"   // two columns with one meaning; Value is the second's heading
	NoRows     FaultKind = "no_rows"       // a header and nothing below it
	BadValue   FaultKind = "bad_value"     // JSON: Value is a name under which something of another kind stands
)
