package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

var (
	zaloTokenForm  = regexp.MustCompile(`^\d{1,20}:[A-Za-z0-9._~-]{1,200}$`)
	hookSecretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,256}$`)
)

// ZaloTokens returns the tokens of the bots on Zalo, each for some of the people.
func (c Config) ZaloTokens() []Secret {
	var out []Secret
	for _, t := range strings.FieldsFunc(string(c.ZaloToken), func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		out = append(out, Secret(t))
	}
	return out
}

// Encrypted reports whether the public address is one of https, without which no messenger posts to a webhook.
func (c Config) Encrypted() bool {
	u, err := url.Parse(c.PublicURL)
	return err == nil && u.Scheme == "https"
}

// TelegramByWebhook reports whether Telegram is to post what happens, in place of being asked.
func (c Config) TelegramByWebhook() bool { return c.TelegramWebhookSecret != "" && c.Encrypted() }

// ZaloByWebhook reports the same of Zalo.
func (c Config) ZaloByWebhook() bool { return c.ZaloWebhookSecret != "" && c.Encrypted() }

func (c Config) checkZalo() error {
	faults := []error{httpURL("SOHOC_ZALO_API_URL", c.ZaloAPIURL)}
	seen := map[string]bool{}
	for i, t := range c.ZaloTokens() {
		account, _, _ := strings.Cut(string(t), ":")
		switch {
		case !zaloTokenForm.MatchString(string(t)):
			faults = append(faults, fmt.Errorf("SOHOC_ZALO_TOKEN: token thứ %d không có dạng số:chữ như Zalo cấp", i+1))
		case seen[account]:
			faults = append(faults, fmt.Errorf("SOHOC_ZALO_TOKEN: token thứ %d trùng bot với một token trước", i+1))
		}
		seen[account] = true
	}
	faults = append(faults, rate("SOHOC_ZALO_RATE", c.ZaloRate), rate("SOHOC_ZALO_CHAT_RATE", c.ZaloChatRate))
	return errors.Join(append(faults,
		hookSecret("SOHOC_ZALO_WEBHOOK_SECRET", c.ZaloWebhookSecret), hookSecret("SOHOC_TELEGRAM_WEBHOOK_SECRET", c.TelegramWebhookSecret),
	)...)
}

// hookSecret checks a secret of which both messengers take the letters, and which nobody guesses.
func hookSecret(name string, s Secret) error {
	if s == "" || hookSecretForm.MatchString(string(s)) {
		return nil
	}
	return fmt.Errorf("%s phải gồm 16–256 chữ cái không dấu, chữ số, gạch nối hoặc gạch dưới", name)
}
