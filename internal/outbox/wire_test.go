package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"sohoc/internal/channel"
)

// wire is a channel that keeps what it was given and fails as it is told to.
type wire struct {
	begin time.Time

	mu     sync.Mutex
	react  reaction
	flying map[channel.ChatID]int
	tries  []attempt
	taken  []attempt
	aside  []string // answers and typing
	faults []string
}

// reaction decides about an attempt; nil takes everything. It may wait, also for ctx.
type reaction func(ctx context.Context, m channel.Message) error

// set says how the wire reacts from now on.
func (w *wire) set(r reaction) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.react = r
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
	react := w.react
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.flying[a.chat]--
	}()
	if react != nil {
		if err := react(ctx, m); err != nil {
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
	w.mu.Lock()
	react := w.react
	w.mu.Unlock()
	if react != nil {
		if err := react(ctx, channel.Message{Text: what}); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.aside = append(w.aside, what)
	return nil
}

// tried returns the attempts, in order.
func (w *wire) tried() []attempt {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tries)
}

// took returns the attempts that succeeded, in the order of their ends.
func (w *wire) took() []attempt {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.taken)
}

// errands returns the answers to presses and the typing that were taken.
func (w *wire) errands() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.aside)
}

// texts returns what was taken, in order.
func (w *wire) texts() (texts []string) {
	for _, a := range w.took() {
		texts = append(texts, a.text)
	}
	return texts
}

// of returns what was taken from a chat, in order.
func (w *wire) of(chat channel.ChatID) (texts []string) {
	for _, a := range w.took() {
		if a.chat == chat {
			texts = append(texts, a.text)
		}
	}
	return texts
}

// times returns when attempts were made.
func (w *wire) times() (times []time.Duration) {
	for _, a := range w.tried() {
		times = append(times, a.at)
	}
	return times
}

var errWire = errors.New("the wire says no")

func fail(r channel.Reason) *channel.SendError { return &channel.SendError{Reason: r, Err: errWire} }

// first fails the first n attempts, and takes the others.
func first(n int, err error) reaction {
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
func on(text string, err error) reaction {
	return func(_ context.Context, m channel.Message) error {
		if m.Text == text {
			return err
		}
		return nil
	}
}
