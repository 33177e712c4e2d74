package quizfile_test

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sohoc/internal/quizfile"
)

// book makes a workbook: sheets of rows of cells.
func book(t *testing.T, sheets ...[][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, rows := range sheets {
		name := fmt.Sprintf("Sheet%d", i+1)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, cell := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err == nil {
					err = f.SetCellStr(name, at, cell)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var head = []string{"Mã", "Chủ đề", "Câu hỏi", "A", "B", "C", "D", "Đáp án", "Giải thích", "Nguồn"}

// line is a row of a workbook with a question.
func line(code string) []string {
	return []string{code, "Văn thư", "Lề trái?", "1", "2", "3", "4", "C", "Vì vậy", "Công báo"}
}

func TestReadAWorkbook(t *testing.T) {
	t.Parallel()
	got, fault := quizfile.Read(book(t, [][]string{{"Chỉ là bìa"}}, [][]string{
		{"Danh sách quý IV"}, {}, append([]string{"STT"}, append(head, "Người duyệt")...), append([]string{"1"}, line("Q1")...), {},
		append([]string{"2"}, line("  Q2\u00a0\n")...),
	}))
	if fault != nil {
		t.Fatalf("%+v", *fault)
	}
	if len(got.Rows) != 2 || got.Rows[0].Number != 4 || got.Rows[1].Number != 6 || got.Rows[1].Texts[quizfile.Code] != "Q2" {
		t.Errorf("rows %+v", got.Rows)
	}
	if p := got.Places[quizfile.Answer]; p.Letter() != "I" || p.Heading != "Đáp án" {
		t.Errorf("the answer stands at %s %q", p.Letter(), p.Heading)
	}
	if want := []string{"Người duyệt"}; !cmp.Equal(got.Ignored, want) || got.JSON {
		t.Errorf("ignored %v", got.Ignored)
	}
	if _, empty := got.Rows[0].Texts[quizfile.Note]; empty {
		t.Error("an absent column has a text")
	}
}

func TestHeadingsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, variant := range [][]string{
		{"ma cau hoi", "CHỦ ĐỀ", "Nội dung câu hỏi", "Phương án A", "Đáp án B", "lựa chọn C", "d", "Đáp án đúng", "Lý giải", "Nguồn tham khảo"},
		{"id", "Topic", "Question", "Option A", "Option B", "Option C", "Option D", "Correct answer", "Explanation", "Source"},
		{"Mã (nếu có)", "Chủ đề:", "Câu hỏi *", "A.", "B.", "C.", "D.", "Đáp án", "Giải thích (ngắn)", "Nguồn"},
	} {
		if got, fault := quizfile.Read(book(t, [][]string{variant, line("Q1")})); fault != nil || got.Rows[0].Texts[quizfile.D] != "4" {
			t.Errorf("%v: %v %v", variant, fault, got.Rows)
		}
	}
	for _, c := range quizfile.Columns() {
		if quizfile.Heading(c) == "" {
			t.Errorf("%s has no heading", c)
		}
	}
}

func TestFilesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	many := [][]string{head}
	for range quizfile.MaxRows + 1 {
		many = append(many, line("Q"))
	}
	for name, c := range map[string]struct {
		data []byte
		want quizfile.Fault
	}{
		"nothing":         {nil, quizfile.Fault{Kind: quizfile.Empty}},
		"blanks":          {[]byte(" \n\t"), quizfile.Fault{Kind: quizfile.Empty}},
		"a mark alone":    {[]byte("\xef\xbb\xbf"), quizfile.Fault{Kind: quizfile.Empty}},
		"too large":       {make([]byte, quizfile.MaxBytes+1), quizfile.Fault{Kind: quizfile.TooLarge}},
		"old Excel":       {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), quizfile.Fault{Kind: quizfile.OldExcel}},
		"half a workbook": {book(t, [][]string{head, line("Q")})[:900], quizfile.Fault{Kind: quizfile.Broken}},
		"words":           {[]byte("Câu hỏi: lề trái?"), quizfile.Fault{Kind: quizfile.Unknown}},
		"an empty sheet":  {book(t, nil), quizfile.Fault{Kind: quizfile.Empty}},
		"no source":       {book(t, [][]string{head[:9], line("Q")}), quizfile.Fault{Kind: quizfile.NoHeader, Row: 1, Value: "Nguồn"}},
		"two columns":     {book(t, [][]string{append(head, "Nguồn tham khảo"), line("Q")}), quizfile.Fault{Kind: quizfile.SameColumn, Row: 1, Value: "Nguồn tham khảo"}},
		"only a header":   {book(t, [][]string{head}), quizfile.Fault{Kind: quizfile.NoRows}},
		"too many":        {book(t, many), quizfile.Fault{Kind: quizfile.TooMany}},
		"half of JSON":    {[]byte(`[{"topic": "a"`), quizfile.Fault{Kind: quizfile.Broken}},
		"no questions":    {[]byte(`{"about": "x"}`), quizfile.Fault{Kind: quizfile.NoRows}},
		"an empty list":   {[]byte(`[]`), quizfile.Fault{Kind: quizfile.NoRows}},
		"a list of words": {[]byte(`["a"]`), quizfile.Fault{Kind: quizfile.Broken}},
		"five options":    {[]byte(`[{"options": ["1","2","3","4","5"]}]`), quizfile.Fault{Kind: quizfile.BadValue, Row: 1, Value: "options"}},
		"options of one":  {[]byte(`[{"options": "1"}]`), quizfile.Fault{Kind: quizfile.BadValue, Row: 1, Value: "options"}},
		"a list inside":   {[]byte(`[{"topic": "a"}, {"source": ["a"]}]`), quizfile.Fault{Kind: quizfile.BadValue, Row: 2, Value: "source"}},
		"an odd index":    {[]byte(`[{"answer_index": "x"}]`), quizfile.Fault{Kind: quizfile.BadValue, Row: 1, Value: "answer_index"}},
	} {
		_, fault := quizfile.Read(c.data)
		if fault == nil {
			t.Errorf("%s: it is read", name)
			continue
		}
		if d := cmp.Diff(c.want, *fault); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestNoHeaderAtAllNamesAllThatIsNeeded(t *testing.T) {
	t.Parallel()
	_, fault := quizfile.Read(book(t, [][]string{{"Họ và tên", "Đơn vị"}}))
	if fault == nil || fault.Kind != quizfile.NoHeader || strings.Count(fault.Value, ",") != len(quizfile.Necessary())-1 {
		t.Errorf("%+v", fault)
	}
}

func TestReadJSON(t *testing.T) {
	t.Parallel()
	got, fault := quizfile.Read([]byte("\xef\xbb\xbf" + `[
 {"id": "Q1", "topic": "van_thu", "question": " Lề\ntrái? ", "options": ["1", 2, "3", null], "answer_index": 2, "source": "s", "status": "ship",
  "press_source": true, "document": null, "difficulty": 3},
 {"id": "Q2", "answer_index": 4, "frozen": true, "status": "hold", "difficulty": 1},
 {"id": "Q3", "answer": "B", "frozen": false, "pause_reason": "Chờ"}]`))
	if fault != nil {
		t.Fatalf("%+v", *fault)
	}
	want := []map[quizfile.Column]string{
		{
			quizfile.Code: "Q1", quizfile.Topic: "van_thu", quizfile.Question: "Lề trái?", quizfile.A: "1", quizfile.B: "2", quizfile.C: "3",
			quizfile.Answer: "C", quizfile.Source: "s", quizfile.State: "ship", quizfile.Press: "true",
		},
		{quizfile.Code: "Q2", quizfile.Answer: "4", quizfile.State: "paused", quizfile.Reason: "Chờ đối chiếu với văn bản mới."},
		{quizfile.Code: "Q3", quizfile.Answer: "B", quizfile.Reason: "Chờ"},
	}
	for i, row := range got.Rows {
		if d := cmp.Diff(want[i], row.Texts); d != "" || row.Number != i+1 {
			t.Errorf("question %d: %s", row.Number, d)
		}
	}
	if !got.JSON || !cmp.Equal(got.Ignored, []string{"difficulty"}) {
		t.Errorf("ignored %v", got.Ignored)
	}
	if _, ok := got.Places[quizfile.To]; ok {
		t.Error("a name that no question has is said to be there")
	}
}

// rows are questions with everything in them that could be lost.
func rows() []quizfile.Row {
	full := map[quizfile.Column]string{}
	for i, c := range quizfile.Columns() {
		full[c] = fmt.Sprintf("Chữ <đ> & \"số\" %d", i)
	}
	full[quizfile.Press] = "true"
	odd := map[quizfile.Column]string{
		quizfile.Topic: "=SUM(A1)", quizfile.Question: "26/3", quizfile.A: "60%", quizfile.B: "1e5", quizfile.C: "01", quizfile.D: "+84", quizfile.Answer: "A",
		quizfile.Explanation: "'", quizfile.Source: "-", quizfile.State: "nháp",
	}
	return []quizfile.Row{{Texts: full}, {Texts: odd}}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(*bytes.Buffer) error{
		"xlsx": func(out *bytes.Buffer) error {
			return quizfile.WriteWorkbook(out, rows(), []string{"nháp", "đang dùng"})
		},
		"json": func(out *bytes.Buffer) error { return quizfile.WriteJSON(out, rows()) },
	} {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		got, fault := quizfile.Read(out.Bytes())
		if fault != nil || len(got.Rows) != 2 || len(got.Ignored) > 0 {
			t.Fatalf("%s: %+v %+v", name, fault, got)
		}
		for i, r := range rows() {
			maps.DeleteFunc(r.Texts, func(_ quizfile.Column, text string) bool { return text == "" })
			if d := cmp.Diff(r.Texts, got.Rows[i].Texts); d != "" {
				t.Errorf("%s, question %d: %s", name, i+1, d)
			}
		}
	}
}

func TestAWorkbookHelpsWhoFillsItIn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := quizfile.WriteWorkbook(&out, rows(), []string{"nháp", "đang dùng"}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetList()[0]
	lists, err := f.GetDataValidations(sheet)
	if err != nil || len(lists) != 2 {
		t.Fatalf("%d lists of choices (%v)", len(lists), err)
	}
	if lists[0].Formula1 != `"A,B,C,D"` || !strings.HasPrefix(lists[0].Sqref, "H2:H") {
		t.Errorf("answers are chosen from %s in %s", lists[0].Formula1, lists[0].Sqref)
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay: %+v (%v)", panes, err)
	}
	if formula, err := f.GetCellFormula(sheet, "B3"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q (%v)", formula, err)
	}
}

func TestLetters(t *testing.T) {
	t.Parallel()
	for col, want := range map[int]string{0: "", 1: "A", 26: "Z", 27: "AA", 53: "BA"} {
		if got := (quizfile.Place{Col: col}).Letter(); got != want {
			t.Errorf("column %d is %q", col, got)
		}
	}
}

// Whatever people send, it is a table or a fault.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`[{"options":["a"],"answer_index":0}]`))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, fault := quizfile.Read(data)
		if fault == nil && len(table.Rows) == 0 {
			t.Error("neither rows nor a fault")
		}
	})
}
