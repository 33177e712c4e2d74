package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/clock"
	"sohoc/internal/config"
	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

func TestASecondHolderOfTheFolderIsToldOfTheFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	dir := filepath.Join(o.dir, "data")
	unlock, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	holder := fmt.Sprintf("tiến trình %d", os.Getpid())
	if _, err := lockFolder(dir); err == nil || !strings.Contains(err.Error(), holder) || !strings.Contains(err.Error(), dir) {
		t.Errorf("it says %v", err)
	}
	out, said, code := o.run("serve")
	if code == 0 || out != "" || strings.Count(said, "\n") != 1 || !strings.Contains(said, holder) {
		t.Errorf("a second serve: exit %d, wrote %q, said %q", code, out, said)
	}
	if _, err := os.Stat(filepath.Join(dir, "sohoc.db")); !os.IsNotExist(err) {
		t.Errorf("it touched the data (%v)", err)
	}
	unlock()
	again, err := lockFolder(dir)
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	again()
}

func TestTheLockSaysWhoHoldsItNow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "sohoc.lock")
	if err := os.WriteFile(path, []byte("máy cũ, tiến trình 123456789, và nhiều chữ hơn nữa để dài hơn dòng mới ghi vào"), 0o600); err != nil {
		t.Fatal(err)
	}
	unlock, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	host, _ := os.Hostname()
	if got, err := os.ReadFile(path); err != nil || string(got) != fmt.Sprintf("máy %s, tiến trình %d", host, os.Getpid()) {
		t.Errorf("it says %q (%v)", got, err)
	}
}

// newIdleServer is a server whose parts stand still.
func newIdleServer(t *testing.T, o *office) *server {
	t.Helper()
	cfg, err := config.Read([]string{"SOHOC_DATA_DIR=" + filepath.Join(o.dir, "data")})
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(&app{ctx: t.Context(), stderr: io.Discard, cfg: cfg, clock: clock.Clock{}, zone: cfg.Zone()}, o.database())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// written gives a file an age.
func (o *office) written(name string, ago time.Duration) {
	o.t.Helper()
	path := filepath.Join(o.dir, "data", "files", name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(name), 0o600)); err != nil {
		o.t.Fatal(err)
	}
	at := time.Now().Add(-ago)
	if err := os.Chtimes(path, at, at); err != nil {
		o.t.Fatal(err)
	}
}

func TestTidyForgetsWhatHasHadItsTime(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	o := joinedOffice(t)
	s := newIdleServer(t, o)
	kept := o.attach("%PDF-1.7 giấy chứng nhận")
	o.update(func(tx *sqlite.Tx) error {
		e := learning.Entry{
			Person: 1, Unit: 1, Status: learning.Recorded, Channel: "web", Version: 1, Created: tx.Now(), Updated: tx.Now(),
			Draft: learning.Draft{Title: "Luật", Kind: "course", Field: "law", Start: "2026-11-20", End: "2026-11-20", Minutes: 60},
		}
		id, err := tx.AddEntry(t.Context(), e)
		if err != nil {
			return err
		}
		_, err = tx.AddEvidence(t.Context(), id, learning.Evidence{Hash: kept, Name: "giấy.pdf", MIME: "application/pdf", Size: 24}, tx.Now())
		return err
	})
	o.written(filepath.Join(kept[:2], kept), 30*day)
	for name, ago := range map[string]time.Duration{
		"ff/ff-orphan": 2 * day, "ff/ff-just-come": time.Hour, "incoming-broken-off": 2 * day,
		"outgoing/chart-waits.png": 6 * day, "outgoing/chart-old.png": 8 * day,
	} {
		o.written(name, ago)
	}
	o.update(func(tx *sqlite.Tx) error {
		for _, k := range []struct {
			key string
			ago time.Duration
		}{{"old", 31 * day}, {"young", 29 * day}} { // as they came
			key, ago := k.key, k.ago
			e := channel.Event{Address: channel.Address{Channel: channel.Telegram, Account: "42", Chat: "7"}, Key: channel.UpdateKey(key)}
			if _, err := tx.PutEvents(t.Context(), []channel.Event{e}, false); err != nil {
				return err
			}
			at := time.Now().Add(-ago).UnixMilli()
			if err := tx.ExecForTest(t.Context(), "UPDATE inbox SET created_at = ? WHERE update_key = ?", at, key); err != nil {
				return err
			}
		}
		return nil
	})
	for range 2 {
		if err := s.tidyOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]bool{
		filepath.Join(kept[:2], kept): true, "ff/ff-just-come": true, "outgoing/chart-waits.png": true,
		"ff/ff-orphan": false, "incoming-broken-off": false, "outgoing/chart-old.png": false,
	} {
		if _, err := os.Stat(filepath.Join(o.dir, "data", "files", name)); (err == nil) != want {
			t.Errorf("%s is there: %v", name, err == nil)
		}
	}
	o.update(func(tx *sqlite.Tx) error {
		n, err := tx.CountForTest(t.Context(), "SELECT count(*) FROM inbox WHERE update_key = 'young'")
		all, more := tx.CountForTest(t.Context(), "SELECT count(*) FROM inbox")
		if n != 1 || all != 1 {
			t.Errorf("%d keys are remembered, %d of them young", all, n)
		}
		return errors.Join(err, more)
	})
}

func TestTidyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	s := newIdleServer(t, o)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.tidy(ctx); err != nil {
		t.Error(err)
	}
}

func TestWriteWholeLeavesNoHalves(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "outgoing", "chart.png")
	for _, content := range []string{"first", "second"} {
		if err := writeWhole(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("it holds %q (%v)", got, err)
		}
	}
	inTheWay := filepath.Join(dir, "outgoing", "folder")
	if err := os.MkdirAll(filepath.Join(inTheWay, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(inTheWay, []byte("x")); err == nil {
		t.Error("a folder is replaced")
	}
	entries, err := os.ReadDir(filepath.Join(dir, "outgoing"))
	if err != nil || len(entries) != 2 {
		t.Errorf("left are %v (%v)", entries, err)
	}
}
