package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestTidyRemovesWhatHoldsPersonalDataForNothing: the copy of a preview that was killed, and what a bot on Zalo was sent
// and could not read.
func TestTidyRemovesWhatHoldsPersonalDataForNothing(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	s := newIdleServer(t, o)
	const day = 24 * time.Hour
	for name, ago := range map[string]time.Duration{
		"rehearsal-1/sohoc.db": 2 * day, "rehearsal-2/sohoc.db": 0, "zalo/1/unreadable.jsonl": 31 * day, "zalo/2/unreadable.jsonl": day,
	} {
		path, at := filepath.Join(o.dir, "data", name), time.Now().Add(-ago)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{path, filepath.Dir(path)} {
			if err := os.Chtimes(p, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.tidyOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"rehearsal-1": false, "rehearsal-2": true, "zalo/1/unreadable.jsonl": false, "zalo/2/unreadable.jsonl": true,
	} {
		if _, err := os.Stat(filepath.Join(o.dir, "data", name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
}
