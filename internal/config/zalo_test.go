package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sohoc/internal/config"
)

func TestSeveralZaloTokens(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(file, []byte("111:abc\n222:d-e_f\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string][]string{
		"with commas": {"SOHOC_ZALO_TOKEN=111:abc, 222:d-e_f,"}, "in a file": {"SOHOC_ZALO_TOKEN_FILE=" + file},
	} {
		c, err := config.Read(env)
		if err != nil {
			t.Fatal(err)
		}
		got := c.ZaloTokens()
		if len(got) != 2 || string(got[0]) != "111:abc" || string(got[1]) != "222:d-e_f" || got[0].String() != "***" {
			t.Errorf("%s: %d tokens", name, len(got))
		}
	}
}

func TestZaloFaultsAreListed(t *testing.T) {
	t.Parallel()
	_, err := config.Read([]string{
		"SOHOC_ZALO_TOKEN=111:abc,no token,111:def", "SOHOC_ZALO_API_URL=ftp://x", "SOHOC_ZALO_WEBHOOK_SECRET=short",
		"SOHOC_TELEGRAM_WEBHOOK_SECRET=có dấu cách và dấu tiếng Việt", "SOHOC_ZALO_RATE=-1",
	})
	if err == nil {
		t.Fatal("bad settings were taken")
	}
	for _, want := range []string{
		"token thứ 2", "token thứ 4 trùng", "SOHOC_ZALO_API_URL", "SOHOC_ZALO_WEBHOOK_SECRET", "SOHOC_TELEGRAM_WEBHOOK_SECRET", "SOHOC_ZALO_RATE",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the faults lack %q:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "abc") || strings.Contains(err.Error(), "short") {
		t.Errorf("the faults hold a secret:\n%v", err)
	}
}

func TestWebhooksNeedHTTPS(t *testing.T) {
	t.Parallel()
	secret := "SOHOC_ZALO_WEBHOOK_SECRET=0123456789abcdef"
	for address, want := range map[string]bool{"https://so.example.vn/hoc": true, "http://so.example.vn": false, "": false} {
		env := []string{secret, "SOHOC_TELEGRAM_WEBHOOK_SECRET=0123456789abcdef"}
		if address != "" {
			env = append(env, "SOHOC_PUBLIC_URL="+address)
		}
		c, err := config.Read(env)
		if err != nil {
			t.Fatal(err)
		}
		if c.ZaloByWebhook() != want || c.TelegramByWebhook() != want {
			t.Errorf("at %q webhooks are %v and %v, want %v", address, c.ZaloByWebhook(), c.TelegramByWebhook(), want)
		}
	}
}
