// Package sqlite keeps everything in one SQLite file. It is the only package that knows SQL.
//
// There is one writer: Update gathers the calls that wait and commits them together, a savepoint for each,
// so that many callers share one fsync and a failing one spoils nobody else's. Readers see a snapshot and
// never wait. synchronous=FULL: what Update returned from survives a power loss. The package does not guard
// against two serving processes: see Lock.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	// The driver registers itself under the name "sqlite3".
	_ "github.com/mattn/go-sqlite3"

	"sohoc/internal/job"
	"sohoc/internal/outbox"
)

// Options say how to open a database.
type Options struct {
	Path    string           // of the file; its folder is created
	Now     func() time.Time // the program's clock
	Readers int              // concurrent readers, 0 = 4
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	path    string
	now     func() time.Time
	writers *sql.DB
	readers *sql.DB
	write   *conn
	idle    chan *conn // readers that are free
	calls   chan *call
	patient chan *call // of UpdateSoon
	modest  chan *call // of UpdateLast
	log     int        // pages at which the write-ahead log is brought in; of the writer's goroutine
	closing chan struct{}
	once    sync.Once
	done    sync.WaitGroup

	mu    sync.RWMutex
	hooks Hooks
}

// Hooks are called after a commit, in the writer's goroutine: they must return at once.
type Hooks struct {
	Messages func([]outbox.Row)
	Jobs     func([]job.Row)
	Schedule func() // what is due may have changed
}

// ErrClosed says that the database was closed.
var ErrClosed = errors.New("database is closed")

// Open opens the database, brings its schema up to date and starts the writer. A schema newer than the
// program's is a *NewerSchema error.
func Open(ctx context.Context, o Options) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(o.Path), 0o750); err != nil {
		return nil, fmt.Errorf("create data folder: %w", err)
	}
	d := &DB{path: o.Path, now: o.Now, calls: make(chan *call, 256), patient: make(chan *call, 256), modest: make(chan *call, 16), closing: make(chan struct{})}
	if err := d.open(ctx, o); err != nil {
		return nil, errors.Join(err, d.closePools())
	}
	d.done.Add(1)
	go d.run()
	return d, nil
}

func (d *DB) open(ctx context.Context, o Options) error {
	var err error
	// Options stand in the DSN: a PRAGMA by Exec would reach one connection of the pool. SQLite need not lock its
	// connections (_mutex=no): each belongs to one goroutine at a time.
	d.writers, err = sql.Open("sqlite3", dsn(o.Path, "_mutex=no&_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_txlock=immediate&_cache_size=-8192"))
	if err != nil {
		return fmt.Errorf("open writer: %w", err)
	}
	d.writers.SetMaxOpenConns(1)
	if err := d.migrate(ctx); err != nil {
		return err
	}
	if d.write, err = newConn(ctx, d.writers); err != nil {
		return fmt.Errorf("connect writer: %w", err)
	}
	// What a savepoint may have to put back is kept in memory; in a file it costs ten times the insert itself. The
	// driver has no option for it, and the writer is this one connection.
	if _, err := d.write.raw.ExecContext(ctx, "PRAGMA temp_store = MEMORY"); err != nil {
		return fmt.Errorf("set up writer: %w", err)
	}
	d.readers, err = sql.Open("sqlite3", dsn(o.Path, "mode=ro&_mutex=no&_query_only=1&_busy_timeout=5000"))
	if err != nil {
		return fmt.Errorf("open readers: %w", err)
	}
	count := o.Readers
	if count == 0 {
		count = 4
	}
	d.idle = make(chan *conn, count)
	for range count {
		c, err := newConn(ctx, d.readers)
		if err != nil {
			return fmt.Errorf("connect reader: %w", err)
		}
		d.idle <- c
	}
	return nil
}

func dsn(path, options string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options}).String()
}

// SetHooks says whom to tell about what was queued. It is called once, before the first Update that queues.
func (d *DB) SetHooks(h Hooks) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hooks = h
}

// View runs fn on a snapshot. Do not keep the Tx beyond fn.
func (d *DB) View(ctx context.Context, fn func(*Tx) error) error {
	var c *conn
	select {
	case c = <-d.idle:
	case <-d.closing:
		return ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("wait for a reader: %w", context.Cause(ctx))
	}
	defer func() { d.idle <- c }()
	tx := &Tx{conn: c, now: d.now()}
	if _, err := tx.exec(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	err := guard(tx, fn)
	_, end := tx.exec(context.WithoutCancel(ctx), "ROLLBACK")
	return errors.Join(err, end)
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	return d.View(ctx, func(tx *Tx) error {
		var one int
		return tx.row(ctx, "SELECT 1").Scan(&one)
	})
}

// Close waits for the writer to finish what was begun and closes the file. It may be called twice.
func (d *DB) Close() error {
	var err error
	d.once.Do(func() {
		close(d.closing)
		d.done.Wait()
		if d.idle != nil {
			for range cap(d.idle) {
				err = errors.Join(err, (<-d.idle).close())
			}
		}
		err = errors.Join(err, d.write.close(), d.closePools())
	})
	return err
}

func (d *DB) closePools() error {
	var err error
	for _, pool := range []*sql.DB{d.readers, d.writers} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}
