package telegram

import (
	"context"
	"errors"
	"strings"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/channel"
)

// Limits of Telegram's messages, in UTF-16 units.
const (
	textLimit    = 4096
	captionLimit = 1024
)

// sendTimeout bounds one call, an upload as well.
const sendTimeout = 30 * time.Second

// Capabilities implements channel.Sender.
func (a *Adapter) Capabilities() channel.Capabilities {
	return channel.Capabilities{Buttons: true, Files: true, Photos: true, TextLimit: textLimit, Proactive: true}
}

// Send implements channel.Sender. A text that fits is one call, also under a picture or a document. What does
// not fit is several calls, the choices under the last; when one of them fails, the next Send of the same
// message to the chat goes on behind what had arrived, as long as the program lives and nothing else was sent
// there in between.
func (a *Adapter) Send(ctx context.Context, m channel.Message) error {
	steps := plan(m)
	if len(steps) == 0 {
		return &channel.SendError{Reason: channel.Rejected, Err: errEmpty}
	}
	if len(steps) == 1 {
		a.partial.forget(m.To.Chat)
		if err := a.sendStep(ctx, m.To.Chat, steps[0]); err != nil {
			return err
		}
		return nil
	}
	for i := a.partial.begin(m); i < len(steps); i++ {
		if err := a.sendStep(ctx, m.To.Chat, steps[i]); err != nil {
			return err
		}
		a.partial.done(m.To.Chat)
	}
	a.partial.forget(m.To.Chat)
	return nil
}

var errEmpty = errors.New("telegram: a message without text and file")

// step is one call of a message.
type step struct {
	text    string
	photo   *channel.File
	file    *channel.File
	choices []channel.Choice
}

// plan lays a message out in calls.
func plan(m channel.Message) []step {
	var steps []step
	if m.Photo != nil {
		steps = append(steps, step{photo: m.Photo})
	}
	if m.File != nil {
		steps = append(steps, step{file: m.File})
	}
	switch text := strings.TrimSpace(m.Text); {
	case text == "":
	case len(steps) > 0 && channel.Units(text) <= captionLimit:
		steps[len(steps)-1].text = text
	default:
		for _, part := range channel.Split(text, textLimit) {
			steps = append(steps, step{text: part})
		}
	}
	if len(steps) > 0 {
		steps[len(steps)-1].choices = m.Choices
	}
	return steps
}

// sendStep makes one call. Its error is nil or a *channel.SendError.
func (a *Adapter) sendStep(ctx context.Context, chat channel.ChatID, s step) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	var err error
	if s.photo != nil || s.file != nil {
		err = a.upload(ctx, chat, s)
	} else {
		_, err = a.wire.call(ctx, "sendMessage", newSendMessage(chat, s))
	}
	if err != nil {
		return sendError(err, len(s.choices) > 0)
	}
	return nil
}

// sendMessage is what we use of the library's SendMessageParams, which costs several times as much to encode: nearly
// every answer goes this way.
type sendMessage struct {
	Chat    channel.ChatID     `json:"chat_id"`
	Text    string             `json:"text"`
	Preview linkPreview        `json:"link_preview_options"`
	Markup  models.ReplyMarkup `json:"reply_markup,omitempty"`
}

type linkPreview struct {
	Off bool `json:"is_disabled"`
}

func newSendMessage(chat channel.ChatID, s step) *sendMessage {
	return &sendMessage{Chat: chat, Text: s.text, Preview: linkPreview{Off: true}, Markup: keyboard(s.choices)}
}

// Answer implements channel.Sender.
func (a *Adapter) Answer(ctx context.Context, p channel.PressAnswer) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if _, err := a.wire.call(ctx, "answerCallbackQuery", &tgbot.AnswerCallbackQueryParams{
		CallbackQueryID: p.PressID, Text: channel.Clip(p.Text, noticeLimit),
	}); err != nil {
		return sendError(err, false)
	}
	return nil
}

// noticeLimit is Telegram's for the notice over a chat.
const noticeLimit = 200

// Typing implements channel.Sender.
func (a *Adapter) Typing(ctx context.Context, to channel.Address) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if _, err := a.wire.call(ctx, "sendChatAction", &tgbot.SendChatActionParams{
		ChatID: to.Chat, Action: models.ChatActionTyping,
	}); err != nil {
		return sendError(err, false)
	}
	return nil
}
