package zalo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"sohoc/internal/channel"
	"sohoc/internal/viet"
)

// lastMilli is the end of the year 9999 in unix milliseconds. An instant beyond cannot be written down, and an event
// that cannot be stored would hold up all behind it.
const lastMilli = 253402300799999

// maxName bounds a display name, in UTF-16 units.
const maxName = 60

// The events that say something by themselves. All others are of things that the bot does not read.
const (
	eventText  = "message.text.received"
	eventPhoto = "message.image.received"
	eventOther = "message.unsupported.received" // a document, mostly
)

// Decode turns the body of a webhook's request, or of the answer to a poll, into events. An empty body and one that
// tells of nothing are no events and no error; with an error the events that could be read are returned too.
func (a *Adapter) Decode(body []byte) ([]channel.Event, error) {
	list, err := unwrap(body)
	if err != nil {
		return nil, err
	}
	var events []channel.Event
	var broken error
	for _, raw := range list {
		event, ok, err := a.event(raw)
		switch {
		case err != nil:
			broken = err
		case ok:
			events = append(events, event)
		}
	}
	return events, broken
}

// event turns one update into an event, or returns false if nobody needs to know of it.
func (a *Adapter) event(raw json.RawMessage) (channel.Event, bool, error) {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		return channel.Event{}, false, errNoEvent // the cause could quote what somebody wrote
	}
	m := &u.Message
	if u.Name == "" && m.ID == "" {
		return channel.Event{}, false, errNoEvent
	}
	if m.Chat.ID == "" {
		m.Chat.ID = m.From.ID // in private both are the same
	}
	if m.Chat.ID == "" || m.From.ID == "" || m.From.IsBot {
		return channel.Event{}, false, nil // nobody in particular said it
	}
	now := a.cfg.Clock.Now()
	e := channel.Event{
		Address: channel.Address{Channel: channel.Zalo, Account: a.account, Chat: channel.ChatID(m.Chat.ID)},
		Key:     key(m, raw), User: channel.UserID(m.From.ID), Message: channel.MessageID(m.ID),
		Group: strings.EqualFold(string(m.Chat.Type), "GROUP"), Sender: m.From.name(), Sent: now, Received: now,
	}
	if m.Date > 0 && m.Date <= lastMilli {
		e.Sent = time.UnixMilli(int64(m.Date)).UTC()
	}
	e.ToBot = e.Group // in a group the platform tells only of what is addressed to the bot
	a.content(&e, &u)
	return e, true, nil
}

// content says what happened.
func (a *Adapter) content(e *channel.Event, u *update) {
	m := &u.Message
	photo := m.PhotoURL
	if photo == "" {
		photo = m.Photo
	}
	switch {
	case u.Name == eventText && m.Text != "":
		e.Kind, e.Text = channel.Text, a.words(e.Group, m.Text)
	case u.Name == eventPhoto && photo != "":
		// The name and the format are seen when it is fetched.
		e.Kind, e.Text, e.File = channel.Upload, a.words(e.Group, m.Caption), &channel.FileRef{ID: string(photo), MIME: "image/jpeg"}
	case u.Name == eventOther:
		e.Kind, e.File = channel.Unhandled, &channel.FileRef{} // which the platform keeps to itself
	default:
		e.Kind = channel.Unhandled
	}
}

// words are what was typed: composed, and in a group without the name of the bot before it.
func (a *Adapter) words(group bool, t text) string {
	said := strings.TrimSpace(viet.NFC(strings.ToValidUTF8(string(t), "\ufffd")))
	if !group {
		return said
	}
	if name := viet.NFC(a.Name()); name != "" {
		if rest, ok := strings.CutPrefix(said, "@"+name); ok {
			return strings.TrimSpace(rest)
		}
	}
	return said
}

// shown leaves out of a name what cannot be seen and changes how the words around it are seen: marks that turn the
// direction of writing could make one name look like another's.
func shown(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r != '\u200d' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)): // emoji are joined by U+200D
		return -1
	default:
		return r
	}
}

func (s sender) name() string {
	for _, n := range []text{s.DisplayName, s.Name, s.FirstName} {
		if n != "" {
			one := strings.Map(shown, viet.NFC(strings.ToValidUTF8(string(n), "")))
			return channel.Clip(strings.Join(strings.Fields(one), " "), maxName)
		}
	}
	return ""
}

// key identifies an event: the platform may deliver it twice. One without an id is known by its content.
func key(m *message, raw json.RawMessage) channel.UpdateKey {
	if m.ID != "" {
		return channel.UpdateKey(string(m.Chat.ID) + "/" + string(m.ID))
	}
	var same bytes.Buffer
	if json.Compact(&same, raw) != nil {
		same.Reset()
		same.Write(raw)
	}
	sum := sha256.Sum256(same.Bytes())
	return channel.UpdateKey(fmt.Sprintf("%s/#%s", m.Chat.ID, hex.EncodeToString(sum[:16])))
}
