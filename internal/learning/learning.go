// Package learning keeps the notebook: entries, their evidence, the totals and the rules that bound them.
//
// Two counters are never mixed: tiết bồi dưỡng (courses and training, with evidence) and giờ tự học
// (everything else). The package decides by rules and asks a Store for rows; it knows no chat and no SQL.
package learning

import (
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// EntryID is the number of an entry, as people see it. It is never given twice.
type EntryID int64

// Kind is the form of learning; Field is its content. Both are rows of lists that the Office may change.
type (
	Kind  string
	Field string
)

// What an entry gets when nothing better is known.
const (
	SelfStudy  Kind  = "self_study"
	OtherField Field = "other"
)

// Counter says which of the two counters a kind belongs to.
type Counter string

// The two counters.
const (
	TrainingCounter Counter = "training" // tiết bồi dưỡng
	SelfCounter     Counter = "self"     // giờ tự học
)

// Status of an entry.
type Status string

// The statuses.
const (
	Recorded  Status = "recorded"
	Awaiting  Status = "pending"
	Confirmed Status = "confirmed"
	Returned  Status = "returned"
	Withdrawn Status = "withdrawn"
	Deleted   Status = "deleted"
)

// Counts reports whether entries of the status count.
func (s Status) Counts() bool { return s == Recorded || s == Awaiting || s == Confirmed }

// Draft is what somebody wants to write down.
type Draft struct {
	Title    string  `json:"title,omitempty"`
	Kind     Kind    `json:"kind,omitempty"`
	Field    Field   `json:"field,omitempty"`
	Provider string  `json:"provider,omitempty"`
	Start    day.Day `json:"start,omitempty"`
	End      day.Day `json:"end,omitempty"`
	Minutes  int     `json:"minutes,omitempty"` // in all, over all days
}

// Entry is a line of the notebook.
type Entry struct {
	ID     EntryID
	Person people.PersonID
	Unit   people.UnitID // the person's unit on the start day
	Draft
	Status   Status
	Evidence int    // files attached
	Channel  string // through which it came
	Message  string // the chat message that made it; empty = none
	Version  int
	Created  time.Time
	Updated  time.Time
}

// Units are the conversions that the Office has set.
type Units struct {
	TietMinutes int // minutes of one tiết
	BuoiTiet    int // tiết of one buổi
	NgayTiet    int // tiết of one day
	TuanNgay    int // days of one week
}

// Rules are the settings that bound entries.
type Rules struct {
	Units        Units
	BackdateDays int // how far back staff may write
	NewDays      int // how long somebody counts as new in a unit
}

// DefaultRules are those of a new department.
func DefaultRules() Rules {
	return Rules{Units: Units{TietMinutes: 45, BuoiTiet: 4, NgayTiet: 8, TuanNgay: 5}, BackdateDays: 14, NewDays: 30}
}

// Listed is a kind or field with its names.
type Listed struct {
	Code    string
	NameVI  string
	NameEN  string
	Counter Counter  // of a kind
	Words   []string // of a field
}

// Lists are the kinds, fields and providers that exist, in their order.
type Lists struct {
	Kinds     []Listed
	Fields    []Listed
	Providers []Listed // Code is the name
}

// Bounds of an entry.
const (
	MaxTitle         = 200     // characters
	MaxMinutesPerDay = 12 * 60 // of one entry, for each day that it spans
	MaxDayTotal      = 24 * 60 // of all entries of a person on one day
	WarnDayTotal     = 12 * 60
	MaxSpanDays      = 366
)

// UndoLife is how long a change can be taken back.
const UndoLife = 10 * time.Minute
