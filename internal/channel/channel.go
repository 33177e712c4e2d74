// Package channel is the neutral vocabulary between what people use to write (Telegram, Zalo, the browser)
// and the product.
//
// An adapter turns its wire format into an Event, and a Message into its wire format. Nothing in here knows
// a protocol; ids are opaque outside the adapter that gave them.
package channel

import "time"

// Kind names a channel.
type Kind string

// The channels that exist.
const (
	Telegram Kind = "telegram"
	Zalo     Kind = "zalo"
	Web      Kind = "web"
)

// Account is the id of the product's own account on a channel (the bot's id): ids of chats and users hold
// only together with it.
type Account string

// ChatID is a conversation on an account.
type ChatID string

// UserID is a person's id on an account. It is not a person of the register: see people.Identity.
type UserID string

// MessageID is a message in a chat.
type MessageID string

// UpdateKey identifies one incoming event on an account; a repeated delivery carries the same key.
type UpdateKey string

// Address says where a conversation is held.
type Address struct {
	Channel Kind    `json:"channel"`
	Account Account `json:"account"`
	Chat    ChatID  `json:"chat"`
}

// EventKind says what happened.
type EventKind string

// The kinds of events.
const (
	Text      EventKind = "text"      // words were typed
	Press     EventKind = "press"     // a button was pressed
	Upload    EventKind = "upload"    // a photo or document came, perhaps with a caption in Text
	Edited    EventKind = "edited"    // an earlier message of the person now reads Text
	Opened    EventKind = "opened"    // the person allowed the bot to write (again)
	Blocked   EventKind = "blocked"   // the person forbade the bot to write
	Moved     EventKind = "moved"     // the chat goes on under NewChat
	Unhandled EventKind = "unhandled" // a sticker, a voice message, a contact: nothing that the bot reads
)

// Event is one thing that happened on a channel, in neutral terms. Text is in NFC.
type Event struct {
	Address
	Key      UpdateKey `json:"key"`
	Kind     EventKind `json:"kind"`
	User     UserID    `json:"user,omitempty"`
	Group    bool      `json:"group,omitempty"`    // said before others
	ToBot    bool      `json:"to_bot,omitempty"`   // in a group: the bot was addressed
	Text     string    `json:"text,omitempty"`     // typed words, or the caption of an upload
	Press    string    `json:"press,omitempty"`    // the Data of the choice that was pressed
	PressID  string    `json:"press_id,omitempty"` // to acknowledge the press with
	Message  MessageID `json:"message,omitempty"`  // the message itself; for a press, the one with the button
	File     *FileRef  `json:"file,omitempty"`     // what was uploaded; for Unhandled, one that the channel keeps to itself
	NewChat  ChatID    `json:"new_chat,omitempty"` // for Moved
	Language string    `json:"language,omitempty"` // the app's language, "vi" or "en-GB", a first guess
	Sender   string    `json:"sender,omitempty"`   // display name, where the channel needs it to tell people apart
	Sent     time.Time `json:"sent"`               // when, by the channel's clock
	Received time.Time `json:"received,omitzero"`  // when it reached this program
}

// FileRef is a file that waits at the channel to be fetched.
type FileRef struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	MIME string `json:"mime,omitempty"`
	Size int64  `json:"size,omitempty"` // bytes, 0 when the channel does not say
}

// Class orders what goes out and says which limits hold for it.
type Class string

// The classes, the most urgent first.
const (
	Reply     Class = "reply"     // an answer to what somebody has just done
	Reminder  Class = "reminder"  // due at a time, to one person
	Broadcast Class = "broadcast" // the same to many
)

// Policy says what to do when it is not known whether a message has arrived.
type Policy string

// The delivery policies.
const (
	Repeat Policy = "repeat" // send again: better twice than never
	Once   Policy = "once"   // never send again: better never than twice
)

// Choice is one thing that a reader may choose: a button where there are buttons, a numbered line elsewhere.
type Choice struct {
	Data  string `json:"d"`           // comes back in Event.Press; at most 64 bytes
	Label string `json:"l"`           // what the reader sees
	Aside bool   `json:"a,omitempty"` // secondary: may stand in one row with others
	Shown bool   `json:"s,omitempty"` // the text says already what it is, and by which word: a list leaves it out
}

// File is a document or picture to send, already on disk.
type File struct {
	Path string `json:"path"` // below the data folder's files
	Name string `json:"name"`
	MIME string `json:"mime"`
}

// Message is one thing to say. It is data: it waits in the outbox until its channel took it.
type Message struct {
	To      Address  `json:"-"`
	Text    string   `json:"t,omitempty"`
	Choices []Choice `json:"c,omitempty"`
	Photo   *File    `json:"p,omitempty"`
	File    *File    `json:"f,omitempty"`
	Class   Class    `json:"-"`
	Policy  Policy   `json:"-"`
	Dedupe  string   `json:"-"` // a second message with the same key is not queued; empty = none
	Ref     string   `json:"-"` // the same whenever the message is sent again, given by the outbox
}

// PressAnswer acknowledges a press, so that the button stops waiting. It is tried once and forgotten.
type PressAnswer struct {
	To      Address
	PressID string
	Text    string // a short notice over the chat, may be empty
}
