package main

import (
	"regexp"
	"strings"
	"testing"
)

func TestImportEntriesTellsWhatDiffersAndLeavesIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("seed", "--people", "5", "--entries", "12")
	before := o.must("export", "entries", "--all")
	lines := strings.SplitAfter(before, "\n")
	lines[2] = regexp.MustCompile(`"title":"[^"]*"`).ReplaceAllString(lines[2], `"title":"Tên khác"`)
	if got := o.must("import", "entries", o.file("title.jsonl", strings.Join(lines, ""))); !strings.HasSuffix(got, "1 mục khác với sổ, không ghi đè: 3\n") {
		t.Errorf("one title: %s", got)
	}
	all := strings.ReplaceAll(before, `"status":"recorded"`, `"status":"pending"`)
	want := "Đã nhập 0 mục, bỏ qua 12 mục đã có.\n12 mục khác với sổ, không ghi đè: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …\n"
	if got := o.must("import", "entries", o.file("all.jsonl", all)); got != want {
		t.Errorf("all differ: %s", got)
	}
	if o.must("export", "entries", "--all") != before {
		t.Error("what the register has was written over")
	}
	if got := o.must("import", "entries", o.file("same.jsonl", before)); got != "Đã nhập 0 mục, bỏ qua 12 mục đã có.\n" {
		t.Errorf("nothing differs: %s", got)
	}
}

func TestImportEntriesNamesTheColumnsThatAreMissing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	_, said, code := o.run("import", "entries", o.file("x.csv", "id,staff_code,unit,title,kind,field,provider,start,end\n"))
	if want := "sohoc: không phải tệp do export entries xuất ra; thiếu cột: minutes, status, channel, created_at\n"; code != 1 || said != want {
		t.Errorf("exit %d, said %q", code, said)
	}
}
