package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Optimize lets SQLite look at its statistics and brings the write-ahead log back to nothing. It uses a
// connection of its own, so that the writer goes on meanwhile.
func (d *DB) Optimize(ctx context.Context) (err error) {
	pool, err := sql.Open("sqlite3", dsn(d.path, "_busy_timeout=5000"))
	if err != nil {
		return fmt.Errorf("open spare connection: %w", err)
	}
	pool.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, pool.Close()) }()
	for _, pragma := range []string{"PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := pool.ExecContext(ctx, pragma); err != nil {
			return fmt.Errorf("%s: %w", pragma, err)
		}
	}
	return nil
}
