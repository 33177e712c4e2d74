package evidence

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Sweep removes files that are older than age and to which nothing refers, and returns how many.
func (f Folder) Sweep(now time.Time, age time.Duration, known func(hash string) (bool, error)) (int, error) {
	removed := 0
	err := filepath.WalkDir(f.Dir, func(path string, d os.DirEntry, err error) error {
		switch {
		case errors.Is(err, os.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && path != f.Dir && len(d.Name()) != shelfLetters:
			return filepath.SkipDir // not ours
		case d.IsDir():
			return nil
		}
		gone, err := sweepFile(path, now.Add(-age), known)
		if gone {
			removed++
		}
		return err
	})
	if err != nil {
		return removed, fmt.Errorf("sweep files: %w", err)
	}
	return removed, nil
}

// sweepFile removes a file that was last written before a time and to which nothing refers. Others may be at work
// in the folder: a file that has left is nobody's fault.
func sweepFile(path string, before time.Time, known func(hash string) (bool, error)) (gone bool, err error) {
	if !strings.HasPrefix(filepath.Base(path), incoming) {
		if keep, err := known(filepath.Base(path)); err != nil || keep {
			return false, err
		}
	}
	info, err := os.Lstat(path)
	if err == nil && info.ModTime().Before(before) {
		err = os.Remove(path)
		gone = err == nil
	}
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return gone, err
}
