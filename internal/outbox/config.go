package outbox

import (
	"context"
	"log/slog"
	"time"

	"sohoc/internal/channel"
)

// Account names the product's own account on a channel. Everything of one account goes its own way: a
// channel that hangs or is closed holds up no other.
type Account struct {
	Channel channel.Kind
	ID      channel.Account
}

// accountOf says through which account a message goes.
func accountOf(a channel.Address) Account { return Account{Channel: a.Channel, ID: a.Account} }

// Limits are what a channel bears. In each of them 0 means: unpaced.
type Limits struct {
	Rate      float64 // reminders and broadcasts a second, all chats together; replies are not held to it
	ChatRate  float64 // messages a second in a private chat, after a burst of 5
	GroupRate int     // messages in any minute in a group
}

// The limits that Telegram documents, with some room: 30 messages a second in all, one a second in a chat,
// 20 a minute in a group (core.telegram.org/bots/faq, "My bot is hitting limits").
const (
	DefaultRate      = 25.0
	DefaultChatRate  = 1.0
	DefaultGroupRate = 20
)

// Lane is how an account's messages leave.
type Lane struct {
	Sender channel.Sender
	Limits Limits
	// Metered says that the account has a plan with an end: each message is counted.
	Metered bool
}

// Config says how to send. Update, Lanes, Log and Now are required.
type Config struct {
	// Update runs fn in a transaction, and may run it twice; it returns after the commit.
	Update func(ctx context.Context, fn func(Store) error) error
	// UpdateSoon is Update for what is not urgent: that messages were sent. It may wait some milliseconds for
	// company; nil = Update. What was sent and not yet noted goes out again after a kill.
	UpdateSoon func(ctx context.Context, fn func(Store) error) error
	Lanes      map[Account]Lane
	Log        *slog.Logger
	// Now is the program's clock. Only its spans matter here.
	Now func() time.Time
	// Observe is told about each end of an attempt, for metrics. It must return at once and call nothing of
	// the Sender. It may be nil.
	Observe func(Outcome)
	// Guide knows the other doors of people; nil: everything waits for its own.
	Guide Guide
	// Parallel is how many chats of an account are sent to at the same time; 0 = 16. Uploads and sends that
	// hang do not count: others take their place, up to four times as many in all.
	Parallel int
	// GiveUp is how long an account must be out of reach before its reminders go by other doors; 0 = 15 minutes: an
	// hour late is worse than by the second best door, and a restart of a router takes some minutes.
	GiveUp time.Duration
	// Drain is how long Run waits, once it is to end, for what is in flight, and then for the last marks;
	// 0 = 8 s.
	Drain time.Duration
}

// Outcome is the end of one attempt to send.
type Outcome struct {
	Account Account
	Class   channel.Class
	State   State          // Sent, Failed, Uncertain, or Waiting when it will be tried again
	Reason  channel.Reason // why it did not go out; empty for Sent
	Waited  time.Duration  // since the message was queued
}

// Stats is what stands at this moment, for health and metrics. The counts go up from the start of Run.
type Stats struct {
	Waiting   int  // messages in memory, with those in flight
	More      bool // further messages wait in the table only
	Sent      int64
	Failed    int64
	Uncertain int64
	Retried   int64
	Moved     int64         // went by another door
	Oldest    time.Duration // age of the oldest message in memory
	Paused    []Account     // told to wait by their channel
	Stopped   []Account     // refused: their token is no longer good
	Down      []Account     // cannot be reached: reminders go by other doors
}

const (
	defaultParallel = 16
	defaultDrain    = 8 * time.Second
	defaultGiveUp   = 15 * time.Minute

	// windowSize bounds the rows of one account and class in memory: some 600 bytes each, so 2.5 MB.
	windowSize = 4096
	// floodSize is how many of them one chat may hold before it gets a window of its own, so that a chat
	// with thousands of messages does not fill the memory that all share.
	floodSize = 128
	// chunkSize bounds the rows of a class read in one transaction: some 2 ms of the writer's time, which answers
	// wait for.
	chunkSize = 100
	// lookEvery is how soon messages that another process queued are found.
	lookEvery = time.Second
)

func (c Config) parallel() int {
	if c.Parallel > 0 {
		return c.Parallel
	}
	return defaultParallel
}

func (c Config) giveUp() time.Duration {
	if c.GiveUp > 0 {
		return c.GiveUp
	}
	return defaultGiveUp
}

func (c Config) drain() time.Duration {
	if c.Drain > 0 {
		return c.Drain
	}
	return defaultDrain
}
