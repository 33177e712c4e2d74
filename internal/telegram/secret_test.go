package telegram_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
)

// telltale is a network that puts the whole URL, and with it the token, into everything it says.
type telltale struct {
	status int // 0: fail instead of answering
	body   string
}

func (n telltale) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	if n.status == 0 {
		return nil, fmt.Errorf("dial %s: no route", req.URL)
	}
	body := strings.ReplaceAll(n.body, "URL", req.URL.String())
	return &http.Response{
		StatusCode: n.status, Header: http.Header{}, Request: req, ContentLength: -1, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

// TestTokenIsNeverTold makes every call over networks that tell the token, and reads all errors and the log.
func TestTokenIsNeverTold(t *testing.T) {
	t.Parallel()
	for name, network := range map[string]telltale{
		"a failure":         {},
		"a page":            {404, "<html>Not found: URL</html>"},
		"a portal":          {200, "<html>Please log in to see URL</html>"},
		"a refusal":         {400, `{"ok":false,"error_code":400,"description":"no such thing as URL"}`},
		"a long refusal":    {400, `{"ok":false,"error_code":400,"description":"` + strings.Repeat("x", 280) + ` URL"}`},
		"a wrong token":     {401, `{"ok":false,"error_code":401,"description":"URL"}`},
		"a conflict":        {409, `{"ok":false,"error_code":409,"description":"URL"}`},
		"a strange success": {200, `{"ok":true,"result":"URL"}`},
		"a broken success":  {200, `{"ok":true,"result":URL}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := bubbleRig(t, inFolder(t), func(c *telegram.Config) { c.HTTP = &http.Client{Transport: network} })
				stop := r.run(t)
				ref := channel.FileRef{ID: "f"}
				for call, err := range map[string]error{
					"text":     r.adapter.Send(t.Context(), card()),
					"picture":  r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Photo: chart(), Text: "mục 12"}),
					"answer":   r.adapter.Answer(t.Context(), channel.PressAnswer{PressID: "q"}),
					"typing":   r.adapter.Typing(t.Context(), to("1001")),
					"fetch":    r.adapter.Fetch(t.Context(), to("1001"), ref, &bytes.Buffer{}, 100),
					"menu":     r.adapter.Commands(t.Context(), "", "vi", []telegram.Command{{Name: "hoc", Description: "x"}}),
					"describe": r.adapter.Describe(t.Context(), "vi", "x", "y"),
				} {
					if err == nil {
						if network.status != http.StatusOK {
							t.Errorf("%s: no error", call)
						}
						continue
					}
					checkHarmless(t, err, r.Token())
					checkHarmless(t, errors.New(fmt.Sprintf("%+v %#v", err, err)), r.Token()) //nolint:staticcheck // as a log would
				}
				time.Sleep(10 * time.Minute)
				stop()
				if !strings.Contains(r.log.String(), "level=") {
					t.Error("nothing was logged, so this test proves nothing about the log")
				}
			})
		})
	}
}
