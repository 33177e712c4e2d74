package telegramtest

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/gif"  // photos that a bot may send
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"strings"
)

// The limits of the Bot API, in UTF-16 units.
const (
	maxText    = 4096
	maxCaption = 1024
)

func (x *exchange) sendMessage() *APIError {
	if err := x.reachable(); err != nil {
		return err
	}
	m, err := x.newMessage("text")
	if err != nil {
		return err
	}
	if err := checkText(m.Text); err != nil {
		return err
	}
	x.deliver(m)
	return nil
}

func checkText(text string) *APIError {
	switch {
	case strings.TrimSpace(text) == "":
		return badRequest("message text is empty")
	case longerThan(text, maxText):
		return badRequest("message is too long")
	}
	return nil
}

func (x *exchange) sendPhoto() *APIError {
	return x.sendFile("photo", "photos", func(f *storedFile) (any, *APIError) {
		config, _, err := image.DecodeConfig(bytes.NewReader(f.Data))
		if err != nil {
			return nil, badRequest("IMAGE_PROCESS_FAILED")
		}
		w, h := config.Width, config.Height
		if w+h > 10_000 || w > 20*h || h > 20*w {
			return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
		}
		ref := f.ref()
		ref.Width, ref.Height = w, h
		return []fileRef{ref}, nil
	})
}

func (x *exchange) sendDocument() *APIError {
	return x.sendFile("document", "documents", func(f *storedFile) (any, *APIError) {
		ref := f.ref()
		ref.FileName, ref.MIMEType = f.Name, f.MIME
		return ref, nil
	})
}

// sendFile delivers a message with one file, which describe turns into the object that the message shows.
func (x *exchange) sendFile(name, kind string, describe func(*storedFile) (any, *APIError)) *APIError {
	if err := x.reachable(); err != nil {
		return err
	}
	m, refusal := x.newMessage("caption")
	if refusal != nil {
		return refusal
	}
	if longerThan(m.Text, maxCaption) {
		return badRequest("message caption is too long")
	}
	f, refusal := x.attachment(name, kind)
	if refusal != nil {
		return refusal
	}
	object, refusal := describe(f)
	if refusal != nil {
		return refusal
	}
	m.media = append([]byte(`"`+name+`":`), mustJSON(object)...)
	x.deliver(m)
	return nil
}

// newMessage reads what all send methods have in common.
func (x *exchange) newMessage(textParam string) (*stored, *APIError) {
	m := &stored{own: true, Sent: Sent{
		Chat: x.call.Chat, Method: x.call.Method, At: x.call.At, Uploads: x.call.Uploads,
		Text: x.param(textParam), ParseMode: x.param("parse_mode"), Markup: x.param("reply_markup"),
	}}
	if err := m.parseText(); err != nil {
		return nil, err
	}
	if err := x.checkMarkup(m.Markup); err != nil {
		return nil, err
	}
	if raw := x.param("reply_parameters"); raw != "" {
		var reply struct {
			MessageID    MessageID `json:"message_id"`
			AllowWithout bool      `json:"allow_sending_without_reply"`
		}
		if err := json.Unmarshal([]byte(raw), &reply); err != nil {
			return nil, badRequest("can't parse reply parameters JSON object")
		}
		m.ReplyTo = reply.MessageID
		if !x.bot.journal.has(m.Chat, m.ReplyTo) {
			if !reply.AllowWithout {
				return nil, badRequest("message to be replied not found")
			}
			m.ReplyTo = 0
		}
	}
	return m, nil
}

// deliver puts the message into its chat and the record, and renders it as the result.
func (x *exchange) deliver(m *stored) {
	x.settleStatus()
	x.bot.journal.deliver(m, &x.call, !x.logged)
	x.logged = true
	x.out = x.bot.appendMessage(x.out, m)
}

// longerThan counts UTF-16 units, and only if the bytes do not settle the matter.
func longerThan(s string, limit int) bool { return len(s) > limit && utf16Len(s) > limit }

// utf16Len is the length of a text as Telegram counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}
