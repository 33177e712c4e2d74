package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sohoc/internal/sqlite"
)

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	out, said, code := o.run("--help")
	if code != 0 || said != "" {
		t.Errorf("exit %d, said %s", code, said)
	}
	for _, command := range []string{
		"serve", "demo", "import roster", "import entries", "invite", "export entries", "seed", "backup", "restore", "parse", "outbox", "schedule", "migrate", "health", "version",
	} {
		if !regexp.MustCompile(`(?m)^\s+` + command + `\b`).MatchString(out) {
			t.Errorf("the help lacks %q:\n%s", command, out)
		}
	}
	if out, said, code := o.run("outbox", "--help"); code != 0 || said != "" || !strings.Contains(out, "--failed") {
		t.Errorf("help of a command: exit %d, said %s, wrote %s", code, said, out)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data")); !os.IsNotExist(err) {
		t.Errorf("asking for help made a data folder (%v)", err)
	}
}

// A command that cannot do what it is told writes nothing to stdout and one sentence to stderr, and does not end with 0.
func TestMistakesAreOneSentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"no command", nil, "thiếu lệnh"},
		{"an unknown command", []string{"nope"}, "nope"},
		{"an unknown flag", []string{"version", "--loud"}, "--loud"},
		{"too much", []string{"version", "now"}, "now"},
		{"an unknown format", []string{"outbox", "--format", "xml"}, "--format"},
		{"a number in words", []string{"outbox", "--limit", "many"}, "--limit"},
		{"half a command", []string{"import"}, "thiếu lệnh"},
		{"a missing file", []string{"import", "roster"}, "thiếu <tệp>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, said, code := newOffice(t).run(c.args...)
			if code == 0 || out != "" {
				t.Errorf("exit %d, wrote %q", code, out)
			}
			if !strings.HasPrefix(said, "sohoc: ") || strings.Count(said, "\n") != 1 || !strings.Contains(said, c.want) {
				t.Errorf("it says %q, want one sentence about %q", said, c.want)
			}
		})
	}
}

func TestFaultsOfTheSettingsAreListedBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_TIMEZONE=Hà Nội", "SOHOC_HTTP_ADDR=8080", "SOHOC_TELEGRAM_TOKEN=secret")
	out, said, code := o.run("migrate")
	if code == 0 || out != "" || strings.Contains(said, "secret") {
		t.Errorf("exit %d, wrote %q, said %s", code, out, said)
	}
	for _, want := range []string{"cấu hình chưa đúng", "SOHOC_TIMEZONE", "SOHOC_HTTP_ADDR", "SOHOC_TELEGRAM_TOKEN"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not speak of %s: %s", want, said)
		}
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data")); !os.IsNotExist(err) {
		t.Errorf("there is a data folder all the same (%v)", err)
	}
}

func TestAShiftedClockIsSaidLoudly(t *testing.T) {
	t.Parallel()
	for clock, want := range map[string]bool{"SOHOC_CLOCK=2026-11-24T09:00:00+07:00": true, "SOHOC_CLOCK=": false} {
		var out, said bytes.Buffer
		code := execute(t.Context(), []string{"version"}, []string{clock}, streams{strings.NewReader(""), &out, &said})
		if code != 0 || strings.Contains(said.String(), "CHÚ Ý") != want || want && !strings.Contains(said.String(), "09:00:0") {
			t.Errorf("%s: exit %d, said %q", clock, code, said.String())
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	if out := newOffice(t).must("version"); !regexp.MustCompile(`^sohoc \S+\n$`).MatchString(out) {
		t.Errorf("wrote %q", out)
	}
}

func TestMigrateSaysWhereTheDatabaseStands(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.must("migrate")
	if !regexp.MustCompile(`^Cơ sở dữ liệu đang ở lược đồ [1-9]\d*\.\n$`).MatchString(first) {
		t.Errorf("wrote %q", first)
	}
	if again := o.must("migrate"); again != first {
		t.Errorf("the second time it wrote %q", again)
	}
}

func TestAnOlderProgramRefusesANewerDatabase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	o.sql("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
	for _, args := range [][]string{{"migrate"}, {"outbox"}, {"export", "entries"}, {"invite", "--all"}, {"serve"}} {
		out, said, code := o.run(args...)
		if code == 0 || out != "" || strings.Count(said, "\n") != 1 || !strings.Contains(said, "lược đồ 99, mới hơn bản chương trình này") {
			t.Errorf("%v: exit %d, wrote %q, said %q", args, code, out, said)
		}
	}
}

func TestADataFolderThatIsNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_DATA_DIR="+o.file("file", "x"))
	for _, args := range [][]string{{"migrate"}, {"serve"}} {
		if _, said, code := o.run(args...); code == 0 || strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "sohoc: ") {
			t.Errorf("%v: exit %d, said %q", args, code, said)
		}
	}
}

func TestACommandEndsWithItsContext(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, said bytes.Buffer
	if code := execute(ctx, []string{"outbox"}, o.environ, streams{strings.NewReader(""), &out, &said}); code == 0 || out.Len() > 0 {
		t.Errorf("exit %d, wrote %q", code, out.String())
	}
}

func TestCommandsWorkBesideAnOpenDatabase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	db := o.database()
	o.must("import", "roster", o.file("ds.csv", rosterFour), "--apply")
	err := db.View(t.Context(), func(tx *sqlite.Tx) error {
		_, ok, err := tx.ByStaffCode(t.Context(), "A1", "2026-11-24")
		if !ok {
			t.Error("what a command wrote is not seen")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
