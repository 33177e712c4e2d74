package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/zalo"
	"sohoc/internal/zalo/zalotest"
)

// known is a rig in which lan has written before.
func known(t *testing.T, change func(*zalo.Config)) *rig {
	t.Helper()
	r := newRig(t, zalotest.Options{}, change)
	r.Say(lan, "chào")
	return r
}

func message(text string, choices ...string) channel.Message {
	m := channel.Message{To: address(lan), Text: text, Ref: "1"}
	for _, c := range choices {
		m.Choices = append(m.Choices, channel.Choice{Data: "x", Label: c})
	}
	return m
}

func TestChoicesAreANumberedList(t *testing.T) {
	t.Parallel()
	r := known(t, nil)
	if err := r.adapter.Send(t.Context(), message("Mục này đúng không?", "Có", "Không")); err != nil {
		t.Fatal(err)
	}
	if got := r.Sent(lan); len(got) != 1 || got[0].Text != "Mục này đúng không?\n\n1. Có\n2. Không" {
		t.Errorf("arrived: %+v", got)
	}
}

func TestLongTextsArriveInParts(t *testing.T) {
	t.Parallel()
	r := known(t, nil)
	long := strings.Repeat("Phòng Hành chính tư pháp: 12 người, 34 giờ 30 phút 😀\n", 100)
	m := message(long, "Xem tiếp")
	if err := r.adapter.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := r.Sent(lan)
	if len(got) < 3 || r.adapter.Cost(m) != len(got) {
		t.Fatalf("%d parts, the cost is said to be %d", len(got), r.adapter.Cost(m))
	}
	for i, s := range got {
		if !strings.HasSuffix(s.Text, fmt.Sprintf("(%d/%d)", i+1, len(got))) || channel.Units(s.Text) > 2000 {
			t.Errorf("part %d has %d units and ends in %q", i, channel.Units(s.Text), s.Text[len(s.Text)-20:])
		}
		for line := range strings.Lines(s.Text) {
			if strings.HasPrefix(line, "Phòng") && !strings.HasSuffix(strings.TrimSpace(line), "phút 😀") {
				t.Errorf("part %d cuts a line: %q", i, line)
			}
		}
	}
}

// TestARetryGoesOnWhereItBroke repeats no part that has arrived.
func TestARetryGoesOnWhereItBroke(t *testing.T) {
	t.Parallel()
	r := known(t, nil)
	m := message(strings.Repeat("một dòng để dài\n", 400))
	r.Script(zalotest.Rule{Method: "sendMessage", Every: 2, Fault: zalotest.HTMLPage{Status: 502}})
	if err := r.adapter.Send(t.Context(), m); err == nil {
		t.Fatal("a gateway's page counts as success")
	}
	if err := r.adapter.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := r.Sent(lan); len(got) != r.adapter.Cost(m) {
		t.Errorf("%d parts arrived, want %d", len(got), r.adapter.Cost(m))
	}
}

func TestWhatAFailureMeans(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault     zalotest.Fault
		reason    channel.Reason
		uncertain bool
	}{
		"quota":              {zalotest.Quota{}, channel.Throttled, false},
		"internal error":     {zalotest.Internal{}, channel.Temporary, true},
		"timeout":            {zalotest.FastIdle{}, channel.Temporary, true},
		"bad token with 200": {zalotest.Refusal{Code: 401, Description: "Unauthorized"}, channel.Credentials, false},
		"bad request":        {zalotest.Refusal{Code: 400, Description: "Bad request"}, channel.Rejected, false},
		"not found":          {zalotest.Refusal{Code: 404, Description: "Not found"}, channel.Rejected, false},
		"camel case":         {zalotest.CamelCase{}, channel.Rejected, false},
		"gateway":            {zalotest.HTMLPage{Status: 502}, channel.Temporary, true},
		"wall":               {zalotest.HTMLPage{Status: 403}, channel.Temporary, false},
		"page with 200":      {zalotest.HTMLPage{Status: 200}, channel.Temporary, true},
		"closed before":      {zalotest.DropBefore{}, channel.Temporary, true},
		"closed after":       {zalotest.DropAfter{}, channel.Temporary, true},
		"cut":                {zalotest.CutBody{}, channel.Temporary, true},
		"error with 500":     {zalotest.Status{HTTP: 500, Refusal: zalotest.Refusal{Code: 429, Description: "Quota exceeded"}}, channel.Throttled, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := known(t, nil)
			r.Fail("sendMessage", c.fault)
			err := r.adapter.Send(t.Context(), message("Nghị định bí mật"))
			var failed *channel.SendError
			if !errors.As(err, &failed) || failed.Reason != c.reason || failed.Uncertain != c.uncertain {
				t.Fatalf("it means %+v, want %s, uncertain %v", failed, c.reason, c.uncertain)
			}
			if text := err.Error(); strings.Contains(text, "bí mật") || strings.Contains(text, "FakeToken") {
				t.Errorf("the error says %q", text)
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	r := known(t, func(c *zalo.Config) { c.APIURL = "http://127.0.0.1:9" })
	var failed *channel.SendError
	if err := r.adapter.Send(t.Context(), message("chào")); !errors.As(err, &failed) || failed.Reason != channel.Temporary || failed.Uncertain {
		t.Errorf("it means %+v", failed)
	}
	if err := r.adapter.Probe(t.Context()); !errors.As(err, &failed) || failed.Reason != channel.Temporary {
		t.Errorf("a probe says %v", err)
	}
}

// TestTheQuotaStopsCalls does not hammer: after a 429 nothing is asked for a while, and it is said once.
func TestTheQuotaStopsCalls(t *testing.T) {
	t.Parallel()
	r := known(t, nil)
	r.Fail("sendMessage", zalotest.Quota{})
	var failed *channel.SendError
	for range 5 {
		if err := r.adapter.Send(t.Context(), message("chào")); !errors.As(err, &failed) || failed.Reason != channel.Throttled || failed.RetryAfter <= 0 {
			t.Fatalf("it means %+v", failed)
		}
	}
	if err := r.adapter.Typing(t.Context(), address(lan)); err != nil {
		t.Errorf("typing: %v", err)
	}
	if n := len(r.Calls("sendMessage")) + len(r.Calls("sendChatAction")); n != 1 {
		t.Errorf("%d calls were made, want 1", n)
	}
	if n := strings.Count(r.log.String(), "quota"); n != 1 || r.adapter.Status().Problem != zalo.QuotaSpent {
		t.Errorf("said %d times, the problem is %q", n, r.adapter.Status().Problem)
	}
}

func TestPicturesGoByAddressAndFilesByLink(t *testing.T) {
	t.Parallel()
	share := func(_ context.Context, to channel.Address, f channel.File) (zalo.Shared, error) {
		if to != address(lan) {
			t.Errorf("shared with %v", to)
		}
		if f.MIME == "image/png" {
			return zalo.Shared{Picture: "https://so.example.vn/anh/x.png"}, nil
		}
		return zalo.Shared{Words: "Tải ở đây: https://so.example.vn/tep/y"}, nil
	}
	r := known(t, func(c *zalo.Config) { c.Share = share })
	m := message("Tháng 11", "Xem thêm")
	m.Photo = &channel.File{Path: "outgoing/a.png", MIME: "image/png"}
	file := message("Báo cáo")
	file.Ref, file.File = "2", &channel.File{Path: "outgoing/a.xlsx", MIME: "application/x"}
	for _, m := range []channel.Message{m, file} {
		if err := r.adapter.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if r.adapter.Cost(m) != 1 {
			t.Errorf("the cost is %d", r.adapter.Cost(m))
		}
	}
	got := r.Sent(lan)
	if len(got) != 2 || got[0].Photo != "https://so.example.vn/anh/x.png" || got[0].Text != "Tháng 11\n\n1. Xem thêm" ||
		got[1].Photo != "" || got[1].Text != "Báo cáo\nTải ở đây: https://so.example.vn/tep/y" {
		t.Errorf("arrived: %+v", got)
	}
}

func TestNothingIsRefused(t *testing.T) {
	t.Parallel()
	r := known(t, nil)
	var failed *channel.SendError
	if err := r.adapter.Send(t.Context(), message(" \n ")); !errors.As(err, &failed) || failed.Reason != channel.Rejected {
		t.Errorf("an empty message: %v", err)
	}
	if err := r.adapter.Answer(t.Context(), channel.PressAnswer{To: address(lan)}); err != nil {
		t.Errorf("an answer to a press: %v", err)
	}
	if err := r.adapter.Typing(t.Context(), address(lan)); err != nil || len(r.Calls("sendChatAction")) != 1 {
		t.Errorf("typing: %v", err)
	}
}

// TestAMonthOnTheFreePlan meets the fake's own count, in and out.
func TestAMonthOnTheFreePlan(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{Quota: 10}, nil)
	for range 4 {
		r.Say(lan, "chào")
	}
	sent := 0
	for i := range 10 {
		m := message("chào")
		m.Ref = fmt.Sprint(i)
		if r.adapter.Send(t.Context(), m) == nil {
			sent++
		}
	}
	if sent != 6 || len(r.Calls("sendMessage")) != 7 {
		t.Errorf("%d went out by %d calls, want 6 by 7", sent, len(r.Calls("sendMessage")))
	}
}

func TestASlowAnswerIsGivenUp(t *testing.T) {
	t.Parallel()
	r := known(t, nil)
	release := make(chan struct{})
	defer close(release)
	r.Fail("sendMessage", zalotest.Slow{Release: release})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var failed *channel.SendError
	if err := r.adapter.Send(ctx, message("chào")); !errors.As(err, &failed) || !failed.Uncertain {
		t.Errorf("it means %+v", failed)
	}
}

func TestNewLooksAtWhatItIsGiven(t *testing.T) {
	t.Parallel()
	for _, cfg := range []zalo.Config{
		{}, {Token: "no number:x"}, {Token: "12:"}, {Token: "12:a b"}, {Token: "12:ab", APIURL: "ftp://x"}, {Token: "12:ab", APIURL: "https://x?y"},
	} {
		if _, err := zalo.New(cfg); err == nil || cfg.Token != "" && strings.Contains(err.Error(), cfg.Token) {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
	a, err := zalo.New(zalo.Config{Token: "0012:ab", HTTP: &http.Client{}})
	if err != nil || a.Account() != "0012" || a.Name() != "" {
		t.Errorf("account %q, name %q, %v", a.Account(), a.Name(), err)
	}
}
