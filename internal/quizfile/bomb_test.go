package quizfile_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"sohoc/internal/quizfile"
)

// bomb makes a workbook of one shared text and rows that all point to it, from the cell of a column to that of another.
func bomb(t *testing.T, shared string, rows int, columns ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name, body string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	put("[Content_Types].xml", head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`)
	put("_rels/.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	put("xl/_rels/workbook.xml.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+rel+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="`+rel+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
	put("xl/workbook.xml", head+`<workbook `+main+` xmlns:r="`+rel+`"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	put("xl/sharedStrings.xml", head+`<sst `+main+` count="1" uniqueCount="1"><si>`+shared+`</si></sst>`)
	var sheet strings.Builder
	sheet.WriteString(head + `<worksheet ` + main + `><sheetData>`)
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&sheet, `<row r="%d">`, r)
		for _, c := range columns {
			fmt.Fprintf(&sheet, `<c r="%s%d" t="s"><v>0</v></c>`, c, r)
		}
		sheet.WriteString(`</row>`)
	}
	put("xl/worksheets/sheet1.xml", sheet.String()+`</sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// spent is how many bytes are allocated by a call.
func spent(fn func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestBombsAreRefusedBeforeTheyGrow(t *testing.T) { //nolint:paralleltest // it measures what is allocated
	const much = 400 << 20
	for name, file := range map[string][]byte{
		"a long text in every cell":           bomb(t, "<t>"+strings.Repeat("a ", 1<<20)+"</t>", 200, "A", "B", "C", "D", "E"),
		"a long formatted text":               bomb(t, "<r><t>"+strings.Repeat("a ", 1<<20)+"</t></r><r><t>b</t></r>", 200, "A", "B", "C", "D", "E"),
		"rows that are very far to the right": bomb(t, "<t>a</t>", 1500, "XFD"),
	} {
		if n := spent(func() {
			if _, fault := quizfile.Read(file); fault == nil {
				t.Errorf("%s: is taken", name)
			}
		}); n > much {
			t.Errorf("%s: %d KB make %d MB", name, len(file)>>10, n>>20)
		} else {
			t.Logf("%s: %d KB make %d MB", name, len(file)>>10, n>>20)
		}
	}
}
