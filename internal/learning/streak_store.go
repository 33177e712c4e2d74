package learning

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// StreakStore is what streaks need.
type StreakStore interface {
	people.LeaveStore
	// Acts lists the days of a person's counting entries that end on a day or later, in no order.
	Acts(ctx context.Context, person people.PersonID, since day.Day) ([]day.Range, error)
	// MilestoneTold returns the longest streak in weeks that the person was told of; 0 = none.
	MilestoneTold(ctx context.Context, person people.PersonID) (weeks int, err error)
	// NoteMilestone notes that a person was told of a milestone; the same twice changes nothing.
	NoteMilestone(ctx context.Context, person people.PersonID, weeks int, now time.Time) error
}

// maxStreak bounds how far back streaks are reckoned, in days: ten years.
const maxStreak = 3660

// OwnStreak reckons the streak of a person as of today.
func OwnStreak(ctx context.Context, store StreakStore, person people.PersonID, cal Workdays, today day.Day) (Streak, error) {
	since := today.Add(-maxStreak)
	acts, err := store.Acts(ctx, person, since)
	if err != nil {
		return Streak{}, fmt.Errorf("read days of entries: %w", err)
	}
	leaves, err := store.Leaves(ctx, person, day.Range{From: since, To: today.Add(7)})
	if err != nil {
		return Streak{}, fmt.Errorf("read leaves: %w", err)
	}
	return StreakOf(acts, leaves, cal, today), nil
}

// milestone returns the longest streak worth telling that so many weeks hold; 0 = none. They lie a month, two months,
// a quarter, half a year and a year apart from the beginning, and half years after that.
func milestone(weeks int) int {
	if weeks >= 26 {
		return weeks / 26 * 26
	}
	for _, m := range []int{13, 8, 4} {
		if weeks >= m {
			return m
		}
	}
	return 0
}

// NewMilestone returns the milestone that a streak has reached and the person was not told of yet, and notes that it is told
// now. Whoever loses a streak and gains it again is not told twice.
func NewMilestone(ctx context.Context, store StreakStore, person people.PersonID, s Streak, now time.Time) (weeks int, ok bool, err error) {
	weeks = milestone(s.Weeks)
	if weeks == 0 {
		return 0, false, nil
	}
	told, err := store.MilestoneTold(ctx, person)
	if err != nil {
		return 0, false, fmt.Errorf("read milestones: %w", err)
	}
	if told >= weeks {
		return 0, false, nil
	}
	if err := store.NoteMilestone(ctx, person, weeks, now); err != nil {
		return 0, false, fmt.Errorf("note milestone: %w", err)
	}
	return weeks, true, nil
}
