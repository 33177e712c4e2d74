package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A command in the wrong folder must not look as if all was lost, nor leave an empty database there.
func TestCommandsThatReadNeedADatabase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	entries := o.file("e.jsonl", "")
	want := "sohoc: Chưa có cơ sở dữ liệu ở " + filepath.Join(o.dir, "data", "sohoc.db") +
		". Đặt SOHOC_DATA_DIR đúng thư mục, hoặc nhập danh sách trước: sohoc import roster TỆP --apply\n"
	for _, args := range [][]string{
		{"export", "entries"}, {"invite", "--all"}, {"invite", "--staff", "A1"}, {"outbox"}, {"outbox", "--failed"}, {"backup"}, {"import", "entries", entries},
	} {
		if out, said, code := o.run(args...); code != 1 || out != "" || said != want {
			t.Errorf("%v: exit %d, wrote %q, said %q", args, code, out, said)
		}
	}
	out, said, code := o.run("import", "roster", o.file("ds.csv", rosterFour))
	if code != 0 || !strings.Contains(out, "Người mới (4)") || !strings.Contains(said, "so sánh với sổ trống") {
		t.Errorf("a preview: exit %d, wrote %s, said %s", code, out, said)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a data folder now (%v)", err)
	}
}

func TestAPortInUseIsSaid(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_HTTP_ADDR="+l.Addr().String())
	_, said, code := o.run("serve")
	want := "sohoc: cổng " + port + " đang có chương trình khác dùng; đổi SOHOC_HTTP_ADDR hoặc dừng chương trình kia\n"
	if code != 1 || !strings.HasSuffix(said, want) {
		t.Errorf("exit %d, said %s", code, said)
	}
	denied := listenFailure("127.0.0.1:80", syscall.EACCES)
	if !errors.Is(denied, syscall.EACCES) || strings.Contains(denied.Error(), "chương trình khác") {
		t.Errorf("another reason: %v", denied)
	}
}
