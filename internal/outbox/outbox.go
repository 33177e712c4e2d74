// Package outbox sends what the product has to say.
//
// A message is a row, committed with its cause. It goes out once, in the order of its chat and class, within
// the limits of its channel, and again when the channel was not able to take it. What is in flight at a
// process kill goes out again when its policy is Repeat, and is listed as uncertain when it is Once.
// One process owns the rows (see the lock of the data folder); it does not coordinate several senders.
//
// When an account cannot be reached for a while, or its plan is nearly used up, what has certainly not been sent
// and nobody has asked for goes by another door of the same person. Replies wait for their own chat. What has
// waited too long is not sent any more and is listed.
package outbox

import (
	"context"
	"time"

	"sohoc/internal/channel"
)

// ID orders messages by the moment they were queued.
type ID int64

// State of a message.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Sending   State = "sending" // durable only for Once
	Sent      State = "sent"
	Failed    State = "failed"
	Uncertain State = "uncertain"
)

// Row is a queued message.
type Row struct {
	ID        ID
	Message   channel.Message
	State     State
	Attempts  int
	NotBefore time.Time
	Created   time.Time
	Reason    string
	Unsure    bool // an attempt has failed after which nothing is certain
}

// Mark is what became of a message.
type Mark struct {
	ID        ID
	State     State
	Keep      bool // keep the row though it was sent: its dedupe key must be remembered
	Attempts  int
	NotBefore time.Time
	Reason    string
	Unsure    bool // see Row
	Cost      int  // messages of the account's plan that the attempt took, if the account has one
	To        channel.Address
	// Unreachable says that the chat cannot be written to; Moved says where it goes on.
	Unreachable bool
	Moved       channel.ChatID
}

// Pause says until when a chat (or, with an empty Chat, a whole account) is to be left alone.
type Pause struct {
	To    channel.Address
	Until time.Time
}

// Reach says how an account fares. A zero time is never.
type Reach struct {
	Account Account
	Failing time.Time // since when nothing has succeeded
	Down    time.Time // since when it is given up
	Worked  time.Time // when the channel last answered
}

// Store is what the outbox needs; one value of it belongs to one transaction.
type Store interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// WaitingOf lists what of a class has to go out and was queued after a message, the oldest first.
	WaitingOf(ctx context.Context, class channel.Class, after ID, limit int) ([]Row, error)
	// MarkMessages stores what became of messages.
	MarkMessages(ctx context.Context, marks []Mark) error
	// Pauses lists the pauses that last beyond now.
	Pauses(ctx context.Context) ([]Pause, error)
	// SetPause stores a pause; the later one holds.
	SetPause(ctx context.Context, p Pause) error
	DoorStore
}

// DoorStore is what the way by another door needs.
type DoorStore interface {
	// Reaches lists how the accounts fared when that was last stored.
	Reaches(ctx context.Context) ([]Reach, error)
	// SetReach stores how an account fares.
	SetReach(ctx context.Context, r Reach) error
	// Readdress gives a message that waits or has failed another address. It becomes a new row with the dedupe
	// key and the age of the old one, which is gone; who waits for rows is told.
	Readdress(ctx context.Context, id ID, to channel.Address) error
}

// Guide knows the other doors of people. Its methods run in the transaction of the store that they are given,
// perhaps twice, and must be quick.
type Guide interface {
	// Elsewhere returns where the reader of a message may be written to instead; ok is false when nowhere.
	Elsewhere(ctx context.Context, s Store, m channel.Message) (to channel.Address, ok bool, err error)
	// Changed is told that an account is given up, or works again, that is, whose Down has changed.
	Changed(ctx context.Context, s Store, r Reach) error
	// Budget reports whether the plan of an account bears more than replies. It is asked after each message
	// of a metered account, and once a minute.
	Budget(ctx context.Context, s Store, a Account) (open bool, err error)
}
