package zalo_test

import (
	"errors"
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/zalo"
	"sohoc/internal/zalo/zalotest"
)

const (
	hookURL    = "https://so.example.vn/webhook/zalo/1459232241454765289"
	hookSecret = "0123456789abcdef"
)

// TestTheWebhookIsSetOnlyWhenItIsNot, since setting is limited per day.
func TestTheWebhookIsSetOnlyWhenItIsNot(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	remembered := 0
	remember := func() error { remembered++; return nil }
	for i, c := range []struct {
		known bool
		sets  int
	}{{false, 1}, {true, 1}, {true, 1}, {false, 2}} { // the last has another secret
		if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, c.known, remember); err != nil {
			t.Fatal(err)
		}
		if n := len(r.Calls("setWebhook")); n != c.sets || remembered != c.sets {
			t.Errorf("start %d: set %d times and remembered %d times, want %d", i, n, remembered, c.sets)
		}
	}
	if at, secret := r.Hook(); at != hookURL || secret != hookSecret {
		t.Errorf("it is set to %q, %q", at, secret)
	}
	r.SetHook("https://elsewhere.example/x", "y")
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, true, remember); err != nil || len(r.Calls("setWebhook")) != 3 {
		t.Errorf("one that somebody has changed is left (%v)", err)
	}
}

func TestSettingTheWebhookGoesOnTrying(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	r.Fail("getMe", zalotest.HTMLPage{Status: 502})
	r.Fail("getWebhookInfo", zalotest.Refusal{Code: 404, Description: "Not found"}) // the old host does not know it
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	if at, _ := r.Hook(); at != hookURL || r.adapter.Status().Failures != 0 {
		t.Errorf("set to %q, %+v", at, r.adapter.Status())
	}
	failed := errors.New("the disk is full")
	r.SetHook("", "")
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return failed }); !errors.Is(err, failed) {
		t.Errorf("what cannot be remembered is %v", err)
	}
}

// TestAnAddressThatZaloCannotReach is said and not set again: setting is limited per day.
func TestAnAddressThatZaloCannotReach(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	r.Fail("setWebhook", zalotest.Unverified{})
	if err := r.adapter.Listen(t.Context(), hookURL, hookSecret, false, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	if r.adapter.Status().Problem != zalo.BadWebhook || !strings.Contains(r.log.String(), "webhook.http.403") || len(r.Calls("setWebhook")) != 1 {
		t.Errorf("%+v\n%s", r.adapter.Status(), r.log.String())
	}
}

func TestReceive(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	box := newInbox()
	u := r.Say(lan, "xin chào")
	for _, body := range []string{string(u.Body), `{"ok":true,"result":` + string(u.Body) + `}`, "{}", "<html>"} {
		if err := r.adapter.Receive(t.Context(), []byte(body), box.accept); err != nil {
			t.Errorf("%.20q: %v", body, err)
		}
	}
	got := box.wait(t, 2)
	if len(got) != 2 || got[0].Key != got[1].Key || got[0].Kind != channel.Text {
		t.Errorf("came %+v", got)
	}
	if strings.Contains(r.log.String(), "html") {
		t.Error("the log holds what came")
	}
	failed := errors.New("the disk is full")
	box.fail = func() error { return failed }
	if err := r.adapter.Receive(t.Context(), u.Body, box.accept); !errors.Is(err, failed) {
		t.Errorf("what is not stored is %v", err)
	}
	if r.adapter.Status().Problem != zalo.NotTakingIn {
		t.Errorf("the status is %+v", r.adapter.Status())
	}
}

// TestWhatPollingLeftIsTakenIn when the next life is to be told by webhook.
func TestWhatPollingLeftIsTakenIn(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	box := newInbox()
	asked := make(chan struct{}, 100)
	box.fail = func() error { asked <- struct{}{}; return errors.New("locked") }
	stop := run(t, r.adapter, box.accept)
	r.Say(lan, "một")
	<-asked
	stop()
	box.fail = nil
	if err := r.another(t, nil).TakeLeft(t.Context(), box.accept); err != nil {
		t.Fatal(err)
	}
	if got := box.wait(t, 1); got[0].Text != "một" {
		t.Errorf("came %+v", got)
	}
}
