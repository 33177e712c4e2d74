package people

import (
	"context"
	"time"

	"sohoc/internal/day"
)

// Account is a person's address on a channel, in opaque parts: the names of channels are not this package's.
type Account struct {
	Channel, Account, User, Chat string
}

// ConsentVersion names the wording of the notice that people agree to now. A new wording gets a new name.
const ConsentVersion = "2026-11"

// Store is what the conversation needs of the register.
type Store interface {
	InviteStore
	// ActorByAccount returns who writes from an account, as of today; State is Unknown when nobody does.
	ActorByAccount(ctx context.Context, a Account, today day.Day) (Actor, error)
	// ActorByID returns a person as an actor, as of today; ok is false when there is none.
	ActorByID(ctx context.Context, id PersonID, today day.Day) (actor Actor, ok bool, err error)
	// LinkAccount ties an account to a person. The same account of another person is an error.
	LinkAccount(ctx context.Context, a Account, person PersonID, now time.Time) error
	// UnlinkAccounts forgets a person's accounts, or only the one given when its User is not empty.
	UnlinkAccounts(ctx context.Context, person PersonID, only Account) error
	// Accounts lists a person's accounts, the newest first.
	Accounts(ctx context.Context, person PersonID) ([]Account, error)
	// SetReachable notes that an account's chat can or cannot be written to.
	SetReachable(ctx context.Context, a Account, reachable bool, now time.Time) error
	// GiveConsent stores the proof of consent; giving it twice changes nothing.
	GiveConsent(ctx context.Context, person PersonID, version, channel string, now time.Time) error
	// WithdrawConsent ends the consent.
	WithdrawConsent(ctx context.Context, person PersonID, now time.Time) error
	// SetLang stores the language that a person chose.
	SetLang(ctx context.Context, person PersonID, lang string) error
	// UnitAt returns the unit that a person belonged to on a day; ok is false when to none.
	UnitAt(ctx context.Context, person PersonID, on day.Day) (unit UnitID, ok bool, err error)
	// Units lists the units that exist on a day, in their order.
	Units(ctx context.Context, on day.Day) ([]Unit, error)
	// NotJoined lists who has a membership today and no account with consent.
	NotJoined(ctx context.Context, today day.Day) ([]Actor, error)
	// ByStaffCode finds a person by the code of the roster, without regard to case.
	ByStaffCode(ctx context.Context, code string, today day.Day) (actor Actor, ok bool, err error)
	// Audit writes a line of the audit.
	Audit(ctx context.Context, line AuditLine, now time.Time) error
}

// AuditLine says who did what to whom. Detail holds no learning content.
type AuditLine struct {
	By      PersonID // 0 = the command line
	Action  string   // such as "see_unit", "invite", "export"
	Person  PersonID // whose record; 0 = none
	Unit    UnitID   // which unit; 0 = none
	Channel string
	Detail  string
}
