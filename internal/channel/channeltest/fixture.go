// Package channeltest is what every door of the product has to bear: one suite that Telegram, Zalo and the
// browser pass, each before a fake of its own platform.
//
// It guarantees that the core may rely on the same things wherever a message goes: that capabilities are
// honest, that nothing of a text or of its choices is lost, that an error says whether the message may have
// arrived, and that no secret and no word of a message stands in an error or in the log.
//
// It knows no wire format: what is particular to a platform is tested beside its adapter.
package channeltest

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
)

// Fault is bad news that a platform, or the line to it, can have. A fixture says which of them its door can meet.
type Fault string

// The faults of the line.
const (
	Refused    Fault = "nobody listens"            // the connection is refused
	NoName     Fault = "the name does not resolve" // DNS
	NoTLS      Fault = "the other side speaks no TLS"
	DropBefore Fault = "the line breaks before the call is done"
	DropAfter  Fault = "the line breaks after the call is done"
	CutAnswer  Fault = "the answer breaks off"
	Slow       Fault = "the answer never comes"
)

// The faults of the platform.
const (
	GatewayPage Fault = "a gateway answers with a page" // 502 and HTML
	BlockPage   Fault = "a wall answers with a page"    // 403 and HTML: the call was not let through
	ServerError Fault = "the platform has trouble of its own"
	TooFast     Fault = "the platform asks to wait" // RetryAfter seconds, where it says how long
	BadToken    Fault = "the token is refused"
	Gone        Fault = "the reader cannot be written to"
	Refusal     Fault = "the message is refused"
)

// RetryAfter is the wait that the platform of a fixture asks for in TooFast, if it can name one.
const RetryAfter = 17 * time.Second

// Arrival is a message as its reader sees it.
type Arrival struct {
	Text    string
	Buttons []string // labels
	Files   int      // pictures and documents
}

// Fixture is one adapter before a fake of its platform. The funcs may be called from the test's goroutine only.
type Fixture struct {
	Sender channel.Sender
	// To is a private chat that may be written to.
	To channel.Address
	// Secret stands in no error and no log line; empty when there is none.
	Secret string
	// Log returns what the adapter has logged.
	Log func() string
	// Arrived returns what has come to To, in order.
	Arrived func() []Arrival
	// Fail lets the next call meet a fault. It returns false when this door cannot meet it. Its RetryAfter is
	// asked for if the platform can name a wait.
	Fail func(f Fault) bool
	// Photo and File return something to send. They are required when the door carries them.
	Photo, File func() *channel.File
	// Ear is the receiving side; nil when the fixture has none.
	Ear *Ear
}

// Ear is a person at the other end of a door, and what the adapter makes of what they do.
type Ear struct {
	// Say has the person type something.
	Say func(text string)
	// Repeat delivers the last update once more, as a platform does whose acknowledgement got lost; nil where
	// that cannot happen.
	Repeat func()
	// Press has the person press a button of the last message; nil where there are none.
	Press func(label string)
	// Share has the person send a picture; nil where the fixture cannot.
	Share func(content []byte, caption string)
	// Next waits for the next event, also a repeated one.
	Next func(ctx context.Context) (channel.Event, error)
}

// Run runs the suite. make is called for each test and leaves nothing behind.
func Run(t *testing.T, fixture func(t *testing.T) Fixture) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Fixture){
		"capabilities are honest":              capabilities,
		"a text arrives as it was written":     words,
		"a long text arrives whole":            longText,
		"choices can be seen":                  choices,
		"a picture and a document arrive":      files,
		"nothing is refused":                   nothing,
		"a chat that is not there":             missingChat,
		"answers and typing are small matters": aside,
		"the caller may give up":               giveUp,
		"what is heard":                        heard,
		"what is heard twice":                  heardTwice,
		"a picture that is heard":              heardPicture,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := fixture(t)
			test(t, f)
			f.checkLog(t)
		})
	}
	t.Run("bad news", func(t *testing.T) {
		t.Parallel()
		for _, c := range badNews() {
			t.Run(string(c.fault), func(t *testing.T) {
				t.Parallel()
				f := fixture(t)
				c.check(t, f)
				f.checkLog(t)
			})
		}
	})
}

// secretWords stand in messages of the suite and must stand in no error and in no log line.
const secretWords = "Nghị định bí mật"

func (f Fixture) checkLog(t *testing.T) {
	t.Helper()
	log := f.Log()
	if strings.Contains(log, secretWords) {
		t.Errorf("the log holds the text of a message:\n%s", log)
	}
	if f.Secret != "" && strings.Contains(log, f.Secret) {
		t.Error("the log holds the token")
	}
}

// checkError looks for secrets in an error and in what it wraps.
func (f Fixture) checkError(t *testing.T, err error) {
	t.Helper()
	for text := range texts(err) {
		if f.Secret != "" && strings.Contains(text, f.Secret) {
			t.Error("the error holds the token")
		}
		if strings.Contains(text, secretWords) {
			t.Errorf("the error holds the text of the message: %s", text)
		}
	}
}

func (f Fixture) message(text string) channel.Message {
	return channel.Message{To: f.To, Text: text, Class: channel.Reply, Policy: channel.Repeat, Ref: "test-" + rand.Text()}
}
