package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

const (
	hookURL    = "https://so.example.vn/webhook/telegram"
	hookSecret = "0123456789abcdef"
)

// calls counts the calls of a method.
func calls(r *rig, method string) int {
	n := 0
	for _, c := range r.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

func TestTheWebhookIsSetOnlyWhenItIsNot(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for i, c := range []struct {
		known bool
		sets  int
	}{{false, 1}, {true, 1}, {false, 2}} {
		if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, c.known, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
		if n := calls(r, "setWebhook"); n != c.sets {
			t.Errorf("start %d: set %d times, want %d", i, n, c.sets)
		}
	}
	for _, c := range r.Calls() {
		if c.Method != "setWebhook" {
			continue
		}
		var allowed []string
		raw, _ := c.Params.Lookup("allowed_updates")
		if err := json.Unmarshal([]byte(raw), &allowed); err != nil || len(allowed) != 4 {
			t.Errorf("allowed updates are %q (%v)", raw, err)
		}
		if n, _ := c.Params.Lookup("max_connections"); n != "1" {
			t.Errorf("with %q connections the order of a person's words is not kept", n)
		}
	}
	if r.adapter.Username() == "" {
		t.Error("the bot's name is not known")
	}
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return errFull }); !errors.Is(err, errFull) {
		t.Errorf("what cannot be remembered is %v", err)
	}
}

func TestListenGoesOnTrying(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Fail("getWebhookInfo", telegramtest.HTMLPage{Status: http.StatusBadGateway})
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return nil }); err != nil || calls(r, "setWebhook") != 1 {
		t.Errorf("%v; set %d times", err, calls(r, "setWebhook"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.adapter.Listen(ctx, hookURL, hookSecret, false, func() error { return errFull }); err != nil {
		t.Errorf("at the end of its context: %v", err)
	}
}

// TestPollTakesAWebhookAway, with which polling is refused.
func TestPollTakesAWebhookAway(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	r.Say(1001, "chào")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.adapter.Poll(ctx, r.taken.accept) }()
	got := r.taken.wait(t, 1)
	cancel()
	if err := <-done; err != nil || got[0].Text != "chào" || calls(r, "deleteWebhook") != 1 {
		t.Errorf("%v; came %q; taken away %d times", err, got[0].Text, calls(r, "deleteWebhook"))
	}
}

// TestReceive takes in what Telegram posts, and has it come again when it could not be stored.
func TestReceive(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body := make([]byte, req.ContentLength)
		if _, err := req.Body.Read(body); req.Header.Get(telegram.SecretHeader) != hookSecret {
			t.Errorf("the secret did not come along (%v)", err)
		}
		if r.adapter.Receive(req.Context(), body, r.taken.accept) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer hook.Close()
	r.taken.refuse = 1
	r.Say(1001, "chào")
	r.Say(1001, "/hoc 2h")
	for i, want := range []int{http.StatusServiceUnavailable, http.StatusOK, http.StatusOK} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		status, err := r.PostUpdate(ctx, hook.Client(), hook.URL)
		cancel()
		if err != nil || status != want {
			t.Errorf("post %d: %d (%v), want %d", i, status, err, want)
		}
	}
	got := r.taken.wait(t, 2)
	if len(got) != 2 || got[0].Text != "chào" || got[1].Text != "/hoc 2h" || got[0].Kind != channel.Text {
		t.Errorf("came %+v", got)
	}
	for _, odd := range []string{"<html>", "{}", `{"update_id":7}`, `{"update_id":8,"poll":{}}`} {
		if err := r.adapter.Receive(t.Context(), []byte(odd), r.taken.accept); err != nil {
			t.Errorf("%s comes again for ever: %v", odd, err)
		}
	}
}
