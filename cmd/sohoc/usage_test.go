package main

import (
	"regexp"
	"strings"
	"testing"
)

// english are words of the library that must not come through.
var english = regexp.MustCompile(`(?i)\b(expected|unexpected|unknown|missing|must be|used together|did you mean|usage|flags|arguments|commands|show|run "|more information|or|got)\b|<(file|command)>`)

func TestMistakesAreToldInVietnamese(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "thiếu lệnh, một trong: “demo”, “serve”, “import”, “invite”, “export”; xem đủ bằng --help"},
		{[]string{"import"}, "thiếu lệnh, một trong: “roster”, “calendar”, “entries”, “questions”; xem đủ bằng --help"},
		{[]string{"import", "roster"}, "thiếu <tệp>"},
		{[]string{"export"}, "thiếu lệnh, một trong: “entries”, “questions”; xem đủ bằng --help"},
		{[]string{"nope"}, "thừa hoặc không hiểu “nope”"},
		{[]string{"helth"}, "thừa hoặc không hiểu “helth”, có phải “health”?"},
		{[]string{"version", "now"}, "thừa hoặc không hiểu “now”"},
		{[]string{"version", "--loud"}, "không có cờ --loud"},
		{[]string{"outbox", "--limi"}, "không có cờ --limi, có phải “--limit”?"},
		{[]string{"outbox", "--limit", "many"}, "--limit: phải là số nguyên, không phải “many”"},
		{[]string{"outbox", "--limit"}, "--limit: chưa có giá trị"},
		{[]string{"outbox", "--format", "xml"}, "--format phải là một trong “text”,“jsonl”, không phải “xml”"},
		{[]string{"outbox", "--failed=maybe"}, "--failed: không nhận giá trị “maybe”"},
		{[]string{"invite", "--all", "--staff", "A1"}, "--all và --staff không dùng cùng lúc được"},
		{[]string{"invite"}, "cần chọn một: sohoc invite --all (mọi người chưa tham gia) hoặc sohoc invite --staff MÃ"},
		{[]string{"restore", "x.db"}, "cần chọn một: sohoc restore --verify x.db (chỉ kiểm tra) hoặc sohoc restore x.db --to \"THƯ MỤC\" (khôi phục)"},
		{[]string{"restore", "x.db", "--verify", "--to", "y"}, "--verify và --to không dùng cùng lúc được"},
	} {
		out, said, code := newOffice(t).run(c.args...)
		if code != 1 || out != "" || said != "sohoc: "+c.want+"\n" {
			t.Errorf("%v: exit %d, said %q, want %q", c.args, code, said, c.want)
		}
		if found := english.FindString(said); found != "" {
			t.Errorf("%v: %q is English: %s", c.args, found, said)
		}
	}
}

func TestHelpIsInVietnamese(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		nil, {"import"}, {"import", "roster"}, {"import", "entries"}, {"invite"}, {"export", "entries"}, {"backup"}, {"restore"}, {"outbox"}, {"health"},
		{"migrate"}, {"version"}, {"serve"}, {"parse"}, {"seed"}, {"demo"},
	} {
		out, said, code := newOffice(t).run(append(args, "--help")...)
		if code != 0 || said != "" || !strings.HasPrefix(out, "Cách dùng: sohoc") || !strings.Contains(out, "Xem cách dùng.") {
			t.Errorf("%v: exit %d, said %s, wrote %s", args, code, said, out)
		}
		if found := english.FindString(out); found != "" {
			t.Errorf("%v: %q is English:\n%s", args, found, out)
		}
	}
	if out := newOffice(t).must("restore", "--help"); !strings.Contains(out, "sohoc restore --verify TỆP") || !strings.Contains(out, "sohoc restore TỆP --to") {
		t.Errorf("the ways to restore: %s", out)
	}
}
