package zalotest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// do does a call. It returns the result as JSON, or a refusal; and for a poll the update that was taken.
func (b *Bot) do(x *exchange) (result []byte, refusal *Refusal, taken *Update) {
	switch x.method {
	case "getMe":
		return mustJSON(map[string]any{
			"id": b.id(), "account_name": "bot.So" + b.id()[:4], "account_type": "BASIC", "can_join_groups": false, "display_name": "Bot Sổ Học",
		}), nil, nil
	case "getUpdates":
		return b.poll(x)
	case "sendMessage", "sendPhoto":
		result, refusal = b.deliver(x)
		return result, refusal, nil
	case "sendChatAction":
		if x.params["action"] != "typing" || x.params["chat_id"] == "" {
			b.violate(x.method, "chat_id and the action typing are needed")
		}
		return nil, nil, nil
	case "setWebhook", "deleteWebhook", "getWebhookInfo":
		result, refusal = b.webhook(x)
		return result, refusal, nil
	default:
		b.violate(x.method, "no such method")
		return nil, &Refusal{404, "Not found"}, nil
	}
}

// poll waits for an update and forgets it.
func (b *Bot) poll(x *exchange) ([]byte, *Refusal, *Update) {
	if hook, _ := b.Hook(); hook != "" {
		return nil, &Refusal{400, "Bad request: webhook is set"}, nil
	}
	seconds, err := strconv.Atoi(x.params["timeout"])
	if err != nil || len(x.params) != 1 {
		b.violate(x.method, "its only parameter is timeout, a number")
	}
	wait := time.Duration(seconds) * time.Second
	if most := b.server.opts.Idle; most > 0 {
		wait = min(wait, most)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	b.update(func() { b.polls++ })
	defer b.update(func() { b.polls-- })
	for {
		b.mu.Lock()
		next := b.changed
		if len(b.pending) > 0 {
			u := b.pending[0]
			b.pending = b.pending[1:]
			b.mu.Unlock()
			return u.Body, nil, &u
		}
		b.mu.Unlock()
		r := idle()
		select {
		case <-next:
		case <-timer.C:
			return nil, &r, nil
		case <-x.r.Context().Done():
			return nil, &r, nil
		case <-b.server.closing:
			return nil, &r, nil
		}
	}
}

// deliver takes a message for a chat.
func (b *Bot) deliver(x *exchange) ([]byte, *Refusal) {
	s := Sent{Chat: x.params["chat_id"], Text: x.params["text"], Photo: x.params["photo"]}
	if x.method == "sendPhoto" {
		s.Text = x.params["caption"]
		if u, err := url.Parse(s.Photo); err != nil || u.Scheme != "https" || u.Host == "" {
			b.violate(x.method, "photo is no public https address: "+s.Photo)
		}
	}
	if n := units(s.Text); n > 2000 || n == 0 && x.method == "sendMessage" {
		b.violate(x.method, fmt.Sprintf("a text of %d characters", n))
		return nil, &Refusal{400, "Bad request: text must be 1-2000 characters"}
	}
	if x.params["parse_mode"] != "" {
		b.violate(x.method, "texts are plain")
	}
	var refusal *Refusal
	b.update(func() {
		switch {
		case !b.chats[s.Chat]:
			refusal = &Refusal{400, "Bad request: chat not found"}
		case b.spentLocked():
			refusal = &Refusal{429, "Quota exceeded"}
		default:
			b.serial++
			b.messages++
			s.ID = fmt.Sprintf("%020x", b.serial)
			b.sent = append(b.sent, s)
		}
	})
	if refusal != nil {
		return nil, refusal
	}
	if b.server.opts.Observe != nil {
		b.server.opts.Observe(s)
	}
	return mustJSON(map[string]any{"message_id": s.ID, "date": b.server.opts.Now().UnixMilli()}), nil
}

func (b *Bot) spentLocked() bool { return b.server.opts.Quota > 0 && b.messages >= b.server.opts.Quota }

// webhook serves the three calls about it.
func (b *Bot) webhook(x *exchange) ([]byte, *Refusal) {
	hook, _ := b.Hook()
	at := b.server.opts.Now().UnixMilli()
	switch x.method {
	case "deleteWebhook":
		if hook == "" {
			return nil, &Refusal{400, "Bad request: no webhook"}
		}
		b.SetHook("", "")
		return mustJSON(map[string]any{"url": "", "updated_at": at}), nil
	case "setWebhook":
		address, secret := x.params["url"], x.params["secret_token"]
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" {
			return nil, &Refusal{400, "Bad request: url"}
		}
		if len(secret) < 8 || len(secret) > 256 {
			return nil, &Refusal{400, "Bad request: secret_token"}
		}
		b.SetHook(address, secret)
		return mustJSON(map[string]any{"url": address, "updated_at": at, "verification": map[string]any{
			"ok": true, "url": address, "outcome": "webhook.ok", "hint": "Your endpoint responded successfully.",
		}}), nil
	default:
		return mustJSON(map[string]any{"url": hook, "updated_at": at}), nil
	}
}

// mustJSON encodes the package's own objects, which always can be.
func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("zalotest: " + err.Error())
	}
	return data
}
