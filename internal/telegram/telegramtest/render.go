package telegramtest

import (
	"strconv"
	"unicode/utf8"
)

// appendMessage renders a message of the bot as Telegram shows it in results and in callback queries.
func (b *Bot) appendMessage(out []byte, m *stored) []byte {
	out = append(out, `{"message_id":`...)
	out = strconv.AppendInt(out, int64(m.MessageID), 10)
	out = append(out, `,"from":`...)
	out = append(out, b.me...)
	out = append(out, `,"chat":`...)
	out = b.appendChat(out, m.Chat)
	out = append(out, `,"date":`...)
	out = strconv.AppendInt(out, m.At.Unix(), 10)
	if !m.editedAt.IsZero() {
		out = append(out, `,"edit_date":`...)
		out = strconv.AppendInt(out, m.editedAt.Unix(), 10)
	}
	if m.ReplyTo != 0 {
		out = b.appendReplied(out, m)
	}
	out = appendContent(out, m)
	if isInline(m.Markup) {
		out = append(out, `,"reply_markup":`...)
		out = append(out, m.Markup...)
	}
	return append(out, '}')
}

func appendContent(out []byte, m *stored) []byte {
	textName, entitiesName := `"text":`, `"entities":`
	if m.media != nil {
		out = append(out, ',')
		out = append(out, m.media...)
		textName, entitiesName = `"caption":`, `"caption_entities":`
	}
	if m.Text == "" {
		return out
	}
	out = append(append(out, ','), textName...)
	out = appendString(out, m.Text)
	if len(m.entities) > 0 {
		out = append(append(out, ','), entitiesName...)
		out = append(out, mustJSON(m.entities)...)
	}
	return out
}

// appendReplied shows the message that this one answers, without what that one answers itself.
func (b *Bot) appendReplied(out []byte, m *stored) []byte {
	replied, ok := b.journal.find(m.ReplyTo)
	if !ok {
		return out
	}
	replied.ReplyTo = 0
	out = append(out, `,"reply_to_message":`...)
	if replied.own {
		return b.appendMessage(out, &replied)
	}
	return append(out, mustJSON(message{
		MessageID: replied.MessageID, From: mustJSON(b.directory.person(replied.sender).user()),
		Chat: b.directory.chat(replied.Chat), Date: replied.At.Unix(), Text: replied.Text,
	})...)
}

func (b *Bot) appendChat(out []byte, id ChatID) []byte {
	c := b.directory.chat(id)
	out = append(out, `{"id":`...)
	out = strconv.AppendInt(out, int64(id), 10)
	out = appendField(out, `,"title":`, c.Title)
	out = appendField(out, `,"first_name":`, c.FirstName)
	out = appendField(out, `,"last_name":`, c.LastName)
	out = appendField(out, `,"username":`, c.Username)
	out = appendField(out, `,"type":`, c.Type)
	return append(out, '}')
}

func appendUser(out []byte, p Person) []byte {
	out = append(out, `{"id":`...)
	out = strconv.AppendInt(out, int64(p.ID), 10)
	out = append(out, `,"is_bot":false`...)
	out = appendField(out, `,"first_name":`, p.FirstName)
	out = appendField(out, `,"last_name":`, p.LastName)
	out = appendField(out, `,"username":`, p.Username)
	out = appendField(out, `,"language_code":`, p.language())
	return append(out, '}')
}

func appendField(out []byte, name, value string) []byte {
	if value == "" {
		return out
	}
	return appendString(append(out, name...), value)
}

// appendString quotes a string for JSON. encoding/json would do, at several times the cost, on the path of each message.
func appendString(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			out = append(out, s[start:i]...)
			switch c {
			case '"', '\\':
				out = append(out, '\\', c)
			case '\n':
				out = append(out, '\\', 'n')
			default:
				out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			out = append(out, s[start:i]...)
			out = append(out, `\ufffd`...)
			i++
			start = i
			continue
		}
		i += size
	}
	out = append(out, s[start:]...)
	return append(out, '"')
}
