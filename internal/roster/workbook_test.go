package roster_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sohoc/internal/people"
	"sohoc/internal/roster"
)

var update = flag.Bool("update", false, "write the sample files in testdata anew")

// workbook returns a file with one sheet; each string of rows fills a row from column A. The function may do more
// to it.
func workbook(t *testing.T, rows [][]any, more func(book *excelize.File, sheet string)) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, cells := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	if more != nil {
		more(book, "Sheet1")
	}
	buf, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

var official = [][]any{
	{"SỞ TƯ PHÁP TỈNH TUYÊN QUANG"},
	{"DANH SÁCH CÔNG CHỨC, VIÊN CHỨC, NGƯỜI LAO ĐỘNG"},
	{},
	{"STT", "Mã", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Vai trò", "Đối tượng"},
	{1, "TQ001", "Nguyễn Thị Ánh", "02/03/1975", "Lãnh đạo Sở", "Giám đốc Sở", "lãnh đạo Sở", "Công chức"},
	{"I", "VĂN PHÒNG"},
	{2, "TQ002", "Đặng Văn Ỷ", "", "Văn phòng", "Chánh Văn phòng", "trưởng đơn vị, văn phòng", "Công chức"},
	{3, "TQ003", "Lý Thị Ở", "", "", "Lái xe", "", "Hợp đồng"},
	{4, "TQ004", "Trần Văn Đông", "", "", "Chuyên viên", "nhân viên", "Công chức"},
	{},
	{"", "", "Người lập biểu"},
}

// dress merges what such lists merge: the titles, the heading of a group, the unit over its people, the signature.
func dress(t *testing.T) func(book *excelize.File, sheet string) {
	t.Helper()
	return func(book *excelize.File, sheet string) {
		for from, to := range map[string]string{"A1": "H1", "A2": "H2", "B6": "H6", "E7": "E9", "C11": "H11"} {
			if err := book.MergeCell(sheet, from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var officialLines = []roster.Line{
	{
		Row: 5, Code: "TQ001", Name: "Nguyễn Thị Ánh", Unit: "Lãnh đạo Sở", Post: "Giám đốc Sở",
		Roles: people.Roles{Director: true}, Category: people.CongChuc,
	},
	{
		Row: 7, Code: "TQ002", Name: "Đặng Văn Ỷ", Unit: "Văn phòng", Post: "Chánh Văn phòng",
		Roles: people.Roles{Head: true, Office: true}, Category: people.CongChuc,
	},
	{Row: 8, Code: "TQ003", Name: "Lý Thị Ở", Unit: "Văn phòng", Post: "Lái xe", Category: people.NguoiLaoDong},
	{Row: 9, Code: "TQ004", Name: "Trần Văn Đông", Unit: "Văn phòng", Post: "Chuyên viên", Category: people.CongChuc},
}

func TestReadWorkbookAsOfficesMakeThem(t *testing.T) {
	t.Parallel()
	list := roster.Read(workbook(t, official, dress(t)))
	if diff := cmp.Diff(officialLines, list.Lines); diff != "" || len(list.Problems) > 0 {
		t.Errorf("problems %v, lines (-want +got):\n%s", list.Problems, diff)
	}
	if list.Headings != 2 {
		t.Errorf("%d headings skipped, want the group's and the signature's", list.Headings)
	}
	if diff := cmp.Diff([]string{"Ngày sinh"}, list.Ignored); diff != "" {
		t.Errorf("ignored columns (-want +got):\n%s", diff)
	}
}

func TestAPersonWithAMergedCellIsNoHeading(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"Mã", "Họ và tên", "Đơn vị", "Chức vụ", "Vai trò"}, {"1", "A", "B", "Giám đốc Sở"}}
	list := roster.Read(workbook(t, rows, func(book *excelize.File, sheet string) {
		if err := book.MergeCell(sheet, "D2", "E2"); err != nil {
			t.Fatal(err)
		}
	}))
	if len(list.Lines) != 1 || list.Headings != 0 || len(list.Problems) > 0 {
		t.Errorf("list %+v, want one person", list)
	}
}

func TestTheListMayStandOnAnotherSheet(t *testing.T) {
	t.Parallel()
	list := roster.Read(workbook(t, [][]any{{"Hướng dẫn"}, {"Xem trang sau"}}, func(book *excelize.File, _ string) {
		if _, err := book.NewSheet("Danh sách"); err != nil {
			t.Fatal(err)
		}
		for i, cells := range [][]any{{"Mã", "Họ tên", "Phòng"}, {"1", "A", "B"}} {
			if err := book.SetSheetRow("Danh sách", fmt.Sprintf("B%d", i+3), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}))
	want := []roster.Line{{Row: 4, Code: "1", Name: "A", Unit: "B"}}
	if diff := cmp.Diff(want, list.Lines); diff != "" {
		t.Errorf("problems %v, lines (-want +got):\n%s", list.Problems, diff)
	}
}

func TestCodesThatAreNumbers(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"Mã", "Họ tên", "Đơn vị"}, {7, "A", "B"}, {int64(123456789012345), "C", "B"}, {12, "D", "B"}}
	list := roster.Read(workbook(t, rows, func(book *excelize.File, sheet string) {
		padded := "0000"
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &padded})
		if err == nil {
			err = book.SetCellStyle(sheet, "A4", "A4", style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}))
	var codes []string
	for _, l := range list.Lines {
		codes = append(codes, l.Code)
	}
	if diff := cmp.Diff([]string{"7", "123456789012345", "0012"}, codes); diff != "" {
		t.Errorf("codes as Excel shows them (-want +got):\n%s", diff)
	}
}

func TestWorkbooksThatAreNoLists(t *testing.T) {
	t.Parallel()
	crowd := [][]any{{"Mã", "Họ tên", "Đơn vị"}}
	for i := range roster.MaxRows + 30 {
		crowd = append(crowd, []any{i, "A", "B"})
	}
	for name, c := range map[string]struct {
		data []byte
		want roster.ProblemKind
	}{
		"empty sheet":   {workbook(t, nil, nil), roster.Empty},
		"no header":     {workbook(t, [][]any{{"a", "b"}}, nil), roster.NoHeader},
		"too many rows": {workbook(t, crowd, nil), roster.TooManyRows},
		"cut off":       {workbook(t, official, nil)[:2000], roster.Broken},
	} {
		if list := roster.Read(c.data); len(list.Problems) == 0 || list.Problems[0].Kind != c.want {
			t.Errorf("%s: problems %+v, want %s", name, list.Problems, c.want)
		}
	}
}

// The samples are for people who want to see what a list may look like; with -update they are written anew.
func TestSampleFiles(t *testing.T) {
	t.Parallel()
	text := "\ufeff" + "Mã;Họ và tên;Đơn vị;Chức vụ;Vai trò;Đối tượng\n" +
		"TQ001;Nguyễn Thị Ánh;Lãnh đạo Sở;Giám đốc Sở;lãnh đạo Sở;Công chức\n" +
		"TQ002;Đặng Văn Ỷ;Văn phòng;Chánh Văn phòng;trưởng đơn vị, văn phòng;Công chức\n" +
		"TQ003;Lý Thị Ở;Văn phòng;Lái xe;;Người lao động\nTQ004;Trần Văn Đông;Văn phòng;Chuyên viên;nhân viên;Công chức\n"
	samples := map[string][]byte{"danh-sach.csv": []byte(text)}
	if *update {
		samples["danh-sach.xlsx"] = workbook(t, official, dress(t))
		for name, data := range samples {
			if err := os.WriteFile(filepath.Join("testdata", name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range []string{"danh-sach.csv", "danh-sach.xlsx"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		list := roster.Read(data)
		for i := range list.Lines {
			list.Lines[i].Row = officialLines[i].Row
		}
		if diff := cmp.Diff(officialLines, list.Lines); diff != "" || len(list.Problems) > 0 {
			t.Errorf("%s: problems %v, lines (-want +got):\n%s", name, list.Problems, diff)
		}
	}
}
