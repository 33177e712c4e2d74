package learning_test

import (
	"context"
	"errors"
	"maps"
	"testing"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// yearStore is a person's work and leave.
type yearStore struct {
	people.LeaveStore
	work   []learning.DayWork
	leaves []day.Range
	err    error
}

func (s yearStore) DayWork(context.Context, people.PersonID, day.Range) ([]learning.DayWork, error) {
	return s.work, s.err
}

func (s yearStore) Leaves(context.Context, people.PersonID, day.Range) ([]day.Range, error) {
	return s.leaves, nil
}

func TestOwnYear(t *testing.T) {
	t.Parallel()
	store := yearStore{
		work: []learning.DayWork{
			{Days: day.Range{From: "2026-03-02", To: "2026-03-04"}, Minutes: 100},
			{Days: day.Range{From: "2026-03-04", To: "2026-03-04"}, Minutes: 60},
			{Days: day.Range{From: "2025-12-30", To: "2026-01-02"}, Minutes: 80}, // half of it lies in the year before
			{Days: day.Range{From: "2026-11-23", To: "2026-11-26"}, Minutes: 40}, // half of it lies ahead
		},
		leaves: []day.Range{{From: "2026-05-04", To: "2026-05-08"}},
	}
	y, err := learning.OwnYear(t.Context(), store, 1, "2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	want := map[day.Day]int{
		"2026-01-01": 20, "2026-01-02": 20, "2026-03-02": 33, "2026-03-03": 33, "2026-03-04": 94, "2026-11-23": 10, "2026-11-24": 10,
	}
	if !maps.Equal(y.Minutes, want) || len(y.Leaves) != 1 || y.Days != (day.Range{From: "2026-01-01", To: "2026-11-24"}) {
		t.Errorf("the year is %+v, want the minutes %v", y, want)
	}
	for month, want := range map[int][2]int{0: {7, 220}, 1: {2, 40}, 2: {0, 0}, 3: {3, 160}, 11: {2, 20}} {
		if days, minutes := y.Learnt(month); days != want[0] || minutes != want[1] {
			t.Errorf("month %d has %d days, %d minutes, want %v", month, days, minutes, want)
		}
	}
}

func TestOwnYearTellsWhatFailed(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if _, err := learning.OwnYear(t.Context(), yearStore{err: broken}, 1, "2026-11-24"); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
