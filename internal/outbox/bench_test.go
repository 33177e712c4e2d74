package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
)

// noop takes every message at once.
type noop struct{ took func(channel.Message) }

func (noop) Capabilities() channel.Capabilities                { return channel.Capabilities{} }
func (n noop) Send(_ context.Context, m channel.Message) error { n.took(m); return nil }
func (noop) Answer(context.Context, channel.PressAnswer) error { return nil }
func (noop) Typing(context.Context, channel.Address) error     { return nil }

// BenchmarkSender measures what the sender itself costs: no disk, no network, no limits.
func BenchmarkSender(b *testing.B) {
	for _, chats := range []int{1, 300, 10_000} {
		b.Run(fmt.Sprintf("chats=%d", chats), func(b *testing.B) { benchSender(b, chats) })
	}
}

func benchSender(b *testing.B, chats int) {
	store := newMemory(time.Now)
	inFlight := make(chan struct{}, 100)
	var mu sync.Mutex
	var done sync.WaitGroup
	waits := make([]time.Duration, 0, b.N)
	sender := noop{took: func(m channel.Message) {
		at, _ := strconv.ParseInt(m.Text, 10, 64)
		mu.Lock()
		waits = append(waits, time.Duration(time.Now().UnixNano()-at))
		mu.Unlock()
		<-inFlight
		done.Done()
	}}
	s := outbox.New(outbox.Config{
		Update: store.Update, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Lanes: map[outbox.Account]outbox.Lane{bot: {Sender: sender}},
	})
	store.hook = s.Queue
	ctx, cancel := context.WithCancel(b.Context())
	var run sync.WaitGroup
	run.Go(func() { _ = s.Run(ctx) })
	ids := make([]channel.ChatID, chats)
	for i := range ids {
		ids[i] = channel.ChatID(strconv.Itoa(i + 1))
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		inFlight <- struct{}{}
		done.Add(1)
		store.queue(channel.Message{
			To:   channel.Address{Channel: bot.Channel, Account: bot.ID, Chat: ids[i%chats]},
			Text: strconv.FormatInt(time.Now().UnixNano(), 10), Class: channel.Reply, Policy: channel.Repeat,
		})
	}
	done.Wait()
	b.StopTimer()
	cancel()
	run.Wait()
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}
