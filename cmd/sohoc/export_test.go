package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

// database opens the office's database to look into it, or to do what no command does.
func (o *office) database() *sqlite.DB {
	o.t.Helper()
	db, err := sqlite.Open(o.t.Context(), sqlite.Options{Path: filepath.Join(o.dir, "data", "sohoc.db"), Now: fixedNow})
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			o.t.Error(err)
		}
	})
	return db
}

func (o *office) update(fn func(*sqlite.Tx) error) {
	o.t.Helper()
	if err := o.database().Update(o.t.Context(), fn); err != nil {
		o.t.Fatal(err)
	}
}

func TestExportAndImportGoRound(t *testing.T) {
	t.Parallel()
	from := newOffice(t)
	from.must("seed", "--people", "30", "--entries", "500")
	for _, format := range []string{"jsonl", "csv"} {
		exported := from.must("export", "entries", "--format", format)
		if got := strings.Count(exported, "\n"); got < 500 {
			t.Fatalf("%s has %d lines", format, got)
		}
		to := newOffice(t)
		to.must("seed", "--people", "30")
		path := to.file("entries."+format, exported)
		if got := to.must("import", "entries", path); got != "Đã nhập 500 mục, bỏ qua 0 mục đã có.\n" {
			t.Errorf("%s: first time: %s", format, got)
		}
		if got := to.must("import", "entries", path); got != "Đã nhập 0 mục, bỏ qua 500 mục đã có.\n" {
			t.Errorf("%s: second time: %s", format, got)
		}
		if diff := cmp.Diff(exported, to.must("export", "entries", "--format", format)); diff != "" {
			t.Errorf("%s differs after the round (-want +got):\n%s", format, diff)
		}
	}
	if got := from.must("import", "entries", from.file("own.jsonl", from.must("export", "entries"))); !strings.HasPrefix(got, "Đã nhập 0 mục") {
		t.Errorf("a folder takes in what it has written itself: %s", got)
	}
}

func TestImportGivesATakenNumberAnotherOnce(t *testing.T) {
	t.Parallel()
	from, to := newOffice(t), newOffice(t).at("2026-11-25T09:00:00+07:00")
	from.must("seed", "--people", "20", "--entries", "10")
	to.must("seed", "--people", "20", "--entries", "10") // a day later: the same numbers mean other entries
	path := to.file("entries.jsonl", from.must("export", "entries"))
	for i, want := range []string{"Đã nhập 10 mục, bỏ qua 0 mục đã có.\n", "Đã nhập 0 mục, bỏ qua 10 mục đã có.\n"} {
		if got := to.must("import", "entries", path); got != want {
			t.Errorf("time %d: %s", i+1, got)
		}
	}
	if got := strings.Count(to.must("export", "entries"), "\n"); got != 20 {
		t.Errorf("%d entries, want 20", got)
	}
}

func TestExportLeavesOutWhatWasDeletedUnlessAskedFor(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("seed", "--people", "1", "--entries", "3")
	o.update(func(tx *sqlite.Tx) error {
		actor, _, err := tx.ByStaffCode(t.Context(), "NV0001", "2026-11-24")
		if err != nil {
			return err
		}
		_, err = learning.Remove(t.Context(), tx, learning.Request{Actor: actor, Now: tx.Now(), Channel: "web"}, 2)
		return err
	})
	ids := func(args ...string) (out []string) {
		for line := range strings.Lines(o.must(append([]string{"export", "entries"}, args...)...)) {
			var e struct {
				ID     int
				Status string
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprint(e.ID, " ", e.Status))
		}
		return out
	}
	if diff := cmp.Diff([]string{"1 recorded", "3 recorded"}, ids()); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1 recorded", "2 deleted", "3 recorded"}, ids("--all")); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
}

func TestImportEntriesWritesNothingWhenALineIsWrong(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("seed", "--people", "3", "--entries", "2")
	lines := strings.SplitAfter(o.must("export", "entries", "--format", "csv"), "\n")
	replace := func(line, old, with string) string {
		if !strings.Contains(line, old) {
			t.Fatalf("%q has no %q", line, old)
		}
		return strings.Replace(line, old, with, 1)
	}
	fresh := "90,NV0001,,Mới,self_study,law,,2026-11-01,2026-11-01,30,recorded,web,2026-11-01T02:00:00.000Z\n"
	text := lines[0] + fresh +
		replace(fresh, "NV0001", "NV9999") + replace(fresh, "self_study", "reading") + replace(fresh, "law", "cooking") +
		replace(fresh, ",30,", ",0,") + replace(fresh, "Mới", "") + replace(replace(fresh, "2026-11-01,2026", "1999-11-01,2026"), ",,M", ",Phòng Lạ,M") + "x,\"\n"
	_, said, code := o.run("import", "entries", o.file("bad.csv", text))
	want := `dòng 3 (staff_code): trong sổ không có “NV9999”
dòng 4 (kind): trong sổ không có “reading”
dòng 5 (field): trong sổ không có “cooking”
dòng 6 (minutes): “0” không đúng
dòng 7 (title): chưa có gì
dòng 8 (unit): trong sổ không có “Phòng Lạ”
dòng 9: không đọc được
sohoc: chưa ghi gì: tệp có 7 lỗi, hãy sửa rồi chạy lại
`
	if diff := cmp.Diff(want, said); diff != "" || code != 1 {
		t.Errorf("exit %d, said (-want +got):\n%s", code, diff)
	}
	if got := strings.Count(o.must("export", "entries"), "\n"); got != 2 {
		t.Errorf("%d entries after a refused import, want the 2 of before", got)
	}
	_, said, code = o.run("import", "entries", o.file("other.csv", "a,b\n1,2\n"))
	if code != 1 || !strings.Contains(said, "thiếu cột") {
		t.Errorf("exit %d for another file: %s", code, said)
	}
	if _, said, code = o.run("import", "entries", filepath.Join(o.dir, "none")); code != 1 || !strings.Contains(said, "không có tệp") {
		t.Errorf("exit %d for no file: %s", code, said)
	}
}

func TestImportedEntriesCountForTheUnitOfTheirDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("import", "roster", o.file("ds.csv", rosterFour), "--apply")
	line := `{"id":%d,"staff_code":"A3","unit":"Văn phòng","title":"Bài","kind":"self_study","field":"law","provider":"","start":"%s","end":"%s",` +
		`"minutes":30,"status":"recorded","channel":"web","created_at":"2026-11-01T02:00:00.000Z"}` + "\n"
	path := o.file("in.jsonl", fmt.Sprintf(line, 1, "2026-05-01", "2026-05-01")+fmt.Sprintf(line, 2, "2025-05-01", "2025-05-01"))
	o.must("import", "entries", path)
	got := o.must("export", "entries")
	// A3 belongs to Thanh tra since New Year; of the year before only the file knows.
	if strings.Count(got, `"unit":"Thanh tra"`) != 1 || strings.Count(got, `"unit":"Văn phòng"`) != 1 {
		t.Errorf("units: %s", got)
	}
}
