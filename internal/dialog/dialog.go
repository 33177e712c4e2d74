// Package dialog keeps what a conversation needs to remember between two messages: the choices offered last,
// a half-filled form, how often the bot did not understand.
//
// The memory of a chat is one small document. It survives restarts and weekends; it holds no more of what
// a person wrote than the form that the person is filling in.
package dialog

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"sohoc/internal/channel"
)

// State is the memory of one chat.
type State struct {
	// Offer is what could be chosen last: a typed number or label means one of these.
	Offer []channel.Choice `json:"offer,omitempty"`
	// OfferedAt is when that was, unix ms.
	OfferedAt int64 `json:"offered,omitempty"`
	// Form is the form being filled in, with the step it stands at; empty Name = none.
	Form Form `json:"form,omitzero"`
	// Parked is what the person did in the middle of a form, until it is known whether to drop that.
	Parked Parked `json:"held,omitzero"`
	// Misses counts the messages in a row that were not understood.
	Misses int `json:"misses,omitempty"`
	// RefusedAt is when a stranger was last refused, unix ms.
	RefusedAt int64 `json:"refused,omitempty"`
	// LangAt is when a stranger last changed the language of the chat, unix ms.
	LangAt int64 `json:"lang_at,omitempty"`
	// WrongCodes are the instants, unix ms, of wrong codes within the last hour.
	WrongCodes []int64 `json:"wrong,omitempty"`
	// Lang is the language that a chat without a person chose.
	Lang string `json:"lang,omitempty"`
	// Declined is whose consent was refused here, while that may still be taken back.
	Declined Declined `json:"declined,omitzero"`
	// Said is when the bot last offered to go on with a form after a silence, unix ms.
	Said int64 `json:"said,omitempty"`
	// Filed is where the last of the files went that come in a row.
	Filed Filed `json:"filed,omitzero"`
}

// Parked is something that a person did, to be done once it is known that the open form may go.
type Parked struct {
	Kind    channel.EventKind `json:"kind,omitempty"` // empty = nothing is parked
	Text    string            `json:"text,omitempty"` // typed words, a caption, or what an edited message now reads
	Press   string            `json:"press,omitempty"`
	Message channel.MessageID `json:"message,omitempty"` // the message that was edited
	Files   []channel.FileRef `json:"files,omitempty"`
}

// Any reports whether something is parked.
func (p Parked) Any() bool { return p.Kind != "" }

// Declined says who refused consent in a chat, and when.
type Declined struct {
	Person int64 `json:"person,omitempty"`
	At     int64 `json:"at,omitempty"` // unix ms
}

// Filed says where a file went, and when.
type Filed struct {
	Entry int64 `json:"entry,omitempty"` // the number of the entry; 0 = it waits in a question
	At    int64 `json:"at,omitempty"`    // when it was sent, unix ms
}

// Form is a form that is being filled in.
type Form struct {
	Name string          `json:"name,omitempty"`
	Step string          `json:"step,omitempty"`
	Data json.RawMessage `json:"data,omitempty"` // belongs to the form
	At   int64           `json:"at,omitempty"`   // of the last answer, unix ms
}

// Open reports whether a form is being filled in.
func (f Form) Open() bool { return f.Name != "" }

// Empty reports whether there is nothing to remember.
func (s State) Empty() bool {
	return len(s.Offer) == 0 && s.OfferedAt == 0 && !s.Form.Open() && !s.Parked.Any() && s.Misses == 0 &&
		s.RefusedAt == 0 && s.LangAt == 0 && len(s.WrongCodes) == 0 && s.Lang == "" && s.Said == 0 && s.Filed == (Filed{}) &&
		s.Declined == (Declined{})
}

// Clone returns a memory that shares nothing with s.
func (s State) Clone() State {
	s.Offer = slices.Clone(s.Offer)
	s.Form.Data = slices.Clone(s.Form.Data)
	s.Parked.Files = slices.Clone(s.Parked.Files)
	s.WrongCodes = slices.Clone(s.WrongCodes)
	return s
}

// Store keeps the memories.
type Store interface {
	// Conversation returns the memory of a chat, the zero State when there is none.
	Conversation(ctx context.Context, chat channel.Address) (State, error)
	// SaveConversation replaces it; an empty State forgets it.
	SaveConversation(ctx context.Context, chat channel.Address, s State, now time.Time) error
}
