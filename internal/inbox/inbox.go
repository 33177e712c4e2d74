// Package inbox takes in what happens on the channels and has it handled, each event exactly once.
//
// Accept returns only when an event is stored; the channel is acknowledged after that. A Worker handles
// events in their order of arrival, many in one transaction, each behind a savepoint. An event that panics
// or fails costs itself and an apology; one that kills the process is set aside at the third start.
package inbox

import (
	"context"
	"time"

	"sohoc/internal/channel"
)

// ID orders events by arrival.
type ID int64

// Row is a stored event.
type Row struct {
	ID       ID
	Event    channel.Event
	Attempts int // starts of the program in which handling it was begun again
}

// Store is what the inbox needs; one value of it belongs to one transaction.
type Store interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// PutEvents stores those events that were not seen before and returns them in order.
	PutEvents(ctx context.Context, events []channel.Event) ([]Row, error)
	// WaitingEvents lists what is stored and not handled, the oldest first.
	WaitingEvents(ctx context.Context, limit int) ([]Row, error)
	// CountAttempt notes that handling is begun again.
	CountAttempt(ctx context.Context, id ID) error
	// FinishEvent erases the body of a handled event; failed marks it as set aside.
	FinishEvent(ctx context.Context, id ID, failed bool) error
	// Savepoint runs fn so that its error undoes what fn wrote, and nothing else.
	Savepoint(ctx context.Context, fn func() error) error
}

// MaxAttempts is how many times an event is begun again after the program died; then it is set aside.
const MaxAttempts = 1
