package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// The model: whatever the channel does, and whenever the program stops or dies, each message is sent, at
// least once or at most once as its policy says, in the order of its chat and class, and nothing is left.

// step is one thing that happens to the sender.
type step struct {
	do    string // queue, wait, stop, kill
	chat  channel.ChatID
	class channel.Class
	once  bool
	n     int
}

// outcomes are what the channel may do with an attempt.
var outcomes = map[string]struct {
	delivers, panics bool
	err              *channel.SendError
}{
	"takes it":          {delivers: true},
	"is down":           {err: fail(channel.Temporary)},
	"cuts the answer":   {delivers: true, err: uncertain()},
	"cuts the question": {err: uncertain()},
	"asks to wait":      {err: &channel.SendError{Reason: channel.Throttled, RetryAfter: 7 * time.Second, Err: errWire}},
	"refuses":           {err: fail(channel.Rejected)},
	"cannot reach":      {err: fail(channel.Unreachable)},
	"dislikes it":       {err: fail(channel.Markup)},
	"panics":            {panics: true},
	"panics after":      {delivers: true, panics: true},
	"refuses the token": {err: fail(channel.Credentials)},
}

func plans() *rapid.Generator[[]step] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{
			do:    rapid.SampledFrom([]string{"queue", "queue", "queue", "queue", "wait", "stop", "kill"}).Draw(t, "do"),
			chat:  rapid.SampledFrom([]channel.ChatID{"1", "2", "-3"}).Draw(t, "chat"),
			class: rapid.SampledFrom([]channel.Class{channel.Reply, channel.Reminder, channel.Broadcast}).Draw(t, "class"),
			once:  rapid.Bool().Draw(t, "once"),
			n:     rapid.IntRange(1, 20).Draw(t, "n"),
		}
	}), 1, 30)
}

func TestModel(t *testing.T) {
	template := filepath.Join(t.TempDir(), "template.db")
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: template, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	empty, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, 0, len(outcomes))
	for name := range outcomes {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(rt *rapid.T) {
		plan := plans().Draw(rt, "plan")
		weather := rapid.SliceOfN(rapid.SampledFrom(names), 0, 40).Draw(rt, "weather")
		path := filepath.Join(t.TempDir(), "sohoc.db")
		if err := os.WriteFile(path, empty, 0o600); err != nil {
			rt.Fatal(err)
		}
		m := &model{path: path, weather: weather, messages: map[string]*fate{}}
		synctest.Test(t, func(t *testing.T) { m.play(t, plan) })
		for _, fault := range m.faults {
			rt.Error(fault)
		}
	})
}

// fate is what became of a message.
type fate struct {
	step
	delivered int
	doubts    int // attempts of which the sender could not know whether they delivered
	refused   bool
	first     int // the place of its first delivery among all
}

type model struct {
	path    string
	weather []string
	faults  []string

	mu       sync.Mutex
	attempts int
	arrivals int
	messages map[string]*fate
	order    []string // of queueing
}

func (m *model) fault(format string, args ...any) {
	m.faults = append(m.faults, fmt.Sprintf(format, args...))
}

// react is the channel of the model.
func (m *model) react(_ context.Context, msg channel.Message) error {
	time.Sleep(20 * time.Millisecond) // so that stops and kills find something in flight
	m.mu.Lock()
	defer m.mu.Unlock()
	o := outcomes["takes it"]
	if m.attempts < len(m.weather) {
		o = outcomes[m.weather[m.attempts]]
	}
	m.attempts++
	f := m.messages[msg.Text]
	if o.delivers {
		if f.delivered == 0 {
			m.arrivals++
			f.first = m.arrivals
		}
		f.delivered++
	}
	if o.panics || (o.err != nil && o.err.Uncertain) {
		f.doubts++
	}
	switch {
	case o.panics:
		panic("adapter")
	case o.err == nil:
		return nil
	}
	switch o.err.Reason {
	case channel.Rejected, channel.Unreachable, channel.Markup:
		f.refused = true
	}
	return o.err
}

func (m *model) play(t *testing.T, plan []step) {
	b := &bench{T: t, begin: time.Now(), wire: &wire{begin: time.Now(), flying: map[channel.ChatID]int{}, react: m.react}}
	var err error
	if b.db, err = sqlite.Open(t.Context(), sqlite.Options{Path: m.path, Now: time.Now}); err != nil {
		m.fault("open: %v", err)
		return
	}
	defer func() {
		b.stop()
		if err := b.db.Close(); err != nil {
			m.fault("close: %v", err)
		}
	}()
	limits := outbox.Limits{Rate: 10, ChatRate: 1, GroupRate: 20}
	kill := m.live(b, limits)
	for i, s := range plan {
		switch s.do {
		case "queue":
			m.queue(b, i, s)
		case "wait":
			b.pass(time.Duration(s.n*s.n*s.n) * 10 * time.Millisecond)
		case "stop":
			b.stop()
			kill = m.live(b, limits)
		case "kill":
			kill()
			m.doubtWhatIsInTheTable(b)
			kill = m.live(b, limits)
		}
	}
	for end := time.Now().Add(5 * time.Hour); len(b.waiting()) > 0 && time.Now().Before(end); {
		b.pass(20 * time.Second)
	}
	m.judge(b)
}

var errDead = errors.New("the program is dead")

// live begins a life, and returns what kills it: from then on nothing of it reaches the store.
func (m *model) live(b *bench, limits outbox.Limits) (kill func()) {
	var dead atomic.Bool
	cfg := b.config(limits)
	cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
		return b.transact(ctx, func(s outbox.Store) error {
			if dead.Load() {
				return errDead
			}
			return fn(s)
		})
	}
	s := outbox.New(cfg)
	b.sender = s
	b.db.SetHooks(sqlite.Hooks{Messages: s.Queue})
	ctx, cancel := context.WithCancel(b.Context())
	b.cancel = cancel
	b.over.Go(func() {
		if err := s.Run(ctx); err != nil && !errors.Is(err, errDead) {
			m.fault("run: %v", err)
		}
	})
	return func() {
		dead.Store(true)
		b.stop()
	}
}

func (m *model) queue(b *bench, at int, s step) {
	var messages []channel.Message
	m.mu.Lock()
	for i := range s.n {
		text := fmt.Sprintf("%d/%d", at, i)
		m.messages[text] = &fate{step: s}
		m.order = append(m.order, text)
		msg := channel.Message{To: to(s.chat), Text: text, Class: s.class, Policy: channel.Repeat}
		if s.once {
			msg.Policy = channel.Once
		}
		messages = append(messages, msg)
	}
	m.mu.Unlock()
	b.queue(messages...)
}

// doubtWhatIsInTheTable notes that what a kill left unmarked may have been delivered.
func (m *model) doubtWhatIsInTheTable(b *bench) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, row := range b.waiting() {
		f := m.messages[row.Message.Text]
		f.refused = false // it was, but the mark is lost
		if f.delivered > 0 || row.State == outbox.Sending {
			f.doubts++
		}
	}
}

// judge holds what happened against the guarantees.
func (m *model) judge(b *bench) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.faults = append(m.faults, b.wire.faults...)
	for _, row := range b.waiting() {
		m.fault("still waiting: %s", row.Message.Text)
	}
	listed := map[string]outbox.Row{}
	for _, row := range b.failed() {
		listed[row.Message.Text] = row
	}
	last := map[string]int{}
	for _, text := range m.order {
		f := m.messages[text]
		row, bad := listed[text]
		switch {
		case f.once && f.delivered > 1:
			m.fault("%s: once, and delivered %d times", text, f.delivered)
		case f.once && f.delivered == 0 && !bad:
			m.fault("%s: once, neither delivered nor listed", text)
		case bad && row.State == outbox.Uncertain && f.doubts == 0:
			m.fault("%s: listed as uncertain without a reason: %s", text, row.Reason)
		case bad && row.State == outbox.Failed && !f.refused && !strings.Contains(row.Reason, "panicked"):
			m.fault("%s: listed as failed without a reason: %s", text, row.Reason)
		case !f.once && f.delivered == 0 && !bad:
			m.fault("%s: neither delivered nor listed", text)
		case !f.once && f.delivered > 1+f.doubts:
			m.fault("%s: delivered %d times with %d doubts", text, f.delivered, f.doubts)
		}
		if key := string(f.chat) + string(f.class); f.first > 0 {
			if f.first < last[key] {
				m.fault("%s: overtook what was queued before it", text)
			}
			last[key] = f.first
		}
	}
}
