package people

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/fault"
)

// Purpose says what a one-time code is for.
type Purpose string

// The purposes of codes.
const (
	Join Purpose = "join" // the first account of a person, given out by the Office
	Link Purpose = "link" // a further account, asked for by the person
)

// How long codes live. A link code is read off one screen and typed on another at once.
const (
	InviteLife = 14 * 24 * time.Hour
	LinkLife   = 10 * time.Minute
)

// Invite is a one-time code as it is kept.
type Invite struct {
	ID      int64
	Person  PersonID
	Purpose Purpose
	Expires time.Time
	Used    bool
	Ended   bool // a newer code took its place
}

// InviteStore is what invitations need.
type InviteStore interface {
	// EndInvites ends the open codes of a person for a purpose.
	EndInvites(ctx context.Context, person PersonID, purpose Purpose, now time.Time) error
	// AddInvite stores a new code by its hash.
	AddInvite(ctx context.Context, hash CodeHash, in Invite, now time.Time) error
	// InviteByHash finds a code; ok is false when there is none.
	InviteByHash(ctx context.Context, hash CodeHash) (in Invite, ok bool, err error)
	// SpendInvite marks a code as used.
	SpendInvite(ctx context.Context, id int64, now time.Time) error
}

// Issue gives person a new code and ends the old ones of the same purpose.
func Issue(ctx context.Context, store InviteStore, person PersonID, purpose Purpose, now time.Time) (string, time.Time, error) {
	life := InviteLife
	if purpose == Link {
		life = LinkLife
	}
	if err := store.EndInvites(ctx, person, purpose, now); err != nil {
		return "", time.Time{}, fmt.Errorf("end older codes: %w", err)
	}
	code, expires := NewCode(), now.Add(life)
	in := Invite{Person: person, Purpose: purpose, Expires: expires}
	if err := store.AddInvite(ctx, HashCode(code), in, now); err != nil {
		return "", time.Time{}, fmt.Errorf("store code: %w", err)
	}
	return code, expires, nil
}

// Redeem spends a code and returns whom it is for. Faults: "code.unknown", "code.used", "code.ended",
// "code.expired".
func Redeem(ctx context.Context, store InviteStore, code string, now time.Time) (Invite, error) {
	in, ok, err := store.InviteByHash(ctx, HashCode(code))
	switch {
	case err != nil:
		return Invite{}, fmt.Errorf("find code: %w", err)
	case !ok:
		return Invite{}, fault.New(fault.NotFound, "code.unknown", nil)
	case in.Used:
		return Invite{}, fault.New(fault.Conflict, "code.used", nil)
	case in.Ended:
		return Invite{}, fault.New(fault.Conflict, "code.ended", nil)
	case now.After(in.Expires):
		return Invite{}, fault.New(fault.Conflict, "code.expired", nil)
	}
	if err := store.SpendInvite(ctx, in.ID, now); err != nil {
		return Invite{}, fmt.Errorf("spend code: %w", err)
	}
	return in, nil
}
