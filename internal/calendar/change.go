package calendar

import "sohoc/internal/day"

// Change is what somebody wants of the table: entries to write, each in the place of its day's, and days to take
// out of it.
type Change struct {
	Put    []Entry
	Remove []day.Day
}

// Empty reports whether nothing is to change.
func (c Change) Empty() bool { return len(c.Put) == 0 && len(c.Remove) == 0 }
