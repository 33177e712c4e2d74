package telegramtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot"

	"sohoc/internal/telegram/telegramtest"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault telegramtest.Fault
		code  int
		text  string
		is    error // what the library makes of it
	}{
		{telegramtest.Blocked{}, 403, "Forbidden: bot was blocked by the user", bot.ErrorForbidden},
		{telegramtest.Deactivated{}, 403, "Forbidden: user is deactivated", bot.ErrorForbidden},
		{telegramtest.CantParse{}, 400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
			bot.ErrorBadRequest},
		{telegramtest.ChatNotFound{}, 400, "Bad Request: chat not found", bot.ErrorBadRequest},
		{telegramtest.Conflict{}, 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
			bot.ErrorConflict},
		{telegramtest.Unauthorized{}, 401, "Unauthorized", bot.ErrorUnauthorized},
		{&telegramtest.APIError{Code: 404, Description: "Not Found"}, 404, "Not Found", bot.ErrorNotFound},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			s, b := start(t)
			s.Fail("sendMessage", test.fault)
			s.Fail("sendMessage", test.fault)
			a := call(t, s, "sendMessage", "chat_id", "5", "text", "a")
			if a.HTTP != test.code || a.ErrorCode != test.code || a.OK || a.Description != test.text {
				t.Errorf("answer %+v", a)
			}
			_, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: 5, Text: "a"})
			if !errors.Is(err, test.is) {
				t.Errorf("the library reads %v", err)
			}
			if c := s.Calls(); len(c) != 2 || c[1].Status != test.code || c[1].Fault == nil || s.SentCount() != 0 {
				t.Errorf("on record is %+v", c)
			}
		})
	}
}

func TestTooManyRequestsTellsHowLong(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	s.Fail("sendMessage", telegramtest.TooManyRequests{RetryAfter: 3})
	_, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: 5, Text: "a"})
	var flood *bot.TooManyRequestsError
	if !errors.As(err, &flood) || flood.RetryAfter != 3 || !strings.HasSuffix(flood.Message, "Too Many Requests: retry after 3") {
		t.Errorf("the library reads %v", err)
	}
}

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		fault     telegramtest.Fault
		delivered int
		recorded  int
	}{
		{"HTML page", telegramtest.HTMLPage{Status: 502}, 0, 1},
		{"cut body", telegramtest.CutBody{}, 1, 1},
		{"drop before", telegramtest.DropBefore{}, 0, 0},
		{"drop after", telegramtest.DropAfter{}, 1, 1},
		{"empty body", telegramtest.EmptyBody{}, 0, 1},
		{"empty result", telegramtest.EmptyResult{}, 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, b := start(t)
			s.Fail("sendMessage", test.fault)
			if m, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: 5, Text: "a"}); err == nil {
				t.Errorf("the library is content with %+v", m)
			}
			if got := len(s.Sent(5)); got != test.delivered {
				t.Errorf("%d messages were delivered", got)
			}
			if got := len(s.Calls("sendMessage")); got != test.recorded {
				t.Errorf("%d calls are on record", got)
			}
			send(t, b, 5, "b", nil) // the rule is used up
		})
	}
}

func TestHTMLPageLooksLikeTheGateway(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	s.Fail("getMe", telegramtest.HTMLPage{Status: 502})
	status, body := do(t, http.DefaultClient, "GET", s.URL()+"/bot"+s.Token()+"/getMe", "", "")
	if status != 502 || !strings.Contains(body, "<title>502 Bad Gateway</title>") || !strings.Contains(body, "<h1>502 Bad Gateway</h1>") {
		t.Errorf("answer %d %s", status, body)
	}
}

func TestCutBodyOfAPollLosesNoUpdate(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	id := s.Say(1, "một").UpdateID
	s.Fail("getUpdates", telegramtest.CutBody{})
	response, err := http.Get(s.URL() + "/bot" + s.Token() + "/getUpdates")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(string(body), `{"ok":true,"result":[{"update_id":`) {
		t.Errorf("read %q, %v", body, err)
	}
	if got := ids(t, fetch(t, s)); len(got) != 1 || got[0] != int64(id) {
		t.Errorf("the next poll has %v", got)
	}
	s.Fail("getUpdates", telegramtest.EmptyResult{})
	if n := len(fetch(t, s)); n != 0 {
		t.Errorf("an empty result has %d updates", n)
	}
	if n := len(fetch(t, s)); n != 1 {
		t.Errorf("after the empty result came %d updates", n)
	}
}

func TestHang(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		deliver   bool
		release   bool
		delivered int
	}{
		{"undone until the client gives up", false, false, 0},
		{"done until the client gives up", true, false, 1},
		{"undone until released", false, true, 1},
		{"done until released", true, true, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, b := start(t)
			release := make(chan struct{})
			s.Fail("sendMessage", telegramtest.Hang{Release: release, Deliver: test.deliver})
			ctx, giveUp := context.WithCancel(within(t))
			defer giveUp()
			result := make(chan error)
			go func() {
				_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: 5, Text: "a"})
				result <- err
			}()
			c, err := s.WaitCall(within(t), func(c telegramtest.Call) bool { return c.Fault != nil })
			if err != nil || c.Method != "sendMessage" {
				t.Fatalf("the hang: %+v, %v", c, err)
			}
			if test.release {
				close(release)
			} else {
				giveUp()
			}
			if err := <-result; test.release != (err == nil) {
				t.Errorf("the client got %v", err)
			}
			if got := len(s.Sent(5)); got != test.delivered {
				t.Errorf("%d messages were delivered", got)
			}
			if got := len(s.Calls("sendMessage")); got != 1 {
				t.Errorf("%d calls are on record", got)
			}
		})
	}
}

func TestCloseEndsAHang(t *testing.T) {
	t.Parallel()
	s := telegramtest.New(telegramtest.Options{})
	s.Fail("getMe", telegramtest.Hang{})
	done := make(chan error)
	go func() {
		response, err := http.Get(s.URL() + "/bot" + s.Token() + "/getMe")
		if err == nil {
			err = response.Body.Close()
		}
		done <- err
	}()
	if _, err := s.WaitCall(within(t), func(telegramtest.Call) bool { return true }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s.Close()
	if err := <-done; err == nil {
		t.Log("the client got an answer before the end") // it may: what counts is that it has ended
	}
}

func TestSlowAnswer(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *telegramtest.Server, client *http.Client) {
		s.Fail("getMe", telegramtest.Slow{Delay: 7 * time.Second})
		began := time.Now()
		if a := callBy(t, client, s.URL()+"/bot"+s.Token()+"/getMe"); !a.OK || time.Since(began) != 7*time.Second {
			t.Errorf("%+v after %v", a, time.Since(began))
		}
		s.Fail("getMe", telegramtest.Slow{Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL()+"/bot"+s.Token()+"/getMe", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Do(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the impatient client got %v", err)
		}
		synctest.Wait()
		if time.Since(began) != 67*time.Second {
			t.Errorf("it took %v", time.Since(began))
		}
	})
}

func TestRulesChooseTheirCalls(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	third := s.Script(telegramtest.Rule{Method: "sendMessage", Chat: 5, Skip: 2, Times: 2, Fault: telegramtest.Blocked{}})
	always := s.Script(telegramtest.Rule{Chat: 6, Times: telegramtest.Forever, Fault: telegramtest.ChatNotFound{}})
	say := func(chat string) int { return call(t, s, "sendMessage", "chat_id", chat, "text", "a").HTTP }
	var got []int
	for _, chat := range []string{"5", "7", "5", "5", "5", "5", "6", "6"} {
		got = append(got, say(chat))
	}
	for i, want := range []int{200, 200, 200, 403, 403, 200, 400, 400} {
		if got[i] != want {
			t.Errorf("call %d got %d, want %d", i, got[i], want)
		}
	}
	if third.Hits() != 2 || always.Hits() != 2 {
		t.Errorf("%d and %d hits", third.Hits(), always.Hits())
	}
	always.Remove()
	if say("6") != 200 {
		t.Error("a removed rule still plays")
	}
	s.Script(telegramtest.Rule{Times: telegramtest.Forever, Fault: telegramtest.HTMLPage{Status: 500}})
	if a := call(t, s, "getUpdates"); !a.OK {
		t.Error("a rule without a method meets polls")
	}
}

func TestDownloadsMeetFaults(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	s.ShareDocument(5, telegramtest.File{Name: "a.pdf", Data: []byte("%PDF-1.7 some text")}, "")
	f, err := b.GetFile(within(t), &bot.GetFileParams{FileID: last(t, s).Message.Document.FileID})
	if err != nil {
		t.Fatal(err)
	}
	link := b.FileDownloadLink(f)
	s.Fail(telegramtest.MethodDownload, telegramtest.CutBody{})
	response, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) || string(body) != "%PDF-1.7 " {
		t.Errorf("read %q, %v", body, err)
	}
	s.Fail(telegramtest.MethodDownload, telegramtest.DropAfter{})
	if _, err := (&http.Client{Transport: &http.Transport{}}).Get(link); err == nil {
		t.Error("a dropped download had an answer")
	}
	if status, body := do(t, http.DefaultClient, "GET", link, "", ""); status != 200 || body != "%PDF-1.7 some text" {
		t.Errorf("then came %d %q", status, body)
	}
}
