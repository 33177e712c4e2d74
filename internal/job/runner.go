package job

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Store is what the runner needs; one value of it belongs to one transaction.
type Store interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// WaitingJobs lists queued work with a number after the given one, the oldest first.
	WaitingJobs(ctx context.Context, after ID, limit int) ([]Row, error)
	// FinishJob forgets work that is done.
	FinishJob(ctx context.Context, id ID) error
	// RetryJob notes attempts and when the next one may begin.
	RetryJob(ctx context.Context, id ID, attempts int, notBefore time.Time, reason string) error
	// FailJob keeps work that is given up, with the reason.
	FailJob(ctx context.Context, id ID, attempts int, reason string) error
}

// Apply writes what a job has found out. It runs in the transaction that ends the job, and may run twice.
type Apply[T Store] func(ctx context.Context, tx T) error

// Handler does the slow part of a job, outside any transaction; it must heed ctx. The Apply that it returns
// may be nil. An error means: try again later; Final(err) means: never.
type Handler[T Store] func(ctx context.Context, r Row) (Apply[T], error)

// Config says how to run jobs. Update, Log and Now are required.
type Config[T Store] struct {
	// Update runs fn in a transaction, and may run it twice; it returns after the commit.
	Update   func(ctx context.Context, fn func(T) error) error
	Handlers map[Kind]Handler[T]
	// GaveUp runs in the transaction in which a job is given up, so that who waits for it is told. It may be
	// nil. When it fails, the job is given up all the same.
	GaveUp   func(ctx context.Context, tx T, r Row) error
	Log      *slog.Logger
	Now      func() time.Time
	Workers  int           // jobs at the same time; 0 = 2
	Attempts int           // before a job is given up; 0 = 3
	Limit    time.Duration // of one attempt; 0 = 60 s
}

// Stats counts jobs; Done, Retried and Failed go up from the start of the program.
type Stats struct {
	Waiting, Running      int
	Done, Retried, Failed int64
}

const (
	defaultWorkers  = 2
	defaultAttempts = 3
	defaultLimit    = time.Minute

	// window bounds the jobs in memory; the others wait in the table.
	window = 256
	// lookEvery is how soon jobs are found of which nobody said a word.
	lookEvery = 5 * time.Second
	// drain is how long Run waits for jobs that are running when it is to end.
	drain = 5 * time.Second
	// firstRetry grows by retryGrowth with each attempt: somebody waits for most jobs.
	firstRetry  = 2 * time.Second
	retryGrowth = 5
)

// ErrRunning says that a Runner runs already.
var ErrRunning = errors.New("the runner runs already")

// final marks an error after which trying again is no use.
type final struct{ err error }

// Error implements error.
func (f final) Error() string { return f.err.Error() }

// Unwrap returns the cause.
func (f final) Unwrap() error { return f.err }

// Final says of an error that trying again is no use.
func Final(err error) error { return final{err} }

// Runner runs queued jobs. Its methods may be called from several goroutines.
type Runner[T Store] struct {
	cfg     Config[T]
	running atomic.Bool
	nudge   chan struct{}
	work    chan claim

	mu       sync.Mutex
	incoming []claim
	known    map[ID]struct{} // waiting in memory or running
	ended    map[ID]struct{} // while the table is read: what has ended since that began
	behind   bool            // the table holds what is not known
	active   int
	stats    Stats
}

// claim is a job in memory.
type claim struct {
	row Row
	// found says that it was found in the table, where an earlier life may have left it.
	found bool
}

// NewRunner returns a Runner. It runs nothing before Run.
func NewRunner[T Store](cfg Config[T]) *Runner[T] {
	if cfg.Workers <= 0 {
		cfg.Workers = defaultWorkers
	}
	if cfg.Attempts <= 0 {
		cfg.Attempts = defaultAttempts
	}
	if cfg.Limit <= 0 {
		cfg.Limit = defaultLimit
	}
	return &Runner[T]{cfg: cfg, nudge: make(chan struct{}, 1), known: map[ID]struct{}{}}
}

// Wake says that jobs were queued and committed. It does not wait.
func (r *Runner[T]) Wake(rows []Row) {
	if !r.running.Load() {
		return // they are found in the table
	}
	r.mu.Lock()
	for _, row := range rows {
		if _, known := r.known[row.ID]; known || len(r.known) >= window {
			r.behind = true
			continue
		}
		r.known[row.ID] = struct{}{}
		r.incoming = append(r.incoming, claim{row: row})
	}
	r.mu.Unlock()
	r.poke()
}

func (r *Runner[T]) poke() {
	select {
	case r.nudge <- struct{}{}:
	default:
	}
}

// Stats returns what stands at this moment.
func (r *Runner[T]) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stats
	s.Running = r.active
	s.Waiting = len(r.known) - r.active
	return s
}

// Run runs jobs until ctx ends, then gives those that are running a few seconds to end. One that does not
// begins anew in the next life, and it does not count as an attempt.
func (r *Runner[T]) Run(ctx context.Context) error {
	if !r.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer r.reset()
	r.work = make(chan claim)
	working, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	var workers sync.WaitGroup
	for range r.cfg.Workers {
		workers.Go(func() {
			for c := range r.work {
				r.do(working, c)
			}
		})
	}
	r.dispatch(ctx)
	close(r.work)
	defer time.AfterFunc(drain, cut).Stop()
	workers.Wait()
	return nil
}

func (r *Runner[T]) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running.Store(false)
	r.incoming, r.known = nil, map[ID]struct{}{}
}
