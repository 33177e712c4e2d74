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
	if err := tx.run(ctx, "SAVEPOINT "+name); err != nil {
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
	if err := tx.run(ctx, "RELEASE "+name); err != nil {
		return fmt.Errorf("close savepoint: %w", err)
	}
	return nil
}

// exec runs a prepared statement and says what it changed. A writer's statement is never interrupted: an interrupt
// would undo the whole transaction, other callers' work included.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	var res sql.Result
	err := tx.write(ctx, query, func(ctx context.Context, s *statement) (err error) {
		res, err = s.exec(ctx, args)
		return err
	})
	return res, err
}

// run is exec without a word on what was changed, which is faster the more arguments there are.
func (tx *Tx) run(ctx context.Context, query string, args ...any) error {
	return tx.write(ctx, query, func(ctx context.Context, s *statement) error { return s.run(ctx, args) })
}

// insert is run for a single row. It returns the row's id, or false when a conflict left it out.
func (tx *Tx) insert(ctx context.Context, query string, args ...any) (id int64, ok bool, err error) {
	if err := tx.run(ctx, query, args...); err != nil {
		return 0, false, err
	}
	err = tx.row(ctx, "SELECT last_insert_rowid(), changes()").Scan(&id, &ok)
	return id, ok, err
}

func (tx *Tx) write(ctx context.Context, query string, use func(context.Context, *statement) error) error {
	if tx.gone {
		return errGone
	}
	s, err := tx.conn.prepare(ctx, query)
	if err != nil {
		return err
	}
	if err = use(tx.patient(ctx), s); err != nil && tx.lost() {
		err = errors.Join(err, errGone)
	}
	return err
}

// lost looks whether SQLite has undone the whole transaction, after an error that may have done so.
func (tx *Tx) lost() bool {
	tx.gone = tx.gone || tx.writable && !tx.conn.inTransaction()
	if tx.gone {
		tx.conn.memo.forget(allTables)
	}
	return tx.gone
}

func (tx *Tx) row(ctx context.Context, query string, args ...any) scanner {
	s, err := tx.conn.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return single{ctx: tx.patient(ctx), statement: s, args: args}
}

// each runs a query and calls scan for each row; the rows are closed when it returns. The same query cannot be run
// within scan.
func (tx *Tx) each(ctx context.Context, scan func(scanner) error, query string, args ...any) (err error) {
	s, err := tx.conn.prepare(ctx, query)
	if err != nil {
		return err
	}
	r, err := s.query(tx.patient(ctx), args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	for {
		ok, err := r.next()
		if err != nil || !ok {
			return err
		}
		if err := scan(r); err != nil {
			return err
		}
	}
}

// patient takes the end out of a writer's context.
func (tx *Tx) patient(ctx context.Context) context.Context {
	if tx.writable && ctx.Done() != nil {
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
