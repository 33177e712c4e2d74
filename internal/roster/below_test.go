package roster_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sohoc/internal/roster"
)

func left(row int, says string) roster.Problem {
	return roster.Problem{Kind: roster.NoPerson, Row: row, Value: says}
}

// noPerson returns the notes about rows that were left out.
func noPerson(list roster.List) (out []roster.Problem) {
	for _, p := range list.Notes {
		if p.Kind == roster.NoPerson {
			out = append(out, p)
		}
	}
	return out
}

func TestSignaturesBelowTheTableAreLeftOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		below string
		want  []roster.Problem
	}{
		"under the names": {
			"\n,Người lập biểu,,,,\n,\"(Ký, ghi rõ họ tên)\",,,,\n,,,,,\n,Trần Thị Bình,,,,\n",
			[]roster.Problem{left(6, "Người lập biểu"), left(7, "(Ký, ghi rõ họ tên)"), left(9, "Trần Thị Bình")},
		},
		"two who sign": {
			",,,,,\n,Người lập biểu,Giám đốc,,,\n,Trần Thị Bình,Lê Văn Ơn,,,\n",
			[]roster.Problem{left(6, "Người lập biểu; Giám đốc"), left(7, "Trần Thị Bình; Lê Văn Ơn")},
		},
		"under the codes": {
			"\nNgười lập biểu,Kế toán,Giám đốc,,,\nBình,,,,,\n",
			[]roster.Problem{left(6, "Người lập biểu; Kế toán; Giám đốc"), left(7, "Bình")},
		},
		"one word under the codes": {
			"\nDuyệt,Người lập,,,,\n", []roster.Problem{left(6, "Duyệt; Người lập")},
		},
		"under the posts": {
			"\n,,,\"Tuyên Quang, ngày 24 tháng 11 năm 2026\",,\n,,,KT. GIÁM ĐỐC,trưởng ban,\n",
			[]roster.Problem{left(6, "Tuyên Quang, ngày 24 tháng 11 năm 2026"), left(7, "KT. GIÁM ĐỐC; trưởng ban")},
		},
		"no blank row before": {
			"Người lập biểu,,,,,\n,Trần Thị Bình,,,,\n", []roster.Problem{left(5, "Người lập biểu"), left(6, "Trần Thị Bình")},
		},
		"no blank row before, under the posts": {
			",,,Người lập biểu,,\n,,,Trần Thị Bình,,\n", []roster.Problem{left(5, "Người lập biểu"), left(6, "Trần Thị Bình")},
		},
		"far too long": {
			"\n,," + strings.Repeat("ă", roster.MaxCell+1) + ",,,\n", []roster.Problem{left(6, strings.Repeat("ă", 80)+"…")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := roster.Read([]byte(three + c.below))
			if diff := cmp.Diff(c.want, noPerson(list)); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(threeLines, list.Lines); diff != "" || len(list.Problems) > 0 {
				t.Errorf("problems %v, lines (-want +got):\n%s", list.Problems, diff)
			}
		})
	}
}

func TestPeopleBelowABlankRowAreRead(t *testing.T) {
	t.Parallel()
	for name, below := range map[string]string{
		"after a blank row":        "\nTP004,Lê Văn Ơn,Phòng Mới,,,\n",
		"after a row of cells":     ",,,,,\nTP004,Lê Văn Ơn,Phòng Mới,,,\n",
		"after something else":     "\n,Bổ sung,,,,\nTP004,Lê Văn Ơn,Phòng Mới,,,\n",
		"after two such, in parts": "\n,Bổ sung,,,,\n\n,Gồm,,,,\nTP004,Lê Văn Ơn,Phòng Mới,,,\n",
	} {
		list := roster.Read([]byte(three + below))
		if len(list.Problems) > 0 || len(list.Lines) != 4 || list.Lines[3].Code != "TP004" {
			t.Errorf("%s: problems %v, lines %v", name, list.Problems, list.Lines)
		}
	}
}

// Somebody whose row lacks something must not get lost because a blank row stands above.
func TestFaultyPeopleBelowABlankRowAreFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		row    string
		column string
	}{
		"no code": {",Lê Văn Ơn,Văn phòng,,,", "Mã"},
		"no name": {"TP004,,Văn phòng,,,", "Họ và tên"},
		"no unit": {"TP004,Lê Văn Ơn,,,,", "Đơn vị"},
		"spaces":  {"TP 004,Lê Văn Ơn,VĂN PHÒNG,,,", "Mã"},
	} {
		list := roster.Read([]byte(three + "\n" + c.row + "\n"))
		if len(list.Problems) != 1 || list.Problems[0].Heading != c.column || list.Problems[0].Row != 6 || len(noPerson(list)) > 0 {
			t.Errorf("%s: problems %+v, notes %+v", name, list.Problems, list.Notes)
		}
	}
}

// Within the table nothing is left out, and a file that begins with a blank row has no table above it.
func TestOnlyWhatFollowsABlankRowIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"right below a person":         three + ",Người lập biểu,,,,\n",
		"right below a person, again":  three + "\nTP004,Lê Văn Ơn,Văn phòng,,,\n,Người lập biểu,,,,\n",
		"nobody above":                 header + "\n,Người lập biểu,,,,\n",
		"codes without digits are all": header + "A,Lê Văn Ơn,Văn phòng,,,\n\nB,Tạ Thị Cúc,,,,\n",
	} {
		if list := roster.Read([]byte(text)); len(list.Problems) == 0 || len(noPerson(list)) > 0 {
			t.Errorf("%s: problems %v, notes %v", name, list.Problems, list.Notes)
		}
	}
}

func TestSignaturesInAWorkbook(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	t.Cleanup(func() { _ = book.Close() })
	for cell, text := range map[string]string{
		"A1": "Mã", "B1": "Họ và tên", "C1": "Đơn vị", "A2": "TP001", "B2": "Hoàng Thị Đào", "C2": "Văn phòng",
		"B4": "Người lập biểu", "C4": "Giám đốc", "B5": "(Ký, ghi rõ họ tên)", "B9": "Trần Thị Bình",
	} {
		if err := book.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	list := roster.Read(out.Bytes())
	want := []roster.Problem{left(4, "Người lập biểu; Giám đốc"), left(5, "(Ký, ghi rõ họ tên)"), left(9, "Trần Thị Bình")}
	if diff := cmp.Diff(want, noPerson(list)); diff != "" || len(list.Problems) > 0 || len(list.Lines) != 1 {
		t.Errorf("problems %v, %d lines, notes (-want +got):\n%s", list.Problems, len(list.Lines), diff)
	}
}
