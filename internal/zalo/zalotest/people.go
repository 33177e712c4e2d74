package zalotest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// ChatOf is the id of the private chat of the person with a number: it is also the person's own.
func ChatOf(person int) string { return fmt.Sprintf("e4ea2cd5189d%08x", person) }

// Say has the person of a chat write to the bot.
func (b *Bot) Say(chat, text string) Update {
	return b.tell(chat, "message.text.received", map[string]any{"text": text})
}

// SayIn has somebody write to the bot in a group; the platform tells only of what is addressed to the bot.
func (b *Bot) SayIn(group, person, text string) Update {
	return b.put(group, "message.text.received", map[string]any{
		"text": text, "from": from(person), "chat": map[string]any{"id": group, "chat_type": "GROUP"},
	})
}

// SharePhoto has the person send a picture. The platform keeps it under an address of its own.
func (b *Bot) SharePhoto(chat string, data []byte, caption string) Update {
	var name string
	b.update(func() {
		name = fmt.Sprintf("%s-%d.jpg", b.id(), len(b.pictures)+1)
		b.pictures[name] = data
	})
	fields := map[string]any{"photo_url": b.server.URL() + "/photo/" + name, "message_type": "CHAT_PHOTO"}
	if caption != "" {
		fields["caption"] = caption
	}
	return b.tell(chat, "message.image.received", fields)
}

// Forget lets the platform forget all pictures, as it does after a while.
func (b *Bot) Forget() { b.update(func() { clear(b.pictures) }) }

// ShareFile has the person send a document: the platform tells only that something came which it does not support.
func (b *Bot) ShareFile(chat string) Update {
	return b.tell(chat, "message.unsupported.received", map[string]any{})
}

// Sticker has the person send a sticker, whose fields are not well known.
func (b *Bot) Sticker(chat string) Update {
	return b.tell(chat, "message.sticker.received", map[string]any{"sticker": map[string]any{"id": "12"}, "url": "https://zalo.invalid/s.png"})
}

func (b *Bot) tell(chat, event string, fields map[string]any) Update {
	fields["from"] = from(chat)
	fields["chat"] = map[string]any{"id": chat, "chat_type": "PRIVATE"}
	return b.put(chat, event, fields)
}

func from(person string) map[string]any {
	return map[string]any{"id": person, "display_name": "Người " + person[max(0, len(person)-4):], "is_bot": false}
}

// put queues an event. What nobody may send any more, since the bot has too many people or too few messages left, is not told.
func (b *Bot) put(chat, event string, fields map[string]any) Update {
	var u Update
	b.update(func() {
		b.serial++
		u = Update{ID: fmt.Sprintf("%020x", b.serial), Chat: chat}
		fields["message_id"], fields["date"] = u.ID, b.server.opts.Now().UnixMilli()
		u.Body = mustJSON(map[string]any{"event_name": event, "message": fields})
		b.chats[chat] = true
		b.messages++
		b.pending = append(b.pending, u)
	})
	return u
}

// Raw queues a body as it stands, whatever it is.
func (b *Bot) Raw(body string) {
	b.update(func() { b.pending = append(b.pending, Update{Body: []byte(body)}) })
}

// Post delivers the next update to a webhook that listens at address, as the platform does to the URL that setWebhook named (which
// must be https there, so a test says where its handler listens). Wrapped says in which of the two known forms. An answer 2xx
// ends it; with any other it stays the next one.
func (b *Bot) Post(ctx context.Context, address string, wrapped bool) (status int, err error) {
	b.mu.Lock()
	if len(b.pending) == 0 {
		b.mu.Unlock()
		return 0, ErrNothingPending
	}
	u := b.pending[0]
	b.mu.Unlock()
	body := u.Body
	if wrapped {
		body = fmt.Appendf(nil, `{"ok":true,"result":%s}`, body)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("make webhook request: %w", err)
	}
	_, secret := b.Hook()
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Java/1.8.0_192")
	req.Header.Set("X-Bot-Api-Secret-Token", secret)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("post to webhook: %w", err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body) // its content does not matter
	if resp.StatusCode/100 == 2 {
		b.update(func() { b.pending = b.pending[1:] })
	}
	return resp.StatusCode, nil
}

// ErrNothingPending says that there is no update to post to a webhook.
var ErrNothingPending = fmt.Errorf("no update is pending")
