package zalotest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sohoc/internal/zalo/zalotest"
)

var chat = zalotest.ChatOf(1)

// answer is what the platform says.
type answer struct {
	Status int
	OK     bool            `json:"ok"`
	Result json.RawMessage `json:"result"`
	Code   int             `json:"error_code"`
	Camel  int             `json:"errorCode"`
}

func call(t *testing.T, s *zalotest.Server, method, params string) answer {
	t.Helper()
	resp, err := http.Post(s.URL()+"/bot"+s.Token()+"/"+method, "application/json", strings.NewReader(params))
	if err != nil {
		return answer{}
	}
	defer resp.Body.Close()
	a := answer{Status: resp.StatusCode}
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		a.Code = -1
	}
	return a
}

// TestAPollBringsOneUpdateOnce and forgets it.
func TestAPollBringsOneUpdateOnce(t *testing.T) {
	t.Parallel()
	s := zalotest.Start(t, zalotest.Options{Idle: time.Millisecond})
	s.Say(chat, "một")
	s.Say(chat, "hai")
	for _, want := range []string{"một", "hai"} {
		if a := call(t, s, "getUpdates", `{"timeout":"30"}`); !a.OK || !strings.Contains(string(a.Result), want) || a.Result[0] != '{' {
			t.Errorf("brought %+v, want %s", a, want)
		}
	}
	if a := call(t, s, "getUpdates", `{"timeout":30}`); a.OK || a.Code != 408 || a.Status != http.StatusOK {
		t.Errorf("with nothing to tell it says %+v", a)
	}
}

// TestWhatAnAnswerThatBreaksOffHeldIsLost tells a lost update from one that waits.
func TestWhatAnAnswerThatBreaksOffHeldIsLost(t *testing.T) {
	t.Parallel()
	s := zalotest.Start(t, zalotest.Options{Idle: time.Millisecond})
	u := s.Say(chat, "một")
	s.Fail("getUpdates", zalotest.DropBefore{})
	call(t, s, "getUpdates", `{"timeout":"30"}`)
	if len(s.Lost()) != 0 || s.Pending() != 1 {
		t.Errorf("before it was taken %d are lost and %d wait", len(s.Lost()), s.Pending())
	}
	s.Fail("getUpdates", zalotest.CutBody{})
	call(t, s, "getUpdates", `{"timeout":"30"}`)
	if lost := s.Lost(); len(lost) != 1 || lost[0].ID != u.ID || s.Pending() != 0 {
		t.Errorf("lost are %v", lost)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := zalotest.Start(t, zalotest.Options{Quota: 2})
	s.Say(chat, "một")
	if a := call(t, s, "sendMessage", `{"chat_id":"nobody","text":"x"}`); a.OK || a.Code != 400 {
		t.Errorf("a chat that never wrote: %+v", a)
	}
	if a := call(t, s, "sendMessage", `{"chat_id":"`+chat+`","text":"x"}`); !a.OK {
		t.Errorf("within the quota: %+v", a)
	}
	if a := call(t, s, "sendMessage", `{"chat_id":"`+chat+`","text":"x"}`); a.Code != 429 || a.Status != http.StatusOK {
		t.Errorf("beyond the quota: %+v", a)
	}
	s.Fail("getMe", zalotest.CamelCase{})
	if a := call(t, s, "getMe", ""); a.Camel != 426 || a.Code != 0 {
		t.Errorf("the other spelling: %+v", a)
	}
	resp, err := http.Get(s.URL() + "/bot1:x/getMe")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK || !strings.Contains(string(body), "401") {
		t.Errorf("a bad token gets %d %s", resp.StatusCode, body)
	}
}

// TestWhatThePlatformWouldNotUnderstandIsNoted, on a server that is not held to it.
func TestWhatThePlatformWouldNotUnderstandIsNoted(t *testing.T) {
	t.Parallel()
	s := zalotest.New(zalotest.Options{Idle: time.Millisecond})
	defer s.Close()
	s.Say(chat, "một")
	for _, c := range [][2]string{
		{"sendMessage", `{"chat_id":"` + chat + `","text":"` + strings.Repeat("x", 2001) + `"}`}, {"sendMessage", `{"chat_id":"` + chat + `","text":"x","parse_mode":"html"}`},
		{"sendPhoto", `{"chat_id":"` + chat + `","photo":"http://10.0.0.1/x"}`}, {"sendChatAction", `{}`}, {"getUpdates", `{"offset":"5"}`},
		{"editMessage", `{}`}, {"getMe", `not JSON`}, {"sendMessage", `{"chat_id":["x"]}`},
	} {
		before := len(s.Violations())
		call(t, s, c[0], c[1])
		if len(s.Violations()) == before {
			t.Errorf("%s %.40s passes", c[0], c[1])
		}
	}
}

func TestAWebhookGetsWhatIsPosted(t *testing.T) {
	t.Parallel()
	s := zalotest.Start(t, zalotest.Options{Idle: time.Millisecond})
	if a := call(t, s, "setWebhook", `{"url":"https://so.example.vn/x","secret_token":"0123456789"}`); !a.OK {
		t.Fatalf("%+v", a)
	}
	if a := call(t, s, "getUpdates", `{"timeout":"30"}`); a.OK {
		t.Error("polling works beside a webhook")
	}
	var bodies []string
	fail := true
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		if r.Header.Get("X-Bot-Api-Secret-Token") != "0123456789" || fail {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer hook.Close()
	s.Say(chat, "một")
	for i, want := range []int{503, 200} {
		status, err := s.Post(t.Context(), hook.URL, i == 1)
		if err != nil || status != want {
			t.Errorf("post %d: %d %v", i, status, err)
		}
		fail = false
	}
	if len(bodies) != 2 || bodies[1] != `{"ok":true,"result":`+bodies[0]+`}` {
		t.Errorf("posted %q", bodies)
	}
	if _, err := s.Post(t.Context(), hook.URL, true); err == nil {
		t.Error("an update that was taken is posted again")
	}
	if a := call(t, s, "deleteWebhook", "{}"); !a.OK {
		t.Errorf("%+v", a)
	}
	if a := call(t, s, "deleteWebhook", "{}"); a.Code != 400 {
		t.Errorf("taking away none: %+v", a)
	}
}
