// Package roster brings the personnel list of the Office, an Excel or CSV file, into the register.
//
// Read turns a file into lines and says, with row and column as Excel shows them, what is wrong with it. Plan
// compares the lines with the register and returns the difference as data; Apply writes a difference. The list
// is taken to be in force from one day on: before that day nothing changes, so that moves and mergers keep their
// history, and applying the same list twice changes nothing.
//
// The package words no sentence (the command line and the Office's pages do), knows no SQL, and never guesses a
// person from a name: the staff code is the identity.
package roster

import (
	"sohoc/internal/people"
)

// Bounds of a list. A department has about 100 people; a province has a few thousand.
const (
	MaxBytes   = 10 << 20
	MaxRows    = 5000
	MaxCell    = 200 // characters
	headerSpan = 20  // rows in which the header must stand; titles and blank rows come before it
)

// Column is a piece of information that a list may hold.
type Column string

// The columns. Code, name and unit must be there. What the others say stays as it is when the list lacks them.
const (
	CodeColumn     Column = "code"
	NameColumn     Column = "name"
	UnitColumn     Column = "unit"
	PostColumn     Column = "post"
	RoleColumn     Column = "role"
	CategoryColumn Column = "category"
)

// Line is what a list says about one person.
type Line struct {
	Row      int // as Excel counts it, from 1
	Code     string
	Name     string
	Unit     string
	Post     string
	Roles    people.Roles
	Category people.Category
}

// List is a file that was read. It may be used only when it has no Problems.
type List struct {
	Lines    []Line
	Has      map[Column]bool
	Ignored  []string  // headings of columns that mean nothing here
	Headings int       // rows that were skipped as headings of a group
	Problems []Problem // why it cannot be used
	Notes    []Problem // what looks odd but may be right
}

// ProblemKind says what is wrong.
type ProblemKind string

// The kinds of problems. Those of a whole file have no row.
const (
	Empty       ProblemKind = "empty"        // no rows at all
	TooLarge    ProblemKind = "too_large"    // more than MaxBytes
	OldExcel    ProblemKind = "old_excel"    // .xls of before 2007, or locked by a password
	Broken      ProblemKind = "broken"       // not a workbook, though it begins like one
	BadEncoding ProblemKind = "bad_encoding" // neither UTF-8 nor UTF-16
	NoHeader    ProblemKind = "no_header"    // Value names the columns that were not found
	SameColumn  ProblemKind = "same_column"  // two columns with one meaning
	TooManyRows ProblemKind = "too_many_rows"
	NoPeople    ProblemKind = "no_people" // a header and nothing below it

	Missing     ProblemKind = "missing"      // the cell must say something
	TooLong     ProblemKind = "too_long"     // more than MaxCell characters
	SpacedCode  ProblemKind = "spaced_code"  // a staff code with a space in it
	SameCode    ProblemKind = "same_code"    // Other is the row that has it already
	BadRole     ProblemKind = "bad_role"     // Value is the word that is not known
	BadCategory ProblemKind = "bad_category" // Value is what is not known

	TwoHeads  ProblemKind = "two_heads" // note: Other is the row with the first head of unit Value
	NoHead    ProblemKind = "no_head"   // note: unit Value has no head
	Spellings ProblemKind = "spellings" // note: one unit is written in two ways; Other is the row with the first
	NoPerson  ProblemKind = "no_person" // note: a row below the table that was left out; Value is what it says
)

// Problem is something about a file that its owner should know.
type Problem struct {
	Kind    ProblemKind
	Row     int    // as Excel counts it; 0 = the whole file
	Col     int    // from 1; 0 = the whole row
	Heading string // of the column, as the file writes it
	Value   string
	Other   int // another row
}

// Letter returns the column's name as Excel shows it: A, B, … Z, AA; empty without a column.
func (p Problem) Letter() string {
	var name []byte
	for n := p.Col; n > 0; n = (n - 1) / 26 {
		name = append([]byte{byte('A' + (n-1)%26)}, name...)
	}
	return string(name)
}
