package sqlite

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sohoc/internal/people"
)

var _ people.KnockStore = (*Tx)(nil)

// AddKnock implements people.KnockStore. Of too many the oldest are forgotten.
func (tx *Tx) AddKnock(ctx context.Context, k people.Knock, now time.Time) (people.Knock, error) {
	if err := tx.ForgetKnocks(ctx, now.Add(-people.KnockLife)); err != nil {
		return k, err
	}
	const query = `INSERT INTO knocks (channel, account, user_id, chat_id, name, code, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (channel, account, user_id) DO UPDATE SET chat_id = excluded.chat_id, name = excluded.name, created_at = excluded.created_at
ON CONFLICT (code) DO NOTHING`
	const tries = 20 // 28⁴ codes for 200 people: one collision is rare
	for range tries {
		_, err := tx.exec(ctx, query, k.Channel, k.Account.Account, k.User, k.Chat, k.Name, people.NewKnockCode(), millis(now))
		if err != nil {
			return k, fmt.Errorf("note unknown sender: %w", err)
		}
		ok, err := found(tx.row(ctx, "SELECT code FROM knocks WHERE channel = ? AND account = ? AND user_id = ?",
			k.Channel, k.Account.Account, k.User).Scan(&k.Code))
		if err != nil {
			return k, fmt.Errorf("find unknown sender: %w", err)
		}
		if ok {
			break
		}
	}
	k.At = now
	const trim = `DELETE FROM knocks WHERE code IN (SELECT code FROM knocks ORDER BY created_at DESC LIMIT -1 OFFSET ?)`
	if _, err := tx.exec(ctx, trim, people.MaxKnocks); err != nil {
		return k, fmt.Errorf("forget the oldest unknown senders: %w", err)
	}
	return k, nil
}

const knockColumns = "SELECT channel, account, user_id, chat_id, name, code, created_at FROM knocks WHERE "

func scanKnock(s scanner) (people.Knock, error) {
	var k people.Knock
	var at int64
	err := s.Scan(&k.Channel, &k.Account.Account, &k.User, &k.Chat, &k.Name, &k.Code, &at)
	k.At = instant(at)
	return k, err
}

// Knocks implements people.KnockStore.
func (tx *Tx) Knocks(ctx context.Context, limit int, now time.Time) ([]people.Knock, error) {
	var out []people.Knock
	err := tx.each(ctx, func(s scanner) error {
		k, err := scanKnock(s)
		out = append(out, k)
		return err
	}, knockColumns+"created_at > ? ORDER BY created_at DESC, code LIMIT ?", millis(now.Add(-people.KnockLife)), limit)
	if err != nil {
		return nil, fmt.Errorf("list unknown senders: %w", err)
	}
	return out, nil
}

// KnockByCode implements people.KnockStore.
func (tx *Tx) KnockByCode(ctx context.Context, code string, now time.Time) (people.Knock, bool, error) {
	k, err := scanKnock(tx.row(ctx, knockColumns+"code = ? AND created_at > ?", strings.ToUpper(code), millis(now.Add(-people.KnockLife))))
	ok, err := found(err)
	if err != nil {
		return people.Knock{}, false, fmt.Errorf("find unknown sender: %w", err)
	}
	return k, ok, nil
}

// DropKnock implements people.KnockStore.
func (tx *Tx) DropKnock(ctx context.Context, a people.Account) error {
	const query = "DELETE FROM knocks WHERE channel = ? AND account = ? AND user_id = ?"
	if _, err := tx.exec(ctx, query, a.Channel, a.Account, a.User); err != nil {
		return fmt.Errorf("forget unknown sender: %w", err)
	}
	return nil
}

// ForgetKnocks forgets who knocked before an instant.
func (tx *Tx) ForgetKnocks(ctx context.Context, before time.Time) error {
	if _, err := tx.exec(ctx, "DELETE FROM knocks WHERE created_at < ?", millis(before)); err != nil {
		return fmt.Errorf("forget unknown senders: %w", err)
	}
	return nil
}
