package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ExecForTest runs a statement that a test needs to bring about a state that no use case does.
func (tx *Tx) ExecForTest(ctx context.Context, query string, args ...any) error {
	_, err := tx.exec(ctx, query, args...)
	return err
}

// CountForTest returns the number that a query gives, to see what no use case shows.
func (tx *Tx) CountForTest(ctx context.Context, query string, args ...any) (int, error) {
	var n int
	err := tx.row(ctx, query, args...).Scan(&n)
	return n, err
}

// EmptyForTest returns the file of a database with its schema, made once: migrations cost more than most tests.
var EmptyForTest = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "sohoc-empty-*")
	if err != nil {
		return nil, err //nolint:wrapcheck // for tests
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "sohoc.db")
	db, err := Open(context.Background(), Options{Path: path, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
