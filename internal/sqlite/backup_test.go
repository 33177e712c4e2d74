package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sohoc/internal/roster"
	"sohoc/internal/sqlite"
)

func copyOf(t *testing.T, db *sqlite.DB) (path string, found sqlite.Inspection) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "bản sao.db")
	found, err := db.CopyTo(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return path, found
}

func rows(found sqlite.Inspection, table string) int64 {
	for _, t := range found.Tables {
		if t.Name == table {
			return t.Rows
		}
	}
	return -1
}

func TestCopyHoldsWhatWasCommitted(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-11-24"})
	path, found := copyOf(t, db)
	if rows(found, "people") != 3 || rows(found, "units") != 2 || found.Schema < 1 || len(found.Faults) > 0 {
		t.Errorf("found %+v", found)
	}
	again, err := sqlite.Inspect(t.Context(), path)
	if err != nil || rows(again, "people") != 3 {
		t.Errorf("inspected %+v (%v)", again, err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the copy lie %v (%v)", entries, err)
	}
	live, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	if got := timelines(t, live); got != timelines(t, db) {
		t.Errorf("the copy comes to life with %s", got)
	}
}

func TestCopyReplacesNothingButWhatAnInterruptedOneLeft(t *testing.T) {
	t.Parallel()
	db := open(t)
	path, _ := copyOf(t, db)
	if _, err := db.CopyTo(t.Context(), path); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second copy under one name: %v", err)
	}
	other := path + ".2"
	if err := os.WriteFile(other+".part", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := db.CopyTo(t.Context(), other); err != nil {
		t.Errorf("after an interrupted copy: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.CopyTo(ctx, path+".3"); err == nil {
		t.Error("a cancelled copy succeeds")
	}
	if left, err := filepath.Glob(path + ".3*"); len(left) > 0 || err != nil {
		t.Errorf("a cancelled copy left %v (%v)", left, err)
	}
}

func TestInspectListsEvidenceAndBrokenReferences(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-11-24"})
	path, _ := copyOf(t, db)
	hurt(t, path, "INSERT INTO files (hash, mime, size, created_at) VALUES ('ab12', 'application/pdf', 7, 1)")
	needed, err := sqlite.FilesNeededBy(t.Context(), path)
	if err != nil || len(needed) != 1 || needed[0] != (sqlite.FileNeeded{Hash: "ab12", Size: 7}) {
		t.Errorf("needed %v (%v)", needed, err)
	}
	hurt(t, path, "DELETE FROM units WHERE name = 'Thanh tra'")
	found, err := sqlite.Inspect(t.Context(), path)
	if err != nil || len(found.Faults) != 1 {
		t.Errorf("faults %v (%v), want that of the membership without unit", found.Faults, err)
	}
}

// hurt changes a file without the care that the product takes.
func hurt(t *testing.T, path, query string) {
	t.Helper()
	pool, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_foreign_keys=0")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func TestInspectOfNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	if _, err := sqlite.Inspect(t.Context(), path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(path, []byte("this is some other file, long enough to have a header of its own, and so on, and so on"), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := sqlite.Inspect(t.Context(), path); err == nil && len(found.Faults) == 0 {
		t.Error("another file passes for a database")
	}
}

func TestHoldBackKeepsWhatWaitedFromBeingSent(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, say("một"), say("hai")) })
	path, _ := copyOf(t, db)
	if held, err := sqlite.HoldBack(t.Context(), path, time.Now()); held != 2 || err != nil {
		t.Errorf("held back %d (%v), want 2", held, err)
	}
	live, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	if got := waiting(t, live); len(got) != 0 {
		t.Errorf("%d messages wait in the copy", len(got))
	}
	if got := waiting(t, db); len(got) != 2 {
		t.Errorf("%d messages wait in the original, want 2", len(got))
	}
}
