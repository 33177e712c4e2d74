// Package clock is the one place from which the program takes the time of day.
//
// A Clock may be set to start at another instant, for rehearsals and tests; it runs on from there at the
// usual speed. Timers and timeouts are no business of it: they measure spans, which no rehearsal shifts.
package clock

import "time"

// Clock tells the time. The zero value is the system's clock.
type Clock struct {
	offset time.Duration
}

// StartingAt returns a clock that reads start at this moment and runs on from there.
func StartingAt(start time.Time) Clock {
	return Clock{offset: time.Until(start)}
}

// Now returns the current instant, in UTC and cut to the millisecond in which it is stored.
func (c Clock) Now() time.Time {
	return time.Now().Add(c.offset).UTC().Truncate(time.Millisecond)
}

// Shifted reports whether the clock differs from the system's by more than a second.
func (c Clock) Shifted() bool {
	return c.offset > time.Second || c.offset < -time.Second
}
