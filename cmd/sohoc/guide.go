package main

import (
	"context"
	"fmt"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/quota"
	"sohoc/internal/sqlite"
)

// guide shows messages the way by another door, and tells the operators what becomes of the accounts.
type guide struct{ *server }

var _ outbox.Guide = guide{}

// Elsewhere implements outbox.Guide.
func (g guide) Elsewhere(ctx context.Context, s outbox.Store, m channel.Message) (channel.Address, bool, error) {
	tx, err := txOf(s)
	if err != nil {
		return channel.Address{}, false, err
	}
	return g.bot.OtherDoor(ctx, tx, m)
}

// Changed implements outbox.Guide.
func (g guide) Changed(ctx context.Context, s outbox.Store, r outbox.Reach) error {
	tx, err := txOf(s)
	if err != nil {
		return err
	}
	o := bot.Outage{Account: r.Account.ID, Channel: r.Account.Channel, Since: r.Failing}
	if r.Down.IsZero() {
		o.Since, o.Over = r.Worked, true
	}
	messages, err := g.bot.TellOutage(ctx, tx, o)
	if err != nil {
		return err
	}
	return tx.QueueMessages(ctx, messages...)
}

// Budget implements outbox.Guide.
func (g guide) Budget(ctx context.Context, s outbox.Store, a outbox.Account) (bool, error) {
	tx, err := txOf(s)
	if err != nil {
		return false, err
	}
	open, messages, err := g.bot.Budget(ctx, tx, quota.Account{Channel: string(a.Channel), ID: string(a.ID)})
	if err != nil {
		return false, err
	}
	return open, tx.QueueMessages(ctx, messages...)
}

// txOf is the transaction behind a store: the outbox of this program has no other.
func txOf(s outbox.Store) (*sqlite.Tx, error) {
	tx, ok := s.(*sqlite.Tx)
	if !ok {
		return nil, fmt.Errorf("the outbox runs on a %T", s)
	}
	return tx, nil
}
