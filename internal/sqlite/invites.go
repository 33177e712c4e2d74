package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/people"
)

// Invited returns how many codes of a purpose each person holds that still open.
func (tx *Tx) Invited(ctx context.Context, purpose people.Purpose, now time.Time) (map[people.PersonID]int, error) {
	const query = `SELECT person_id, count(*) FROM invites
WHERE purpose = ? AND used_at IS NULL AND ended_at IS NULL AND expires_at >= ? GROUP BY person_id`
	out := map[people.PersonID]int{}
	err := tx.each(ctx, func(s scanner) error {
		var person people.PersonID
		var n int
		err := s.Scan(&person, &n)
		out[person] = n
		return err
	}, query, purpose, millis(now))
	if err != nil {
		return nil, fmt.Errorf("read codes: %w", err)
	}
	return out, nil
}
