package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sohoc/internal/channel"
)

// wire is a channel that keeps what it was given and fails as it is told to.
type wire struct {
	begin time.Time
	// react decides about an attempt; nil takes everything. It may wait, also for ctx.
	react func(ctx context.Context, m channel.Message) error

	mu     sync.Mutex
	flying map[channel.ChatID]int
	tries  []attempt
	taken  []attempt
	aside  []string // answers and typing
	faults []string
}

// attempt is one Send, with when it began.
type attempt struct {
	at      time.Duration
	chat    channel.ChatID
	text    string
	choices int
	class   channel.Class
}

func (*wire) Capabilities() channel.Capabilities { return channel.Capabilities{Buttons: true} }

func (w *wire) Send(ctx context.Context, m channel.Message) error {
	a := attempt{at: time.Since(w.begin), chat: m.To.Chat, text: m.Text, choices: len(m.Choices), class: m.Class}
	w.mu.Lock()
	w.tries = append(w.tries, a)
	w.flying[a.chat]++
	if w.flying[a.chat] > 1 {
		w.faults = append(w.faults, fmt.Sprintf("two messages at a time in chat %s", a.chat))
	}
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.flying[a.chat]--
	}()
	if w.react != nil {
		if err := w.react(ctx, m); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taken = append(w.taken, a)
	return nil
}

func (w *wire) Answer(ctx context.Context, a channel.PressAnswer) error {
	return w.errand(ctx, "answer "+a.PressID)
}

func (w *wire) Typing(ctx context.Context, to channel.Address) error {
	return w.errand(ctx, "typing "+string(to.Chat))
}

func (w *wire) errand(ctx context.Context, what string) error {
	if w.react != nil {
		if err := w.react(ctx, channel.Message{Text: what}); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.aside = append(w.aside, what)
	return nil
}

// texts returns what was taken, in order.
func (w *wire) texts() (texts []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.taken {
		texts = append(texts, a.text)
	}
	return texts
}

// times returns when attempts were made.
func (w *wire) times() (times []time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.tries {
		times = append(times, a.at)
	}
	return times
}

// of returns what was taken from a chat, in order.
func (w *wire) of(chat channel.ChatID) (texts []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.taken {
		if a.chat == chat {
			texts = append(texts, a.text)
		}
	}
	return texts
}

var errWire = errors.New("the wire says no")

func fail(r channel.Reason) *channel.SendError { return &channel.SendError{Reason: r, Err: errWire} }

// first fails the first n attempts, and takes the others.
func first(n int, err error) func(context.Context, channel.Message) error {
	var mu sync.Mutex
	return func(context.Context, channel.Message) error {
		mu.Lock()
		defer mu.Unlock()
		if n--; n >= 0 {
			return err
		}
		return nil
	}
}

// on fails the messages with a certain text.
func on(text string, err error) func(context.Context, channel.Message) error {
	return func(_ context.Context, m channel.Message) error {
		if m.Text == text {
			return err
		}
		return nil
	}
}
