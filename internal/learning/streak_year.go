package learning

import (
	"context"
	"fmt"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// DayWork is what an entry adds to its days.
type DayWork struct {
	Days    day.Range
	Minutes int // of all its days together
}

// YearStore is what the picture of a year needs.
type YearStore interface {
	people.LeaveStore
	// DayWork lists the days and minutes of a person's counting entries that touch a range, in no order.
	DayWork(ctx context.Context, person people.PersonID, within day.Range) ([]DayWork, error)
}

// YearOfLearning is a person's year, day by day.
type YearOfLearning struct {
	Days    day.Range
	Minutes map[day.Day]int // what was written down for a day; an entry of several days is spread evenly over them
	Leaves  []day.Range
}

// Learnt counts the days of a month (0 = the year) that have an entry, and their minutes.
func (y YearOfLearning) Learnt(month int) (days, minutes int) {
	for d, m := range y.Minutes {
		if month == 0 || int(d.Month()) == month {
			days++
			minutes += m
		}
	}
	return days, minutes
}

// OwnYear reads the year of a person that holds a day, up to that day.
func OwnYear(ctx context.Context, store YearStore, person people.PersonID, until day.Day) (YearOfLearning, error) {
	y := YearOfLearning{Days: day.YearOf(until).Until(until), Minutes: map[day.Day]int{}}
	work, err := store.DayWork(ctx, person, y.Days)
	if err != nil {
		return y, fmt.Errorf("read the days of a year: %w", err)
	}
	for _, w := range work {
		n := w.Days.Days()
		for i := range n {
			if d := w.Days.From.Add(i); y.Days.Contains(d) {
				y.Minutes[d] += w.Minutes*(i+1)/n - w.Minutes*i/n // the parts add up to the whole
			}
		}
	}
	if y.Leaves, err = store.Leaves(ctx, person, y.Days); err != nil {
		return y, fmt.Errorf("read leaves: %w", err)
	}
	return y, nil
}
