package learning

import (
	"context"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// ProgressStore reads totals. Minutes of an entry over several days count on its last day.
type ProgressStore interface {
	// MinutesIn returns the counting minutes of a person whose last day lies in a range.
	MinutesIn(ctx context.Context, person people.PersonID, days day.Range) (int, error)
	// RecentEntries lists the newest counting entries of a person, by day.
	RecentEntries(ctx context.Context, person people.PersonID, limit int) ([]Entry, error)
}
