// Package clock is the one place from which the program takes the time of day.
//
// A Clock may be set to start at another instant, for rehearsals and tests; it runs on from there at the
// usual speed. Timers and timeouts are no business of it: they measure spans, which no rehearsal shifts.
package clock

import (
	"sync/atomic"
	"time"
)

// Clock tells the time. The zero value is the system's clock. Copies of a Clock tell the same time.
type Clock struct {
	offset time.Duration
	ahead  *atomic.Int64 // nanoseconds that Forward has added; nil = it cannot be put forward
}

// StartingAt returns a clock that reads start at this moment and runs on from there.
func StartingAt(start time.Time) Clock {
	return Clock{offset: time.Until(start)}
}

// Adjustable returns a clock that reads as c does and can be put forward, for demonstrations.
func (c Clock) Adjustable() Clock { return Clock{offset: c.offset, ahead: new(atomic.Int64)} }

// Forward lets the clock jump to an instant, in all of its copies; it never goes back. A clock that is not
// adjustable stays as it is.
func (c Clock) Forward(to time.Time) {
	if c.ahead == nil {
		return
	}
	for {
		was := c.ahead.Load()
		gap := to.Sub(time.Now().Add(c.offset + time.Duration(was)))
		if gap <= 0 || c.ahead.CompareAndSwap(was, was+int64(gap)) {
			return
		}
	}
}

// Now returns the current instant, in UTC and cut to the millisecond in which it is stored.
func (c Clock) Now() time.Time {
	d := c.offset
	if c.ahead != nil {
		d += time.Duration(c.ahead.Load())
	}
	return time.Now().Add(d).UTC().Truncate(time.Millisecond)
}

// Shifted reports whether the clock differs from the system's by more than a second.
func (c Clock) Shifted() bool {
	return c.offset > time.Second || c.offset < -time.Second
}
