// Package webchat is what the browser chat keeps: conversations, the sessions by which a browser opens one,
// what was said in it, and one-time links to files.
//
// A conversation belongs to the account that the register knows by its chat id. When that account is taken from
// its person, or given to another, or the consent taken back, what was said goes (triggers of the schema see to
// that). Secrets
// are random and long; of each only a hash is kept. The package holds the vocabulary and the rules of time; it
// knows no HTTP and no SQL.
package webchat

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// Account is the product's one account on the channel of browsers.
const Account channel.Account = "web"

// Address is where a conversation in the browser is held.
func Address(chat channel.ChatID) channel.Address {
	return channel.Address{Channel: channel.Web, Account: Account, Chat: chat}
}

// AccountOf is a conversation as the register knows it.
func AccountOf(chat channel.ChatID) people.Account {
	return people.Account{Channel: string(channel.Web), Account: string(Account), User: string(chat), Chat: string(chat)}
}

// How long things are kept.
const (
	SessionLife = 90 * 24 * time.Hour // since it was used last
	RenewAfter  = 24 * time.Hour      // how much older a session gets before its life is counted anew
	MessageLife = 90 * 24 * time.Hour // what was said
	SentLife    = 30 * 24 * time.Hour // pictures and documents that were sent
	UploadLife  = 7 * 24 * time.Hour  // what was uploaded; as evidence it is kept elsewhere
	LinkLife    = 24 * time.Hour      // a link to a file
	LinkRetry   = 10 * time.Minute    // from the first use of a link: downloads break off
	LoginRetry  = 10 * time.Minute    // within which an answer that got lost may be asked for again
)

// Secret opens something to whoever has it. It is never stored and never logged.
type Secret string

// NewSecret returns 192 random bits in letters that need no escaping anywhere.
func NewSecret() Secret {
	var draw [24]byte
	_, _ = rand.Read(draw[:]) // never fails
	return Secret(base64.RawURLEncoding.EncodeToString(draw[:]))
}

// String keeps a secret out of whatever prints it.
func (Secret) String() string { return "***" }

// Hash is what is kept of a secret.
type Hash [sha256.Size]byte

// Hash returns what is kept. A secret is random and long, so a plain hash is enough.
func (s Secret) Hash() Hash { return sha256.Sum256([]byte("sohoc web " + string(s))) }

// NewChat returns the id of a new conversation, which also names its only user.
func NewChat() channel.ChatID { return channel.ChatID(NewSecret()) }

// SessionID identifies a session.
type SessionID int64

// Session is a browser's right to a conversation.
type Session struct {
	ID      SessionID
	Chat    channel.ChatID
	Expires time.Time
	Fresh   bool // no request has used it yet
}

// Opening is a session to be opened.
type Opening struct {
	Chat    channel.ChatID
	Token   Hash
	Form    Hash // of the form that asked for it: the zero Hash when none did
	Expires time.Time
}

// MessageID orders what was said in all conversations.
type MessageID int64

// Message is something that was said, by the person or by the product.
type Message struct {
	ID      MessageID
	Chat    channel.ChatID
	Key     string // unique in the conversation: the same message is kept once
	Mine    bool   // by the person
	Text    string
	Choices []channel.Choice
	Photo   *Attachment
	File    *Attachment
	At      time.Time
}

// Attachment is a file of a message, below the folder of the browser chat.
type Attachment struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	MIME   string `json:"mime"`
	Size   int64  `json:"size,omitempty"`   // bytes
	Width  int    `json:"width,omitempty"`  // pixels, of a picture
	Height int    `json:"height,omitempty"` // pixels
}

// FileLink lets whoever has it download a file.
type FileLink struct {
	Person  people.PersonID // for whom it was made; a use is audited as theirs
	File    channel.File
	Expires time.Time
	Used    time.Time // for the first time; zero = not yet
}

// Open reports whether the link still opens the file.
func (l FileLink) Open(now time.Time) bool {
	return now.Before(l.Expires) && (l.Used.IsZero() || now.Before(l.Used.Add(LinkRetry)))
}

// LinkStore keeps links to files.
type LinkStore interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// AddFileLink stores a link by the hash of its secret.
	AddFileLink(ctx context.Context, hash Hash, l FileLink) error
}

// ShareFile makes a link by which whoever has it may download a file once within LinkLife. The file lies below
// the folder of files and must stay there as long.
func ShareFile(ctx context.Context, store LinkStore, person people.PersonID, f channel.File) (Secret, error) {
	secret := NewSecret()
	l := FileLink{Person: person, File: f, Expires: store.Now().Add(LinkLife)}
	if err := store.AddFileLink(ctx, secret.Hash(), l); err != nil {
		return "", fmt.Errorf("share file: %w", err)
	}
	return secret, nil
}
