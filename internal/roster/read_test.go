package roster_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"sohoc/internal/people"
	"sohoc/internal/roster"
)

const header = "Mã,Họ và tên,Đơn vị,Chức vụ,Vai trò,Đối tượng\n"

const three = header +
	"TP001,Hoàng Thị Đào,Lãnh đạo Sở,Giám đốc Sở,Lãnh đạo Sở,Công chức\n" +
	"TP002,Nông Văn Khánh,Văn phòng,Chánh Văn phòng,\"Trưởng đơn vị, Văn phòng\",Công chức\n" +
	"TP003,Ma Thị Ước,Văn phòng,Văn thư,,NLĐ\n"

var threeLines = []roster.Line{
	{
		Row: 2, Code: "TP001", Name: "Hoàng Thị Đào", Unit: "Lãnh đạo Sở", Post: "Giám đốc Sở",
		Roles: people.Roles{Director: true}, Category: people.CongChuc,
	},
	{
		Row: 3, Code: "TP002", Name: "Nông Văn Khánh", Unit: "Văn phòng", Post: "Chánh Văn phòng",
		Roles: people.Roles{Head: true, Office: true}, Category: people.CongChuc,
	},
	{Row: 4, Code: "TP003", Name: "Ma Thị Ước", Unit: "Văn phòng", Post: "Văn thư", Category: people.NguoiLaoDong},
}

func utf16(t *testing.T, s string, order unicode.Endianness, mark unicode.BOMPolicy) string {
	t.Helper()
	out, err := unicode.UTF16(order, mark).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadTextInEveryShape(t *testing.T) {
	t.Parallel()
	semicolons := strings.NewReplacer("\"Trưởng đơn vị, Văn phòng\"", "\"Trưởng đơn vị; Văn phòng\"", ",", ";").Replace(three)
	tabs := strings.NewReplacer("\"Trưởng đơn vị, Văn phòng\"", "Trưởng đơn vị/ Văn phòng", ",", "\t").Replace(three)
	for name, text := range map[string]string{
		"comma":                  three,
		"utf-8 mark":             "\ufeff" + three,
		"semicolon":              semicolons,
		"tab":                    tabs,
		"windows lines":          strings.ReplaceAll(three, "\n", "\r\n"),
		"decomposed":             norm.NFD.String(three),
		"utf-16 little, mark":    utf16(t, tabs, unicode.LittleEndian, unicode.UseBOM),
		"utf-16 big, mark":       utf16(t, tabs, unicode.BigEndian, unicode.UseBOM),
		"utf-16 little, no mark": utf16(t, three, unicode.LittleEndian, unicode.IgnoreBOM),
		"utf-16 big, no mark":    utf16(t, three, unicode.BigEndian, unicode.IgnoreBOM),
		"excel's hint":           "sep=;\n" + semicolons,
		"trailing empty rows":    three + ",,,,,\n,,,,,\n\n\n",
		"heading in capitals":    strings.Replace(three, header, strings.ToUpper(header), 1),
		"heading bare":           strings.Replace(three, header, "ma,ho ten,don vi,chuc vu,vai tro,loai\n", 1),
		"heading with remarks":   strings.Replace(three, header, "Mã (*),Họ  và tên:,Đơn vị,Chức danh,Quyền,LOẠI\n", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := roster.Read([]byte(text))
			if diff := cmp.Diff(threeLines, list.Lines); diff != "" || len(list.Problems) > 0 {
				t.Errorf("problems %v, lines (-want +got):\n%s", list.Problems, diff)
			}
		})
	}
}

func TestColumnsStandInAnyOrderAndMayBeMissing(t *testing.T) {
	t.Parallel()
	list := roster.Read([]byte("STT;Đơn vị;Ngày sinh;Họ và tên;Mã\n1;Thanh tra;01/02/1980;Lê Văn Ơn;A-1\n"))
	want := roster.List{
		Lines:   []roster.Line{{Row: 2, Code: "A-1", Name: "Lê Văn Ơn", Unit: "Thanh tra"}},
		Has:     map[roster.Column]bool{roster.CodeColumn: true, roster.NameColumn: true, roster.UnitColumn: true},
		Ignored: []string{"Ngày sinh"},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
}

func TestTitlesAboveTheHeaderAreSkippedAndRowsKeepTheirNumbers(t *testing.T) {
	t.Parallel()
	text := "SỞ TƯ PHÁP,,,,,\nDANH SÁCH CÔNG CHỨC,,,,,\n\n\"(kèm theo\nCông văn số 5)\",,,,,\n" + three
	list := roster.Read([]byte(text))
	if len(list.Problems) > 0 || len(list.Lines) != 3 {
		t.Fatalf("problems %v, lines %v", list.Problems, list.Lines)
	}
	// Rows 1, 2, the empty 3, the quoted line break in 4, the header in 5.
	if got := list.Lines[0].Row; got != 6 {
		t.Errorf("first person stands in row %d, want 6", got)
	}
}

func TestProblemsNameRowAndColumn(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ă", roster.MaxCell+1)
	for _, c := range []struct {
		name, rows string
		want       roster.Problem
		letter     string
	}{
		{"no code", ",A,B,,,\n", roster.Problem{Kind: roster.Missing, Row: 2, Col: 1, Heading: "Mã"}, "A"},
		{"no name", "1,,B,,,\n", roster.Problem{Kind: roster.Missing, Row: 2, Col: 2, Heading: "Họ và tên"}, "B"},
		{"no unit", "1,A,,,,\n", roster.Problem{Kind: roster.Missing, Row: 2, Col: 3, Heading: "Đơn vị"}, "C"},
		{"short row", "1,A\n", roster.Problem{Kind: roster.Missing, Row: 2, Col: 3, Heading: "Đơn vị"}, "C"},
		{
			"code twice, by case", "a1,A,B,,,\nA1,C,B,,,\n",
			roster.Problem{Kind: roster.SameCode, Row: 3, Col: 1, Heading: "Mã", Value: "A1", Other: 2}, "A",
		},
		{
			"code with a space", "A 1,A,B,,,\n",
			roster.Problem{Kind: roster.SpacedCode, Row: 2, Col: 1, Heading: "Mã", Value: "A 1"}, "A",
		},
		{
			"unknown role", "1,A,B,,\"văn phòng; giám đốc\",\n",
			roster.Problem{Kind: roster.BadRole, Row: 2, Col: 5, Heading: "Vai trò", Value: "giám đốc"}, "E",
		},
		{
			"unknown category", "1,A,B,,,cộng tác viên\n",
			roster.Problem{Kind: roster.BadCategory, Row: 2, Col: 6, Heading: "Đối tượng", Value: "cộng tác viên"}, "F",
		},
		{"long cell", "1," + long + ",B,,,\n", roster.Problem{Kind: roster.TooLong, Row: 2, Col: 2, Heading: "Họ và tên"}, "B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list := roster.Read([]byte(header + c.rows))
			if diff := cmp.Diff([]roster.Problem{c.want}, list.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if got := c.want.Letter(); got != c.letter {
				t.Errorf("letter %q, want %q", got, c.letter)
			}
		})
	}
}

func TestAllProblemsAreListed(t *testing.T) {
	t.Parallel()
	list := roster.Read([]byte(header + strings.Repeat(",,B,,thủ quỹ,\n", 60)))
	if got := len(list.Problems); got != 180 {
		t.Errorf("%d problems, want 180", got)
	}
}

func TestColumnLettersBeyondZ(t *testing.T) {
	t.Parallel()
	for col, want := range map[int]string{0: "", 1: "A", 26: "Z", 27: "AA", 52: "AZ", 702: "ZZ", 703: "AAA"} {
		if got := (roster.Problem{Col: col}).Letter(); got != want {
			t.Errorf("column %d is %q, want %q", col, got, want)
		}
	}
}

func TestFilesThatAreNoLists(t *testing.T) {
	t.Parallel()
	var crowd strings.Builder
	crowd.WriteString(header)
	for i := range roster.MaxRows + 1 {
		crowd.WriteString(strings.Repeat("x", 1+i/1000) + strings.Repeat("y", i%1000) + ",A,B,,,\n")
	}
	for name, c := range map[string]struct {
		data string
		want roster.Problem
	}{
		"nothing":        {" \n\n", roster.Problem{Kind: roster.Empty}},
		"too large":      {strings.Repeat("a", roster.MaxBytes+1), roster.Problem{Kind: roster.TooLarge}},
		"old excel":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", roster.Problem{Kind: roster.OldExcel}},
		"zip of nothing": {"PK\x03\x04 not a workbook", roster.Problem{Kind: roster.Broken}},
		"legacy bytes":   {"M\xe3,H\xf4\n", roster.Problem{Kind: roster.BadEncoding}},
		"header only":    {header, roster.Problem{Kind: roster.NoPeople}},
		"no header":      {"một,hai\nba,bốn\n", roster.Problem{Kind: roster.NoHeader, Value: "Mã, Họ và tên, Đơn vị"}},
		"half a header":  {"Tiêu đề\nMã;Họ tên;Tổ\n1;A;B\n", roster.Problem{Kind: roster.NoHeader, Row: 2, Value: "Đơn vị"}},
		"late header":    {strings.Repeat("x\n", 20) + three, roster.Problem{Kind: roster.NoHeader, Value: "Mã, Họ và tên, Đơn vị"}},
		"same column": {
			"Mã,Họ và tên,Đơn vị,Phòng\n1,A,B,C\n",
			roster.Problem{Kind: roster.SameColumn, Row: 1, Col: 4, Heading: "Phòng", Value: "Đơn vị"},
		},
		"too many rows": {crowd.String(), roster.Problem{Kind: roster.TooManyRows}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := roster.Read([]byte(c.data))
			if len(list.Problems) == 0 || list.Problems[0] != c.want {
				t.Errorf("problems %+v, want first %+v", list.Problems, c.want)
			}
		})
	}
}

func TestRolesAndCategoriesInManyWords(t *testing.T) {
	t.Parallel()
	head, office := people.Roles{Head: true}, people.Roles{Office: true}
	for text, want := range map[string]people.Roles{
		"": {}, "Nhân viên": {}, "trưởng đơn vị": head, "TRƯỞNG PHÒNG": head, "Văn phòng": office, "van phong": office,
		"Lãnh đạo Sở": {Director: true}, "quản trị": {Admin: true}, "admin; văn phòng": {Admin: true, Office: true},
		"Trưởng đơn vị/Văn phòng/Quản trị": {Head: true, Office: true, Admin: true}, "nhân viên, ": {},
	} {
		list := roster.Read([]byte("Mã\tHọ tên\tĐơn vị\tVai trò\n1\tA\tB\t" + text + "\n"))
		if len(list.Problems) > 0 || list.Lines[0].Roles != want {
			t.Errorf("%q: %+v with problems %v, want %+v", text, list.Lines[0].Roles, list.Problems, want)
		}
	}
	for text, want := range map[string]people.Category{
		"": people.Uncategorised, "Công chức": people.CongChuc, "CC": people.CongChuc, "viên chức": people.VienChuc,
		"Người lao động": people.NguoiLaoDong, "NLĐ": people.NguoiLaoDong, "Hợp đồng": people.NguoiLaoDong,
		"Hợp đồng (NĐ 111)": people.NguoiLaoDong, "HĐLĐ": people.NguoiLaoDong,
	} {
		list := roster.Read([]byte("Mã\tHọ tên\tĐơn vị\tLoại\n1\tA\tB\t" + text + "\n"))
		if len(list.Problems) > 0 || list.Lines[0].Category != want {
			t.Errorf("%q: %q with problems %v, want %q", text, list.Lines[0].Category, list.Problems, want)
		}
	}
}

func TestOddUnitsAreNotedAndDoNotStop(t *testing.T) {
	t.Parallel()
	list := roster.Read([]byte("Mã,Họ tên,Đơn vị,Vai trò\n1,A,Thanh tra,trưởng\n2,B,Thanh Tra,trưởng\n3,C,Văn phòng,\n4,D,Sở,lãnh đạo Sở\n"))
	want := []roster.Problem{
		{Kind: roster.Spellings, Row: 3, Value: "Thanh Tra", Other: 2},
		{Kind: roster.TwoHeads, Row: 3, Value: "Thanh Tra", Other: 2},
		{Kind: roster.NoHead, Value: "Văn phòng"},
	}
	if diff := cmp.Diff(want, list.Notes); diff != "" || len(list.Problems) > 0 {
		t.Errorf("problems %v, notes (-want +got):\n%s", list.Problems, diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(three))
	f.Add(bytes.ReplaceAll([]byte(three), []byte(","), []byte("\t")))
	f.Add([]byte("\xff\xfeM\x00\xe3\x00"))
	f.Add([]byte("\"\n\n\",\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list := roster.Read(data)
		if len(list.Lines) == 0 && len(list.Problems) == 0 {
			t.Error("neither lines nor problems")
		}
		last := 0
		for _, l := range list.Lines {
			if l.Row <= last {
				t.Errorf("row %d after row %d", l.Row, last)
			}
			last = l.Row
		}
	})
}
