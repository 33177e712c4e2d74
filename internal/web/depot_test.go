package web

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sohoc/internal/channel"
)

func TestADepotKeepsFilesWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	d := depot{dir: t.TempDir()}
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	if n, err := d.take("incoming/chat/a", bytes.NewReader([]byte("12345")), 5); n != 5 || err != nil {
		t.Fatalf("five of five bytes: %d %v", n, err)
	}
	if _, err := d.take("incoming/chat/b", bytes.NewReader([]byte("123456")), 5); !errors.Is(err, channel.ErrTooLarge) {
		t.Errorf("six of five bytes: %v", err)
	}
	broken := io.MultiReader(bytes.NewReader([]byte("12")), brokenReader{})
	if _, err := d.take("incoming/chat/c", broken, 5); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a line that breaks: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(d.dir, "incoming", "chat", "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left: %v %v, want one file", left, err)
	}
}

type brokenReader struct{}

// Read implements io.Reader.
func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestADepotOpensNothingBesideIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := depot{dir: filepath.Join(dir, "web")}
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "sohoc.db"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "sohoc.db"), filepath.Join(d.dir, "sent", "link")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"../sohoc.db", "sent/../../sohoc.db", "/etc/passwd", "sent/link"} {
		if f, err := d.open(path); err == nil {
			t.Errorf("%s was opened", path)
			_ = f.Close()
		}
	}
}

func TestADepotSweepsWhatHasHadItsTime(t *testing.T) {
	t.Parallel()
	d := depot{dir: t.TempDir()}
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for name, age := range map[string]time.Duration{"old": 2 * time.Hour, "young": time.Minute} {
		if _, err := d.take("incoming/chat/"+name, bytes.NewReader([]byte("x")), 5); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(d.dir, "incoming", "chat", name), now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.sweep(now, incoming, time.Hour); err != nil {
		t.Fatal(err)
	}
	if f, err := d.open("incoming/chat/young"); err != nil {
		t.Errorf("the young one is gone: %v", err)
	} else {
		_ = f.Close()
	}
	if f, err := d.open("incoming/chat/old"); err == nil {
		t.Error("the old one is still there")
		_ = f.Close()
	}
}
