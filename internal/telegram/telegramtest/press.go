package telegramtest

import (
	"encoding/json"
	"fmt"
)

// Pressed is a button press that is on its way to the bot.
type Pressed struct {
	UpdateID UpdateID
	QueryID  string
	Button   Button
	Message  MessageID
}

// Tap says which button is pressed, where the newest message that bears it is not the one meant.
type Tap struct {
	Message      MessageID
	Button       string // label or data
	By           ChatID // who presses; 0 in a private chat means the chat's person
	Stale        bool   // on the keyboard as it was sent, though the bot has changed or removed it since
	Inaccessible bool   // the message has grown too old: the bot sees only its number
}

// Press lets a person press the inline button with this label, else with this data, on the newest message of the chat that bears
// it now. It is an error if none does.
func (b *Bot) Press(chat ChatID, button string) (Pressed, error) {
	j := &b.journal
	j.mu.Lock()
	var id MessageID
	sent := j.chatLocked(chat).sent
	for i := len(sent) - 1; i >= 0 && id == 0; i-- {
		m := j.messages[sent[i].MessageID]
		if _, ok := m.button(button); ok && !m.deleted {
			id = m.MessageID
		}
	}
	j.mu.Unlock()
	if id == 0 {
		return Pressed{}, fmt.Errorf("no message in chat %d bears a button %q", chat, button)
	}
	return b.Tap(Tap{Message: id, Button: button})
}

// Tap lets a person press a button of a certain message. It is an error if that message does not bear it.
func (b *Bot) Tap(t Tap) (Pressed, error) {
	m, ok := b.journal.find(t.Message)
	if !ok || !m.own {
		return Pressed{}, fmt.Errorf("message %d is no message of the bot", t.Message)
	}
	bearer := m.Sent
	if t.Stale {
		bearer.Markup = b.journal.sentMarkup(m.Chat, t.Message)
	}
	button, ok := bearer.button(t.Button)
	if !ok || button.Data == "" {
		return Pressed{}, fmt.Errorf("message %d bears no button %q to press, it has %q", t.Message, t.Button, bearer.Labels())
	}
	if t.By == 0 {
		t.By = m.Chat
	}
	query := callbackQuery{
		ID: b.queries.open(b.now()), From: b.directory.person(t.By).user(), Message: b.shown(&m, t.Inaccessible),
		ChatInstance: fmt.Sprint(-7_000_000_000 - int64(m.Chat)), Data: button.Data,
	}
	update := b.pushObject("callback_query", query)
	return Pressed{UpdateID: update, QueryID: query.ID, Button: button, Message: m.MessageID}, nil
}

func (b *Bot) shown(m *stored, tooOld bool) json.RawMessage {
	if tooOld {
		return mustJSON(inaccessible{Chat: b.directory.chat(m.Chat), MessageID: m.MessageID})
	}
	return b.appendMessage(nil, m)
}

// sentMarkup is the keyboard with which a message was sent.
func (j *journal) sentMarkup(chat ChatID, id MessageID) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, m := range j.chatLocked(chat).sent {
		if m.MessageID == id {
			return m.Markup
		}
	}
	return ""
}
