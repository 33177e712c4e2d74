package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// CopyTo writes the database as it is at one instant to a new file. It works beside the writer, in this process or
// another, through a connection of its own: the pool of readers may not write, and the writer has other things to do.
// The file is complete and sound, or not there. It returns what is in it.
func (d *DB) CopyTo(ctx context.Context, path string) (found Inspection, err error) {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return found, fmt.Errorf("name the copy: %w", errors.Join(os.ErrExist, err))
	}
	part := path + ".part"
	if err := createEmpty(part); err != nil {
		return found, err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part) // of no use to anybody; the next copy would remove it too
		}
	}()
	if err := vacuumInto(ctx, d.path, part); err != nil {
		return found, err
	}
	if found, err = Inspect(ctx, part); err != nil {
		return found, err
	}
	if len(found.Faults) > 0 {
		return found, fmt.Errorf("the copy is not sound: %s", found.Faults[0])
	}
	if err := syncPath(part); err != nil {
		return found, err
	}
	if err := os.Rename(part, path); err != nil {
		return found, fmt.Errorf("name the copy: %w", err)
	}
	return found, syncPath(filepath.Dir(path))
}

// createEmpty makes an empty file that nobody else on the machine can read, in the place of one that an interrupted
// copy may have left.
func createEmpty(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove what an interrupted copy left: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create the copy: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("create the copy: %w", err)
	}
	return nil
}

func vacuumInto(ctx context.Context, from, to string) (err error) {
	pool, err := sql.Open("sqlite3", dsn(from, "mode=ro&_busy_timeout=5000"))
	if err != nil {
		return fmt.Errorf("open for copying: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if _, err := pool.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return nil
}

// syncPath brings a file, or the names in a folder, to the disk.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open for syncing: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return nil
}

// Inspection is what was found in a database file.
type Inspection struct {
	Schema int64        // the newest migration in it
	Tables []TableCount // by name
	Files  []FileNeeded // evidence that the rows refer to, by hash
	Faults []string     // what SQLite's own checks complain of; empty = sound
}

// TableCount says how many rows a table has.
type TableCount struct {
	Name string
	Rows int64
}

// FileNeeded is a file that lies outside the database.
type FileNeeded struct {
	Hash string // SHA-256, hexadecimal
	Size int64  // bytes
}

// Inspect looks at a database file that nobody writes to, and changes nothing. A file that is no database is an error;
// one that is not sound has Faults and nothing else.
func Inspect(ctx context.Context, path string) (found Inspection, err error) {
	err = lookInto(ctx, path, func(tx *Tx) (err error) {
		if found.Faults, err = tx.check(ctx); err != nil || len(found.Faults) > 0 {
			return err
		}
		if found.Tables, err = tx.countRows(ctx); err != nil {
			return err
		}
		if err := tx.row(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&found.Schema); err != nil {
			return fmt.Errorf("read schema version: %w", err)
		}
		found.Files, err = tx.NeededFiles(ctx)
		return err
	})
	return found, err
}

// FilesNeededBy lists the evidence that the rows of a copied database refer to.
func FilesNeededBy(ctx context.Context, path string) (files []FileNeeded, err error) {
	err = lookInto(ctx, path, func(tx *Tx) (err error) {
		files, err = tx.NeededFiles(ctx)
		return err
	})
	return files, err
}

// lookInto opens a file that nobody writes to.
func lookInto(ctx context.Context, path string, fn func(*Tx) error) (err error) {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("look at the copy: %w", err)
	}
	pool, err := sql.Open("sqlite3", dsn(path, "mode=ro&immutable=1&_query_only=1"))
	if err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	c, err := newConn(ctx, pool)
	if err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	defer func() { err = errors.Join(err, c.close()) }()
	return fn(&Tx{conn: c})
}

// check runs SQLite's checks of a whole database.
func (tx *Tx) check(ctx context.Context) (faults []string, err error) {
	err = tx.each(ctx, func(s scanner) error {
		var line string
		err := s.Scan(&line)
		if line != "ok" {
			faults = append(faults, line)
		}
		return err
	}, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, fmt.Errorf("check integrity: %w", err)
	}
	err = tx.each(ctx, func(s scanner) error {
		var table, parent string
		var row sql.NullInt64
		var key int
		err := s.Scan(&table, &row, &parent, &key)
		faults = append(faults, fmt.Sprintf("row %d of %s refers to nothing in %s", row.Int64, table, parent))
		return err
	}, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, fmt.Errorf("check references: %w", err)
	}
	return faults, nil
}

func (tx *Tx) countRows(ctx context.Context) ([]TableCount, error) {
	var out []TableCount
	err := tx.each(ctx, func(s scanner) error {
		var t TableCount
		err := s.Scan(&t.Name)
		out = append(out, t)
		return err
	}, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	for i := range out {
		// The name comes from the schema.
		if err := tx.row(ctx, `SELECT count(*) FROM "`+out[i].Name+`"`).Scan(&out[i].Rows); err != nil {
			return nil, fmt.Errorf("count rows of %s: %w", out[i].Name, err)
		}
	}
	return out, nil
}

// NeededFiles lists the evidence that the rows refer to.
func (tx *Tx) NeededFiles(ctx context.Context) ([]FileNeeded, error) {
	var out []FileNeeded
	err := tx.each(ctx, func(s scanner) error {
		var f FileNeeded
		err := s.Scan(&f.Hash, &f.Size)
		out = append(out, f)
		return err
	}, "SELECT hash, size FROM files ORDER BY hash")
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	return out, nil
}

// HoldBack keeps the messages that waited in a copied database from being sent when the copy comes to life: they were
// sent long ago, or are stale. They show among the uncertain ones. It returns how many. Nobody else may use the file.
func HoldBack(ctx context.Context, path string, now time.Time) (held int64, err error) {
	pool, err := sql.Open("sqlite3", dsn(path, "mode=rw&_journal_mode=DELETE&_synchronous=FULL&_foreign_keys=1"))
	if err != nil {
		return 0, fmt.Errorf("open the copy: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	const query = `UPDATE outbox SET state = 'uncertain', reason = 'restored from a backup', done_at = ?
WHERE state IN ('waiting', 'sending')`
	res, err := pool.ExecContext(ctx, query, millis(now))
	if err != nil {
		return 0, fmt.Errorf("hold back messages: %w", err)
	}
	if held, err = res.RowsAffected(); err != nil {
		return 0, fmt.Errorf("hold back messages: %w", err)
	}
	return held, nil
}
