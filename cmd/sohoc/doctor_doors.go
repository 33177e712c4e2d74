package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/zalo"
)

// A clock that is off by more than a few seconds puts messages at the wrong hour and, beyond some minutes, breaks TLS.
const (
	smallSkew = 30 * time.Second
	largeSkew = 5 * time.Minute
)

// door is a messenger's account under examination.
type door struct {
	name    string
	kind    channel.Kind
	account channel.Account
	api     string // where the messenger serves its API
	token   string // the variable that holds the token
	probe   channel.Prober
}

// telegram looks at the bot on Telegram.
func (d *doctor) telegram(ctx context.Context) []finding {
	if d.cfg.TelegramToken == "" {
		return []finding{good("Telegram: không dùng (chưa đặt SOHOC_TELEGRAM_TOKEN).")}
	}
	a, err := telegram.New(telegram.Config{Token: string(d.cfg.TelegramToken), APIURL: d.cfg.TelegramAPIURL, Clock: d.clock})
	if err != nil {
		return []finding{bad("Chép lại token từ @BotFather.", "Telegram: SOHOC_TELEGRAM_TOKEN không đúng dạng.")}
	}
	defer a.Close()
	at := door{"Telegram", channel.Telegram, a.Account(), d.cfg.TelegramAPIURL, "SOHOC_TELEGRAM_TOKEN", a}
	out, reached := d.reach(ctx, at)
	if reached {
		hook, err := a.Hook(ctx)
		if err == nil {
			out = append(out, d.hook(at, hook.URL, d.cfg.TelegramByWebhook(), "/webhook/telegram")...)
		}
		if err == nil && hook.Problem != "" && d.clock.Now().Sub(hook.Failed) < time.Hour {
			out = append(out, warn("Thử mở địa chỉ công khai từ ngoài; xem chứng chỉ và tường lửa.",
				"Telegram: lần gần nhất không gọi được webhook lúc %s: %s.", d.when(hook.Failed), hook.Problem))
		}
	}
	return append(out, d.traffic(ctx, at)...)
}

// zalo looks at each bot on Zalo.
func (d *doctor) zalo(ctx context.Context) []finding {
	tokens := d.cfg.ZaloTokens()
	if len(tokens) == 0 {
		return []finding{good("Zalo: không dùng (chưa đặt SOHOC_ZALO_TOKEN).")}
	}
	var out []finding
	for i, token := range tokens {
		cfg := zalo.Config{Token: string(token), APIURL: d.cfg.ZaloAPIURL, Clock: d.clock}
		a, err := zalo.New(cfg.In(filepath.Join(d.cfg.DataDir, "zalo")))
		if err != nil {
			out = append(out, bad("Chép lại token từ tin nhắn của Zalo Bot Manager.", "Zalo: token thứ %d trong SOHOC_ZALO_TOKEN không đúng dạng.", i+1))
			continue
		}
		at := door{fmt.Sprintf("Zalo (bot %d)", i+1), channel.Zalo, a.Account(), d.cfg.ZaloAPIURL, "SOHOC_ZALO_TOKEN", a}
		found, reached := d.reach(ctx, at)
		out = append(out, found...)
		if reached {
			if url, err := a.HookAddress(ctx); err == nil {
				out = append(out, d.hook(at, url, d.cfg.ZaloByWebhook(), "/webhook/zalo/"+string(a.Account()))...)
			}
		}
		out = append(out, d.traffic(ctx, at)...)
		out = append(out, d.plan(ctx, at)...)
		a.Close()
	}
	return out
}

// hook compares where the messenger posts with where this program listens.
func (d *doctor) hook(at door, set string, wanted bool, path string) []finding {
	want := strings.TrimRight(d.cfg.PublicURL, "/") + path
	switch {
	case !wanted && set == "":
		return []finding{good("%s: nhận tin bằng cách hỏi (không webhook).", at.name)}
	case !wanted:
		return []finding{bad("Khởi động lại sohoc serve: nó gỡ webhook cũ. Nếu vẫn thế, có chương trình khác đặt lại.",
			"%s: máy chủ đang đưa tin tới webhook %s, không tới đây.", at.name, hostOf(set))}
	case set == want:
		return []finding{good("%s: webhook đúng.", at.name)}
	case set == "":
		return []finding{bad("Khởi động lại sohoc serve: nó đặt webhook.", "%s: webhook chưa được đặt.", at.name)}
	}
	return []finding{bad("Khởi động lại sohoc serve. Nếu vẫn thế, có chương trình khác dùng cùng token.",
		"%s: webhook đang trỏ tới %s, không phải địa chỉ của máy này.", at.name, hostOf(set))}
}
