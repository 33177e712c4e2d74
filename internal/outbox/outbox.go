// Package outbox sends what the product has to say.
//
// A message is a row, committed with its cause. It goes out once, in the order of its chat and class, within
// the limits of its channel, and again when the channel was not able to take it. What is in flight at a
// process kill goes out again when its policy is Repeat, and is listed as uncertain when it is Once.
// One process owns the rows (see the lock of the data folder); it does not coordinate several senders.
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
}

// Mark is what became of a message.
type Mark struct {
	ID        ID
	State     State
	Keep      bool // keep the row though it was sent: its dedupe key must be remembered
	Attempts  int
	NotBefore time.Time
	Reason    string
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

// Store is what the outbox needs; one value of it belongs to one transaction.
type Store interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// WaitingMessages lists what has to go out and was queued after a message, the oldest first.
	WaitingMessages(ctx context.Context, after ID, limit int) ([]Row, error)
	// MarkMessages stores what became of messages.
	MarkMessages(ctx context.Context, marks []Mark) error
	// Pauses lists the pauses that last beyond now.
	Pauses(ctx context.Context) ([]Pause, error)
	// SetPause stores a pause; the later one holds.
	SetPause(ctx context.Context, p Pause) error
}
