package job_test

import (
	"context"
	"flag"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"sohoc/internal/channel"
	"sohoc/internal/job"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

func TestMain(m *testing.M) {
	// Each check of a model opens a database: fewer than rapid's hundred, unless the command line says more.
	if err := flag.Set("rapid.checks", "40"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

type (
	apply   = job.Apply[*sqlite.Tx]
	handler = job.Handler[*sqlite.Tx]
	config  = job.Config[*sqlite.Tx]
)

const work job.Kind = "work"

// bench is a database with a runner, inside a synctest bubble.
type bench struct {
	*testing.T
	db     *sqlite.DB
	runner *job.Runner[*sqlite.Tx]
	cancel context.CancelFunc
	over   sync.WaitGroup
}

// inBubble runs a test with an empty database in a bubble of its own time.
func inBubble(t *testing.T, fn func(b *bench)) {
	t.Helper()
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sohoc.db")
	synctest.Test(t, func(t *testing.T) {
		b := &bench{T: t, cancel: func() {}}
		var err error
		if b.db, err = sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now}); err != nil {
			t.Fatal(err)
		}
		defer func() {
			b.stop()
			if err := b.db.Close(); err != nil {
				t.Error(err)
			}
		}()
		fn(b)
	})
}

// start begins a life of the runner that has one handler.
func (b *bench) start(h handler, change ...func(*config)) {
	b.Helper()
	cfg := config{
		Update: b.db.Update, Handlers: map[job.Kind]handler{work: h}, GaveUp: apologize,
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
	for _, fn := range change {
		fn(&cfg)
	}
	b.runner = job.NewRunner(cfg)
	b.db.SetHooks(sqlite.Hooks{Jobs: b.runner.Wake})
	ctx, cancel := context.WithCancel(b.Context())
	b.cancel = cancel
	b.over.Go(func() {
		if err := b.runner.Run(ctx); err != nil {
			b.Error(err)
		}
	})
}

// stop ends a life; it may be called twice.
func (b *bench) stop() {
	b.cancel()
	b.over.Wait()
}

func (b *bench) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	b.Helper()
	if err := b.db.Update(b.Context(), func(tx *sqlite.Tx) error { return fn(b.Context(), tx) }); err != nil {
		b.Fatal(err)
	}
}

// queue stores n jobs; their Args are 1 to n.
func (b *bench) queue(n int) {
	b.Helper()
	b.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for i := range n {
			r, err := job.New(work, i+1)
			if err != nil {
				return err
			}
			if _, err := tx.QueueJob(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// waiting returns the jobs in the table that are not given up.
func (b *bench) waiting() (rows []job.Row) {
	b.Helper()
	b.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingJobs(ctx, 0, 10_000)
		return err
	})
	return rows
}

// said returns the texts of the messages that jobs have queued.
func (b *bench) said() (texts []string) {
	b.Helper()
	b.update(func(ctx context.Context, tx *sqlite.Tx) error {
		rows, err := tx.WaitingMessages(ctx, 0, 10_000)
		for _, r := range rows {
			texts = append(texts, r.Message.Text)
		}
		return err
	})
	return texts
}

func say(text string) apply {
	return func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.QueueMessages(ctx, channel.Message{
			To: channel.Address{Channel: channel.Telegram, Account: "1", Chat: "2"}, Text: text,
		})
	}
}

func apologize(ctx context.Context, tx *sqlite.Tx, r job.Row) error {
	return say("sorry for "+string(r.Args))(ctx, tx)
}

var _ outbox.Store = (*sqlite.Tx)(nil)
