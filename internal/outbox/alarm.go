package outbox

import "time"

// alarm wakes a lane when the next turn comes. Spans are measured by the machine's timers, so a rehearsal's
// clock does not stretch them.
type alarm struct {
	timer *time.Timer
	at    time.Time // zero = not set
}

// wake lets one idle worker look.
func (l *lane) wake() {
	if l.crew.waiting > 0 {
		l.turn.Signal()
	}
}

// wakeAt sees to it that a worker looks at a certain instant, or before.
func (l *lane) wakeAt(at, now time.Time) {
	if at.IsZero() || (!l.alarm.at.IsZero() && !at.Before(l.alarm.at)) {
		return
	}
	l.alarm.at = at
	l.alarm.timer.Reset(max(at.Sub(now), tick))
}

func (l *lane) ring() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.alarm.at = time.Time{}
	l.wake()
}
