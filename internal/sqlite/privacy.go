package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
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

// HabitsOf implements people.PrivacyStore.
func (tx *Tx) HabitsOf(ctx context.Context, person people.PersonID) (people.Habits, error) {
	const query = `SELECT (SELECT count(*) FROM leaves WHERE person_id = ?1),
  (SELECT count(*) FROM quiz_asked WHERE person_id = ?1 AND state = 'answered'),
  (SELECT count(*) FROM quiz_cards WHERE person_id = ?1),
  (SELECT count(*) FROM question_reports WHERE person_id = ?1),
  (SELECT count(*) FROM milestones WHERE person_id = ?1)`
	var h people.Habits
	if err := tx.row(ctx, query, person).Scan(&h.Leaves, &h.Answers, &h.Cards, &h.Reports, &h.Milestones); err != nil {
		return h, fmt.Errorf("count habits: %w", err)
	}
	return h, nil
}

// forgetHabits erases what served the person alone. Triggers erase reminders, messages in the browser and pages for
// uploads. What stays has a reason: entries, evidence and the audit by the rules on archives, days of leave that are over
// because figures of those days rest on them, an open report because it keeps a wrong question back, first answers
// without the person (see quiz_forgotten), accounts so that the person can be answered and can come back.
func (tx *Tx) forgetHabits(ctx context.Context, person people.PersonID) error {
	const keep = `INSERT INTO quiz_forgotten (who, unit_id, topic, answered_on, correct)
SELECT ?2, unit_id, topic, answered_on, correct FROM quiz_asked WHERE person_id = ?1 AND first = 1 ORDER BY random()`
	var lot [8]byte
	_, _ = rand.Read(lot[:]) // never fails
	_, kept := tx.exec(ctx, keep, person, -1-int64(binary.NativeEndian.Uint64(lot[:])>>1))
	errs := []error{kept}
	for _, query := range []string{
		"DELETE FROM quiz_asked WHERE person_id = ?",
		"DELETE FROM quiz_cards WHERE person_id = ?",
		"DELETE FROM quiz_wishes WHERE person_id = ?",
		"DELETE FROM quiz_facts WHERE person_id = ?",
		"DELETE FROM quiz_unlearn WHERE person_id = ?",
		"DELETE FROM question_reports WHERE person_id = ? AND closed_at IS NOT NULL",
		"DELETE FROM question_files WHERE person_id = ?",
		"DELETE FROM web_file_links WHERE person_id = ?",
		"DELETE FROM milestones WHERE person_id = ?",
	} {
		_, err := tx.exec(ctx, query, person)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("forget habits: %w", err)
	}
	return nil
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
