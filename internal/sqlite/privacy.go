package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/people"
)

var _ people.PrivacyStore = (*Tx)(nil)

// KeptAbout implements people.PrivacyStore.
func (tx *Tx) KeptAbout(ctx context.Context, person people.PersonID) (people.Kept, error) {
	var k people.Kept
	err := tx.each(ctx, func(s scanner) error {
		var d people.Door
		var linked int64
		err := s.Scan(&d.Channel, &d.Account.Account, &d.User, &d.Chat, &linked, &d.Unreachable)
		d.Linked = instant(linked)
		k.Doors = append(k.Doors, d)
		return err
	}, `SELECT channel, account, user_id, chat_id, linked_at, unreachable_at IS NOT NULL FROM identities
WHERE person_id = ? ORDER BY linked_at DESC, channel, account, user_id`, person)
	if err != nil {
		return k, fmt.Errorf("list doors: %w", err)
	}
	var given int64
	const consent = "SELECT version, channel, given_at FROM consents WHERE person_id = ? AND withdrawn_at IS NULL"
	if _, err := found(tx.row(ctx, consent, person).Scan(&k.Consent.Version, &k.Consent.Channel, &given)); err != nil {
		return k, fmt.Errorf("read consent: %w", err)
	}
	k.Consent.Given = instant(given)
	const count = "SELECT count(*), coalesce(sum(evidence), 0) FROM entries WHERE person_id = ?"
	if err := tx.row(ctx, count, person).Scan(&k.Entries, &k.Files); err != nil {
		return k, fmt.Errorf("count what is kept: %w", err)
	}
	return k, nil
}

// ForgetStrangers removes the memories of chats that belong to nobody of the register and have been silent
// since before a point in time: those of refused strangers and of groups. It returns how many there were.
func (tx *Tx) ForgetStrangers(ctx context.Context, before time.Time) (int64, error) {
	const query = `DELETE FROM conversations WHERE updated_at < ? AND NOT EXISTS (SELECT 1 FROM identities i
WHERE i.channel = conversations.channel AND i.account = conversations.account AND i.chat_id = conversations.chat_id)`
	res, err := tx.exec(ctx, query, millis(before))
	if err != nil {
		return 0, fmt.Errorf("forget strangers: %w", err)
	}
	return res.RowsAffected()
}
