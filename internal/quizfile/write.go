package quizfile

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// sheetName is what the sheet of questions is called.
const sheetName = "Câu hỏi"

// widths of the columns, in characters; the others have otherWidth.
var widths = map[Column]float64{
	Topic: 20, Question: 50, A: 28, B: 28, C: 28, D: 28, Answer: 8, Explanation: 50, Document: 36, Source: 40, Note: 36, Reason: 30,
}

const otherWidth = 14

// WriteWorkbook writes questions as an Excel workbook: one sheet with a header that stays in sight, a list to choose
// the answer and the state from, and every cell as text, so that no program takes "26/3" for a date.
func WriteWorkbook(out io.Writer, rows []Row, states []string) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.SetSheetName(book.GetSheetName(0), sheetName); err != nil {
		return fmt.Errorf("name the sheet: %w", err)
	}
	if err := dress(book, len(rows), states); err != nil {
		return fmt.Errorf("lay out the sheet: %w", err)
	}
	header := []any{}
	for _, c := range Columns() {
		header = append(header, Heading(c))
	}
	if err := book.SetSheetRow(sheetName, "A1", &header); err != nil {
		return fmt.Errorf("write the header: %w", err)
	}
	for i, r := range rows {
		cells := []any{}
		for _, c := range Columns() {
			cells = append(cells, r.Texts[c])
		}
		if err := book.SetSheetRow(sheetName, fmt.Sprintf("A%d", i+2), &cells); err != nil {
			return fmt.Errorf("write a row: %w", err)
		}
	}
	if err := book.Write(out); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

// dress gives the sheet its widths, its formats and its lists of choices.
func dress(book *excelize.File, rows int, states []string) error {
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err //nolint:wrapcheck // the caller says what it was doing
	}
	bold, err := book.NewStyle(&excelize.Style{
		NumFmt: 49, Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EEF7"}},
	})
	if err != nil {
		return err //nolint:wrapcheck // the caller says what it was doing
	}
	for i, c := range Columns() {
		letter := Place{Col: i + 1}.Letter()
		width := widths[c]
		if width == 0 {
			width = otherWidth
		}
		if err := errors.Join(book.SetColWidth(sheetName, letter, letter, width), book.SetColStyle(sheetName, letter, text)); err != nil {
			return err
		}
	}
	last := Place{Col: len(Columns())}.Letter()
	return errors.Join(
		book.SetCellStyle(sheetName, "A1", last+"1", bold),
		book.SetPanes(sheetName, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		choose(book, Answer, rows, []string{"A", "B", "C", "D"}),
		choose(book, State, rows, states),
	)
}

// spareRows are the empty rows below the last question that offer the choices too.
const spareRows = 200

// choose offers a list in every cell of a column.
func choose(book *excelize.File, column Column, rows int, list []string) error {
	if len(list) == 0 {
		return nil
	}
	at := 0
	for i, c := range Columns() {
		if c == column {
			at = i + 1
		}
	}
	letter := Place{Col: at}.Letter()
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s2:%s%d", letter, letter, rows+1+spareRows))
	if err := v.SetDropList(list); err != nil {
		return err //nolint:wrapcheck // the caller says what it was doing
	}
	return book.AddDataValidation(sheetName, v) //nolint:wrapcheck // the caller says what it was doing
}
