package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/quota"
)

var _ quota.Store = (*Tx)(nil)

// metered reports whether what comes in on a channel counts against a plan.
func metered(k channel.Kind) bool { return k == channel.Zalo }

const hourMillis = int64(time.Hour / time.Millisecond)

func (tx *Tx) countSent(ctx context.Context, to channel.Address, n int) error {
	return tx.count(ctx, to, 0, n)
}

// countReceived counts what came in, in the transaction that stores it.
func (tx *Tx) countReceived(ctx context.Context, from channel.Address) error {
	return tx.count(ctx, from, 1, 0)
}

func (tx *Tx) count(ctx context.Context, at channel.Address, received, sent int) error {
	const query = `INSERT INTO quota_hours (channel, account, hour, received, sent) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel, account, hour) DO UPDATE SET received = received + excluded.received, sent = sent + excluded.sent`
	if _, err := tx.exec(ctx, query, at.Channel, at.Account, millis(tx.now)/hourMillis, received, sent); err != nil {
		return fmt.Errorf("count against the plan: %w", err)
	}
	return nil
}

// QuotaUse implements quota.Store.
func (tx *Tx) QuotaUse(ctx context.Context, m quota.Month) ([]quota.Use, error) {
	plan, err := tx.quotaPlan(ctx)
	if err != nil {
		return nil, err
	}
	var out []quota.Use
	err = tx.each(ctx, func(s scanner) error {
		u := quota.Use{Plan: plan}
		err := s.Scan(&u.Account.Channel, &u.Account.ID, &u.Received, &u.Sent, &u.People)
		out = append(out, u)
		return err
	}, `SELECT a.channel, a.account,
  (SELECT coalesce(sum(received), 0) FROM quota_hours h WHERE h.channel = a.channel AND h.account = a.account AND hour >= ?1 AND hour < ?2),
  (SELECT coalesce(sum(sent), 0) FROM quota_hours h WHERE h.channel = a.channel AND h.account = a.account AND hour >= ?1 AND hour < ?2),
  (SELECT count(*) FROM identities i WHERE i.channel = a.channel AND i.account = a.account)
FROM (SELECT channel, account FROM quota_hours UNION SELECT channel, account FROM identities WHERE channel = 'zalo') a
ORDER BY a.channel, a.account`, millis(m.From)/hourMillis, millis(m.To)/hourMillis)
	if err != nil {
		return nil, fmt.Errorf("read what is used of plans: %w", err)
	}
	return out, nil
}

// quotaPlan reads what the Office has set. A setting that is no number counts as none.
func (tx *Tx) quotaPlan(ctx context.Context) (quota.Plan, error) {
	p := quota.FreePlan()
	err := tx.each(ctx, func(s scanner) error {
		var key, value string
		if err := s.Scan(&key, &value); err != nil {
			return err
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			return nil //nolint:nilerr // what is no number changes nothing
		}
		if key == "zalo_plan_messages" {
			p.Messages = n
		} else {
			p.People = n
		}
		return nil
	}, "SELECT key, value FROM settings WHERE key IN ('zalo_plan_messages', 'zalo_plan_people')")
	if err != nil {
		return p, fmt.Errorf("read the plan: %w", err)
	}
	return p, nil
}

// NoteQuota implements quota.Store.
func (tx *Tx) NoteQuota(ctx context.Context, a quota.Account, m quota.Month, level int) (first bool, err error) {
	const query = "INSERT INTO quota_notices (channel, account, month, level, told_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
	res, err := tx.exec(ctx, query, a.Channel, a.ID, m.Name(), level, millis(tx.now))
	if err != nil {
		return false, fmt.Errorf("note what the operator was told: %w", err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// ForgetQuota removes counts that are older than a point in time.
func (tx *Tx) ForgetQuota(ctx context.Context, before time.Time) error {
	if _, err := tx.exec(ctx, "DELETE FROM quota_hours WHERE hour < ?", millis(before)/hourMillis); err != nil {
		return fmt.Errorf("forget counts: %w", err)
	}
	return nil
}
