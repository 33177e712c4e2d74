package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is an adapter before a fake Telegram, with what it logged and what it took in.
type rig struct {
	*telegramtest.Server

	adapter *telegram.Adapter
	log     *logBook
	taken   *basket
}

// newRig starts a fake and an adapter on real sockets; change may alter the configuration.
func newRig(t *testing.T, change ...func(*telegram.Config)) *rig {
	t.Helper()
	return rigOn(t, telegramtest.Options{}, change...)
}

func rigOn(t *testing.T, opts telegramtest.Options, change ...func(*telegram.Config)) *rig {
	t.Helper()
	r := &rig{Server: telegramtest.Start(t, opts), log: &logBook{}, taken: newBasket()}
	cfg := telegram.Config{Token: r.Token(), APIURL: r.URL(), Log: r.log.logger()}
	for _, f := range change {
		f(&cfg)
	}
	var err error
	if r.adapter, err = telegram.New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.adapter.Close()
		r.log.checkSecret(t, cfg.Token)
	})
	return r
}

// bubbleRig is newRig over pipes, for a synctest bubble.
func bubbleRig(t *testing.T, change ...func(*telegram.Config)) *rig {
	t.Helper()
	pipe := telegramtest.NewPipeListener()
	with := func(cfg *telegram.Config) { cfg.HTTP = pipe.Client() }
	return rigOn(t, telegramtest.Options{Listener: pipe}, append([]func(*telegram.Config){with}, change...)...)
}

// run runs the adapter until the test ends, or stop is called.
func (r *rig) run(t *testing.T) (stop func()) {
	t.Helper()
	return r.runWith(t, r.taken.accept)
}

func (r *rig) runWith(t *testing.T, accept telegram.Accept) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := r.adapter.Run(ctx, accept); err != nil {
			t.Errorf("Run = %v, want nil at the end of its context", err)
		}
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		<-done
	})
	t.Cleanup(stop)
	return stop
}

// basket is where accepted events go.
type basket struct {
	mu      sync.Mutex
	events  []channel.Event
	refuse  int // so many calls fail
	calls   int
	changed chan struct{}
}

var errFull = errors.New("the disk is full")

func newBasket() *basket { return &basket{changed: make(chan struct{}, 1)} }

func (b *basket) accept(_ context.Context, events []channel.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	if b.refuse > 0 {
		b.refuse--
		return errFull
	}
	b.events = append(b.events, events...)
	select {
	case b.changed <- struct{}{}:
	default:
	}
	return nil
}

// wait returns the events once there are n.
func (b *basket) wait(t *testing.T, n int) []channel.Event {
	t.Helper()
	for {
		b.mu.Lock()
		events := append([]channel.Event(nil), b.events...)
		b.mu.Unlock()
		if len(events) >= n {
			return events
		}
		select {
		case <-b.changed:
		case <-t.Context().Done():
			t.Fatalf("%d events came, %d expected", len(events), n)
		}
	}
}

func (b *basket) snapshot() (events []channel.Event, calls int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]channel.Event(nil), b.events...), b.calls
}

// logBook keeps what was logged.
type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBook) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// count says how many lines hold a phrase.
func (l *logBook) count(phrase string) int {
	n := 0
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, phrase) {
			n++
		}
	}
	return n
}

func (l *logBook) checkSecret(t *testing.T, token string) {
	t.Helper()
	_, secret, _ := strings.Cut(token, ":")
	if strings.Contains(l.String(), secret) {
		t.Errorf("the log holds the token:\n%s", l)
	}
}

func to(chat channel.ChatID) channel.Address {
	return channel.Address{Channel: channel.Telegram, Account: "7000000001", Chat: chat}
}
