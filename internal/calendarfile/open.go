package calendarfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"sohoc/internal/sheet"
)

// maxUnpacked bounds what a workbook may grow to: a zip bomb grows to far more.
const maxUnpacked = 32 << 20

// open returns the rows of a file, row 1 first, or why there are none.
func open(data []byte) ([][]string, ProblemKind) {
	switch {
	case len(data) > MaxBytes:
		return nil, TooLarge
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return workbook(data)
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		return nil, Unreadable
	}
	return text(string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
}

// workbook returns the rows of the first sheet, dates as the numbers by which Excel keeps them: how they are shown
// depends on whose computer it is.
func workbook(data []byte) (rows [][]string, kind ProblemKind) {
	if err := sheet.Check(data, maxUnpacked); err != nil {
		return nil, Unreadable
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true})
	if err != nil {
		return nil, Unreadable
	}
	defer func() {
		if err := book.Close(); err != nil && kind == "" {
			rows, kind = nil, Unreadable
		}
	}()
	in, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return nil, Unreadable
	}
	for in.Next() {
		if len(rows) > MaxRows {
			if err := in.Close(); err != nil {
				return nil, Unreadable
			}
			return nil, TooManyRows
		}
		cells, err := in.Columns()
		if err != nil {
			return nil, Unreadable
		}
		rows = append(rows, cells)
	}
	if err := errors.Join(in.Error(), in.Close()); err != nil {
		return nil, Unreadable
	}
	return rows, ""
}

// text returns the rows of a CSV file, by the separator that finds the most columns in its first lines.
func text(all string) ([][]string, ProblemKind) {
	var best [][]string
	for _, separator := range []rune{',', ';', '\t'} {
		in := csv.NewReader(strings.NewReader(all))
		in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator, -1, true
		rows, err := in.ReadAll()
		if err != nil {
			continue
		}
		if widest(rows) > widest(best) {
			best = rows
		}
	}
	if len(best) > MaxRows+1 {
		return nil, TooManyRows
	}
	return best, ""
}

func widest(rows [][]string) int {
	n := 0
	for _, r := range rows {
		n = max(n, len(r))
	}
	return n
}
