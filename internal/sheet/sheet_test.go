package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sohoc/internal/sheet"
)

const limit = 64 << 20

// book makes a workbook of one shared text, that rows show in some columns.
func book(t *testing.T, shared string, rows int, columns ...string) []byte {
	t.Helper()
	var cells strings.Builder
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&cells, `<row r="%d">`, r)
		for _, c := range columns {
			fmt.Fprintf(&cells, `<c r="%s%d" t="s"><v>0</v></c>`, c, r)
		}
		cells.WriteString(`</row>`)
	}
	return archive(t, map[string]string{
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + cells.String() + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":     `<sst><si>` + shared + `</si></sst>`,
	})
}

func archive(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBombsAreRefused(t *testing.T) {
	t.Parallel()
	page := strings.Repeat("a ", 10_000)
	for name, file := range map[string][]byte{
		"a text that is too long":         book(t, "<t>"+strings.Repeat(page, 10)+"</t>", 1, "A"),
		"a text of many parts":            book(t, strings.Repeat("<r><t>"+page+"</t></r>", 10), 1, "A"),
		"a text in very many cells":       book(t, "<t>"+page+"</t>", 500, "A", "B", "C", "D"),
		"cells that are far to the right": book(t, "<t>a</t>", 1, "XFD"),
		"a sheet with another name":       archive(t, map[string]string{"xl/sheet.png": `<worksheet><c r="XFD1"><v>1</v></c></worksheet>`}),
		"a part that unpacks to too much": archive(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet>" + strings.Repeat(" ", limit) + "</worksheet>"}),
	} {
		if err := sheet.Check(file, limit); !errors.Is(err, sheet.ErrTooMuch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoWorkbook(t *testing.T) {
	t.Parallel()
	for name, file := range map[string][]byte{
		"no archive":       []byte("PK\x03\x04 and nothing behind"),
		"broken XML":       archive(t, map[string]string{"xl/worksheets/sheet1.xml": "<worksheet"}),
		"another encoding": archive(t, map[string]string{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-16"?><worksheet/>`}),
	} {
		if err := sheet.Check(file, limit); err == nil || errors.Is(err, sheet.ErrTooMuch) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOrdinaryWorkbooksPass(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	row := []any{"Mã", "Họ và tên", 12.5, strings.Repeat("đ", 30_000)}
	for r := range 200 {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", r+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err == nil {
		err = f.SetCellStyle("Sheet1", "A1", "XFD1", style) // a whole line was formatted
	}
	if err == nil {
		err = f.AddPictureFromBytes("Sheet1", "F1", &excelize.Picture{Extension: ".png", File: pixel(t)})
	}
	var out bytes.Buffer
	if err == nil {
		err = f.Write(&out)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := sheet.Check(out.Bytes(), limit); err != nil {
		t.Error(err)
	}
	if err := sheet.Check(book(t, "<t>a</t>", 1000, "A", "AZ", "IV"), limit); err != nil {
		t.Error(err)
	}
}

// pixel is the smallest picture.
func pixel(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
