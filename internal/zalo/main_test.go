package zalo_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sohoc/internal/channel"
	"sohoc/internal/zalo"
	"sohoc/internal/zalo/zalotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is an adapter beside a fake platform.
type rig struct {
	*zalotest.Server
	adapter *zalo.Adapter
	log     *syncBuffer
	dir     string
}

func newRig(t *testing.T, opts zalotest.Options, change func(*zalo.Config)) *rig {
	t.Helper()
	if opts.Idle == 0 {
		opts.Idle = 20 * time.Second
	}
	r := &rig{Server: zalotest.Start(t, opts), log: &syncBuffer{}, dir: t.TempDir()}
	r.adapter = r.another(t, change)
	return r
}

// another is an adapter of the same bot and folder: the next life of the program.
func (r *rig) another(t *testing.T, change func(*zalo.Config)) *zalo.Adapter {
	t.Helper()
	cfg := zalo.Config{Token: r.Token(), APIURL: r.URL(), Dir: r.dir, Log: slog.New(slog.NewTextHandler(r.log, nil))}
	if change != nil {
		change(&cfg)
	}
	a, err := zalo.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// run runs the adapter until stop is called, which waits for its end.
func run(t *testing.T, a *zalo.Adapter, accept zalo.Accept) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, accept) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

// inbox takes events in.
type inbox struct {
	mu      sync.Mutex
	events  []channel.Event
	changed chan struct{}
	fail    func() error // nil = never
}

func newInbox() *inbox { return &inbox{changed: make(chan struct{})} }

func (i *inbox) accept(_ context.Context, events []channel.Event) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fail != nil {
		if err := i.fail(); err != nil {
			return err
		}
	}
	i.events = append(i.events, events...)
	close(i.changed)
	i.changed = make(chan struct{})
	return nil
}

// wait waits for so many events and returns them.
func (i *inbox) wait(t *testing.T, n int) []channel.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		i.mu.Lock()
		got, next := append([]channel.Event(nil), i.events...), i.changed
		i.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-next:
		case <-ctx.Done():
			t.Fatalf("%d events came, want %d", len(got), n)
		}
	}
}

type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func address(chat string) channel.Address {
	return channel.Address{Channel: channel.Zalo, Account: "1459232241454765289", Chat: channel.ChatID(chat)}
}
