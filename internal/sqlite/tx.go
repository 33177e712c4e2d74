package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"sohoc/internal/job"
	"sohoc/internal/outbox"
)

// conn is one connection with its prepared statements. It is used by one goroutine at a time.
type conn struct {
	raw      *sql.Conn
	stmts    map[string]*sql.Stmt
	calendar keptCalendar
}

func newConn(ctx context.Context, pool *sql.DB) (*conn, error) {
	raw, err := pool.Conn(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says which connection
	}
	return &conn{raw: raw, stmts: map[string]*sql.Stmt{}}, nil
}

func (c *conn) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	s, err := c.raw.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	c.stmts[query] = s
	return s, nil
}

func (c *conn) close() error {
	if c == nil {
		return nil
	}
	var err error
	for _, s := range c.stmts {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, c.raw.Close())
}

// Tx is a transaction, with the instant at which it began. It satisfies the Store interfaces of the nouns.
// It belongs to one goroutine and ends with the function that it was given to.
type Tx struct {
	conn     *conn
	now      time.Time
	writable bool
	gone     bool // SQLite has undone the whole of it
	depth    int
	messages []outbox.Row
	jobs     []job.Row
	// scheduled says that what is due may have changed.
	scheduled bool
}

// Now returns the instant of the transaction.
func (tx *Tx) Now() time.Time { return tx.now }

// errGone says that SQLite has undone the whole transaction, as it does when a disk is full. Nothing may be
// written through it any more: each statement would commit by itself, and be there twice once its cause is
// tried again.
var errGone = errors.New("the transaction is gone")

// Savepoint runs fn; its error undoes what fn wrote and queued, and nothing else.
func (tx *Tx) Savepoint(ctx context.Context, fn func() error) error {
	if !tx.conn.inTransaction() {
		return errGone
	}
	tx.depth++
	defer func() { tx.depth-- }()
	name := "s" + strconv.Itoa(tx.depth)
	if _, err := tx.exec(ctx, "SAVEPOINT "+name); err != nil {
		return fmt.Errorf("open savepoint: %w", err)
	}
	messages, jobs := len(tx.messages), len(tx.jobs)
	if err := fn(); err != nil {
		tx.messages, tx.jobs = tx.messages[:messages], tx.jobs[:jobs]
		if tx.lost() {
			return errors.Join(err, errGone)
		}
		if _, undo := tx.exec(ctx, "ROLLBACK TO "+name); undo != nil {
			return errors.Join(err, undo)
		}
		_, end := tx.exec(ctx, "RELEASE "+name)
		return errors.Join(err, end)
	}
	if _, err := tx.exec(ctx, "RELEASE "+name); err != nil {
		return fmt.Errorf("close savepoint: %w", err)
	}
	return nil
}

// exec runs a prepared statement. A writer's statement is never interrupted: an interrupt would undo the
// whole transaction, other callers' work included.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if tx.gone {
		return nil, errGone
	}
	s, err := tx.conn.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := s.ExecContext(tx.patient(ctx), args...)
	if err != nil && tx.lost() {
		err = errors.Join(err, errGone)
	}
	return res, err
}

// lost looks whether SQLite has undone the whole transaction, after an error that may have done so.
func (tx *Tx) lost() bool {
	tx.gone = tx.gone || tx.writable && !tx.conn.inTransaction()
	return tx.gone
}

func (tx *Tx) row(ctx context.Context, query string, args ...any) scanner {
	s, err := tx.conn.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return s.QueryRowContext(tx.patient(ctx), args...)
}

// each runs a query and calls scan for each row; the rows are closed when it returns.
func (tx *Tx) each(ctx context.Context, scan func(scanner) error, query string, args ...any) (err error) {
	s, err := tx.conn.prepare(ctx, query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(tx.patient(ctx), args...)
	if err != nil {
		return err //nolint:wrapcheck // the caller says what it was doing
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (tx *Tx) patient(ctx context.Context) context.Context {
	if tx.writable {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// scanner is a row, or the error in its place.
type scanner interface{ Scan(dest ...any) error }

type failed struct{ err error }

func (f failed) Scan(...any) error { return f.err }

// found turns "no rows" into ok = false.
func found(err error) (bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// millis and instant convert times; 0 stands for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
