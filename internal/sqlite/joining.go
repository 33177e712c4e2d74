package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/people"
)

// EndInvites implements people.InviteStore.
func (tx *Tx) EndInvites(ctx context.Context, person people.PersonID, purpose people.Purpose, now time.Time) error {
	const query = `UPDATE invites SET ended_at = ?
WHERE person_id = ? AND purpose = ? AND used_at IS NULL AND ended_at IS NULL`
	if _, err := tx.exec(ctx, query, millis(now), person, purpose); err != nil {
		return fmt.Errorf("end codes: %w", err)
	}
	return nil
}

// AddInvite implements people.InviteStore.
func (tx *Tx) AddInvite(ctx context.Context, hash people.CodeHash, in people.Invite, now time.Time) error {
	const query = "INSERT INTO invites (person_id, purpose, code_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)"
	if _, err := tx.exec(ctx, query, in.Person, in.Purpose, hash[:], millis(now), millis(in.Expires)); err != nil {
		return fmt.Errorf("add code: %w", err)
	}
	return nil
}

// InviteByHash implements people.InviteStore.
func (tx *Tx) InviteByHash(ctx context.Context, hash people.CodeHash) (people.Invite, bool, error) {
	const query = `SELECT id, person_id, purpose, expires_at, used_at IS NOT NULL, ended_at IS NOT NULL
FROM invites WHERE code_hash = ?`
	var in people.Invite
	var expires int64
	ok, err := found(tx.row(ctx, query, hash[:]).Scan(&in.ID, &in.Person, &in.Purpose, &expires, &in.Used, &in.Ended))
	if err != nil {
		return people.Invite{}, false, fmt.Errorf("find code: %w", err)
	}
	in.Expires = instant(expires)
	return in, ok, nil
}

// SpendInvite implements people.InviteStore.
func (tx *Tx) SpendInvite(ctx context.Context, id int64, now time.Time) error {
	if _, err := tx.exec(ctx, "UPDATE invites SET used_at = ? WHERE id = ?", millis(now), id); err != nil {
		return fmt.Errorf("spend code: %w", err)
	}
	return nil
}

// GiveConsent implements people.Store.
func (tx *Tx) GiveConsent(ctx context.Context, person people.PersonID, version, channel string, now time.Time) error {
	const query = `INSERT INTO consents (person_id, version, channel, given_at) VALUES (?, ?, ?, ?)
ON CONFLICT (person_id) WHERE withdrawn_at IS NULL DO NOTHING`
	if _, err := tx.exec(ctx, query, person, version, channel, millis(now)); err != nil {
		return fmt.Errorf("store consent: %w", err)
	}
	return nil
}

// WithdrawConsent implements people.Store.
func (tx *Tx) WithdrawConsent(ctx context.Context, person people.PersonID, now time.Time) error {
	const query = "UPDATE consents SET withdrawn_at = ? WHERE person_id = ? AND withdrawn_at IS NULL"
	if _, err := tx.exec(ctx, query, millis(now), person); err != nil {
		return fmt.Errorf("end consent: %w", err)
	}
	if err := tx.forgetHabits(ctx, person); err != nil {
		return err
	}
	return tx.dropMessages(ctx, person)
}

// dropMessages forgets what waits to be said to a person, reminders too, and what could not be said. The keys of what
// was sent stay: they hold nothing that was said.
func (tx *Tx) dropMessages(ctx context.Context, person people.PersonID) error {
	const query = `DELETE FROM outbox WHERE (dedupe_key IS NULL OR state <> 'sent') AND (channel, account, chat_id) IN
(SELECT channel, account, chat_id FROM identities WHERE person_id = ?)`
	if _, err := tx.exec(ctx, query, person); err != nil {
		return fmt.Errorf("forget messages: %w", err)
	}
	return nil
}

// Audit implements people.Store.
func (tx *Tx) Audit(ctx context.Context, line people.AuditLine, now time.Time) error {
	const query = `INSERT INTO audit (at, person_id, action, target_person, target_unit, channel, detail)
VALUES (?, nullif(?, 0), ?, nullif(?, 0), nullif(?, 0), ?, ?)`
	if _, err := tx.exec(ctx, query, millis(now), line.By, line.Action, line.Person, line.Unit, line.Channel, line.Detail); err != nil {
		return fmt.Errorf("write audit: %w", err)
	}
	return nil
}
