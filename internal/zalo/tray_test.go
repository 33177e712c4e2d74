package zalo_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"sohoc/internal/zalo"
)

// TestWhatCouldNotBeReadIsForgotten: it holds what people wrote, and nobody asked for it in a month.
func TestWhatCouldNotBeReadIsForgotten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const month = 30 * 24 * time.Hour
	for bot, age := range map[string]time.Duration{"old": month + time.Hour, "new": month - time.Hour} {
		if err := os.MkdirAll(filepath.Join(dir, bot), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"unreadable.jsonl", "incoming.jsonl"} {
			path := filepath.Join(dir, bot, name)
			at := time.Now().Add(-age)
			if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := zalo.Forget(dir, month); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"old/unreadable.jsonl": false, "new/unreadable.jsonl": true, "old/incoming.jsonl": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
	if err := zalo.Forget(filepath.Join(dir, "none"), month); err != nil {
		t.Error(err)
	}
}
