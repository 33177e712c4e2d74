package zalotest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Sent is a message that the platform delivered to a chat.
type Sent struct {
	Chat  string
	Text  string // or the caption
	Photo string // the address from which the platform was to fetch the picture, empty for none
	ID    string
}

// Update is something that happened and that the bot is to be told.
type Update struct {
	ID   string // of the message
	Chat string
	Body []byte // the event, without the envelope
}

// Bot is one bot of the server, and the people who write to it.
type Bot struct {
	server *Server
	token  string
	script script

	mu         sync.Mutex
	changed    chan struct{} // closed and replaced at each change
	pending    []Update
	lost       []Update
	sent       []Sent
	calls      []Call
	violations []string
	chats      map[string]bool
	pictures   map[string][]byte
	serial     int
	messages   int // counted against the quota
	hook, key  string
	polls      int // polls that wait
}

func newBot(s *Server, token string) *Bot {
	return &Bot{server: s, token: token, changed: make(chan struct{}), chats: map[string]bool{}, pictures: map[string][]byte{}}
}

// Token is the bot's.
func (b *Bot) Token() string { return b.token }

// update runs fn under the lock and wakes who waits.
func (b *Bot) update(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fn()
	close(b.changed)
	b.changed = make(chan struct{})
}

func (b *Bot) record(c Call) { b.update(func() { b.calls = append(b.calls, c) }) }

func (b *Bot) violate(method, what string) {
	b.update(func() { b.violations = append(b.violations, method+": "+what) })
}

// lose notes an update that the platform has forgotten and the bot never got.
func (b *Bot) lose(u Update) { b.update(func() { b.lost = append(b.lost, u) }) }

// again puts an update before all others.
func (b *Bot) again(u Update) { b.update(func() { b.pending = slices.Insert(b.pending, 0, u) }) }

// Violations lists what in the bot's calls the platform would not have understood.
func (b *Bot) Violations() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.violations)
}

// Lost lists the updates that the platform itself has lost: it had forgotten them when their answer broke off.
func (b *Bot) Lost() []Update {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.lost)
}

// Pending is how many updates wait for a poll.
func (b *Bot) Pending() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.pending)
}

// Calls lists the calls of a method, of all when it is empty.
func (b *Bot) Calls(method string) []Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.calls), func(c Call) bool { return method != "" && c.Method != method })
}

// Sent lists what was delivered to a chat, to all when it is empty.
func (b *Bot) Sent(chat string) []Sent {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.sent), func(s Sent) bool { return chat != "" && s.Chat != chat })
}

// Wait waits until done says so; it is asked now and after each change.
func (b *Bot) Wait(ctx context.Context, done func() bool) error {
	for {
		b.mu.Lock()
		next := b.changed
		b.mu.Unlock()
		if done() {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return fmt.Errorf("wait for the bot: %w", context.Cause(ctx))
		}
	}
}

// Reply waits until more than a number of messages have been delivered to a chat, and returns the one after that number.
func (b *Bot) Reply(ctx context.Context, chat string, after int) (Sent, error) {
	var got []Sent
	err := b.Wait(ctx, func() bool {
		got = b.Sent(chat)
		return len(got) > after
	})
	if err != nil {
		return Sent{}, fmt.Errorf("chat %s: %w", chat, err)
	}
	return got[after], nil
}

// Hook is the webhook that is set, and its secret.
func (b *Bot) Hook() (address, secret string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.hook, b.key
}

// SetHook sets a webhook as somebody else would, without a call of the bot.
func (b *Bot) SetHook(address, secret string) { b.update(func() { b.hook, b.key = address, secret }) }

func (b *Bot) picture(name string) ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	data, ok := b.pictures[name]
	return data, ok
}

// id is the account's number.
func (b *Bot) id() string {
	id, _, _ := strings.Cut(b.token, ":")
	return id
}
