// Package people knows who works in the department: units, staff, their places in time, the accounts by
// which they write, invitations, consent and leave, and who may do what.
//
// It decides by rules and asks a Store for rows; it knows no SQL and no channel's protocol. Before consent
// the product holds a person's roster row and invitation, nothing else.
package people

import (
	"time"

	"sohoc/internal/day"
)

// PersonID identifies a person of the register.
type PersonID int64

// UnitID identifies a unit (phòng, trung tâm, Văn phòng, lãnh đạo Sở).
type UnitID int64

// Category is the legal group of a person; the yearly duty depends on it.
type Category string

// The categories. Uncategorised people have no duty by law that the product knows of.
const (
	Uncategorised Category = ""
	CongChuc      Category = "cong_chuc"
	VienChuc      Category = "vien_chuc"
	NguoiLaoDong  Category = "nguoi_lao_dong"
)

// Unit is a part of the department, valid for a span of days.
type Unit struct {
	ID   UnitID
	Name string
	Sort int
	From day.Day
	To   day.Day // the last day; empty = open
}

// Person is a row of the roster.
type Person struct {
	ID        PersonID
	StaffCode string
	Name      string
	Category  Category
	Lang      string // "vi", "en" or empty: not chosen
}

// Roles a person holds beside being staff.
type Roles struct {
	Head, Office, Director, Admin bool
}

// Membership says where a person belongs, as what, and when.
type Membership struct {
	Person   PersonID
	Unit     UnitID
	UnitName string
	Post     string
	Roles    Roles
	From     day.Day
	To       day.Day // the last day; empty = open
}

// State says how far somebody has come with the product.
type State string

// The states of an account that writes to the product.
const (
	Unknown State = "unknown" // no account of a person
	Pending State = "pending" // the code was right, consent is missing (or was taken back)
	Active  State = "active"
	Left    State = "left" // no membership today
)

// Actor is a person who acts, as of the day on which the person acts.
type Actor struct {
	Person      Person
	Member      Membership // the current one; for Left the last one
	State       State
	Consented   time.Time // when consent was given; zero = none
	Unreachable bool      // the account through which the person acts was marked so
}

// Known reports whether the actor is a person of the register.
func (a Actor) Known() bool { return a.State != Unknown && a.State != "" }
