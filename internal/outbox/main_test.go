package outbox_test

import (
	"bytes"
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

var bot = outbox.Account{Channel: channel.Telegram, ID: "1"}

// bench is a database with a sender and a wire, inside a synctest bubble.
type bench struct {
	*testing.T
	db     *sqlite.DB
	wire   *wire
	sender *outbox.Sender
	begin  time.Time
	cancel context.CancelFunc
	over   sync.WaitGroup
}

// inBubble runs a test with an empty database in a bubble of its own time.
func inBubble(t *testing.T, fn func(b *bench)) {
	t.Helper()
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sohoc.db")
	synctest.Test(t, func(t *testing.T) {
		b := &bench{T: t, cancel: func() {}, begin: time.Now()}
		b.wire = &wire{begin: b.begin, flying: map[channel.ChatID]int{}}
		var err error
		if b.db, err = sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now}); err != nil {
			t.Fatal(err)
		}
		defer func() {
			b.stop()
			if err := b.db.Close(); err != nil {
				t.Error(err)
			}
			for _, fault := range b.wire.faults {
				t.Error(fault)
			}
		}()
		fn(b)
	})
}

// telegram is the limits that hold unless a test says otherwise.
func telegram() outbox.Limits {
	return outbox.Limits{Rate: outbox.DefaultRate, ChatRate: outbox.DefaultChatRate, GroupRate: outbox.DefaultGroupRate}
}

func (b *bench) config(limits outbox.Limits) outbox.Config {
	return outbox.Config{
		Update: b.transact, Lanes: map[outbox.Account]outbox.Lane{bot: {Sender: b.wire, Limits: limits}},
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
}

func (b *bench) transact(ctx context.Context, fn func(outbox.Store) error) error {
	return b.db.Update(ctx, func(tx *sqlite.Tx) error { return fn(tx) })
}

// start begins a life of the sender with the given limits.
func (b *bench) start(limits outbox.Limits) { b.startWith(b.config(limits)) }

func (b *bench) startWith(cfg outbox.Config) {
	b.Helper()
	s := outbox.New(cfg)
	b.sender = s
	b.db.SetHooks(sqlite.Hooks{Messages: s.Queue})
	ctx, cancel := context.WithCancel(b.Context())
	b.cancel = cancel
	b.over.Go(func() {
		if err := s.Run(ctx); err != nil {
			b.Error(err)
		}
	})
	synctest.Wait()
}

// stop ends a life; it may be called twice.
func (b *bench) stop() {
	b.cancel()
	b.over.Wait()
}

// restart ends a life and begins another.
func (b *bench) restart(limits outbox.Limits) {
	b.stop()
	b.start(limits)
}

// pass lets time go by and everything settle.
func (b *bench) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (b *bench) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	b.Helper()
	if err := b.db.Update(b.Context(), func(tx *sqlite.Tx) error { return fn(b.Context(), tx) }); err != nil {
		b.Fatal(err)
	}
}

// queue stores messages in one transaction.
func (b *bench) queue(messages ...channel.Message) {
	b.Helper()
	b.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, messages...) })
}

// queueElsewhere stores messages as another process does: the sender is not told.
func (b *bench) queueElsewhere(messages ...channel.Message) {
	b.Helper()
	b.db.SetHooks(sqlite.Hooks{})
	b.queue(messages...)
	b.db.SetHooks(sqlite.Hooks{Messages: b.sender.Queue})
}

// waiting returns what the table holds to be sent.
func (b *bench) waiting() (rows []outbox.Row) {
	b.Helper()
	b.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingMessages(ctx, 0, 1_000_000)
		return err
	})
	return rows
}

// failed returns what the table holds as failed or uncertain, the newest first.
func (b *bench) failed() (rows []outbox.Row) {
	b.Helper()
	b.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.FailedMessages(ctx, 1_000_000)
		return err
	})
	return rows
}

func to(chat channel.ChatID) channel.Address {
	return channel.Address{Channel: bot.Channel, Account: bot.ID, Chat: chat}
}

func reply(chat channel.ChatID, text string) channel.Message {
	return channel.Message{To: to(chat), Text: text, Class: channel.Reply, Policy: channel.Repeat}
}

func broadcast(chat channel.ChatID, text string) channel.Message {
	return channel.Message{To: to(chat), Text: text, Class: channel.Broadcast, Policy: channel.Repeat}
}

func reminder(chat channel.ChatID, text string) channel.Message {
	return channel.Message{To: to(chat), Text: text, Class: channel.Reminder, Policy: channel.Repeat}
}

func once(m channel.Message) channel.Message {
	m.Policy = channel.Once
	return m
}

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
