// Package inbox takes in what happens on the channels and has it handled, each event exactly once.
//
// Accept stores events, has them handled and commits both together; only then is the channel acknowledged.
// An event whose key was seen before is left out. One that fails or panics costs itself and an apology: each
// stands behind a savepoint. After a stop that was not graceful the program goes carefully for a while: events
// are stored first and handled one by one, each attempt counted beforehand, so that an event which kills the
// process is set aside instead of killing it for ever. The package does not know what an event means.
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
	Stored   bool // the body is in the database
	Attempts int  // counted attempts, all of which ended with the process
}

// Store is what the inbox needs; one value of it belongs to one transaction.
type Store interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// PutEvents notes those events that were not seen before and returns them in order. With later their
	// bodies are stored too; without, the transaction that notes them also handles them.
	PutEvents(ctx context.Context, events []channel.Event, later bool) ([]Row, error)
	// WaitingEvents lists what is stored and not handled, the oldest first.
	WaitingEvents(ctx context.Context, limit int) ([]Row, error)
	// CountAttempt notes that handling an event is begun (by 1), or that it did not end the process (by -1).
	CountAttempt(ctx context.Context, id ID, by int) error
	// FinishEvent erases the body of a handled event; failed marks it as set aside.
	FinishEvent(ctx context.Context, id ID, failed bool) error
	// Savepoint runs fn so that its error undoes what fn wrote, and nothing else.
	Savepoint(ctx context.Context, fn func() error) error
	// Serving notes whether the program runs, and returns what was noted before.
	Serving(ctx context.Context, running bool) (before bool, err error)
}

// MaxAttempts is how many counted attempts an event gets. An event that kills the process reaches it at its
// fifth start (the first attempt is not counted). Fewer would set aside an innocent event when somebody kills
// the process twice in the same few milliseconds of its life.
const MaxAttempts = 3

// CarefulFor is how long the program goes carefully after a stop that was not graceful.
const CarefulFor = 10 * time.Minute

// maxFailures is how often the transaction of a stored event may break in one life of the program.
const maxFailures = 5

// lookEvery is how soon events that were stored and not handled are tried again.
const lookEvery = time.Second
