package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/sqlite"
)

// attach puts a piece of evidence on disk and into the database, and returns its hash.
func (o *office) attach(content string) string {
	o.t.Helper()
	sum := sha256.Sum256([]byte(content))
	hash := hex.EncodeToString(sum[:])
	o.place(filepath.Join("data", "files", hash[:2], hash), content)
	o.sql("INSERT INTO files (hash, mime, size, created_at) VALUES ('" + hash + "', 'application/pdf', " + strconv.Itoa(len(content)) + ", 1)")
	return hash
}

func (o *office) place(name, content string) {
	o.t.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// sql changes the database as no command does.
func (o *office) sql(query string) {
	o.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(o.dir, "data", "sohoc.db"))
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(o.t.Context(), query); err != nil {
		o.t.Fatal(err)
	}
}

// backups returns the names of the backups in a folder, the oldest first.
func (o *office) backups(dir string) (names []string) {
	o.t.Helper()
	all, err := shelf{dir: filepath.Join(o.dir, dir)}.list()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, name := range all {
		names = append([]string{name}, names...)
	}
	return names
}

func seededOffice(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.must("seed", "--people", "20", "--entries", "300")
	return o
}

func TestBackupVerifyRestore(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	hash := o.attach("%PDF-1.7 giấy chứng nhận")
	to := filepath.Join(o.dir, "đĩa khác")
	if got := o.must("backup", "--to", to); !strings.Contains(got, "Tệp minh chứng: 1, trong đó mới chép 1.") {
		t.Errorf("backup said %s", got)
	}
	name := o.backups("đĩa khác")[0]
	if name != "sohoc-20261124-090000.db" {
		t.Errorf("the backup is called %s", name)
	}
	file := filepath.Join(to, name)
	got := o.must("restore", "--verify", file)
	for _, want := range []string{
		"(khớp với tệp .sha256)\n", "  entries              300\n", "  people               20\n", "Tệp minh chứng: 1 (", "Bản sao lưu tốt.\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("verify lacks %q:\n%s", want, got)
		}
	}
	before := o.must("export", "entries", "--all")
	back := newOffice(t)
	dir := filepath.Join(back.dir, "data")
	back.must("restore", file, "--to", dir)
	if after := back.must("export", "entries", "--all"); after != before {
		t.Error("the restored entries differ")
	}
	if content, err := os.ReadFile(filepath.Join(dir, "files", hash[:2], hash)); err != nil || !strings.HasPrefix(string(content), "%PDF") {
		t.Errorf("evidence %q (%v)", content, err)
	}
	if _, said, code := back.run("restore", file, "--to", dir); code != 1 || !strings.Contains(said, "không trống") {
		t.Errorf("a second restore: exit %d, said %s", code, said)
	}
}

func TestBackupGoesByDefaultIntoTheDataFolder(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	o.must("backup")
	o.must("backup") // in the same second of the rehearsed clock
	if got := strings.Join(o.backups("data/backups"), " "); got != "sohoc-20261124-090000.db sohoc-20261124-090000-2.db" {
		t.Errorf("backups %s", got)
	}
	for _, name := range o.backups("data/backups") {
		info, err := os.Stat(filepath.Join(o.dir, "data", "backups", name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v (%v), want 0600", name, info.Mode(), err)
		}
	}
}

func TestBackupBesideAWriterIsOneInstant(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	db := o.database()
	ctx, stop := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	started := make(chan struct{})
	writer.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			err := db.Update(t.Context(), func(tx *sqlite.Tx) error { // always two at once
				say := channel.Message{To: channel.Address{Channel: "telegram", Account: "1", Chat: "2"}, Text: "x"}
				return tx.QueueMessages(t.Context(), say, say)
			})
			if err != nil {
				t.Error(err)
				return
			}
			if n == 0 {
				close(started)
			}
		}
	})
	<-started
	for range 3 {
		o.must("backup")
	}
	stop()
	writer.Wait()
	for _, name := range o.backups("data/backups") {
		found, err := sqlite.Inspect(t.Context(), filepath.Join(o.dir, "data", "backups", name))
		if err != nil || len(found.Faults) > 0 {
			t.Fatalf("%s: %v %v", name, found.Faults, err)
		}
		for _, table := range found.Tables {
			if table.Name == "outbox" && (table.Rows%2 != 0 || table.Rows == 0) {
				t.Errorf("%s holds %d messages, half of a transaction", name, table.Rows)
			}
		}
	}
}

func TestOldBackupsGoAndTheEvidenceThatOnlyTheyNeeded(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	destroyed, kept := o.attach("bị hủy"), o.attach("còn giữ")
	for i, day := range []string{"01", "02", "03", "04"} {
		o.at("2026-12-" + day + "T02:00:00+07:00")
		if i == 1 {
			o.sql("DELETE FROM files WHERE hash = '" + destroyed + "'")
		}
		o.must("backup", "--keep", "2")
		_, err := os.Stat(filepath.Join(o.dir, "data", "backups", "files", destroyed[:2], destroyed))
		if gone := os.IsNotExist(err); gone != (i >= 2) {
			t.Errorf("backup %d: the destroyed file is gone: %v", i+1, gone)
		}
	}
	if got := strings.Join(o.backups("data/backups"), " "); got != "sohoc-20261203-020000.db sohoc-20261204-020000.db" {
		t.Errorf("backups %s", got)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data", "backups", "files", kept[:2], kept)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data", "backups", "sohoc-20261201-020000.db.sha256")); !os.IsNotExist(err) {
		t.Errorf("the checksum of a removed backup: %v", err)
	}
	// A clock that was set back does not cost the backup that was just made.
	o.at("2026-11-01T02:00:00+07:00").must("backup", "--keep", "2")
	if got := strings.Join(o.backups("data/backups"), " "); !strings.HasPrefix(got, "sohoc-20261101-020000.db ") {
		t.Errorf("backups %s", got)
	}
}

func TestEvidenceThatIsThereIsNotCopiedAgain(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	o.attach("một")
	o.must("backup")
	o.attach("hai")
	if got := o.must("backup"); !strings.Contains(got, "Tệp minh chứng: 2, trong đó mới chép 1.") {
		t.Errorf("said %s", got)
	}
}

func TestBackupSaysThatEvidenceIsMissing(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	hash := o.attach("mất")
	o.place(filepath.Join("data", "files", hash[:2], hash), "khác")
	_, said, code := o.run("backup")
	if code != 1 || !strings.Contains(said, "1 tệp minh chứng không có hoặc hỏng") {
		t.Errorf("exit %d, said %s", code, said)
	}
	file := filepath.Join(o.dir, "data", "backups", o.backups("data/backups")[0])
	if _, said, code := o.run("restore", "--verify", file); code != 1 || !strings.Contains(said, "thiếu hoặc hỏng 1 trong 1 tệp minh chứng") {
		t.Errorf("verify: exit %d, said %s", code, said)
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	o.must("backup")
	file := filepath.Join(o.dir, "data", "backups", o.backups("data/backups")[0])
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), good...)
	for i := len(damaged) / 2; i < len(damaged)/2+9000; i++ {
		damaged[i] = 0xff
	}
	for name, c := range map[string]struct {
		content []byte
		sum     bool
		want    string
	}{
		"a flipped bit, with checksum":   {append(append([]byte(nil), good[:len(good)-1]...), good[len(good)-1]^1), true, "không khớp với tệp .sha256"},
		"overwritten pages, no checksum": {damaged, false, "hỏng"},
		"cut off, no checksum":           {good[:len(good)/2], false, "hỏng"},
		"another file":                   {[]byte("không phải cơ sở dữ liệu"), false, "hỏng"},
		"an empty file":                  {nil, false, "hỏng"},
	} {
		path := o.file("copy.db", string(c.content))
		_ = os.Remove(path + ".sha256")
		if c.sum {
			sum := sha256.Sum256(good)
			o.file("copy.db.sha256", hex.EncodeToString(sum[:])+"  copy.db\n")
		}
		out, said, code := o.run("restore", "--verify", path)
		if code != 1 || !strings.Contains(said, c.want) || strings.Contains(out, "Bản sao lưu tốt") {
			t.Errorf("%s: exit %d, said %s, wrote %s", name, code, said, out)
		}
	}
}

func TestMessagesThatWaitedAreHeldBackAtRestore(t *testing.T) {
	t.Parallel()
	o := seededOffice(t)
	o.update(func(tx *sqlite.Tx) error {
		return tx.QueueMessages(t.Context(), channel.Message{To: channel.Address{Channel: "telegram", Account: "1", Chat: "2"}, Text: "Nhắc học"})
	})
	o.must("backup")
	file := filepath.Join(o.dir, "data", "backups", o.backups("data/backups")[0])
	back := newOffice(t)
	got := back.must("restore", file, "--to", filepath.Join(back.dir, "data"))
	if !strings.Contains(got, "1 tin còn chờ gửi lúc sao lưu được giữ lại") {
		t.Errorf("said %s", got)
	}
	err := back.database().View(t.Context(), func(tx *sqlite.Tx) error {
		rows, err := tx.WaitingMessages(t.Context(), 0, 10)
		if len(rows) != 0 {
			t.Errorf("%d messages would be sent again", len(rows))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBackupNeedsADatabase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if _, said, code := o.run("backup"); code != 1 || !strings.Contains(said, "Chưa có cơ sở dữ liệu") {
		t.Errorf("exit %d, said %s", code, said)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data", "sohoc.db")); !os.IsNotExist(err) {
		t.Errorf("a backup made a database: %v", err)
	}
	for _, args := range [][]string{{"restore", "x.db"}, {"restore", "x.db", "--verify", "--to", "y"}, {"restore", "--verify", "none.db"}} {
		if _, said, code := o.run(args...); code == 0 || said == "" {
			t.Errorf("%v: exit %d, said %q", args, code, said)
		}
	}
}
