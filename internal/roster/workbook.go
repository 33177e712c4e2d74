package roster

import (
	"bytes"
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"

	"sohoc/internal/sheet"
)

// What a workbook may grow to when it is unpacked: a list of MaxRows needs far less, a zip bomb far more.
const (
	maxUnpacked = 128 << 20
	maxSheet    = 64 << 20 // beyond it, a temporary file is used
)

// readWorkbook returns the rows of the first sheet that has a header, else those of the first sheet.
func readWorkbook(data []byte) (rows []row, fault *Problem) {
	if err := sheet.Check(data, maxUnpacked); err != nil {
		return nil, &Problem{Kind: Broken}
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxSheet})
	if err != nil {
		return nil, &Problem{Kind: Broken}
	}
	defer func() {
		if err := book.Close(); err != nil && fault == nil {
			rows, fault = nil, &Problem{Kind: Broken}
		}
	}()
	for i, sheet := range book.GetSheetList() {
		found, err := readSheet(book, sheet)
		if errors.Is(err, errTooManyRows) {
			return nil, &Problem{Kind: TooManyRows}
		}
		if err != nil {
			return nil, &Problem{Kind: Broken}
		}
		if i == 0 {
			rows = found
		}
		if _, problems := findHeader(found); len(problems) == 0 || problems[0].Kind != NoHeader {
			return found, nil
		}
	}
	if len(rows) == 0 {
		return nil, &Problem{Kind: Empty}
	}
	return rows, nil
}

var errTooManyRows = errors.New("too many rows")

// readSheet returns the rows of a sheet that are not empty.
func readSheet(book *excelize.File, sheet string) ([]row, error) {
	shown, err := sheetRows(book, sheet, false)
	if err != nil {
		return nil, err
	}
	raw, err := sheetRows(book, sheet, true)
	if err != nil {
		return nil, err
	}
	for i := range shown {
		for j, text := range shown[i].cells {
			// A long number is shown as 1.23457E+11; a staff code is not a quantity.
			if strings.Contains(text, "E+") && i < len(raw) && j < len(raw[i].cells) {
				shown[i].cells[j] = raw[i].cells[j]
			}
		}
	}
	return shown, spreadMerged(book, sheet, shown)
}

func sheetRows(book *excelize.File, sheet string, raw bool) (out []row, err error) {
	in, err := book.Rows(sheet)
	if err != nil {
		return nil, err //nolint:wrapcheck // told to nobody: the file is broken
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	for number := 1; in.Next(); number++ {
		cells, err := in.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			return nil, err //nolint:wrapcheck // told to nobody: the file is broken
		}
		if strings.Join(cells, "") == "" {
			continue // sheets that were formatted down to row 1,048,576 exist
		}
		if len(out) >= MaxRows+headerSpan {
			return nil, errTooManyRows
		}
		out = append(out, row{number: number, cells: cells})
	}
	return out, in.Error() //nolint:wrapcheck // told to nobody: the file is broken
}

// spreadMerged gives each row of a merged cell its text: lists often merge the unit over its people. A cell that
// is merged over columns makes its row a banner.
func spreadMerged(book *excelize.File, sheet string, rows []row) error {
	merged, err := book.GetMergeCells(sheet)
	if err != nil {
		return err //nolint:wrapcheck // told to nobody: the file is broken
	}
	at := map[int]*row{}
	for i := range rows {
		at[rows[i].number] = &rows[i]
	}
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return err //nolint:wrapcheck // told to nobody: the file is broken
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return err //nolint:wrapcheck // told to nobody: the file is broken
		}
		for number := top; number <= min(bottom, top+MaxRows); number++ {
			r, ok := at[number]
			if !ok {
				continue // an empty row does not come alive by a merged cell
			}
			r.banner = r.banner || right > left
			for len(r.cells) < left {
				r.cells = append(r.cells, "")
			}
			r.cells[left-1] = m.GetCellValue()
		}
	}
	return nil
}
