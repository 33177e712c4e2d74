package telegramtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Said is a message of a person, or the update that it made.
type Said struct {
	Chat      ChatID
	MessageID MessageID
	UpdateID  UpdateID // 0 if the bot does not take such updates
}

// Contact is a card from a person's address book.
type Contact struct {
	Phone     string
	FirstName string
	UserID    ChatID // 0 if the contact has no Telegram
}

// Incoming is a message that a person writes. One of Text, Photo, Document, Voice, Sticker and Contact is set.
type Incoming struct {
	Chat     ChatID
	From     ChatID // who writes; 0 in a private chat means the chat's person
	Text     string
	Caption  string
	Photo    *File
	Document *File
	Voice    *File
	Sticker  *File
	Contact  *Contact
	ReplyTo  MessageID // 0 for none
}

// Say lets a person write a text in the private chat with the bot. It is cheap enough for load runs.
func (b *Bot) Say(chat ChatID, text string) Said { return b.SayIn(chat, chat, text) }

// SayIn lets a person write a text in a group; a mention is written as @user, a command as /command@user.
func (b *Bot) SayIn(chat, from ChatID, text string) Said {
	now := b.now()
	said := b.enter(chat, from, text, now)
	person := b.directory.person(from)
	said.UpdateID = b.queue.push("message", func(id UpdateID) []byte {
		out := make([]byte, 0, 256+len(text))
		out = append(out, `{"update_id":`...)
		out = strconv.AppendInt(out, int64(id), 10)
		out = append(out, `,"message":{"message_id":`...)
		out = strconv.AppendInt(out, int64(said.MessageID), 10)
		out = append(out, `,"from":`...)
		out = appendUser(out, person)
		out = append(out, `,"chat":`...)
		out = b.appendChat(out, chat)
		out = append(out, `,"date":`...)
		out = strconv.AppendInt(out, now.Unix(), 10)
		out = append(out, `,"text":`...)
		out = appendString(out, text)
		if entities := detect(text); entities != nil {
			out = append(out, `,"entities":`...)
			out = append(out, mustJSON(entities)...)
		}
		return append(out, "}}"...)
	})
	return said
}

// enter numbers and remembers a person's message.
func (b *Bot) enter(chat, from ChatID, text string, now time.Time) Said {
	b.directory.wrote(chat)
	id := b.journal.nextMessageID()
	b.journal.keep(&stored{sender: from, Sent: Sent{Chat: chat, MessageID: id, Text: text, At: now}})
	return Said{Chat: chat, MessageID: id}
}

// Write lets a person write a message of any kind.
func (b *Bot) Write(in Incoming) Said {
	if in.From == 0 {
		in.From = in.Chat
	}
	now := b.now()
	said := b.enter(in.Chat, in.From, in.Text+in.Caption, now)
	m := message{
		MessageID: said.MessageID, From: mustJSON(b.directory.person(in.From).user()), Chat: b.directory.chat(in.Chat),
		Date: now.Unix(), Text: in.Text, Entities: detect(in.Text), Caption: in.Caption, CaptionEntities: detect(in.Caption),
	}
	b.attach(&m, in)
	if replied, ok := b.journal.find(in.ReplyTo); ok && in.ReplyTo != 0 {
		m.ReplyTo = b.rendered(&replied)
	}
	said.UpdateID = b.pushObject("message", m)
	return said
}

// rendered is a message as it stands in its chat, without what it answers.
func (b *Bot) rendered(m *stored) json.RawMessage {
	if m.own {
		top := *m
		top.ReplyTo = 0
		return b.appendMessage(nil, &top)
	}
	return mustJSON(message{
		MessageID: m.MessageID, From: mustJSON(b.directory.person(m.sender).user()),
		Chat: b.directory.chat(m.Chat), Date: m.At.Unix(), Text: m.Text,
	})
}

// pushObject queues an update with one object.
func (b *Bot) pushObject(kind string, object any) UpdateID {
	body := mustJSON(object)
	return b.queue.push(kind, func(id UpdateID) []byte {
		return fmt.Appendf(nil, `{"update_id":%d,"%s":%s}`, id, kind, body)
	})
}

// Edit lets a person change the text of an own message.
func (b *Bot) Edit(id MessageID, text string) (Said, error) {
	m, ok := b.journal.find(id)
	if !ok || m.own {
		return Said{}, fmt.Errorf("message %d is no message of a person", id)
	}
	now := b.now()
	m.Text, m.editedAt = text, now
	b.journal.keep(&m)
	update := b.pushObject("edited_message", message{
		MessageID: id, From: mustJSON(b.directory.person(m.sender).user()), Chat: b.directory.chat(m.Chat),
		Date: m.At.Unix(), EditDate: now.Unix(), Text: text, Entities: detect(text),
	})
	return Said{Chat: m.Chat, MessageID: id, UpdateID: update}, nil
}

// Push queues ready-made updates, each a JSON object. One without update_id gets the next number; one that begins with its
// update_id keeps it, and if that number was given before it is delivered as a repetition.
func (b *Bot) Push(updates ...json.RawMessage) error {
	for _, raw := range updates {
		var head struct {
			ID *UpdateID `json:"update_id"`
		}
		if err := json.Unmarshal(raw, &head); err != nil {
			return fmt.Errorf("push update: %w", err)
		}
		if head.ID != nil {
			b.queue.pushNumbered(update{id: *head.ID, body: raw})
			continue
		}
		_, rest, _ := strings.Cut(string(raw), "{")
		b.queue.push(kindOf(raw), func(id UpdateID) []byte { return fmt.Appendf(nil, `{"update_id":%d,%s`, id, rest) })
	}
	return nil
}

// kindOf names the one object of an update.
func kindOf(raw json.RawMessage) string {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return ""
	}
	for name := range fields {
		if name != "update_id" {
			return name
		}
	}
	return ""
}
