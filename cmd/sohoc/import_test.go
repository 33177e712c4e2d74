package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// office is a data folder and the environment of the commands that work in it.
type office struct {
	t       *testing.T
	dir     string
	environ []string
}

// newOffice returns an empty one, on a Tuesday in November.
func newOffice(t *testing.T) *office {
	t.Helper()
	dir := t.TempDir()
	return &office{t: t, dir: dir, environ: []string{
		"SOHOC_DATA_DIR=" + filepath.Join(dir, "data"), "SOHOC_CLOCK=2026-11-24T09:00:00+07:00",
	}}
}

// at sets the program's clock.
func (o *office) at(instant string) *office {
	o.environ = append(o.environ, "SOHOC_CLOCK="+instant)
	return o
}

// run runs one command. The notice about the shifted clock is left out of what it said.
func (o *office) run(args ...string) (out, said string, code int) {
	o.t.Helper()
	var stdout, stderr bytes.Buffer
	code = execute(o.t.Context(), args, o.environ, streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
	for line := range strings.Lines(stderr.String()) {
		if !strings.HasPrefix(line, "CHÚ Ý: SOHOC_CLOCK") {
			said += line
		}
	}
	return stdout.String(), said, code
}

// must runs a command that has to succeed and returns what it wrote.
func (o *office) must(args ...string) string {
	o.t.Helper()
	out, said, code := o.run(args...)
	if code != 0 {
		o.t.Fatalf("sohoc %s: exit %d: %s", strings.Join(args, " "), code, said)
	}
	return out
}

// file writes a file and returns its path.
func (o *office) file(name, content string) string {
	o.t.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

const (
	rosterHead = "Mã,Họ và tên,Đơn vị,Chức vụ,Vai trò,Đối tượng\n"
	rosterFour = rosterHead +
		"A1,Lý Thị An,Văn phòng,Văn thư,,viên chức\n" +
		"A2,Ma Văn Bảo,Văn phòng,Chánh Văn phòng,\"trưởng đơn vị, văn phòng\",công chức\n" +
		"A3,Tạ Thị Cúc,Thanh tra,Thanh tra viên,,công chức\n" +
		"A4,Vũ Văn Dũng,Thanh tra,Chánh Thanh tra,trưởng đơn vị,công chức\n"
)

func TestImportRosterPreviewsAndWritesOnlyWhenTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	path := o.file("ds.csv", rosterFour)
	want := `Đã đọc 4 người.
Thay đổi có hiệu lực từ 01/01/2026 (đổi bằng --since).
Đơn vị mới: Văn phòng
Đơn vị mới: Thanh tra
Người mới (4):
  A1  Lý Thị An: Văn phòng, Văn thư
  A2  Ma Văn Bảo: Văn phòng, Chánh Văn phòng (trưởng đơn vị, văn phòng)
  A3  Tạ Thị Cúc: Thanh tra, Thanh tra viên
  A4  Vũ Văn Dũng: Thanh tra, Chánh Thanh tra (trưởng đơn vị)
Tổng: 4 người mới, 0 trở lại, 0 chuyển đơn vị, 0 đổi thông tin, 0 rời danh sách, 0 giữ nguyên; 2 đơn vị mới, 0 đơn vị kết thúc.
`
	for range 2 { // a preview leaves nothing behind
		got := o.must("import", "roster", path)
		if diff := cmp.Diff(want+"Chưa ghi gì. Thêm --apply để ghi.\n", got); diff != "" {
			t.Fatalf("preview (-want +got):\n%s", diff)
		}
	}
	got := o.must("import", "roster", path, "--apply")
	wrote := "Đã ghi: 4 người mới, 0 trở lại, 0 chuyển đơn vị, 0 đổi thông tin, 0 rời danh sách, 0 giữ nguyên; 2 đơn vị mới, 0 đơn vị kết thúc.\n"
	if diff := cmp.Diff(want+wrote, got); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	if got := o.must("import", "roster", path, "--apply"); got != "Đã đọc 4 người.\nKhông có gì thay đổi.\n" {
		t.Errorf("the same list again: %s", got)
	}
}

func TestImportRosterTellsEveryChange(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("import", "roster", o.file("one.csv", rosterFour), "--apply")
	next := rosterHead +
		"A1,Lý Thị Ân,Thanh tra,Văn thư,,công chức\n" +
		"A2,Ma Văn Bảo,Văn phòng,Chánh Văn phòng,\"trưởng đơn vị, văn phòng, quản trị\",công chức\n" +
		"A4,Vũ Văn Dũng,Thanh tra,Chánh Thanh tra,trưởng đơn vị,công chức\n" +
		"B1,TẠ THỊ CÚC,Phòng Mới,,trưởng đơn vị,\n"
	got := o.must("import", "roster", o.file("two.csv", next), "--since", "1/11/2026")
	want := `Đã đọc 4 người.
Thay đổi có hiệu lực từ 01/11/2026 (đổi bằng --since).
Đơn vị mới: Phòng Mới
Người mới (1):
  B1  TẠ THỊ CÚC: Phòng Mới (trưởng đơn vị)
Chuyển đơn vị (1):
  A1  Lý Thị Ân: Văn phòng → Thanh tra; tên: Lý Thị An → Lý Thị Ân; đối tượng: viên chức → công chức
Đổi thông tin (1):
  A2  Ma Văn Bảo: vai trò: trưởng đơn vị, văn phòng → trưởng đơn vị, văn phòng, quản trị
Rời danh sách (1):
  A3  Tạ Thị Cúc: Thanh tra, Thanh tra viên
Lưu ý: Tạ Thị Cúc rời danh sách với mã A3, có người cùng tên vào với mã B1. Nếu là một người, hãy giữ mã cũ trong tệp để không mất sổ.
Tổng: 1 người mới, 0 trở lại, 1 chuyển đơn vị, 1 đổi thông tin, 1 rời danh sách, 1 giữ nguyên; 1 đơn vị mới, 0 đơn vị kết thúc.
Chưa ghi gì. Thêm --apply để ghi.
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
}

func TestImportRosterRefusesAFileWithFaults(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	path := o.file("ds.csv", "DANH SÁCH\n\n"+rosterFour+"A1,,Thanh tra,,giám đốc,CTV\n")
	for _, args := range [][]string{{"import", "roster", path}, {"import", "roster", path, "--apply"}} {
		out, said, code := o.run(args...)
		want := `dòng 8, cột B (Họ và tên): chưa có gì
dòng 8, cột A (Mã): mã “A1” đã có ở dòng 4
dòng 8, cột E (Vai trò): không hiểu vai trò “giám đốc”; viết: nhân viên, trưởng đơn vị, văn phòng, lãnh đạo Sở hoặc quản trị
dòng 8, cột F (Đối tượng): không hiểu đối tượng “CTV”; viết: công chức, viên chức hoặc người lao động
sohoc: chưa ghi gì: tệp có 4 lỗi, hãy sửa rồi chạy lại
`
		if diff := cmp.Diff(want, said); diff != "" || code != 1 || out != "" {
			t.Errorf("exit %d, wrote %q, said (-want +got):\n%s", code, out, diff)
		}
	}
	if got := o.must("import", "roster", o.file("good.csv", rosterFour)); !strings.Contains(got, "Người mới (4)") {
		t.Errorf("a refused file left something behind: %s", got)
	}
}

func TestImportRosterListsTheFirstFiftyFaults(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, said, _ := o.run("import", "roster", o.file("ds.csv", rosterHead+strings.Repeat("A,B,,,,\n", 40)))
	if lines := strings.Split(strings.TrimSpace(said), "\n"); len(lines) != 52 || lines[50] != "… và 29 lỗi nữa." {
		t.Errorf("said %d lines, the last but one %q", len(lines), lines[len(lines)-2])
	}
}

func TestImportRosterAsksTwiceBeforeManyLeave(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("import", "roster", o.file("one.csv", rosterFour), "--apply")
	half := o.file("two.csv", strings.Join(strings.SplitAfter(rosterFour, "\n")[:3], ""))
	const warning = "CẢNH BÁO: 2 trong 4 người đang có trong sổ sẽ rời danh sách."
	if got := o.must("import", "roster", half); !strings.Contains(got, warning) || !strings.HasSuffix(got, "--apply --confirm-leavers để ghi.\n") {
		t.Errorf("preview does not warn: %s", got)
	}
	out, said, code := o.run("import", "roster", half, "--apply")
	if code != 1 || !strings.Contains(said, "--confirm-leavers") || !strings.Contains(out, warning) {
		t.Errorf("exit %d, said %s, wrote %s", code, said, out)
	}
	if got := o.must("import", "roster", half, "--apply", "--confirm-leavers"); !strings.Contains(got, "Đã ghi: 0 người mới") {
		t.Errorf("confirmed: %s", got)
	}
	if got := o.must("import", "roster", half); !strings.Contains(got, "Không có gì thay đổi") {
		t.Errorf("afterwards: %s", got)
	}
}

func TestImportRosterSaysWhatIsWrongWithItsArguments(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	good := o.file("ds.csv", rosterFour)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no file":    {[]string{filepath.Join(o.dir, "none.csv")}, "không có tệp"},
		"no day":     {[]string{good, "--since", "hôm nay"}, "không phải là ngày"},
		"wrong year": {[]string{good, "--since", "01/11/2206"}, "quá xa hôm nay"},
		"old excel":  {[]string{o.file("cu.xls", "\xd0\xcf\x11\xe0\xa1\xb1")}, "lưu lại thành .xlsx"},
		"no header":  {[]string{o.file("la.csv", "a,b\n")}, "thiếu cột: Mã, Họ và tên, Đơn vị"},
	} {
		_, said, code := o.run(append([]string{"import", "roster"}, c.args...)...)
		if code != 1 || !strings.Contains(said, c.want) {
			t.Errorf("%s: exit %d, said %q, want %q", name, code, said, c.want)
		}
	}
}

func TestImportRosterForgottenDayCanBeMended(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("import", "roster", o.file("one.csv", rosterFour), "--apply")
	moved := o.file("two.csv", strings.Replace(rosterFour, "A1,Lý Thị An,Văn phòng", "A1,Lý Thị An,Thanh tra", 1))
	o.must("import", "roster", moved, "--apply")
	hint := "1 người đã đúng đơn vị nhưng tính từ ngày sau 01/11/2026, nên giữ nguyên; muốn lùi ngày của họ thì thêm --redate.\n"
	if got := o.must("import", "roster", moved, "--since", "01/11/2026"); !strings.HasSuffix(got, hint) {
		t.Errorf("no hint: %s", got)
	}
	got := o.must("import", "roster", moved, "--since", "01/11/2026", "--redate", "--apply")
	if !strings.Contains(got, "A1  Lý Thị An: Văn phòng → Thanh tra; thay cho ngày 24/11/2026 đã ghi trước") {
		t.Errorf("mending said: %s", got)
	}
}
