package telegramtest

import (
	"context"
	"fmt"
	"slices"
)

// WaitSent returns the first delivered message, from the very first on, that the predicate accepts, and waits for one if need be.
func (b *Bot) WaitSent(ctx context.Context, accept func(Sent) bool) (Sent, error) {
	next := 0
	return waitFor(ctx, &b.journal, &b.journal.changed, func() (Sent, bool) {
		for ; next < len(b.journal.sent); next++ {
			if accept(b.journal.sent[next]) {
				return b.journal.sent[next], true
			}
		}
		return Sent{}, false
	})
}

// WaitCall is WaitSent for calls of any kind but getUpdates.
func (b *Bot) WaitCall(ctx context.Context, accept func(Call) bool) (Call, error) {
	next := 0
	return waitFor(ctx, &b.journal, &b.journal.changed, func() (Call, bool) {
		for ; next < len(b.journal.calls); next++ {
			if accept(b.journal.calls[next]) {
				return b.journal.calls[next], true
			}
		}
		return Call{}, false
	})
}

// WaitReply waits for the first message to the chat after the one given. It is cheap with hundreds of people waiting.
func (b *Bot) WaitReply(ctx context.Context, chat ChatID, after MessageID) (Sent, error) {
	j := &b.journal
	j.mu.Lock()
	log := j.chatLocked(chat)
	j.mu.Unlock()
	return waitFor(ctx, j, &log.changed, func() (Sent, bool) {
		i, _ := slices.BinarySearchFunc(log.sent, after+1, func(m Sent, id MessageID) int { return int(m.MessageID - id) })
		if i == len(log.sent) {
			return Sent{}, false
		}
		return log.sent[i], true
	})
}

// WaitCount waits until a method was called so many times; with WaitSentCount it is the only wait that CountOnly leaves.
func (b *Bot) WaitCount(ctx context.Context, method string, atLeast int) error {
	_, err := waitFor(ctx, &b.journal, &b.journal.changed, func() (int, bool) {
		n := b.journal.counts[method]
		return n, n >= atLeast
	})
	return err
}

// WaitSentCount waits until so many messages were delivered.
func (b *Bot) WaitSentCount(ctx context.Context, atLeast int) error {
	return b.WaitCount(ctx, sentKey, atLeast)
}

// waitFor calls find under the journal's lock, now and each time that wake closes the channel.
func waitFor[T any](ctx context.Context, j *journal, changed *chan struct{}, find func() (T, bool)) (T, error) {
	for {
		j.mu.Lock()
		found, ok := find()
		var next <-chan struct{}
		if !ok {
			next = watch(changed)
		}
		j.mu.Unlock()
		if ok {
			return found, nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return found, fmt.Errorf("wait for the bot: %w", context.Cause(ctx))
		}
	}
}
