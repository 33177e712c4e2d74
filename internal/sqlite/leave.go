package sqlite

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// AddLeave notes that a person is away on a range of days. No reason is kept.
func (tx *Tx) AddLeave(ctx context.Context, person people.PersonID, days day.Range, now time.Time) error {
	const query = "INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, ?, ?, ?)"
	if _, err := tx.exec(ctx, query, person, days.From, days.To, millis(now)); err != nil {
		return fmt.Errorf("note leave: %w", err)
	}
	return nil
}
