package roster

import (
	"strings"

	"sohoc/internal/viet"
)

// Below the table of a list that is made to be printed stand those who made and signed it, in cells that belong to
// no column. What follows a blank row is therefore a person only when it looks like one; a person with a fault must
// still be reported, not left out.

// person tells whether a row below a blank one is meant to be a person: it has what can be a code beside a name or a
// unit, or a unit that others have beside a code or a name.
func (r *reader) person(at row) bool {
	code, name, unit := r.says(at, CodeColumn), r.says(at, NameColumn), r.says(at, UnitColumn)
	coded := r.likeCode(code)
	known := unit != "" && r.units[viet.Fold(unit)]
	return coded && (name != "" || unit != "") || known && (name != "" || code != "")
}

// alone tells whether the only cell of a row that says something cannot be what begins a person: "Người lập biểu"
// under the codes or the posts, with no blank row before it.
func (r *reader) alone(at row) bool {
	code := r.says(at, CodeColumn)
	return r.says(at, NameColumn) == "" && r.says(at, UnitColumn) == "" && (code == "" || strings.Contains(code, " "))
}

// likeCode tells whether a text can be a staff code of this list: no words, and with a digit if all the others have.
func (r *reader) likeCode(text string) bool {
	if text == "" || strings.Contains(text, " ") {
		return false
	}
	if strings.ContainsAny(text, digits) {
		return true
	}
	for _, line := range r.list.Lines {
		if !strings.ContainsAny(line.Code, digits) {
			return true
		}
	}
	return false
}

const digits = "0123456789"

// says returns what a row has in a column, cleaned, whatever its length.
func (r *reader) says(at row, column Column) string {
	if i, ok := r.header.at[column]; ok && i < len(at.cells) {
		return clean(at.cells[i])
	}
	return ""
}

// excerpt is what a row says, shortened: enough to find it by.
func excerpt(at row) string {
	var parts []string
	for _, text := range at.cells {
		if text = clean(text); text != "" {
			parts = append(parts, text)
		}
	}
	text := []rune(strings.Join(parts, "; "))
	if len(text) > maxExcerpt {
		return string(text[:maxExcerpt]) + "…"
	}
	return string(text)
}

const maxExcerpt = 80 // characters
