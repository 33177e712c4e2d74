package web_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sohoc/internal/web"
)

func TestWebhookLetsInWhoKnowsTheSecret(t *testing.T) {
	t.Parallel()
	const secret = "0123456789abcdef"
	for _, c := range []struct {
		name, method, secret, body string
		fails                      error
		want                       int
		taken                      bool
	}{
		{"good", http.MethodPost, secret, `{"x":1}`, nil, 200, true},
		{"not stored", http.MethodPost, secret, `{"x":1}`, errors.New("disk is full"), 503, true},
		{"no secret", http.MethodPost, "", `{"x":1}`, nil, 401, false},
		{"another secret", http.MethodPost, "0123456789abcdeg", `{"x":1}`, nil, 401, false},
		{"a longer secret", http.MethodPost, secret + "0", `{"x":1}`, nil, 401, false},
		{"empty probe", http.MethodPost, secret, "", nil, 200, false},
		{"blank probe", http.MethodPost, secret, " \r\n", nil, 200, false},
		{"empty probe without the secret", http.MethodPost, "", "", nil, 200, false},
		{"get", http.MethodGet, secret, "", nil, 405, false},
		{"put", http.MethodPut, secret, `{"x":1}`, nil, 405, false},
		{"odd body", http.MethodPost, secret, "\x00\xff<html>", nil, 200, true},
		{"too long", http.MethodPost, secret, strings.Repeat("x", 1<<20+1), nil, 413, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			taken := ""
			h := web.Webhook{Header: "X-Secret", Secret: secret, Log: slog.New(slog.DiscardHandler), Take: func(_ context.Context, body []byte) error {
				taken = string(body)
				return c.fails
			}}
			r := httptest.NewRequest(c.method, "/webhook/x", strings.NewReader(c.body))
			r.Header.Set("X-Secret", c.secret)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("answered %d, want %d", w.Code, c.want)
			}
			if (taken != "") != c.taken || c.taken && taken != c.body {
				t.Errorf("taken in: %q", taken)
			}
		})
	}
}

// TestWebhookWithoutASecretIsShut holds even when somebody sends an empty one.
func TestWebhookWithoutASecretIsShut(t *testing.T) {
	t.Parallel()
	h := web.Webhook{Header: "X-Secret", Log: slog.New(slog.DiscardHandler), Take: func(context.Context, []byte) error {
		t.Error("it was taken in")
		return nil
	}}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{}")))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("answered %d", w.Code)
	}
}

// TestWebhookStoresWhatTheSenderNoLongerWaitsFor gives the store a context that outlives the request's.
func TestWebhookStoresWhatTheSenderNoLongerWaitsFor(t *testing.T) {
	t.Parallel()
	ctx, hangUp := context.WithCancel(t.Context())
	h := web.Webhook{Header: "X-Secret", Secret: "s", Log: slog.New(slog.DiscardHandler), Take: func(ctx context.Context, _ []byte) error {
		hangUp()
		return ctx.Err()
	}}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader("{}"))
	r.Header.Set("X-Secret", "s")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if body, _ := io.ReadAll(w.Body); w.Code != http.StatusOK || string(body) != `{"ok":true}` {
		t.Errorf("answered %d %s", w.Code, body)
	}
}
