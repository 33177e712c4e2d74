package zalo

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// update is the part of an event that the product reads. What it does not name is skipped.
type update struct {
	Name    text    `json:"event_name"`
	Message message `json:"message"`
}

type message struct {
	ID       text    `json:"message_id"`
	Date     instant `json:"date"`
	From     sender  `json:"from"`
	Chat     chat    `json:"chat"`
	Text     text    `json:"text"`
	Caption  text    `json:"caption"`
	Photo    text    `json:"photo"`     // as the description of the API has it
	PhotoURL text    `json:"photo_url"` // as it comes
}

type sender struct {
	ID          text `json:"id"`
	DisplayName text `json:"display_name"`
	Name        text `json:"name"`       // of older descriptions
	FirstName   text `json:"first_name"` // likewise
	IsBot       bool `json:"is_bot"`
}

type chat struct {
	ID   text `json:"id"`
	Type text `json:"chat_type"`
}

// text takes a JSON string, and a number by its digits: ids are strings, and stay whole if they ever are not.
// Anything else is no text.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(raw []byte) error {
	*t = ""
	switch {
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err //nolint:wrapcheck // encoding/json wraps it
		}
		*t = text(s)
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		*t = text(raw)
	}
	return nil
}

// instant takes unix milliseconds, as a number or as its digits; anything else is 0.
type instant int64

// UnmarshalJSON implements json.Unmarshaler.
func (i *instant) UnmarshalJSON(raw []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(raw), `"`), 10, 64)
	if err != nil {
		n = 0
	}
	*i = instant(n)
	return nil
}

var errNoEvent = errors.New("zalo: not an event")

// unwrap takes what a webhook or a poll brought apart: none, one or several events, with or without the envelope
// {"ok":true,"result":…} around them. Each is returned as it came.
func unwrap(body []byte) ([]json.RawMessage, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || bytes.Equal(body, []byte("null")) {
		return nil, nil
	}
	switch body[0] {
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(body, &list) != nil {
			return nil, errNoEvent
		}
		return list, nil
	case '{':
	default:
		return nil, errNoEvent
	}
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		return nil, errNoEvent
	}
	if _, ok := outer["event_name"]; ok {
		return []json.RawMessage{body}, nil
	}
	if inner, ok := outer["result"]; ok && outer["ok"] != nil {
		return unwrap(inner)
	}
	if len(outer) == 0 {
		return nil, nil
	}
	return []json.RawMessage{body}, nil
}
