package main

import (
	"strings"
	"testing"
)

const holidays2027 = `Ngày,Loại,Tên,Nguồn,Đã kiểm tra
04/02/2027,nghỉ,Nghỉ Tết (28 tháng Chạp),Thông báo 12/TB-BNV,x
05/02/2027,nghỉ,Giao thừa Tết Nguyên đán,Thông báo 12/TB-BNV,x
20/02/2027,làm bù,Làm bù cho 04/02,Thông báo 12/TB-BNV,x
01/01/2027,nghỉ,Tết Dương lịch,,x
`

func TestImportCalendarShowsThenWrites(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	path := o.file("lich.csv", holidays2027)
	preview := o.must("import", "calendar", path)
	for _, want := range []string{
		"Đã đọc 4 ngày.", "+ 04/02/2027 nghỉ: Nghỉ Tết (28 tháng Chạp), đã kiểm tra, nguồn: Thông báo 12/TB-BNV",
		"~ 05/02/2027 nghỉ: Giao thừa Tết Nguyên đán, đã kiểm tra", "(trước: 05/02/2027 nghỉ: Giao thừa Tết Nguyên đán, chưa kiểm tra, nguồn: Bộ luật Lao động 2019",
		"+ 20/02/2027 làm bù: Làm bù cho 04/02", "Chưa ghi gì. Thêm --apply để ghi.",
	} {
		if !strings.Contains(preview, want) {
			t.Errorf("the preview lacks %q:\n%s", want, preview)
		}
	}
	if strings.Contains(preview, "01/01/2027") {
		t.Errorf("what the calendar knows is shown as news:\n%s", preview)
	}
	if again := o.must("import", "calendar", path); again != preview {
		t.Errorf("the preview has written something:\n%s", again)
	}
	if out := o.must("import", "calendar", "--apply", path); !strings.Contains(out, "Đã ghi 3 ngày vào lịch.") {
		t.Errorf("it says\n%s", out)
	}
	for _, args := range [][]string{{"import", "calendar", path}, {"import", "calendar", "--apply", path}} {
		if out := o.must(args...); !strings.Contains(out, "Không có gì thay đổi.") {
			t.Errorf("%v once more:\n%s", args, out)
		}
	}
}

func TestImportCalendarNamesRowAndColumn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	path := o.file("lich.csv", "Ngày,Tên,Loại,Đã kiểm tra\n30/2/2027,Nghỉ,,\n1/3/2027,,,\n2/3/2027,Nghỉ,hội họp,\n3/3/2027,Nghỉ,,có lẽ\n4/3/2027,Nghỉ,,\n4/3/2027,Nghỉ,,\n")
	_, said, code := o.run("import", "calendar", "--apply", path)
	for _, want := range []string{
		"dòng 2, cột A (Ngày): “30/2/2027” không phải là ngày", "dòng 3, cột B (Tên): chưa có gì", "dòng 4, cột C (Loại): không hiểu loại “hội họp”",
		"dòng 5, cột D (Đã kiểm tra): không hiểu “có lẽ”", "dòng 7, cột A (Ngày): ngày 04/03/2027 đã có ở dòng 6", "chưa ghi gì: tệp có 5 lỗi",
	} {
		if code == 0 || !strings.Contains(said, want) {
			t.Errorf("exit %d lacks %q:\n%s", code, want, said)
		}
	}
	if out := o.must("import", "calendar", o.file("mot.csv", "Ngày,Tên\n4/3/2027,Nghỉ\n")); !strings.Contains(out, "+ 04/03/2027") {
		t.Errorf("a file with faults has written something:\n%s", out)
	}
}

func TestImportCalendarOfWhatIsNoCalendar(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	for content, want := range map[string]string{
		"a,b\n":                "không tìm thấy dòng tiêu đề có đủ cột: Ngày, Tên",
		"Ngày,Tên\n":           "không có ngày nào",
		"\xff\xfeN\x00":        "không đọc được tệp",
		"PK\x03\x04":           "không đọc được tệp",
		"Ngày,Tên\n1/1,Nghỉ\n": "viết đủ ngày, tháng, năm",
	} {
		if _, said, code := o.run("import", "calendar", o.file("x", content)); code == 0 || !strings.Contains(said, want) {
			t.Errorf("%q: exit %d, %s", content, code, said)
		}
	}
	if _, said, code := o.run("import", "calendar", "nowhere.xlsx"); code == 0 || !strings.Contains(said, "không có tệp") {
		t.Errorf("no file: exit %d, %s", code, said)
	}
}
