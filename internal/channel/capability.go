package channel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Capabilities says what a channel can carry. The core asks and never assumes.
type Capabilities struct {
	Buttons   bool // choices can be pressed
	Files     bool // documents can be sent
	Photos    bool // pictures can be sent
	TextLimit int  // UTF-16 units in one message
	Proactive bool // a message wakes the reader, who need not come and look
}

// Sender is what an adapter does with messages. Its methods may be called concurrently; Send never is for the
// same chat.
type Sender interface {
	// Capabilities are fixed for the life of the adapter.
	Capabilities() Capabilities
	// Send delivers m and returns once the channel took it. It makes one attempt. Its errors are *SendError.
	Send(ctx context.Context, m Message) error
	// Answer acknowledges a press. Errors are for the log only.
	Answer(ctx context.Context, a PressAnswer) error
	// Typing shows that an answer is being prepared. Errors are for the log only.
	Typing(ctx context.Context, to Address) error
}

// Prober is implemented by adapters that can find out whether their channel can be reached without saying
// anything to anybody.
type Prober interface {
	// Probe makes one attempt. Its errors are *SendError; Credentials is one of them.
	Probe(ctx context.Context) error
}

// Meter is implemented by adapters of channels whose plan has an end.
type Meter interface {
	// Cost says how many messages of the plan a Send of m takes.
	Cost(m Message) int
}

// Fetcher is implemented by adapters whose uploads must be fetched.
type Fetcher interface {
	// Fetch copies the file into w, at most limit bytes; more is ErrTooLarge.
	Fetch(ctx context.Context, from Address, ref FileRef, w io.Writer, limit int64) error
}

// ErrTooLarge says that a file is over the limit.
var ErrTooLarge = errors.New("file is too large")

// Reason classifies why a message did not go out.
type Reason string

// The reasons, and what follows from each.
const (
	Temporary   Reason = "temporary"   // try again later
	Throttled   Reason = "throttled"   // try again after RetryAfter
	Rejected    Reason = "rejected"    // this message will never be taken
	Markup      Reason = "markup"      // it may be taken without buttons and formatting
	Unreachable Reason = "unreachable" // this reader cannot be written to until the reader writes again
	MovedChat   Reason = "moved"       // the chat goes on under NewChat
	Credentials Reason = "credentials" // the account's token is no longer good: nothing can be sent
)

// SendError says why a send failed, and whether the message may have arrived all the same.
type SendError struct {
	Reason     Reason
	RetryAfter time.Duration // for Throttled
	Uncertain  bool          // the message may have arrived
	NewChat    ChatID        // for MovedChat
	Err        error         // holds no token and no text
}

// Error implements error.
func (e *SendError) Error() string { return fmt.Sprintf("send: %s: %v", e.Reason, e.Err) }

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }

// Plain returns the text of m with its choices as a numbered list, for channels and moments without buttons. The text
// stands for those that are Shown in it; they count all the same.
func Plain(m Message) string {
	var b strings.Builder
	b.WriteString(m.Text)
	listed := false
	for i, c := range m.Choices {
		if c.Shown {
			continue
		}
		if !listed {
			b.WriteString("\n")
			listed = true
		}
		b.WriteString("\n" + strconv.Itoa(i+1) + ". " + c.Label)
	}
	return b.String()
}
