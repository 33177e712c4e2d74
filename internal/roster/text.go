package roster

import (
	"bytes"
	"encoding/csv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// readText reads a CSV file: any accepted encoding, and the separator with which a header can be found.
func readText(data []byte) ([]row, *Problem) {
	text, ok := decode(data)
	if !ok {
		return nil, &Problem{Kind: BadEncoding}
	}
	var best []row
	for _, separator := range []rune{',', ';', '\t'} {
		rows := splitRows(text, separator)
		if _, problems := findHeader(rows); len(problems) == 0 || problems[0].Kind != NoHeader {
			return rows, nil
		}
		if widest(rows) > widest(best) {
			best = rows
		}
	}
	return best, nil
}

func widest(rows []row) int {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	return width
}

// decode returns UTF-8 without a byte order mark. Excel's "Unicode Text" is UTF-16 with a mark; other programs
// leave the mark out, and then the zero bytes of Latin letters give it away.
func decode(data []byte) (string, bool) {
	order, marked := unicode.LittleEndian, true
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order = unicode.BigEndian
	default:
		marked = false
	}
	if head := data[:min(len(data), 400)]; !marked && bytes.IndexByte(head, 0) >= 0 {
		var zeros [2]int
		for i, b := range head {
			if b == 0 {
				zeros[i%2]++
			}
		}
		if zeros[0] > zeros[1] {
			order = unicode.BigEndian
		}
		marked = true
	}
	if marked {
		out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", false
		}
		data = out
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return string(data), utf8.Valid(data)
}

// splitRows splits text into rows, numbered as Excel numbers them: a quoted line break stays in its row, and an
// empty line counts. Stray quotes are taken as they are.
func splitRows(text string, separator rune) []row {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator, -1, true
	var rows []row
	number, nextLine := 0, 1
	for len(rows) <= 2*MaxRows {
		cells, err := in.Read()
		if err != nil {
			break // io.EOF: with lazy quotes nothing else is an error
		}
		first, _ := in.FieldPos(0)
		last, _ := in.FieldPos(len(cells) - 1)
		number += 1 + first - nextLine // empty lines that the reader jumped over
		nextLine = last + strings.Count(cells[len(cells)-1], "\n") + 1
		if len(rows) == 0 && strings.HasPrefix(cells[0], "sep=") {
			number-- // Excel's own hint, which it does not count as a row of the sheet
			continue
		}
		rows = append(rows, row{number: number, cells: cells})
	}
	return rows
}
