package quizfile

import (
	"bytes"
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"

	"sohoc/internal/sheet"
)

// Read reads a file. Its kind is seen from its content, never from its name.
func Read(data []byte) (Table, *Fault) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	switch {
	case len(data) > MaxBytes:
		return Table{}, &Fault{Kind: TooLarge}
	case len(trimmed) == 0:
		return Table{}, &Fault{Kind: Empty}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readWorkbook(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // the container of .xls, and of a locked .xlsx
		return Table{}, &Fault{Kind: OldExcel}
	case trimmed[0] == '[' || trimmed[0] == '{':
		return readJSON(trimmed)
	default:
		return Table{}, &Fault{Kind: Unknown}
	}
}

// What a workbook may grow to when it is unpacked: MaxRows questions need far less, a zip bomb far more.
const (
	maxUnpacked = 64 << 20
	maxSheet    = 32 << 20 // beyond it, a temporary file is used
)

// sheetRow is a line of a sheet before anybody knows what its cells mean.
type sheetRow struct {
	number int
	cells  []string
}

var errTooMany = errors.New("too many rows")

// readWorkbook reads the first sheet that has a header.
func readWorkbook(data []byte) (table Table, fault *Fault) {
	if err := sheet.Check(data, maxUnpacked); err != nil {
		return Table{}, &Fault{Kind: Broken}
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxSheet})
	if err != nil {
		return Table{}, &Fault{Kind: Broken}
	}
	defer func() {
		if err := book.Close(); err != nil && fault == nil {
			table, fault = Table{}, &Fault{Kind: Broken}
		}
	}()
	first := &Fault{Kind: Empty}
	for _, sheet := range book.GetSheetList() {
		rows, err := sheetRows(book, sheet)
		if errors.Is(err, errTooMany) {
			return Table{}, &Fault{Kind: TooMany}
		}
		if err != nil {
			return Table{}, &Fault{Kind: Broken}
		}
		at, places, ignored, fault := findHeader(rows)
		if fault == nil {
			return tableOf(rows[at+1:], places, ignored)
		}
		if first.Kind == Empty && len(rows) > 0 {
			first = fault
		}
	}
	return Table{}, first
}

// sheetRows returns the rows of a sheet that are not empty.
func sheetRows(book *excelize.File, sheet string) (out []sheetRow, err error) {
	in, err := book.Rows(sheet)
	if err != nil {
		return nil, err //nolint:wrapcheck // told to nobody: the file is broken
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	for number := 1; in.Next(); number++ {
		cells, err := in.Columns()
		if err != nil {
			return nil, err //nolint:wrapcheck // told to nobody: the file is broken
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue // sheets that were formatted down to row 1,048,576 exist
		}
		if len(out) >= MaxRows+headerSpan {
			return nil, errTooMany
		}
		out = append(out, sheetRow{number: number, cells: cells})
	}
	return out, in.Error() //nolint:wrapcheck // told to nobody: the file is broken
}

func tableOf(rows []sheetRow, places map[Column]Place, ignored []string) (Table, *Fault) {
	t := Table{Places: places, Ignored: ignored}
	for _, r := range rows {
		row := Row{Number: r.number, Texts: map[Column]string{}}
		for column, at := range places {
			if at.Col <= len(r.cells) {
				if text := clean(r.cells[at.Col-1]); text != "" {
					row.Texts[column] = text
				}
			}
		}
		if len(row.Texts) > 0 {
			t.Rows = append(t.Rows, row)
		}
	}
	switch {
	case len(t.Rows) == 0:
		return t, &Fault{Kind: NoRows}
	case len(t.Rows) > MaxRows:
		return t, &Fault{Kind: TooMany}
	}
	return t, nil
}
