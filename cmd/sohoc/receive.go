package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"

	"sohoc/internal/channel"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram"
	"sohoc/internal/web"
	"sohoc/internal/zalo"
)

// receive has what happens on the messengers come in, by their posts or by asking, until ctx ends.
func (s *server) receive(ctx context.Context, g *errgroup.Group) {
	if s.telegram != nil {
		g.Go(func() error { return ended(ctx, s.receiveTelegram(ctx)) })
		g.Go(func() error { return ended(ctx, s.introduce(ctx)) })
	}
	for _, a := range s.zalo {
		g.Go(func() error { return ended(ctx, s.receiveZalo(ctx, a)) })
	}
	if s.telegram == nil && len(s.zalo) == 0 {
		s.log.Info("no messenger is open: neither SOHOC_TELEGRAM_TOKEN nor SOHOC_ZALO_TOKEN is set")
	}
}

func (s *server) receiveTelegram(ctx context.Context) error {
	if !s.app.cfg.TelegramByWebhook() {
		return s.telegram.Poll(ctx, s.worker.Accept)
	}
	h := s.hook(channel.Telegram, s.telegram.Account(), string(s.app.cfg.TelegramWebhookSecret))
	known, err := s.hookKnown(ctx, h)
	if err != nil {
		return err
	}
	return s.telegram.Listen(ctx, h.address, h.secret, known, func() error { return s.hookSet(ctx, h) })
}

func (s *server) receiveZalo(ctx context.Context, a *zalo.Adapter) error {
	if !s.app.cfg.ZaloByWebhook() {
		return a.Run(ctx, s.worker.Accept)
	}
	if err := a.TakeLeft(ctx, s.worker.Accept); err != nil {
		return err
	}
	h := s.hook(channel.Zalo, a.Account(), string(s.app.cfg.ZaloWebhookSecret))
	known, err := s.hookKnown(ctx, h)
	if err != nil {
		return err
	}
	return a.Listen(ctx, h.address, h.secret, known, func() error { return s.hookSet(ctx, h) })
}

// webhook is where a messenger posts to.
type webhook struct{ address, secret, setting string }

func (s *server) hook(kind channel.Kind, account channel.Account, secret string) webhook {
	h := webhook{address: strings.TrimRight(s.app.cfg.PublicURL, "/") + "/webhook/" + string(kind), secret: secret}
	if kind == channel.Zalo {
		h.address += "/" + string(account)
	}
	h.setting = "webhook_" + string(kind) + "_" + string(account)
	return h
}

// print is what is remembered of an address and secret that were set. The secret itself is kept nowhere.
func (h webhook) print() string {
	sum := sha256.Sum256([]byte(h.address + "\x00" + h.secret))
	return hex.EncodeToString(sum[:16])
}

// hookKnown reports whether this address with this secret was the last that was set.
func (s *server) hookKnown(ctx context.Context, h webhook) (known bool, err error) {
	err = s.db.View(ctx, func(tx *sqlite.Tx) error {
		all, err := tx.Settings(ctx)
		known = all[h.setting] == h.print()
		return err
	})
	return known, err
}

func (s *server) hookSet(ctx context.Context, h webhook) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.Set(ctx, h.setting, h.print()) })
}

// hooks serves the addresses to which messengers post. Those of messengers that are asked are not there.
func (s *server) hooks() http.Handler {
	mux := http.NewServeMux()
	if s.telegram != nil && s.app.cfg.TelegramByWebhook() {
		mux.Handle("/webhook/telegram", web.Webhook{
			Header: telegram.SecretHeader, Secret: string(s.app.cfg.TelegramWebhookSecret), Log: s.log,
			Take: func(ctx context.Context, body []byte) error { return s.telegram.Receive(ctx, body, s.worker.Accept) },
		})
	}
	for _, a := range s.zalo {
		if !s.app.cfg.ZaloByWebhook() {
			break
		}
		mux.Handle("/webhook/zalo/"+string(a.Account()), web.Webhook{
			Header: zalo.SecretHeader, Secret: string(s.app.cfg.ZaloWebhookSecret), Log: s.log,
			Take: func(ctx context.Context, body []byte) error { return a.Receive(ctx, body, s.worker.Accept) },
		})
	}
	return s.web.Strip(mux)
}
