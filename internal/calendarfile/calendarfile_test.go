package calendarfile_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sohoc/internal/calendar"
	"sohoc/internal/calendarfile"
)

// book makes a workbook of rows.
func book(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var want = []calendar.Entry{
	{Day: "2027-02-04", Kind: calendar.Holiday, NameVI: "Nghỉ Tết", NameEN: "Tet", Source: "Thông báo 12/TB-BNV", Checked: true},
	{Day: "2027-02-20", Kind: calendar.MakeUp, NameVI: "Làm bù", Source: "Thông báo 12/TB-BNV", Checked: true},
	{Day: "2027-09-01", Kind: calendar.Holiday, NameVI: "Quốc khánh", Doubt: calendar.Notice},
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	list := calendarfile.Read(book(t,
		[]any{"Lịch nghỉ năm 2027"},
		[]any{},
		[]any{"TT", "Ngày", "Loại", "Tên", "Tên tiếng Anh", "Nguồn", "Đã kiểm tra"},
		[]any{1, time.Date(2027, 2, 4, 0, 0, 0, 0, time.UTC), "nghỉ", "Nghỉ Tết", "Tet", "Thông báo 12/TB-BNV", "x"},
		[]any{2, "20/02/2027", "Làm bù", "  Làm   bù ", "", "Thông báo 12/TB-BNV", "có"},
		[]any{},
		[]any{3, "2027-09-01", "", "Quốc khánh", "", "", "chưa"},
	))
	if len(list.Problems) > 0 {
		t.Fatalf("problems: %+v", list.Problems)
	}
	if d := cmp.Diff(want, list.Entries); d != "" {
		t.Error(d)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"comma": "Ngày,Loại,Tên,Tiếng Anh,Nguồn,Kiểm tra\n4/2/2027,nghỉ,Nghỉ Tết,Tet,Thông báo 12/TB-BNV,\n20.2.2027,lam bu,Làm bù,,Thông báo 12/TB-BNV,x\n1-9-2027,,Quốc khánh,,,không\n",
		"semicolon, with a mark": "\ufeffngay;loai;ten;english;nguon;da kiem tra\n2027-02-04;NGHI;Nghỉ Tết;Tet;Thông báo 12/TB-BNV;1\n20/2/2027;làm việc;Làm bù;;Thông báo 12/TB-BNV;rồi\n" +
			"1/9/2027;nghỉ lễ;Quốc khánh;;;0\n",
		"tab, in English": "Date\tType\tName\tEnglish\tSource\tChecked\n4/2/2027\toff\tNghỉ Tết\tTet\tThông báo 12/TB-BNV\tyes\n20/2/2027\twork\tLàm bù\t\tThông báo 12/TB-BNV\tyes\n1/9/2027\tholiday\tQuốc khánh\t\t\tno\n",
	} {
		list := calendarfile.Read([]byte(file))
		if d := cmp.Diff(want, list.Entries); d != "" || len(list.Problems) > 0 {
			t.Errorf("%s: %v %s", name, list.Problems, d)
		}
	}
}

func TestProblemsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	list := calendarfile.Read(book(t,
		[]any{"Ngày", "Tên", "Loại", "Đã kiểm tra", "Nguồn"},
		[]any{"30/2/2027", "Nghỉ"},
		[]any{"4/2", "Nghỉ"},
		[]any{"", "Nghỉ"},
		[]any{"5/2/2027", ""},
		[]any{"6/2/2027", "Nghỉ", "hội họp"},
		[]any{"7/2/2027", "Nghỉ", "nghỉ", "có lẽ"},
		[]any{"8/2/2027", "Nghỉ", "", "", strings.Repeat("a", 201)},
		[]any{"9/2/2027", "Nghỉ"},
		[]any{"9/2/2027", "Nghỉ nữa"},
		[]any{36526.5, "Nghỉ"},
		[]any{"1/1/1927", "Nghỉ"},
	))
	var got []calendarfile.Problem
	for _, p := range list.Problems {
		p.Heading = ""
		got = append(got, p)
	}
	wanted := []calendarfile.Problem{
		{Kind: calendarfile.BadDate, Row: 2, Letter: "A", Value: "30/2/2027"},
		{Kind: calendarfile.BadDate, Row: 3, Letter: "A", Value: "4/2"},
		{Kind: calendarfile.Missing, Row: 4, Letter: "A"},
		{Kind: calendarfile.Missing, Row: 5, Letter: "B"},
		{Kind: calendarfile.BadKind, Row: 6, Letter: "C", Value: "hội họp"},
		{Kind: calendarfile.BadMark, Row: 7, Letter: "D", Value: "có lẽ"},
		{Kind: calendarfile.TooLong, Row: 8, Letter: "E"},
		{Kind: calendarfile.SameDay, Row: 10, Letter: "A", Value: "09/02/2027", Other: 9},
		{Kind: calendarfile.BadDate, Row: 11, Letter: "A", Value: "36526.5"},
		{Kind: calendarfile.BadDate, Row: 12, Letter: "A", Value: "1/1/1927"},
	}
	if d := cmp.Diff(wanted, got); d != "" {
		t.Error(d)
	}
	if list.Problems[0].Heading != "Ngày" {
		t.Errorf("the heading is %q", list.Problems[0].Heading)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	t.Parallel()
	many := "Ngày,Tên\n" + strings.Repeat("1/1/2027,Nghỉ\n", calendarfile.MaxRows+2)
	rows := [][]any{{"Ngày", "Tên"}}
	for range calendarfile.MaxRows + 2 {
		rows = append(rows, []any{"1/1/2027", "Nghỉ"})
	}
	for name, c := range map[string]struct {
		data []byte
		want calendarfile.ProblemKind
	}{
		"empty":            {nil, calendarfile.NoHeader},
		"no header":        {[]byte("a,b\n1/1/2027,Nghỉ\n"), calendarfile.NoHeader},
		"only a header":    {[]byte("Ngày,Tên\n"), calendarfile.NothingIn},
		"old Excel":        {[]byte("\xd0\xcf\x11\xe0\x00"), calendarfile.Unreadable},
		"broken workbook":  {[]byte("PK\x03\x04 and no more"), calendarfile.Unreadable},
		"UTF-16":           {[]byte("N\x00g\x00"), calendarfile.Unreadable},
		"too large":        {bytes.Repeat([]byte("a"), calendarfile.MaxBytes+1), calendarfile.TooLarge},
		"too many rows":    {[]byte(many), calendarfile.TooManyRows},
		"too many in xlsx": {book(t, rows...), calendarfile.TooManyRows},
	} {
		list := calendarfile.Read(c.data)
		if len(list.Problems) != 1 || list.Problems[0].Kind != c.want || len(list.Entries) > 0 {
			t.Errorf("%s: %+v, want %s", name, list.Problems, c.want)
		}
	}
	if !slices.IsSortedFunc(want, func(a, b calendar.Entry) int { return a.Day.Sub(b.Day) }) {
		t.Error("the sample is out of order")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Ngày,Tên\n1/1/2027,Nghỉ\n"))
	f.Add([]byte("ngay;ten\n44;\"x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, e := range calendarfile.Read(data).Entries {
			if e.Day == "" || e.NameVI == "" || e.Kind == "" {
				t.Errorf("an entry lacks something: %+v", e)
			}
		}
	})
}
