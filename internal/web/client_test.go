package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// client is a browser without scripts.
type client struct {
	t    testing.TB
	base string
	http *http.Client
	head http.Header // sent with every request
}

func (h *house) client() *client {
	jar, err := cookiejar.New(nil)
	h.must(err)
	return &client{t: h.t, base: h.server.URL, head: http.Header{}, http: &http.Client{
		Jar: jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what came back.
type answer struct {
	status int
	head   http.Header
	body   string
}

func (c *client) do(req *http.Request) answer {
	c.t.Helper()
	for name, values := range c.head {
		req.Header[name] = values
	}
	if host := c.head.Get("Host"); host != "" {
		req.Host = host
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

func (c *client) get(path string) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.base+path, http.NoBody)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.do(req)
}

func (c *client) post(path string, form url.Values) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(req)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)

// form has what the forms of a page carry.
func (a answer) form() url.Values {
	out := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

// join logs in by a code and agrees.
func (c *client) join(code string) {
	c.t.Helper()
	c.enter(code)
	if a := c.say("đồng ý"); !strings.Contains(a.body, "Cảm ơn") && !strings.Contains(a.body, "/hoc") {
		c.t.Fatalf("after the consent the chat says:\n%s", text(a.body))
	}
}

// enter logs in by a code.
func (c *client) enter(code string) answer {
	c.t.Helper()
	form := c.get("/moi").form()
	form.Set("code", code)
	if a := c.post("/moi", form); a.status != http.StatusSeeOther {
		c.t.Fatalf("login: %d\n%s", a.status, text(a.body))
	}
	return c.page()
}

// page is the chat as it stands.
func (c *client) page() answer {
	c.t.Helper()
	a := c.get("/")
	if a.status != http.StatusOK {
		c.t.Fatalf("the chat: %d %s\n%s", a.status, a.head.Get("Location"), text(a.body))
	}
	return a
}

// say types a text and returns the page that follows.
func (c *client) say(words string) answer {
	c.t.Helper()
	form := c.page().form()
	form.Set("text", words)
	return c.follow(c.post("/chat", form))
}

func (c *client) follow(a answer) answer {
	c.t.Helper()
	if a.status != http.StatusSeeOther {
		c.t.Fatalf("said: %d\n%s", a.status, text(a.body))
	}
	return c.page()
}

// press presses the last button with that label and returns the page that follows.
func (c *client) press(label string) answer {
	c.t.Helper()
	page := c.page()
	form := page.form()
	form.Set("choice", page.choice(c.t, label))
	return c.follow(c.post("/chat", form))
}

// choice is what the last button with a label sends.
func (a answer) choice(tb testing.TB, label string) string {
	tb.Helper()
	all := regexp.MustCompile(`<button name="choice" value="([^"]*)">`+regexp.QuoteMeta(label)+`</button>`).FindAllStringSubmatch(a.body, -1)
	if len(all) == 0 {
		tb.Fatalf("no button %q in:\n%s", label, text(a.body))
	}
	return all[len(all)-1][1]
}

// upload sends a file.
func (c *client) upload(name, mime string, content []byte, words string) answer {
	c.t.Helper()
	form := c.page().form()
	form.Set("text", words)
	return c.post2(form, name, mime, content)
}

// post2 sends a form of several parts, the file last.
func (c *client) post2(form url.Values, name, mime string, content []byte) answer {
	c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k := range form {
		if err := w.WriteField(k, form.Get(k)); err != nil {
			c.t.Fatal(err)
		}
	}
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", `form-data; name="file"; filename="`+name+`"`)
	head.Set("Content-Type", mime)
	part, err := w.CreatePart(head)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.base+"/chat", &body)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return c.do(req)
}

// message is one of /chat.json.
type message struct {
	ID      int64  `json:"id"`
	Key     string `json:"key"`
	Mine    bool   `json:"mine"`
	Text    string `json:"text"`
	Choices []struct{ Value, Label string }
	Photo   *struct {
		URL string `json:"url"`
	} `json:"photo"`
	File *struct {
		URL  string `json:"url"`
		Name string `json:"name"`
	} `json:"file"`
}

// messages is the whole chat.
func (c *client) messages() []message {
	c.t.Helper()
	a := c.get("/chat.json?after=0")
	var out struct{ Messages []message }
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || a.status != http.StatusOK {
		c.t.Fatalf("chat.json: %d %v\n%s", a.status, err, a.body)
	}
	return out.Messages
}

// until asks for the chat until it is as it should be.
func (c *client) until(what string, ok func([]message) bool) []message {
	c.t.Helper()
	ctx := c.t.Context()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	for {
		if got := c.messages(); ok(got) {
			return got
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			c.t.Fatalf("the chat never had %s:\n%+v", what, c.messages())
		case <-ctx.Done():
			c.t.Fatal(ctx.Err())
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// text is a page without its tags, for messages of failed tests.
func text(html string) string {
	out := strings.ReplaceAll(tags.ReplaceAllString(html, " "), "\n\n", "\n")
	return strings.Join(strings.Fields(out), " ")
}
