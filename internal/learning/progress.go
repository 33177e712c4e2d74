package learning

import (
	"context"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// ProgressStore reads totals. Minutes of an entry over several days count on its last day.
type ProgressStore interface {
	OwnStore
	FigureStore
	// MinutesIn returns the counting minutes of a person whose last day lies in a range.
	MinutesIn(ctx context.Context, person people.PersonID, days day.Range) (int, error)
	// RecentEntries lists the newest counting entries of a person, by day.
	RecentEntries(ctx context.Context, person people.PersonID, limit int) ([]Entry, error)
}

// OwnStore is what a person's own totals need.
type OwnStore interface {
	// KindTotals returns the counting entries of a person whose last day lies in a range, one row per kind, in
	// the order of the kinds.
	KindTotals(ctx context.Context, person people.PersonID, days day.Range) ([]KindTotal, error)
	// Targets returns the yearly duties in force on a day.
	Targets(ctx context.Context, on day.Day) (map[people.Category]Target, error)
	// AwayOn reports whether a person has leave on a day.
	AwayOn(ctx context.Context, person people.PersonID, on day.Day) (bool, error)
	// Begun reports whether the book was in use by a day: anybody has a counting entry dated up to it.
	Begun(ctx context.Context, by day.Day) (bool, error)
}

// FigureStore is what the figures of units need. A unit of 0 stands for all units.
type FigureStore interface {
	// Units lists the units that exist on a day, in their order.
	Units(ctx context.Context, on day.Day) ([]people.Unit, error)
	// Members lists who belongs to a unit on a day, with what was true of them on that day, at an instant.
	Members(ctx context.Context, unit people.UnitID, on day.Day, at time.Time) ([]Member, error)
	// Work returns the counting entries made in a unit whose last day lies in a range, one row per unit that has
	// any. It holds people who have left the unit, and units that have ended.
	Work(ctx context.Context, unit people.UnitID, days day.Range) ([]Work, error)
	// Credited returns the minutes that count for the yearly duty (see Credit), whichever unit they were made
	// in, of the people who belong to a unit on the range's last day. Who has none is left out.
	Credited(ctx context.Context, unit people.UnitID, days day.Range) (map[people.PersonID]int, error)
	// Targets returns the yearly duties in force on a day.
	Targets(ctx context.Context, on day.Day) (map[people.Category]Target, error)
	// Begun reports whether the book was in use by a day: anybody has a counting entry dated up to it.
	Begun(ctx context.Context, by day.Day) (bool, error)
}

// KindTotal is what a person has written down of one kind.
type KindTotal struct {
	Kind    Kind
	Counter Counter
	Entries int
	Minutes int
	Credit  Credit
}

// Credit splits minutes of the training counter by what supports them.
type Credit struct {
	Backed    int // with evidence, or confirmed: what counts, provisionally, for the yearly duty
	Confirmed int // confirmed by a head
}

// Target is a yearly duty.
type Target struct {
	Tiet   int
	Source string // the rule that sets it
}

// Minutes returns the duty in minutes.
func (t Target) Minutes(u Units) int { return t.Tiet * u.TietMinutes }

// Member is somebody who belongs to a unit on a day.
type Member struct {
	Unit     people.UnitID
	Person   people.PersonID
	Name     string
	Category people.Category
	Since    day.Day // since when in this unit, without a break
	Joined   bool    // had agreed; or has entries up to the day, and had not taken the agreement back
	Away     bool    // has leave on the day
	Paused   bool    // reminders had stopped by themselves
}

// Work is what people have written down in one unit.
type Work struct {
	Unit     people.UnitID
	Writers  []people.PersonID // who made at least one entry
	Entries  int
	Training int // minutes of tiết bồi dưỡng
	Self     int // minutes of giờ tự học
}
