package zalo_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/zalo"
	"sohoc/internal/zalo/zalotest"
)

var lan = zalotest.ChatOf(1)

func TestUpdatesArriveInOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	box := newInbox()
	stop := run(t, r.adapter, box.accept)
	for _, word := range []string{"một", "hai", "ba"} {
		r.Say(lan, word)
	}
	r.SharePhoto(lan, []byte("x"), "minh chứng")
	r.ShareFile(lan)
	r.Sticker(lan)
	got := box.wait(t, 6)
	stop()
	for i, want := range []string{"một", "hai", "ba"} {
		if e := got[i]; e.Kind != channel.Text || e.Text != want || e.Address != address(lan) || e.User != channel.UserID(lan) || e.Group || e.Sender == "" {
			t.Errorf("event %d is %+v, want the text %q", i, e, want)
		}
	}
	if e := got[3]; e.Kind != channel.Upload || e.Text != "minh chứng" || e.File == nil || !strings.HasPrefix(e.File.ID, r.URL()) {
		t.Errorf("the photo came as %+v", e)
	}
	if got[4].Kind != channel.Unhandled || got[5].Kind != channel.Unhandled {
		t.Errorf("a file and a sticker came as %s and %s", got[4].Kind, got[5].Kind)
	}
	if left, err := os.ReadFile(filepath.Join(r.dir, "incoming.jsonl")); err != nil || len(left) != 0 {
		t.Errorf("%d bytes are left on the disk (%v)", len(left), err)
	}
	if s := r.adapter.Status(); s.Received != 6 || s.Name != "Bot Sổ Học" || s.LastPoll.IsZero() || s.Problem != zalo.NoProblem {
		t.Errorf("the status is %+v", s)
	}
}

// TestWhatCameIsKeptOverACrash has the program die between the answer of the platform and the inbox: what came is on
// the disk, and the next life takes it in, once for the inbox since the key is the same.
func TestWhatCameIsKeptOverACrash(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	box := newInbox()
	asked := make(chan struct{}, 100)
	box.fail = func() error { asked <- struct{}{}; return errors.New("the database is locked") }
	stop := run(t, r.adapter, box.accept)
	r.Say(lan, "một")
	<-asked
	r.Say(lan, "hai")
	ctx := t.Context()
	if err := r.Wait(ctx, func() bool { return r.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	stop()
	if p := r.adapter.Status().Problem; p != zalo.NotTakingIn {
		t.Errorf("the problem is %q, want %q", p, zalo.NotTakingIn)
	}
	box.fail = nil
	stop = run(t, r.another(t, nil), box.accept)
	got := box.wait(t, 2)
	stop()
	if got[0].Text != "một" || got[1].Text != "hai" {
		t.Errorf("after the crash came %q and %q", got[0].Text, got[1].Text)
	}
}

// TestHalfALineOfACrash passes over what was being written when the power went.
func TestHalfALineOfACrash(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	body := `"eyJldmVudF9uYW1lIjoibWVzc2FnZS50ZXh0LnJlY2VpdmVkIiwibWVzc2FnZSI6eyJtZXNzYWdlX2lkIjoibTEiLCJmcm9tIjp7ImlkIjoidTEifSwiY2hhdCI6eyJpZCI6ImMxIn0sInRleHQiOiJ4aW4ifX0="`
	if err := os.WriteFile(filepath.Join(r.dir, "incoming.jsonl"), []byte("\n"+body+"\n\n"+body[:40]), 0o600); err != nil {
		t.Fatal(err)
	}
	box := newInbox()
	stop := run(t, r.adapter, box.accept)
	got := box.wait(t, 1)
	r.Say(lan, "sau đó")
	got = append(got[:1], box.wait(t, 2)[1])
	stop()
	if got[0].Text != "xin" || got[0].Chat != "c1" || got[1].Text != "sau đó" {
		t.Errorf("taken in: %q, %q", got[0].Text, got[1].Text)
	}
}

// TestBadNewsOfPolls brings everything in spite of what platforms and lines do, except what the platform itself lost.
func TestBadNewsOfPolls(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]zalotest.Fault{
		"internal error": zalotest.Internal{}, "html page": zalotest.HTMLPage{Status: 502}, "closed before": zalotest.DropBefore{},
		"said twice": zalotest.Twice{}, "fast idle": zalotest.FastIdle{}, "camel case": zalotest.CamelCase{},
		"status 500 in the envelope": zalotest.Status{HTTP: 500, Refusal: zalotest.Refusal{Code: 403, Description: "Internal server error"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, zalotest.Options{}, nil)
			r.Fail("getUpdates", fault)
			box := newInbox()
			r.Say(lan, "một")
			r.Say(lan, "hai")
			stop := run(t, r.adapter, box.accept)
			got := box.wait(t, 2)
			stop()
			keys := map[channel.UpdateKey]bool{}
			for _, e := range got {
				keys[e.Key] = true
			}
			if _, twice := fault.(zalotest.Twice); !twice && len(keys) != 2 || r.adapter.Status().Broken > 1 {
				t.Errorf("%d different events, %+v", len(keys), r.adapter.Status())
			}
		})
	}
}

func TestLostAnswersAreCounted(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	r.Script(zalotest.Rule{Method: "getUpdates", Fault: zalotest.CutBody{}})
	r.Script(zalotest.Rule{Method: "getUpdates", Fault: zalotest.DropAfter{}})
	box := newInbox()
	for _, word := range []string{"mất", "cũng mất", "còn"} {
		r.Say(lan, word)
	}
	stop := run(t, r.adapter, box.accept)
	got := box.wait(t, 1)
	stop()
	if got[0].Text != "còn" || len(r.Lost()) != 2 {
		t.Errorf("came %q, the platform lost %d", got[0].Text, len(r.Lost()))
	}
	if b := r.adapter.Status().Broken; b != 2 {
		t.Errorf("%d broken polls are counted, want 2", b)
	}
}

// TestWhatCannotBeReadIsPutAside goes on behind it, and keeps it for whoever looks into it.
func TestWhatCannotBeReadIsPutAside(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	box := newInbox()
	r.Raw(`{"event_name":5,"message":[]}`)
	r.Raw(`"a text"`)
	r.Raw(`{"event_name":"message.new.kind","message":{"message_id":"x1","from":{"id":"u"},"chat":{"id":"u"}}}`)
	r.Say(lan, "sau đó")
	stop := run(t, r.adapter, box.accept)
	got := box.wait(t, 2)
	stop()
	if got[0].Kind != channel.Unhandled || got[1].Text != "sau đó" {
		t.Errorf("came %+v", got)
	}
	kept, err := os.ReadFile(filepath.Join(r.dir, "unreadable.jsonl"))
	if err != nil || strings.Count(string(kept), "\n") != 2 {
		t.Errorf("put aside: %q (%v)", kept, err)
	}
}

func TestAWebhookInTheWayIsTakenAway(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	r.SetHook("https://old.example/hook", "old-secret")
	box := newInbox()
	r.Say(lan, "một")
	stop := run(t, r.adapter, box.accept)
	box.wait(t, 1)
	stop()
	if hook, _ := r.Hook(); hook != "" {
		t.Errorf("the webhook is still %q", hook)
	}
}

func TestABadTokenIsSaidOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, func(c *zalo.Config) { c.Token = "123456:OfNobodyAtAll" })
	stop := run(t, r.adapter, newInbox().accept)
	deadline := time.After(20 * time.Second)
	for r.adapter.Status().Problem != zalo.BadToken {
		select {
		case <-deadline:
			t.Fatalf("the status is %+v", r.adapter.Status())
		case <-time.After(time.Millisecond):
		}
	}
	stop()
	if n := strings.Count(r.log.String(), "does not accept the token"); n != 1 || strings.Contains(r.log.String(), "OfNobodyAtAll") {
		t.Errorf("said %d times:\n%s", n, r.log.String())
	}
}
