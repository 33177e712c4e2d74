package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/quota"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram"
	"sohoc/internal/web"
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

// reach tries the messenger, its token and its clock.
func (d *doctor) reach(ctx context.Context, at door) (out []finding, reached bool) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	err := at.probe.Probe(ctx)
	var e *channel.SendError
	switch {
	case err == nil:
		out = append(out, good("%s: token đúng, máy chủ trả lời.", at.name))
	case !errors.As(err, &e):
		return append(out, bad("Chạy lại sau ít phút.", "%s: không thử được: %v.", at.name, err)), false
	case e.Reason == channel.Credentials:
		out = append(out, bad("Lấy token mới rồi đặt lại "+at.token+" và khởi động lại.", "%s: token bị từ chối.", at.name))
	case e.Reason == channel.Throttled:
		out = append(out, warn("Chờ; xem hạn mức: /hanmuc", "%s: máy chủ bảo chờ %s.", at.name, spanText(e.RetryAfter)))
	default:
		return append(out, bad("Thử: curl "+at.api+" . Nếu mạng chặn, dùng máy chủ ở mạng khác hoặc đặt HTTPS_PROXY.",
			"%s: không tới được máy chủ (%s).", at.name, d.causeText(ctx, at.api, e))), false
	}
	return append(out, d.skew(ctx, at)...), err == nil
}

// causeText says in the reader's words what keeps the line to an address from working.
func (d *doctor) causeText(ctx context.Context, address string, err error) string {
	u, parsed := url.Parse(address)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "kết nối bị từ chối"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "máy này không ra được mạng"
	case errors.Is(err, context.DeadlineExceeded):
		return "quá lâu không trả lời"
	case parsed != nil:
		return "địa chỉ không đúng dạng"
	}
	if _, err := net.DefaultResolver.LookupHost(ctx, u.Hostname()); err != nil {
		return "không tìm ra tên máy chủ, DNS"
	}
	if u.Scheme == "https" {
		return "bắt tay TLS không được, hoặc tường lửa trả lời thay"
	}
	return "người khác trả lời thay: proxy hoặc tường lửa"
}

// skew compares the clock with the messenger's.
func (d *doctor) skew(ctx context.Context, at door) []finding {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, at.api, http.NoBody)
	if err != nil {
		return nil
	}
	resp, err := d.http.Do(req)
	if err != nil {
		return nil // it was reached a moment ago
	}
	defer resp.Body.Close()
	there, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return nil
	}
	off := d.clock.Now().Sub(there).Abs()
	const next = "Bật đồng bộ giờ trên máy: timedatectl set-ntp true"
	switch {
	case d.clock.Shifted():
		return []finding{warn("Bỏ SOHOC_CLOCK khi chạy thật.", "%s: SOHOC_CLOCK đang đặt, không so được giờ.", at.name)}
	case off > largeSkew:
		return []finding{bad(next, "%s: đồng hồ của máy lệch %s.", at.name, spanText(off))}
	case off > smallSkew:
		return []finding{warn(next, "%s: đồng hồ của máy lệch %s.", at.name, spanText(off))}
	}
	return []finding{good("%s: đồng hồ của máy đúng.", at.name)}
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

// hostOf leaves out the path, which may hold a secret.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "một địa chỉ lạ"
	}
	return u.Host
}

// traffic says when the account last took a message or brought one, and what the running program says of it.
func (d *doctor) traffic(ctx context.Context, at door) []finding {
	var out []finding
	if d.health != nil {
		for _, c := range d.health.Channels {
			if c.Name == string(at.kind) && (c.Account == "" || c.Account == string(at.account)) {
				out = append(out, problemFound(at, c)...)
			}
		}
	}
	if d.db == nil {
		return out
	}
	var in time.Time
	var reach outbox.Reach
	err := d.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		if in, err = tx.LastEvent(ctx, at.kind, at.account); err != nil {
			return err
		}
		all, err := tx.Reaches(ctx)
		for _, r := range all {
			if r.Account == (outbox.Account{Channel: at.kind, ID: at.account}) {
				reach = r
			}
		}
		return err
	})
	if err != nil {
		return append(out, bad("Xem nhật ký của sohoc serve.", "%s: không đọc được sổ tin.", at.name))
	}
	if !reach.Down.IsZero() {
		out = append(out, bad("Tin nhắc đang đi bằng kênh khác; sửa đường tới máy chủ rồi chờ một phút.",
			"%s: sohoc serve không liên lạc được từ %s.", at.name, d.when(reach.Failing)))
	}
	return append(out, good("%s: tin đến gần nhất %s, máy chủ trả lời gần nhất %s.", at.name, d.when(in), d.when(reach.Worked)))
}

func problemFound(at door, c web.Channel) []finding {
	switch c.Problem {
	case "":
		return nil
	case "second_copy":
		return []finding{bad("Dừng bản kia. Nếu không có bản nào khác, token đã lộ: đổi token.", "%s: có chương trình khác dùng cùng token.", at.name)}
	}
	return []finding{bad("Xem nhật ký của sohoc serve.", "%s: sohoc serve không nhận được tin (%s).", at.name, troubleText(c.Problem))}
}

func (d *doctor) when(t time.Time) string {
	if t.IsZero() {
		return "chưa có"
	}
	return t.In(d.zone).Format("15:04 02/01/2006")
}

// plan says how far the month's messages are used up.
func (d *doctor) plan(ctx context.Context, at door) []finding {
	if d.db == nil {
		return nil
	}
	var uses []quota.Use
	err := d.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		uses, err = tx.QuotaUse(ctx, quota.MonthOf(tx.Now(), d.zone))
		return err
	})
	if err != nil {
		return []finding{bad("Xem nhật ký của sohoc serve.", "%s: không đọc được hạn mức.", at.name)}
	}
	for _, u := range uses {
		if u.Account != (quota.Account{Channel: string(at.kind), ID: string(at.account)}) {
			continue
		}
		text := fmt.Sprintf("%s: tháng này đã dùng %d / %d tin, còn %d; %d / %d người.",
			at.name, u.Used(), u.Plan.Messages, u.Left(), u.People, u.Plan.People)
		const next = "Thêm một bot nữa (token thứ hai trong SOHOC_ZALO_TOKEN), hoặc nối thêm kênh cho mọi người."
		if u.Level() != 0 || u.Plan.People > 0 && u.People >= u.Plan.People {
			return []finding{warn(next, "%s", text)}
		}
		return []finding{good("%s", text)}
	}
	return []finding{good("%s: tháng này chưa dùng tin nào.", at.name)}
}

// public looks whether the program is there under its public address.
func (d *doctor) public(ctx context.Context) []finding {
	if d.cfg.PublicURL == "" {
		return []finding{warn("Đặt SOHOC_PUBLIC_URL=https://… nếu dùng webhook, hoặc gửi tệp và ảnh cho người dùng Zalo.",
			"Địa chỉ công khai: chưa đặt; không có liên kết tệp.")}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(d.cfg.PublicURL, "/")+"/moi", http.NoBody)
	if err != nil {
		return []finding{bad("Sửa SOHOC_PUBLIC_URL.", "Địa chỉ công khai không đúng dạng.")}
	}
	resp, err := d.http.Do(req)
	if err != nil {
		return []finding{bad("Xem proxy, chứng chỉ và tường lửa; thử từ một máy ở ngoài.", "Địa chỉ công khai không mở được (%s).", d.causeText(ctx, d.cfg.PublicURL, err))}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return []finding{bad("Proxy phải chuyển về SOHOC_HTTP_ADDR; sohoc serve phải đang chạy.", "Địa chỉ công khai trả lời %s.", resp.Status)}
	}
	return []finding{good("Địa chỉ công khai mở được từ máy này.")}
}
