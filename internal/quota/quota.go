// Package quota is what a plan of messages bears: how much of a month is used, when the operator has to know,
// and when only answers go out any more.
//
// Messages in and out both count, as they do on the free plan of the Zalo Bot Platform (its own pages do not say
// it; who runs such bots has measured it). The figures are the product's own count: what the platform counts may
// differ, so the limits lie before the end. The package knows no channel and no clock.
package quota

import (
	"context"
	"time"

	"sohoc/internal/day"
)

// Account is the product's own account on a channel, in opaque parts: the names of channels are not this
// package's.
type Account struct {
	Channel, ID string
}

// The shares of a plan, in percent, at which something changes.
const (
	WarnAt  = 80 // the operator is told
	CloseAt = 95 // only replies go out
)

// Plan is what an account bears.
type Plan struct {
	Messages int // in a month, in and out
	People   int // who may talk with it
}

// FreePlan is what the free plan of the Zalo Bot Platform bears; the settings zalo_plan_messages and
// zalo_plan_people take its place.
func FreePlan() Plan { return Plan{Messages: 3000, People: 50} }

// Use is how far a plan is used up in a month.
type Use struct {
	Account  Account
	Plan     Plan
	Received int
	Sent     int
	People   int // linked at this moment
}

// Used is the number of messages that count.
func (u Use) Used() int { return u.Received + u.Sent }

// Left is what the platform still takes.
func (u Use) Left() int { return max(0, u.Plan.Messages-u.Used()) }

// Percent is the share that is used, rounded down; more than 100 when the count has passed the plan.
func (u Use) Percent() int {
	if u.Plan.Messages <= 0 {
		return 0
	}
	return u.Used() * 100 / u.Plan.Messages
}

// Level is the limit that was passed: 0, WarnAt or CloseAt.
func (u Use) Level() int {
	switch p := u.Percent(); {
	case p >= CloseAt:
		return CloseAt
	case p >= WarnAt:
		return WarnAt
	default:
		return 0
	}
}

// Room is how many reminders the month still bears before only replies go out.
func (u Use) Room() int {
	if u.Plan.Messages <= 0 {
		return 0
	}
	last := (u.Plan.Messages*CloseAt + 99) / 100 // the first count that closes it
	return max(0, last-u.Used())
}

// Fits reports whether a run of so many messages ends before only replies go out.
func (u Use) Fits(messages int) bool { return messages <= u.Room() }

// Month is a month of a plan.
type Month struct {
	From, To time.Time // To is the first instant of the next
}

// MonthOf returns the month of an instant, in the zone of the department.
func MonthOf(now time.Time, zone *time.Location) Month {
	y, m, _ := now.In(zone).Date()
	return Month{From: time.Date(y, m, 1, 0, 0, 0, 0, zone), To: time.Date(y, m+1, 1, 0, 0, 0, 0, zone)}
}

// Name is the month as 2026-11.
func (m Month) Name() string { return m.From.Format("2006-01") }

// Closed is an account by which no reminder goes out.
type Closed struct {
	Account Account
	Down    time.Time // since when it is given up; zero = it can be reached
	Spent   bool      // its plan bears replies only
}

// Store keeps the count.
type Store interface {
	// QuotaUse returns how far each account with a plan is used up in a month; ones that have never carried a
	// message are not there.
	QuotaUse(ctx context.Context, m Month) ([]Use, error)
	// NoteQuota notes that the operator is told that a limit was passed; first is false when that was noted
	// before.
	NoteQuota(ctx context.Context, a Account, m Month, level int) (first bool, err error)
	// SetSpent notes whether an account's plan bears replies only.
	SetSpent(ctx context.Context, a Account, spent bool) error
	// ClosedDoors lists the accounts by which no reminder goes out at this moment.
	ClosedDoors(ctx context.Context) ([]Closed, error)
	// ProactiveCount counts who would be reminded by an account today: whose preferred or newest door it is.
	ProactiveCount(ctx context.Context, a Account, today day.Day) (int, error)
}
