package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"sohoc/internal/config"
)

func TestSecretsComeFromFiles(t *testing.T) {
	t.Parallel()
	c := read(t, "SOHOC_TELEGRAM_TOKEN_FILE="+file(t, token+"\r\n"), "SOHOC_METRICS_TOKEN_FILE="+file(t, "\tmetrics secret \n"))
	if string(c.TelegramToken) != token || string(c.MetricsToken) != "metrics secret" {
		t.Error("the secrets are not those of the files")
	}
}

func TestSecretsNeverPrint(t *testing.T) {
	t.Parallel()
	c := read(t, "SOHOC_TELEGRAM_TOKEN="+token, "SOHOC_METRICS_TOKEN=metricsecret")
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("start", "token", c.TelegramToken, "cfg", c, "ptr", &c)
	}
	encoded, err := json.Marshal(map[string]any{"cfg": c, "list": []config.Secret{c.MetricsToken}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"%v": fmt.Sprintf("%v %v", c, c.TelegramToken), "%+v": fmt.Sprintf("%+v %+v", c, &c), "%#v": fmt.Sprintf("%#v %#v", c, c.MetricsToken),
		"%s": fmt.Sprintf("%s %s", c.TelegramToken, []config.Secret{c.MetricsToken}), "%q": fmt.Sprintf("%q", c.TelegramToken),
		"%x": fmt.Sprintf("%x", c.TelegramToken), "Print": fmt.Sprint(c.TelegramToken, c), "slog": log.String(), "JSON": string(encoded),
		"error": fmt.Errorf("start with %v: %w", c, fs.ErrExist).Error(),
	} {
		if strings.Contains(text, "secret") || strings.Contains(text, fmt.Sprintf("%x", "secret")) {
			t.Errorf("%s shows a secret: %s", name, text)
		}
		if name != "%x" && !strings.Contains(text, "***") {
			t.Errorf("%s does not show that there is one: %s", name, text)
		}
	}
	if none := config.Secret(""); fmt.Sprint(none) != "" || fmt.Sprintf("%#v", none) != `""` {
		t.Errorf("no secret prints as %v and %#v", none, none)
	}
}

func TestFaultsHoldNoSecret(t *testing.T) {
	t.Parallel()
	for _, environ := range [][]string{
		{"SOHOC_TELEGRAM_TOKEN=not a token: secret"},
		{"SOHOC_TELEGRAM_TOKEN_FILE=" + file(t, "secret")},
		{"SOHOC_TELEGRAM_TOKEN=" + token, "SOHOC_TELEGRAM_TOKEN_FILE=" + file(t, token)},
	} {
		_, err := config.Read(environ)
		if err == nil || strings.Contains(strings.ReplaceAll(err.Error(), "/secret", ""), "secret") {
			t.Errorf("it says %v", err)
		}
	}
}
