package roster

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// Read reads a list. The kind of file is seen from its content, never from its name.
func Read(data []byte) List {
	rows, fault := open(data)
	if fault != nil {
		return List{Problems: []Problem{*fault}}
	}
	head, problems := findHeader(rows)
	if len(problems) > 0 {
		return List{Problems: problems}
	}
	r := reader{header: head, last: rows[head.row].number, units: map[string]bool{}, rows: map[string]int{}, list: List{Has: map[Column]bool{}, Ignored: head.ignored}}
	for column := range head.at {
		r.list.Has[column] = true
	}
	for _, row := range rows[head.row+1:] {
		r.row(row)
		r.last = row.number
	}
	if len(r.list.Lines) == 0 && len(r.list.Problems) == 0 {
		r.list.Problems = []Problem{{Kind: NoPeople}}
	}
	if len(r.list.Lines) > MaxRows {
		r.list.Problems = append([]Problem{{Kind: TooManyRows}}, r.list.Problems...)
	}
	r.list.Notes = append(r.list.Notes, lookAtUnits(r.list)...)
	return r.list
}

// row is a line of a sheet before anybody knows what its cells mean.
type row struct {
	number int // as Excel counts it
	cells  []string
	banner bool // a cell is spread over several columns: a heading, not a person
}

// open returns the rows of a file of any accepted kind, or why there are none.
func open(data []byte) ([]row, *Problem) {
	switch {
	case len(data) > MaxBytes:
		return nil, &Problem{Kind: TooLarge}
	case len(bytes.TrimSpace(data)) == 0:
		return nil, &Problem{Kind: Empty}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readWorkbook(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // the container of .xls, and of a locked .xlsx
		return nil, &Problem{Kind: OldExcel}
	default:
		return readText(data)
	}
}

// reader turns rows into lines.
type reader struct {
	header header
	list   List
	rows   map[string]int  // where each code stands
	units  map[string]bool // folded names that people's rows have
	last   int             // number of the row before
	below  bool            // a blank row has ended the table, or interrupted it
}

// cell is one cell with its place.
type cell struct {
	Problem // its place, filled in
	text    string
}

// cell returns the cell of a row that a column means, cleaned. A column that the list lacks is an empty cell.
func (r *reader) cell(at row, column Column) cell {
	i, ok := r.header.at[column]
	if !ok {
		return cell{}
	}
	c := cell{Problem: Problem{Row: at.number, Col: i + 1, Heading: r.header.names[i]}}
	if i < len(at.cells) {
		c.text = clean(at.cells[i])
	}
	if utf8.RuneCountInString(c.text) > MaxCell {
		r.fault(c, TooLong, "")
		c.text = ""
	}
	return c
}

// clean returns text in NFC with single spaces; Excel leaves line breaks and hard spaces in cells.
func clean(s string) string { return strings.Join(strings.Fields(viet.NFC(s)), " ") }

func (r *reader) fault(at cell, kind ProblemKind, value string) {
	p := at.Problem
	p.Kind, p.Value = kind, value
	r.list.Problems = append(r.list.Problems, p)
}

func (r *reader) row(at row) {
	filled := r.filled(at)
	if filled == 0 || at.number > r.last+1 || filled == 1 && r.alone(at) {
		r.below = len(r.list.Lines) > 0
	}
	if filled == 0 {
		return // empty rows, rows with a running number only
	}
	if at.banner && filled == 1 {
		r.list.Headings++
		return
	}
	if r.below && !r.person(at) {
		r.list.Notes = append(r.list.Notes, Problem{Kind: NoPerson, Row: at.number, Value: excerpt(at)})
		return
	}
	r.below = false
	before := len(r.list.Problems)
	code, name, unit := r.cell(at, CodeColumn), r.cell(at, NameColumn), r.cell(at, UnitColumn)
	line := Line{Row: at.number, Code: code.text, Name: name.text, Unit: unit.text, Post: r.cell(at, PostColumn).text}
	tooLong := len(r.list.Problems) > before
	for _, c := range []cell{code, name, unit} {
		if c.text == "" && !tooLong {
			r.fault(c, Missing, "")
		}
	}
	r.checkCode(code)
	r.units[viet.Fold(unit.text)] = true
	line.Roles = r.roles(r.cell(at, RoleColumn))
	line.Category = r.category(r.cell(at, CategoryColumn))
	r.list.Lines = append(r.list.Lines, line)
}

// filled counts the cells of a row that say something in a column that means something.
func (r *reader) filled(at row) int {
	n := 0
	for _, i := range r.header.at {
		if i < len(at.cells) && clean(at.cells[i]) != "" {
			n++
		}
	}
	return n
}

func (r *reader) checkCode(code cell) {
	if code.text == "" {
		return
	}
	if strings.Contains(code.text, " ") {
		r.fault(code, SpacedCode, code.text)
	}
	key := codeKey(code.text)
	if first, twice := r.rows[key]; twice {
		p := code.Problem
		p.Kind, p.Value, p.Other = SameCode, code.text, first
		r.list.Problems = append(r.list.Problems, p)
		return
	}
	r.rows[key] = code.Row
}

// codeKey is what makes two staff codes the same.
func codeKey(code string) string { return strings.ToUpper(viet.NFC(code)) }

// roles reads the roles of a cell; the plain member of staff has none.
func (r *reader) roles(c cell) people.Roles {
	var held people.Roles
	for _, part := range strings.FieldsFunc(c.text, func(s rune) bool { return strings.ContainsRune(",;/+&|", s) }) {
		word := plain(part)
		switch give, ok := roleWords[word]; {
		case word == "":
		case ok:
			held = join(held, give)
		default:
			r.fault(c, BadRole, strings.TrimSpace(part))
		}
	}
	return held
}

func join(a, b people.Roles) people.Roles {
	return people.Roles{
		Head: a.Head || b.Head, Office: a.Office || b.Office, Director: a.Director || b.Director, Admin: a.Admin || b.Admin,
	}
}

func (r *reader) category(c cell) people.Category {
	word := plain(c.text)
	found, ok := categoryWords[word]
	if word != "" && !ok {
		r.fault(c, BadCategory, c.text)
	}
	return found
}

// lookAtUnits notes what is odd about the units of a list.
func lookAtUnits(list List) []Problem {
	type seen struct {
		first, head int
		led         bool // by a head, or by those who lead the whole department
		name        string
	}
	var notes []Problem
	units := map[string]*seen{}
	var order []*seen
	for _, l := range list.Lines {
		if l.Unit == "" {
			continue
		}
		u := units[viet.Fold(l.Unit)]
		if u == nil {
			u = &seen{first: l.Row, name: l.Unit}
			units[viet.Fold(l.Unit)] = u
			order = append(order, u)
		}
		if l.Unit != u.name {
			notes = append(notes, Problem{Kind: Spellings, Row: l.Row, Value: l.Unit, Other: u.first})
		}
		u.led = u.led || l.Roles.Head || l.Roles.Director
		switch {
		case l.Roles.Head && u.head != 0:
			notes = append(notes, Problem{Kind: TwoHeads, Row: l.Row, Value: l.Unit, Other: u.head})
		case l.Roles.Head:
			u.head = l.Row
		}
	}
	for _, u := range order {
		if !u.led && list.Has[RoleColumn] {
			notes = append(notes, Problem{Kind: NoHead, Value: u.name})
		}
	}
	return notes
}
