// Package dialog keeps what a conversation needs to remember between two messages: the choices offered last,
// a half-filled form, how often the bot did not understand.
//
// The memory of a chat is one small document. It survives restarts and weekends; it holds no more of what
// a person wrote than the form that the person is filling in.
package dialog

import (
	"context"
	"encoding/json"
	"time"

	"sohoc/internal/channel"
)

// State is the memory of one chat.
type State struct {
	// Offer is what could be chosen last: a typed number or label means one of these.
	Offer []channel.Choice `json:"offer,omitempty"`
	// Form is the form being filled in, with the step it stands at; empty Name = none.
	Form Form `json:"form,omitzero"`
	// Parked is what the person asked for in the middle of a form, until it is known whether to drop it.
	Parked string `json:"parked,omitempty"`
	// Misses counts the messages in a row that were not understood.
	Misses int `json:"misses,omitempty"`
	// RefusedAt is when a stranger was last refused, unix ms.
	RefusedAt int64 `json:"refused,omitempty"`
	// WrongCodes are the instants, unix ms, of wrong codes within the last hour.
	WrongCodes []int64 `json:"wrong,omitempty"`
	// Lang is the language that a chat without a person chose.
	Lang string `json:"lang,omitempty"`
	// Said is when the bot last offered to go on with a form after a silence, unix ms.
	Said int64 `json:"said,omitempty"`
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
	return len(s.Offer) == 0 && !s.Form.Open() && s.Parked == "" && s.Misses == 0 && s.RefusedAt == 0 &&
		len(s.WrongCodes) == 0 && s.Lang == "" && s.Said == 0
}

// Store keeps the memories.
type Store interface {
	// Conversation returns the memory of a chat, the zero State when there is none.
	Conversation(ctx context.Context, chat channel.Address) (State, error)
	// SaveConversation replaces it; an empty State forgets it.
	SaveConversation(ctx context.Context, chat channel.Address, s State, now time.Time) error
}
