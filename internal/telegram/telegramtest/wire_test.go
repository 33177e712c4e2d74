package telegramtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"sohoc/internal/telegram/telegramtest"
)

// answer is Telegram's envelope.
type answer struct {
	HTTP        int             `json:"-"`
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	ErrorCode   int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// do sends a request and returns status and body.
//
//nolint:revive // a request is made of these parts
func do(t *testing.T, client *http.Client, method, target, kind, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("read answer: %v", err)
	}
	return response.StatusCode, string(content)
}

// call sends pairs of names and values as an urlencoded form, each on a connection of its own.
func call(t *testing.T, s *telegramtest.Server, method string, pairs ...string) answer {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return callBy(t, client, s.URL()+"/bot"+s.Token()+"/"+method, pairs...)
}

func callBy(t *testing.T, client *http.Client, target string, pairs ...string) answer {
	t.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	status, body := do(t, client, http.MethodPost, target, "application/x-www-form-urlencoded", values.Encode())
	var a answer
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("%s answered %q: %v", target, body, err)
	}
	a.HTTP = status
	return a
}

func TestAllFormsOfRequestsMeanTheSame(t *testing.T) {
	t.Parallel()
	const multipart = "--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nmột & hai\r\n--b--\r\n"
	tests := []struct{ name, method, query, kind, body string }{
		{"query", "GET", "?chat_id=7&text=m%E1%BB%99t+%26+hai", "", ""},
		{"urlencoded", "POST", "", "application/x-www-form-urlencoded", "chat_id=7&text=m%E1%BB%99t+%26+hai"},
		{"JSON", "POST", "", "application/json", `{"chat_id":7,"text":"một \u0026 hai","entities":null}`},
		{"JSON with a string for a number", "POST", "", "application/json; charset=utf-8", `{"chat_id":"7","text":"một & hai"}`},
		{"multipart", "POST", "", "multipart/form-data; boundary=b", multipart},
		{"multipart with a quoted boundary", "POST", "", `multipart/form-data; boundary="b"`, multipart},
		{"query and body", "POST", "?chat_id=7", "application/x-www-form-urlencoded", "text=m%E1%BB%99t+%26+hai"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := telegramtest.Start(t, telegramtest.Options{})
			status, body := do(t, http.DefaultClient, test.method, s.URL()+"/bot"+s.Token()+"/sendMessage"+test.query, test.kind, test.body)
			if status != 200 {
				t.Fatalf("answer %d %s", status, body)
			}
			sent := s.Sent(7)
			if len(sent) != 1 || sent[0].Text != "một & hai" {
				t.Errorf("on record is %+v", sent)
			}
		})
	}
}

func TestBrokenRequestsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, kind, body string }{
		{"multipart without boundary", "multipart/form-data", "--b--"},
		{"multipart without end", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"},
		{"part without a name", "multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\n1\r\n--b--"},
		{"part without a blank line", "multipart/form-data; boundary=b", "--b\r\nX: y\r\n--b--"},
		{"not multipart at all", "multipart/form-data; boundary=b", "hello"},
		{"cut JSON", "application/json", `{"a":`},
		{"bad escape", "application/x-www-form-urlencoded", "a=%zz"},
		{"plain text", "text/plain", "a=b"},
	}
	s := telegramtest.New(telegramtest.Options{NoCheck: true})
	t.Cleanup(s.Close)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			status, body := do(t, http.DefaultClient, "POST", s.URL()+"/bot"+s.Token()+"/getMe", test.kind, test.body)
			if status != 400 || !strings.Contains(body, `"error_code":400`) {
				t.Errorf("answer %d %s", status, body)
			}
		})
	}
}

func TestStrangersAndUnknownMethods(t *testing.T) {
	t.Parallel()
	s := telegramtest.New(telegramtest.Options{})
	t.Cleanup(s.Close)
	for _, path := range []string{"/bot123:wrong/getMe", "/", "/bot", "/file/bot1:x/photos/file_1.jpg"} {
		a := callBy(t, http.DefaultClient, s.URL()+path)
		if a.HTTP != 401 || a.OK || a.ErrorCode != 401 || a.Description != "Unauthorized" {
			t.Errorf("%s: %+v", path, a)
		}
	}
	if s.Strangers() != 4 {
		t.Errorf("%d strangers were counted", s.Strangers())
	}
	if a := call(t, s, "sendNonsense"); a.HTTP != 404 || a.ErrorCode != 404 || a.Description != "Not Found" {
		t.Errorf("unknown method: %+v", a)
	}
	if a := call(t, s, "getChat", "chat_id", "1"); a.HTTP != 501 {
		t.Errorf("a method that the fake cannot do: %+v", a)
	}
	if a := call(t, s, "setMyDescription", "description", "Sổ Học"); !a.OK || string(a.Result) != "true" {
		t.Errorf("a method that is only recorded: %+v", a)
	}
	if calls := s.Calls("setMyDescription"); len(calls) != 1 || calls[0].Params.Get("description") != "Sổ Học" {
		t.Errorf("on record is %+v", calls)
	}
}

func TestTokensAreSeparateBots(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{Bots: []telegramtest.Profile{
		{Token: "1:one", Username: "OneBot", FirstName: "Một"}, {Token: "2:two", Username: "TwoBot", FirstName: "Hai"},
	}})
	two := s.ByToken("2:two")
	two.Say(9, "chào")
	if s.Pending() != 0 || two.Pending() != 1 {
		t.Errorf("the first bot has %d updates, the second %d", s.Pending(), two.Pending())
	}
	a := callBy(t, http.DefaultClient, s.URL()+"/bot2:two/getMe")
	if !strings.Contains(string(a.Result), `"id":2,"is_bot":true,"first_name":"Hai","username":"TwoBot"`) {
		t.Errorf("getMe of the second bot: %s", a.Result)
	}
	if s.RevokeToken("2:two") != two {
		t.Error("RevokeToken returned another bot")
	}
	if a := callBy(t, http.DefaultClient, s.URL()+"/bot2:two/getMe"); a.HTTP != 401 {
		t.Errorf("a revoked token still works: %+v", a)
	}
}

func TestStringsOnTheHotPathAreProperJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "học", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "😀\u2028\u2029<>&", "a\xffb\xc3", "\xed\xa0\x80"} {
		var back string
		if err := json.Unmarshal(telegramtest.AppendString(text), &back); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		want := strings.ToValidUTF8(text, "\ufffd")
		if strings.ToValidUTF8(strings.ReplaceAll(back, "\ufffd", ""), "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Errorf("%q came back as %q", text, back)
		}
	}
}

func itoa[N ~int | ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }
