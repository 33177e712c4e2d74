package main

import (
	"testing"
	"time"

	"sohoc/internal/web"
)

func TestHealthInOneLine(t *testing.T) {
	t.Parallel()
	now := fixedNow()
	polled := now.Add(-5 * time.Second)
	telegram := func(c web.Channel) []web.Channel { c.Name = "telegram"; return []web.Channel{c} }
	for _, c := range []struct {
		h    web.Health
		want string
	}{
		{
			web.Health{OK: true, Database: "ok", Worker: "ok", Channels: telegram(web.Channel{LastPoll: &polled})},
			"Khỏe. Telegram: thăm dò lần cuối 5 giây trước. Chờ gửi: 0.",
		},
		{web.Health{OK: true, Database: "ok", Worker: "ok"}, "Khỏe. Chờ gửi: 0."},
		{
			web.Health{
				OK: true, Database: "ok", Worker: "ok", Waiting: 12, Oldest: 200,
				Channels: telegram(web.Channel{Failures: 3, Problem: "bad_token"}),
			},
			"Khỏe. Telegram: chưa thăm dò được lần nào, 3 lần gần nhất không được (token không đúng hoặc đã bị thay). Chờ gửi: 12, lâu nhất 3 phút.",
		},
		{
			web.Health{OK: true, Database: "ok", Worker: "ok", Channels: []web.Channel{{
				Name: "zalo", Account: "1459", LastPoll: &polled, Failures: 1, Problem: "quota", Broken: 2,
			}}},
			"Khỏe. Zalo (bot 1459): thăm dò lần cuối 5 giây trước, 1 lần gần nhất không được (hết hạn mức tin), " +
				"2 trả lời đứt giữa chừng, mỗi lần có thể mất một tin. Chờ gửi: 0.",
		},
		{
			web.Health{Database: "does not answer", Worker: "does not move"},
			"KHÔNG KHỎE. Cơ sở dữ liệu không trả lời. Phần xử lý tin không chạy. Chờ gửi: 0.",
		},
	} {
		if got := healthText(c.h, now, time.UTC); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
	h := web.Health{OK: true, Database: "ok", Worker: "ok", Channels: telegram(web.Channel{LastPoll: &polled})}
	if got, want := healthText(h, time.Time{}, time.UTC), "Khỏe. Telegram: thăm dò lần cuối lúc 01:59:55 24/11/2026. Chờ gửi: 0."; got != want {
		t.Errorf("without an age: %q, want %q", got, want)
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-time.Hour: "0 giây", 0: "0 giây", 59 * time.Second: "59 giây", time.Minute: "1 phút", 59 * time.Minute: "59 phút", time.Hour: "1 giờ",
		47 * time.Hour: "47 giờ", 48 * time.Hour: "2 ngày",
	} {
		if got := spanText(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}

func TestEveryTroubleHasWords(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"unreachable", "overloaded", "second_copy", "bad_token", "unreadable", "not_taking_in", "other_refusals"} {
		if got := troubleText(p); got == "" || got == p {
			t.Errorf("%s is told as %q", p, got)
		}
	}
	if troubleText("") != "" || troubleText("new") != "new" {
		t.Error("no trouble, or one that is not known here, is told wrongly")
	}
}
