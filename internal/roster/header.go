package roster

import (
	"regexp"
	"strings"

	"sohoc/internal/viet"
)

// header says where the columns of a list stand.
type header struct {
	row     int // index of the row that names them
	at      map[Column]int
	names   []string // all headings, as the file writes them
	ignored []string
}

// findHeader looks for the first row that names the code, the name and the unit. When there is none, the row that
// comes nearest tells what is missing.
func findHeader(rows []row) (header, []Problem) {
	missing := columnNames(CodeColumn, NameColumn, UnitColumn)
	nearest := Problem{Kind: NoHeader, Value: strings.Join(missing, ", ")}
	for i, at := range rows {
		if at.number > headerSpan {
			break
		}
		head, problems := readHeader(i, at)
		lacks := head.lacks()
		if len(lacks) == 0 {
			return head, problems
		}
		if len(lacks) < len(missing) {
			missing = lacks
			nearest = Problem{Kind: NoHeader, Row: at.number, Value: strings.Join(lacks, ", ")}
		}
	}
	return header{}, []Problem{nearest}
}

func readHeader(index int, at row) (header, []Problem) {
	head := header{row: index, at: map[Column]int{}, names: make([]string, len(at.cells))}
	var problems []Problem
	for i, text := range at.cells {
		head.names[i] = clean(text)
		word := plain(text)
		column, known := headingWords[word]
		first, twice := head.at[column]
		switch {
		case word == "":
		case !known && word != "stt" && word != "tt" && word != "so tt":
			head.ignored = append(head.ignored, head.names[i])
		case !known:
		case twice:
			problems = append(problems, Problem{
				Kind: SameColumn, Row: at.number, Col: i + 1, Heading: head.names[i], Value: head.names[first],
			})
		default:
			head.at[column] = i
		}
	}
	return head, problems
}

// lacks names the necessary columns that a header has not.
func (h header) lacks() []string {
	var out []string
	for _, c := range []Column{CodeColumn, NameColumn, UnitColumn} {
		if _, ok := h.at[c]; !ok {
			out = append(out, columnNames(c)...)
		}
	}
	return out
}

// columnNames returns the columns' names as the Office writes them.
func columnNames(columns ...Column) []string {
	var out []string
	for _, c := range columns {
		out = append(out, officialNames[c])
	}
	return out
}

var (
	aside   = regexp.MustCompile(`\([^)]*\)`)
	letters = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

// plain returns the words of a heading or a cell for comparison: folded, without remarks in brackets and
// without punctuation.
func plain(s string) string {
	s = aside.ReplaceAllString(viet.Fold(s), " ")
	return strings.TrimSpace(letters.ReplaceAllString(s, " "))
}
