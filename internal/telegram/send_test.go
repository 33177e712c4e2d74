package telegram_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

func card() channel.Message {
	return channel.Message{To: to("1001"), Text: "Đã ghi mục 12", Choices: []channel.Choice{
		{Data: "e:12", Label: "Sửa", Aside: true}, {Data: "d:12", Label: "Xóa", Aside: true},
	}}
}

func asSendError(t *testing.T, err error) *channel.SendError {
	t.Helper()
	var out *channel.SendError
	if !errors.As(err, &out) {
		t.Fatalf("the error is %T %v, want a *channel.SendError", err, err)
	}
	return out
}

func TestSendCard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.adapter.Send(t.Context(), card()); err != nil {
		t.Fatal(err)
	}
	sent := r.Sent(1001)
	want := `{"inline_keyboard":[[{"text":"Sửa","callback_data":"e:12"},{"text":"Xóa","callback_data":"d:12"}]]}`
	if len(sent) != 1 || sent[0].Text != "Đã ghi mục 12" || sent[0].Markup != want || sent[0].ParseMode != "" {
		t.Errorf("sent %+v", sent)
	}
	if got := r.Calls("sendMessage")[0].Params.Get("link_preview_options"); got != `{"is_disabled":true}` {
		t.Errorf("link previews: %s", got)
	}
}

// TestMarkupOfPeopleIsJustText sends what would break a message in any of Telegram's parse modes.
func TestMarkupOfPeopleIsJustText(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	text := "<b>*_`[Luật](x) &amp; \"Nghị định\" \\ _ \u2028 😀"
	if err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Text: text}); err != nil {
		t.Fatal(err)
	}
	if got := r.Sent(1001)[0].Text; got != text {
		t.Errorf("arrived as %q, want %q", got, text)
	}
}

func TestBadNews(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault     telegramtest.Fault
		want      channel.SendError
		delivered int
	}{
		"429":         {telegramtest.TooManyRequests{RetryAfter: 17}, channel.SendError{Reason: channel.Throttled, RetryAfter: 17 * time.Second}, 0},
		"429 of zero": {telegramtest.TooManyRequests{}, channel.SendError{Reason: channel.Throttled, RetryAfter: time.Second}, 0},
		"blocked":     {telegramtest.Blocked{}, channel.SendError{Reason: channel.Unreachable}, 0},
		"deactivated": {telegramtest.Deactivated{}, channel.SendError{Reason: channel.Unreachable}, 0},
		"no chat":     {telegramtest.ChatNotFound{}, channel.SendError{Reason: channel.Unreachable}, 0},
		"moved": {
			&telegramtest.APIError{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -1005},
			channel.SendError{Reason: channel.MovedChat, NewChat: "-1005"}, 0,
		},
		"bad markup":     {telegramtest.CantParse{}, channel.SendError{Reason: channel.Markup}, 0},
		"401":            {telegramtest.Unauthorized{}, channel.SendError{Reason: channel.Credentials}, 0},
		"404":            {&telegramtest.APIError{Code: 404, Description: "Not Found"}, channel.SendError{Reason: channel.Credentials}, 0},
		"409":            {telegramtest.Conflict{}, channel.SendError{Reason: channel.Rejected}, 0},
		"500":            {&telegramtest.APIError{Code: 500, Description: "Internal Server Error"}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"502 page":       {telegramtest.HTMLPage{Status: 502}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"504 page":       {telegramtest.HTMLPage{Status: 504}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"200 page":       {telegramtest.HTMLPage{Status: 200}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"a blocking 403": {telegramtest.HTMLPage{Status: 403}, channel.SendError{Reason: channel.Temporary}, 0},
		"a lost 302":     {telegramtest.HTMLPage{Status: 302}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"empty body":     {telegramtest.EmptyBody{}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"cut answer":     {telegramtest.CutBody{}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 1},
		"drop before":    {telegramtest.DropBefore{}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"drop after":     {telegramtest.DropAfter{}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 1},
		"hang":           {telegramtest.Hang{}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 0},
		"hang after":     {telegramtest.Hang{Deliver: true}, channel.SendError{Reason: channel.Temporary, Uncertain: true}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := bubbleRig(t)
				r.Fail("sendMessage", test.fault)
				start := time.Now()
				err := r.adapter.Send(t.Context(), card())
				got := *asSendError(t, err)
				checkHarmless(t, err, r.Token())
				got.Err = nil
				if got != test.want {
					t.Errorf("the error says %+v, want %+v", got, test.want)
				}
				if n := len(r.Sent(1001)); n != test.delivered {
					t.Errorf("%d messages arrived, want %d", n, test.delivered)
				}
				if took := time.Since(start); took > 30*time.Second {
					t.Errorf("the attempt took %v", took)
				}
				if err := r.adapter.Send(t.Context(), card()); err != nil {
					t.Errorf("the next attempt: %v", err)
				}
			})
		})
	}
}

// checkHarmless looks for the token and for words of the message in the error and in all that it wraps.
func checkHarmless(t *testing.T, err error, token string) {
	t.Helper()
	_, secret, _ := strings.Cut(token, ":")
	for ; err != nil; err = errors.Unwrap(err) {
		for _, forbidden := range []string{secret, "Đã ghi", "mục 12"} {
			if strings.Contains(err.Error(), forbidden) {
				t.Errorf("the error holds %q: %v", forbidden, err)
			}
		}
	}
}

func TestBadRequestWithoutButtonsIsRejected(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Fail("sendMessage", &telegramtest.APIError{Code: 400, Description: "Bad Request: message is too long"})
	err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Text: "a"})
	if got := asSendError(t, err); got.Reason != channel.Rejected || got.Uncertain {
		t.Errorf("the error says %+v", got)
	}
}

func TestTooLongDataIsAMatterOfMarkup(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	err := r.adapter.Send(t.Context(), channel.Message{
		To: to("1001"), Text: "a", Choices: []channel.Choice{{Label: "x", Data: strings.Repeat("d", 65)}},
	})
	if got := asSendError(t, err); got.Reason != channel.Markup {
		t.Errorf("the error says %+v", got)
	}
}

func TestNothingToSend(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, text := range []string{"", " \n "} {
		err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Text: text})
		if got := asSendError(t, err); got.Reason != channel.Rejected || got.Uncertain {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if n := r.Count("sendMessage"); n != 0 {
		t.Errorf("%d calls were made of nothing", n)
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err = listener.Close(); err != nil {
		t.Fatal(err)
	}
	for name, url := range map[string]string{
		"refused":   "http://" + address,
		"not TLS":   "https://" + plainServer(t),
		"no name":   "http://telegram.invalid",
		"a bad URL": "http://telegram.invalid:99999",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *telegram.Config) { c.APIURL = url })
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			err := r.adapter.Send(ctx, card())
			if got := asSendError(t, err); got.Reason != channel.Temporary || got.Uncertain {
				t.Errorf("the error says %+v, want temporary and surely not sent", got)
			}
			checkHarmless(t, err, r.Token())
			if strings.Contains(err.Error(), "/bot") {
				t.Errorf("the error holds the path: %v", err)
			}
		})
	}
}

// plainServer answers in plain HTTP whatever is said.
func plainServer(t *testing.T) string {
	t.Helper()
	s := telegramtest.New(telegramtest.Options{})
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL(), "http://")
}

func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		r.Fail("sendMessage", telegramtest.Hang{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		err := r.adapter.Send(ctx, card())
		if got := asSendError(t, err); got.Reason != channel.Temporary || !got.Uncertain {
			t.Errorf("the error says %+v", got)
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error %v does not say that the time was over", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("Send took %v", took)
		}
	})
}

// TestRedirectIsNotFollowed: the path holds the token.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *telegram.Config) { c.HTTP = &http.Client{Transport: redirecting{t}} })
	err := r.adapter.Send(t.Context(), card())
	if got := asSendError(t, err); got.Reason != channel.Temporary {
		t.Errorf("the error says %+v", got)
	}
	checkHarmless(t, err, r.Token())
}

// redirecting sends everybody elsewhere, and fails the test of whoever goes there.
type redirecting struct{ t *testing.T }

func (r redirecting) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == "elsewhere.invalid" {
		r.t.Error("the redirect was followed")
	}
	_ = req.Body.Close()
	header := http.Header{"Location": {"https://elsewhere.invalid" + req.URL.Path}}
	return &http.Response{StatusCode: http.StatusTemporaryRedirect, Header: header, Body: http.NoBody, Request: req}, nil
}

func TestAnswerAndTyping(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.adapter.Send(t.Context(), card()); err != nil {
		t.Fatal(err)
	}
	r.run(t)
	if _, err := r.Press(1001, "Sửa"); err != nil {
		t.Fatal(err)
	}
	press := r.taken.wait(t, 1)[0]
	notice := strings.Repeat("Đã sửa 😀 ", 40)
	if err := r.adapter.Answer(t.Context(), channel.PressAnswer{To: press.Address, PressID: press.PressID, Text: notice}); err != nil {
		t.Error(err)
	}
	if err := r.adapter.Answer(t.Context(), channel.PressAnswer{To: press.Address, PressID: press.PressID}); err != nil {
		t.Error(err)
	}
	if _, ok := r.Calls("answerCallbackQuery")[1].Params.Lookup("text"); ok {
		t.Error("an answer without words says something")
	}
	if err := r.adapter.Typing(t.Context(), press.Address); err != nil {
		t.Error(err)
	}
	if p := r.Calls("sendChatAction")[0].Params; p.Get("action") != "typing" || p.Get("chat_id") != "1001" {
		t.Errorf("typing was sent as %v", p)
	}
	r.ExpireQueries()
	err := r.adapter.Answer(t.Context(), channel.PressAnswer{To: press.Address, PressID: press.PressID})
	if got := asSendError(t, err); got.Reason != channel.Rejected {
		t.Errorf("a late answer: %+v", got)
	}
	r.Fail("sendChatAction", telegramtest.Blocked{})
	if got := asSendError(t, r.adapter.Typing(t.Context(), press.Address)); got.Reason != channel.Unreachable {
		t.Errorf("typing to a blocked chat: %+v", got)
	}
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	want := channel.Capabilities{Buttons: true, Files: true, Photos: true, TextLimit: 4096, Proactive: true}
	if got := newRig(t).adapter.Capabilities(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
