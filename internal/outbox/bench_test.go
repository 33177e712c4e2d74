package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// noop takes every message at once.
type noop struct{ took func(channel.Message) }

func (noop) Capabilities() channel.Capabilities                { return channel.Capabilities{} }
func (n noop) Send(_ context.Context, m channel.Message) error { n.took(m); return nil }
func (noop) Answer(context.Context, channel.PressAnswer) error { return nil }
func (noop) Typing(context.Context, channel.Address) error     { return nil }

// inFlight is how many messages are on their way at any moment of a benchmark.
const inFlight = 100

// BenchmarkSender measures what the sender itself costs: no disk, no network, no limits.
func BenchmarkSender(b *testing.B) {
	for _, chats := range []int{1, 300, 10_000} {
		b.Run(fmt.Sprintf("chats=%d", chats), func(b *testing.B) {
			store := newMemory(time.Now)
			s := newBenchSender(b, store.Update)
			store.hook = s.Queue
			s.flood(b, chats, func(m channel.Message) error { store.queue(m); return nil })
		})
	}
}

// BenchmarkSenderOnDisk adds what each message costs in SQLite: two commits, shared by those in flight.
func BenchmarkSenderOnDisk(b *testing.B) {
	db, err := sqlite.Open(b.Context(), sqlite.Options{Path: filepath.Join(b.TempDir(), "sohoc.db"), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	s := newBenchSender(b, func(ctx context.Context, fn func(outbox.Store) error) error {
		return db.Update(ctx, func(tx *sqlite.Tx) error { return fn(tx) })
	})
	db.SetHooks(sqlite.Hooks{Messages: s.Queue})
	s.flood(b, 300, func(m channel.Message) error {
		return db.Update(b.Context(), func(tx *sqlite.Tx) error { return tx.QueueMessages(b.Context(), m) })
	})
	if err := db.Close(); err != nil {
		b.Error(err)
	}
}

type benchSender struct {
	*outbox.Sender
	mu    sync.Mutex
	waits []time.Duration
	slots chan struct{}
}

func newBenchSender(b *testing.B, update func(context.Context, func(outbox.Store) error) error) *benchSender {
	s := &benchSender{slots: make(chan struct{}, inFlight), waits: make([]time.Duration, 0, b.N)}
	s.Sender = outbox.New(outbox.Config{
		Update: update, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Lanes: map[outbox.Account]outbox.Lane{bot: {Sender: noop{took: s.took}}},
	})
	return s
}

func (s *benchSender) took(m channel.Message) {
	at, _ := strconv.ParseInt(m.Text, 10, 64)
	s.mu.Lock()
	s.waits = append(s.waits, time.Duration(time.Now().UnixNano()-at))
	s.mu.Unlock()
	<-s.slots
}

// flood queues b.N messages, a bounded number in flight, and reports how long each waited to be sent.
func (s *benchSender) flood(b *testing.B, chats int, queue func(channel.Message) error) {
	ctx, cancel := context.WithCancel(b.Context())
	var run, queues sync.WaitGroup
	run.Go(func() {
		if err := s.Run(ctx); err != nil {
			b.Error(err)
		}
	})
	b.ReportAllocs()
	b.ResetTimer()
	work := make(chan int)
	for range inFlight {
		queues.Go(func() {
			for i := range work {
				m := reply(channel.ChatID(strconv.Itoa(i%chats+1)), strconv.FormatInt(time.Now().UnixNano(), 10))
				if err := queue(m); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range b.N {
		s.slots <- struct{}{}
		work <- i
	}
	close(work)
	queues.Wait()
	for range inFlight {
		s.slots <- struct{}{} // all are sent
	}
	b.StopTimer()
	cancel()
	run.Wait()
	slices.Sort(s.waits)
	b.ReportMetric(float64(s.waits[len(s.waits)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}
