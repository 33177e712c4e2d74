package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// conn is one connection with its prepared statements. It is used by one goroutine at a time.
//
// It talks to the driver itself: database/sql guards a pool against what cannot happen here, which costs a third of
// a short statement. The pool only opens the connection and closes it.
type conn struct {
	raw      *sql.Conn
	driver   *sqlite3.SQLiteConn
	stmts    map[string]*statement
	memo     memo // of the writer
	calendar keptCalendar
}

func newConn(ctx context.Context, pool *sql.DB) (*conn, error) {
	raw, err := pool.Conn(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says which connection
	}
	c := &conn{raw: raw, stmts: map[string]*statement{}}
	err = raw.Raw(func(d any) error {
		var ok bool
		if c.driver, ok = d.(*sqlite3.SQLiteConn); !ok {
			return fmt.Errorf("the driver is a %T", d)
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	return c, nil
}

// prepare is called before each use of a statement, and so knows what is about to be written.
func (c *conn) prepare(ctx context.Context, query string) (*statement, error) {
	if s, ok := c.stmts[query]; ok {
		c.memo.forget(s.touches)
		return s, nil
	}
	prepared, err := c.driver.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	s := &statement{driver: prepared.(*sqlite3.SQLiteStmt), touches: touches(query)} //nolint:forcetypeassert // it has no other
	c.memo.forget(s.touches)
	c.stmts[query] = s
	return s, nil
}

func (c *conn) close() error {
	if c == nil {
		return nil
	}
	var err error
	for _, s := range c.stmts {
		err = errors.Join(err, s.driver.Close())
	}
	return errors.Join(err, c.raw.Close())
}

// inTransaction asks the driver whether a transaction is open: some errors end it by themselves.
func (c *conn) inTransaction() bool { return !c.driver.AutoCommit() }

// statement is a prepared statement. While its rows are read it cannot be used again.
type statement struct {
	driver  *sqlite3.SQLiteStmt
	touches tables
	args    []driver.NamedValue // of the last use, kept for the next
	row     []driver.Value      // likewise
}

// bind prepares the arguments of a use.
func (s *statement) bind(args []any) ([]driver.NamedValue, error) {
	if want := s.driver.NumInput(); len(args) != want {
		return nil, fmt.Errorf("the statement takes %d arguments, not %d", want, len(args))
	}
	s.args = s.args[:0]
	for i, a := range args {
		v, err := argument(a)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return s.args, nil
}

// argument is a value as the driver takes it.
func argument(a any) (driver.Value, error) {
	switch a := a.(type) {
	case string, int64, bool, nil:
		return a, nil
	case int:
		return int64(a), nil
	default:
		return driver.DefaultParameterConverter.ConvertValue(a) //nolint:wrapcheck // the caller says which argument
	}
}

// exec runs the statement and says what it changed.
func (s *statement) exec(ctx context.Context, args []any) (driver.Result, error) {
	bound, err := s.bind(args)
	if err != nil {
		return nil, err
	}
	return s.driver.ExecContext(ctx, bound) //nolint:wrapcheck // the caller says what it was doing
}

// run runs the statement. The driver binds and steps a query in one call into C, and has no such way for what
// changes something; but it may be told that it is a query, and its first step does all.
func (s *statement) run(ctx context.Context, args []any) error {
	r, err := s.query(ctx, args)
	if err != nil {
		return err
	}
	return r.close()
}

// query runs the statement up to its first row. The rows must be closed.
func (s *statement) query(ctx context.Context, args []any) (*rows, error) {
	bound, err := s.bind(args)
	if err != nil {
		return nil, err
	}
	r, err := s.driver.QueryContext(ctx, bound)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what it was doing
	}
	if n := len(r.Columns()); len(s.row) != n {
		s.row = make([]driver.Value, n)
	}
	return &rows{statement: s, driver: r}, nil
}

// rows are read one after the other.
type rows struct {
	statement *statement
	driver    driver.Rows
}

// next goes to the next row; ok is false when there is none.
func (r *rows) next() (ok bool, err error) {
	err = r.driver.Next(r.statement.row)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, err //nolint:wrapcheck // the caller says what it was doing
}

// Scan copies the values of the row.
func (r *rows) Scan(dest ...any) error {
	if len(dest) != len(r.statement.row) {
		return fmt.Errorf("the row has %d columns, not %d", len(r.statement.row), len(dest))
	}
	for i, d := range dest {
		if err := assign(d, r.statement.row[i]); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func (r *rows) close() error {
	return r.driver.Close() //nolint:wrapcheck // the caller says what it was doing
}

// single is the first row of a query, and nothing else of it.
type single struct {
	ctx       context.Context //nolint:containedctx // it lives as long as the call that it is the result of
	statement *statement
	args      []any
}

// Scan runs the query; without a row it is sql.ErrNoRows.
func (s single) Scan(dest ...any) (err error) {
	r, err := s.statement.query(s.ctx, s.args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	switch ok, err := r.next(); {
	case err != nil:
		return err
	case !ok:
		return sql.ErrNoRows
	}
	return r.Scan(dest...)
}
