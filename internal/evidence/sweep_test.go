package evidence_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// put writes a file of an age.
func put(t *testing.T, path string, written time.Time) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, written, written); err != nil {
		t.Fatal(err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	old, fresh := now.Add(-25*time.Hour), now.Add(-23*time.Hour)
	for path, written := range map[string]time.Time{
		"aa/aa-known-old": old, "aa/aa-orphan-old": old, "aa/aa-orphan-fresh": fresh, "bb/bb-orphan-old": old,
		"incoming-old": old, "incoming-fresh": fresh, "outgoing/chart-1.png": old, "outgoing/incoming-1": old,
	} {
		put(t, filepath.Join(f.Dir, path), written)
	}
	removed, err := f.Sweep(now, 24*time.Hour, func(hash string) (bool, error) { return strings.Contains(hash, "known"), nil })
	if err != nil || removed != 3 {
		t.Errorf("removed %d files (%v), want 3", removed, err)
	}
	want := []string{"aa/aa-known-old", "aa/aa-orphan-fresh", "incoming-fresh", "outgoing/chart-1.png", "outgoing/incoming-1"}
	if got := names(t, f); !slices.Equal(got, want) {
		t.Errorf("left are %v, want %v", got, want)
	}
}

func TestSweepKeepsWhatCameAgain(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	k, err := f.Keep(t.Context(), writing(pdf))
	if err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(f.Path(k.Hash), long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Keep(t.Context(), writing(pdf)); err != nil {
		t.Fatal(err)
	}
	removed, err := f.Sweep(time.Now(), 24*time.Hour, func(string) (bool, error) { return false, nil })
	if err != nil || removed != 0 {
		t.Errorf("removed %d files (%v) that an entry is about to refer to", removed, err)
	}
}

func TestSweepBesideOthers(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	now := time.Now()
	for _, name := range []string{"aa/aa1", "aa/aa2", "aa/aa3"} {
		put(t, filepath.Join(f.Dir, name), now.Add(-48*time.Hour))
	}
	removed, err := f.Sweep(now, 24*time.Hour, func(hash string) (bool, error) {
		if hash == "aa1" {
			return false, os.Remove(filepath.Join(f.Dir, "aa", "aa2")) // somebody else was faster
		}
		return false, nil
	})
	if err != nil || removed != 2 || len(names(t, f)) != 0 {
		t.Errorf("removed %d files (%v), left are %v", removed, err, names(t, f))
	}
}

func TestSweepStopsWhenItIsNotKnownWhatIsKnown(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	put(t, filepath.Join(f.Dir, "aa", "aa1"), time.Now().Add(-48*time.Hour))
	closed := errors.New("database is closed")
	if removed, err := f.Sweep(time.Now(), time.Hour, func(string) (bool, error) { return false, closed }); !errors.Is(err, closed) || removed != 0 {
		t.Errorf("removed %d files, %v", removed, err)
	}
	if got := names(t, f); len(got) != 1 {
		t.Errorf("left are %v", got)
	}
}

func TestSweepOfNoFolder(t *testing.T) {
	t.Parallel()
	removed, err := newFolder(t).Sweep(time.Now(), time.Hour, func(string) (bool, error) { return false, nil })
	if err != nil || removed != 0 {
		t.Errorf("removed %d (%v)", removed, err)
	}
}
