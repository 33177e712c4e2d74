package telegram

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A Bot API server of one's own may stand behind a password, which is part of its address.
func TestTheServerMayWantAPassword(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "so" || password != "hoc" || r.URL.Path != "/bot1:SECRET/getMe" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"ok":true,"result":true}`))
	}))
	defer server.Close()
	w := newWire(nil, strings.Replace(server.URL, "://", "://so:hoc@", 1), "1:SECRET")
	defer w.close()
	if _, err := w.call(t.Context(), "getMe", struct{}{}); err != nil {
		t.Errorf("the call ends with %v", err)
	}
}

// The token is in the path: it must not go wherever somebody points.
func TestNoRedirectIsFollowed(t *testing.T) {
	t.Parallel()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	w := newWire(nil, server.URL, "1:SECRET")
	defer w.close()
	_, err := w.call(t.Context(), "getMe", struct{}{})
	var refused *apiError
	if !errors.As(err, &refused) || refused.code != http.StatusTemporaryRedirect || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

func TestCheckAnswer(t *testing.T) {
	t.Parallel()
	w := newWire(nil, DefaultAPIURL, "1:SECRET")
	tests := map[string]struct {
		status int
		body   string
		want   *apiError
	}{
		"a success":                     {200, `{"ok":true,"result":true}`, nil},
		"a success written differently": {200, "{ \"result\": true, \"ok\": true }\n", nil},
		"a refusal": {
			429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":5}}`,
			&apiError{code: 429, description: "Too Many Requests", retryAfter: 5 * time.Second},
		},
		"a move": {
			400, `{"ok":false,"error_code":400,"description":"upgraded","parameters":{"migrate_to_chat_id":-1005}}`,
			&apiError{code: 400, description: "upgraded", migrateTo: -1005},
		},
		"a refusal under status OK":  {200, `{"ok":false,"error_code":403,"description":"no"}`, &apiError{code: 403, description: "no"}},
		"a refusal without code":     {502, `{"ok":false,"description":"Bad Gateway"}`, &apiError{code: 502, description: "Bad Gateway"}},
		"a success of a bad gateway": {502, `{"ok":true}`, &apiError{code: 502}},
		"a page":                     {502, `<html>`, &apiError{code: 502, foreign: true}},
		"a cut success":              {200, `{"ok":true,"result":{"mess`, &apiError{code: 200, foreign: true}},
		"somebody else's JSON":       {403, `{"error":"proxy"}`, &apiError{code: 403, foreign: true}},
		"nothing":                    {200, ``, &apiError{code: 200, foreign: true}},
		"the token":                  {400, `{"ok":false,"description":"bot1:SECRET"}`, &apiError{code: 400, description: "bot***"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := w.checkAnswer(test.status, []byte(test.body))
			var got *apiError
			if errors.As(err, &got) != (test.want != nil) || got != nil && *got != *test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}

func TestCleanCutsAtACharacter(t *testing.T) {
	t.Parallel()
	w := newWire(nil, DefaultAPIURL, "1:SECRET")
	got := w.clean(strings.Repeat("ạ", 200))
	if !strings.HasSuffix(got, "ạ…") || strings.Contains(got, "\ufffd") {
		t.Errorf("cut as %q", got)
	}
	// A token that the cut would part must be gone before.
	if got := w.clean(strings.Repeat("x", 296) + "1:SECRET"); strings.Contains(got, "1:S") {
		t.Errorf("part of the token is left: %q", got)
	}
}

func TestBackoffGrowsToAMinute(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second, 6: 32 * time.Second, 7: time.Minute, 8: time.Minute, 1000: time.Minute,
	} {
		for range 50 {
			if got := backoff(failures); got < want/2 || got > want {
				t.Fatalf("after %d failures the wait is %v, want between %v and %v", failures, got, want/2, want)
			}
		}
	}
}
