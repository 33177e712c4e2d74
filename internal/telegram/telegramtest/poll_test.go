package telegramtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/telegram/telegramtest"
)

// ids are the numbers of updates.
func ids(t *testing.T, updates []json.RawMessage) []int64 {
	t.Helper()
	var numbers []int64
	for _, raw := range updates {
		var u struct {
			ID int64 `json:"update_id"`
		}
		if err := json.Unmarshal(raw, &u); err != nil {
			t.Fatalf("update %s: %v", raw, err)
		}
		numbers = append(numbers, u.ID)
	}
	return numbers
}

func TestUpdatesWaitUntilALaterOffsetConfirmsThem(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	var first telegramtest.UpdateID
	for i := range 150 {
		said := s.Say(1, "a")
		if i == 0 {
			first = said.UpdateID
		}
		if said.UpdateID != first+telegramtest.UpdateID(i) {
			t.Fatalf("update %d after %d", said.UpdateID, first)
		}
	}
	steps := []struct {
		offset, limit string
		from, count   int // of the ids in the answer
		pending       int
	}{
		{"0", "0", 0, 100, 150},
		{"0", "7", 0, 7, 150},
		{itoa(first), "1000", 0, 100, 150},
		{itoa(first + 99), "100", 99, 51, 51},
		{itoa(first), "100", 99, 51, 51}, // what is confirmed does not come back
		{"-3", "100", 147, 3, 3},
		{itoa(first + 150), "100", 0, 0, 0},
	}
	for _, step := range steps {
		got := ids(t, fetch(t, s, "offset", step.offset, "limit", step.limit))
		if len(got) != step.count || step.count > 0 && got[0] != int64(first)+int64(step.from) {
			t.Errorf("offset %s limit %s: %d updates from %v", step.offset, step.limit, len(got), got[:min(1, len(got))])
		}
		if s.Pending() != step.pending {
			t.Errorf("offset %s: %d pending", step.offset, s.Pending())
		}
	}
	if err := s.WaitConfirmed(within(t)); err != nil {
		t.Error(err)
	}
}

func TestAllowedUpdates(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	fetch(t, s, "allowed_updates", `["message"]`)
	if id := s.Block(1); id != 0 {
		t.Errorf("update %d of a kind that the bot does not take", id)
	}
	s.Say(1, "a")
	if n := len(fetch(t, s)); n != 1 {
		t.Errorf("%d updates", n)
	}
	fetch(t, s, "allowed_updates", "[]")
	if id := s.Unblock(1); id == 0 {
		t.Error("the default set has no my_chat_member")
	}
	if a := call(t, s, "getUpdates", "allowed_updates", "[]"); !a.OK {
		t.Errorf("answer %+v", a)
	}
}

func TestRepetitions(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	one, two := s.Say(1, "một").UpdateID, s.Say(1, "hai").UpdateID
	fetch(t, s, "offset", itoa(two+1))
	if err := s.Repeat(one); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, fetch(t, s, "offset", itoa(two+1))); len(got) != 1 || got[0] != int64(one) {
		t.Errorf("after Repeat came %v", got)
	}
	s.Fail("getUpdates", telegramtest.Redeliver{Last: 2})
	three := s.Say(1, "ba").UpdateID
	want := []int64{int64(one), int64(two), int64(three)}
	if got := ids(t, fetch(t, s, "offset", itoa(two+1))); len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("after Redeliver came %v, want %v", got, want)
	}
	if got := ids(t, fetch(t, s, "offset", itoa(two+1))); len(got) != 1 {
		t.Errorf("then came %v", got)
	}
	if err := s.Repeat(1); err == nil {
		t.Error("an update that never was could be repeated")
	}
}

func TestPushRaw(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	next := s.Say(1, "a").UpdateID + 1
	err := s.Push(
		json.RawMessage(`{"poll":{"id":"1"}}`),
		json.RawMessage(`{"update_id":200000,"message":{"text":"b"}}`),
		json.RawMessage(`{"update_id":`+itoa(next)+`,"poll":{"id":"1"}}`),
	)
	if err != nil {
		t.Fatal(err)
	}
	after := s.Say(1, "c").UpdateID
	got := ids(t, fetch(t, s))
	want := []int64{int64(next), int64(next) - 1, int64(next), 200000, 200001}
	if len(got) != 5 || after != 200001 {
		t.Fatalf("came %v, the last is %d", got, after)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("came %v, want %v", got, want)
			break
		}
	}
	if err := s.Push(json.RawMessage(`{`)); err == nil {
		t.Error("a broken update was taken")
	}
}

// inBubble runs a test with a server on pipes and a clock of its own.
func inBubble(t *testing.T, test func(t *testing.T, s *telegramtest.Server, client *http.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := telegramtest.NewPipeListener()
		s := telegramtest.Start(t, telegramtest.Options{Listener: listener})
		client := listener.Client()
		t.Cleanup(client.CloseIdleConnections)
		test(t, s, client)
	})
}

func TestLongPollWaitsForItsTimeout(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		began := time.Now()
		a := callBy(t, client, s.URL()+"/bot"+s.Token()+"/getUpdates", "timeout", "50")
		if string(a.Result) != "[]" || time.Since(began) != 50*time.Second {
			t.Errorf("%s after %v", a.Result, time.Since(began))
		}
		go func() {
			time.Sleep(20 * time.Second)
			s.Say(1, "đây")
		}()
		began = time.Now()
		a = callBy(t, client, s.URL()+"/bot"+s.Token()+"/getUpdates", "timeout", "50")
		if len(a.Result) < 10 || time.Since(began) != 20*time.Second {
			t.Errorf("%s after %v", a.Result, time.Since(began))
		}
	})
}

func TestDaysInABubble(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		b, err := bot.New(s.Token(), bot.WithServerURL(s.URL()), bot.WithHTTPClient(time.Minute, client),
			bot.WithNotAsyncHandlers(), bot.WithDefaultHandler(func(ctx context.Context, b *bot.Bot, u *models.Update) {
				if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "nghe rồi"}); err != nil {
					t.Errorf("send: %v", err)
				}
			}))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			b.Start(ctx)
		}()
		for range 3 {
			time.Sleep(24 * time.Hour)
			said := s.Say(5, "ngày mới")
			reply, err := s.WaitReply(ctx, 5, said.MessageID)
			if err != nil || reply.Text != "nghe rồi" {
				t.Fatalf("reply %+v, %v", reply, err)
			}
		}
		synctest.Wait() // the answer to the last reply is read; the library ends its sends with its loop
		stop()
		<-done
		if sent := s.Sent(5); len(sent) != 3 || sent[2].At.Sub(sent[0].At) != 48*time.Hour {
			t.Errorf("%d messages", len(sent))
		}
	})
}

func TestANewPollEndsTheOneThatWaits(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		target := s.URL() + "/bot" + s.Token() + "/getUpdates"
		older := make(chan answer)
		go func() { older <- callBy(t, client, target, "timeout", "50") }()
		synctest.Wait()
		newer := make(chan answer)
		go func() { newer <- callBy(t, client, target, "timeout", "50") }()
		a := <-older
		if a.HTTP != 409 || a.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
			t.Errorf("the older poll got %+v", a)
		}
		s.Say(1, "a")
		if a := <-newer; !a.OK || len(a.Result) < 10 {
			t.Errorf("the newer poll got %+v", a)
		}
	})
}

func TestAPollWhoseClientHasGoneIsNoRival(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		target := s.URL() + "/bot" + s.Token() + "/getUpdates?timeout=50"
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Do(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("the poll ended with %v", err)
		}
		synctest.Wait()
		s.Say(1, "a")
		if a := callBy(t, client, target); !a.OK || len(a.Result) < 10 {
			t.Errorf("the next poll got %+v", a)
		}
	})
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	hook := &bot.SetWebhookParams{URL: "https://example.vn/hook", SecretToken: "bí-mật"}
	if ok, err := b.SetWebhook(within(t), hook); !ok || err != nil {
		t.Fatalf("set: %v, %v", ok, err)
	}
	if a := call(t, s, "getUpdates"); a.HTTP != 409 {
		t.Errorf("a poll beside a webhook: %+v", a)
	}
	s.Say(1, "một")
	s.Say(1, "hai")
	status := http.StatusInternalServerError
	var seen []string
	handler := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var u models.Update
		if err := json.NewDecoder(r.Body).Decode(&u); err != nil || r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "bí-mật" {
			t.Errorf("the webhook got %+v, %v", r.Header, err)
			return
		}
		seen = append(seen, u.Message.Text)
		w.WriteHeader(status)
	}))
	t.Cleanup(handler.Close)
	for _, next := range []int{http.StatusOK, http.StatusNoContent} {
		if got, err := s.PostUpdate(within(t), handler.Client(), handler.URL); err != nil || got != status {
			t.Fatalf("post: %d, %v", got, err)
		}
		status = next
	}
	info, err := b.GetWebhookInfo(within(t))
	if err != nil || info.URL != hook.URL || info.PendingUpdateCount != 1 {
		t.Errorf("info %+v, %v", info, err)
	}
	if _, err := s.PostUpdate(within(t), handler.Client(), handler.URL); err != nil {
		t.Error(err)
	}
	if _, err := s.PostUpdate(within(t), handler.Client(), handler.URL); !errors.Is(err, telegramtest.ErrNothingPending) {
		t.Errorf("an empty queue gave %v", err)
	}
	if len(seen) != 3 || seen[0] != "một" || seen[1] != "một" || seen[2] != "hai" {
		t.Errorf("the webhook saw %q", seen)
	}
	s.Say(1, "ba")
	if ok, err := b.DeleteWebhook(within(t), &bot.DeleteWebhookParams{DropPendingUpdates: true}); !ok || err != nil {
		t.Errorf("delete: %v, %v", ok, err)
	}
	if n := len(fetch(t, s)); n != 0 {
		t.Errorf("%d updates survived", n)
	}
}
