package people

import (
	"context"
	"crypto/rand"
	"time"
)

// Knock is somebody whom nobody knows and who has written: what the Office needs to tell who it is, and no more.
type Knock struct {
	Account
	Name string // as the channel shows it; anybody may call themselves anything
	Code string // told to both sides, so that they can find each other
	At   time.Time
}

// How long knocks are kept, and how many. The sweep is daily, so none is older than seven days.
const (
	KnockLife = 6 * 24 * time.Hour
	MaxKnocks = 200
)

// KnockCodeLength is how many letters the code of a knock has; fewer than a code that lets somebody in.
const KnockCodeLength = 4

// NewKnockCode draws a code. It opens nothing.
func NewKnockCode() string {
	var draw [KnockCodeLength]byte
	_, _ = rand.Read(draw[:]) // never fails
	for i, b := range draw {
		draw[i] = codeLetters[int(b)%len(codeLetters)]
	}
	return string(draw[:])
}

// KnockStore keeps knocks.
type KnockStore interface {
	// AddKnock notes that somebody unknown has written and returns what is kept: who knocks again has the same code.
	AddKnock(ctx context.Context, k Knock, now time.Time) (Knock, error)
	// Knocks lists who knocked lately, the newest first.
	Knocks(ctx context.Context, limit int, now time.Time) ([]Knock, error)
	// KnockByCode finds a knock, without regard to case.
	KnockByCode(ctx context.Context, code string, now time.Time) (k Knock, ok bool, err error)
	// DropKnock forgets a knock.
	DropKnock(ctx context.Context, a Account) error
}
