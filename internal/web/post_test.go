package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"sohoc/internal/sqlite"
)

func TestTheSameMessageSentAgainIsOneMessage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	form := c.page().form()
	form.Set("text", "/hoc 2h luật đất đai")
	for range 3 { // the page is reloaded, and the browser sends the form again
		c.follow(c.post("/chat", form))
	}
	if n := h.entries("Hoàng Thị Lan"); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
	// The same form with other words, after going back in the browser, is another message.
	form.Set("text", "/hoc 1h tin học")
	c.follow(c.post("/chat", form))
	if n := h.entries("Hoàng Thị Lan"); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
	own := 0
	for _, m := range c.messages() {
		if m.Mine && strings.HasPrefix(m.Text, "/hoc") {
			own++
		}
	}
	if own != 2 {
		t.Errorf("the chat shows %d logs, want 2", own)
	}
}

func TestAScriptGetsAnAnswerItCanRead(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	form := c.page().form()
	form.Set("key", "0123456789abcdef")
	form.Set("text", "/hoc 2h luật đất đai")
	c.head.Set("Accept", "application/json")
	a := c.post("/chat", form)
	var got struct {
		OK  bool
		Key string
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.status != http.StatusOK || !got.OK || got.Key != "0123456789abcdef" {
		t.Fatalf("%d %s %v", a.status, a.body, err)
	}
	all := c.until("the card", func(all []message) bool { return strings.HasPrefix(all[len(all)-1].Text, "Đã ghi") })
	if mine := all[len(all)-2]; mine.Key != "0123456789abcdef" || !mine.Mine {
		t.Errorf("the own message is %+v", mine)
	}
	form.Set("csrf", "wrong")
	a = c.post("/chat", form)
	var refused struct{ Error string }
	if err := json.Unmarshal([]byte(a.body), &refused); err != nil || a.status != http.StatusForbidden || refused.Error == "" {
		t.Errorf("%d %s %v", a.status, a.body, err)
	}
}

func TestOnlyWhatWasOfferedCanBePressed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	lan, minh := h.client(), h.client()
	lan.join(h.code("Hoàng Thị Lan"))
	minh.join(h.code("Trần Văn Minh"))
	page := lan.say("/hoc 2h luật đất đai")
	theirs := page.choice(t, "Xóa")
	for name, choice := range map[string]string{
		"another's button": theirs, "a made-up one": "1~xoa!:1", "its data alone": "xoa!:1", "nonsense": "~~~",
	} {
		form := minh.page().form()
		form.Set("choice", choice)
		if a := minh.post("/chat", form); a.status != http.StatusConflict {
			t.Errorf("%s: %d, want 409", name, a.status)
		}
	}
	// Its own person may press it, also by the data alone.
	_, data, _ := strings.Cut(theirs, "~")
	form := lan.page().form()
	form.Set("choice", data)
	if page := lan.follow(lan.post("/chat", form)); !strings.Contains(page.body, "Xóa mục số 1?") {
		t.Errorf("the own button:\n%s", text(page.body))
	}
}

func TestAnEmptyFormSaysNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	before := len(c.messages())
	form := c.page().form()
	form.Set("text", " \r\n ")
	c.follow(c.post("/chat", form))
	c.follow(c.post2(form, "", "application/octet-stream", nil))
	if after := len(c.messages()); after != before {
		t.Errorf("%d messages came of nothing", after-before)
	}
}

func TestWordsAreComposed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.say("/hoc 2h lua\u0323\u0302t đất đai") // as macOS and some phones send it
	all := c.messages()
	if got := all[len(all)-2].Text; got != "/hoc 2h luật đất đai" {
		t.Errorf("stored as %q", got)
	}
}

func TestAFileGoesToTheEntryAndIsShown(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.say("/hoc 2h luật đất đai")
	c.press("Thêm minh chứng")
	content := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, 2000)...)
	c.follow(c.upload(`C:\Anh\giấy chứng nhận.png`, "application/octet-stream", content, ""))
	all := c.until("the confirmation", func(all []message) bool { return strings.HasPrefix(all[len(all)-1].Text, "Đã gắn minh chứng") })
	mine := all[len(all)-2]
	if mine.Photo == nil {
		t.Fatalf("the own message has no picture: %+v", mine)
	}
	a := c.get(mine.Photo.URL)
	if a.status != http.StatusOK || a.body != string(content) || a.head.Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %d, %d bytes, %s", a.status, len(a.body), a.head.Get("Content-Type"))
	}
	if !strings.Contains(a.head.Get("Content-Security-Policy"), "sandbox") || !strings.Contains(a.head.Get("Content-Disposition"), "inline") {
		t.Errorf("headers of the picture: %v", a.head)
	}
	other := h.client()
	other.join(h.code("Trần Văn Minh"))
	if a := other.get(mine.Photo.URL); a.status != http.StatusNotFound {
		t.Errorf("somebody else gets the picture: %d", a.status)
	}
	if a := h.client().get(mine.Photo.URL); a.status != http.StatusUnauthorized {
		t.Errorf("a stranger gets the picture: %d", a.status)
	}
	h.must(h.db.View(t.Context(), func(tx *sqlite.Tx) error {
		kept, err := tx.KeptAbout(t.Context(), h.people["Hoàng Thị Lan"])
		if kept.Files != 1 {
			t.Errorf("%d files are attached, want 1", kept.Files)
		}
		return err
	}))
}

func TestTooLargeAFileIsRefusedInWords(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	before := len(c.messages())
	for _, size := range []int{10<<20 + 1, 10<<20 + 30<<10} {
		a := c.upload("anh.png", "image/png", bytes.Repeat([]byte{1}, size), "")
		if a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "10 MB") {
			t.Errorf("%d bytes: %d %s", size, a.status, text(a.body))
		}
	}
	if after := len(c.messages()); after != before {
		t.Errorf("%d messages came of it", after-before)
	}
}

func TestWhoSendsTooFastIsAskedToWait(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	form := c.page().form()
	c.head.Set("Accept", "application/json")
	refused := 0
	for i := range 40 {
		form.Set("text", strings.Repeat("a", i+1))
		if a := c.post("/chat", form); a.status == http.StatusTooManyRequests {
			refused++
			if a.head.Get("Retry-After") == "" {
				t.Error("no word of when to come again")
			}
		}
	}
	if refused == 0 {
		t.Error("40 messages at once were all taken")
	}
	other := h.client()
	other.join(h.code("Trần Văn Minh"))
	if page := other.say("/toi"); !strings.Contains(page.body, "Trần Văn Minh") {
		t.Error("another person is held up as well")
	}
}

func TestWhatIsNotTakenIsSentAgain(t *testing.T) {
	t.Parallel()
	down := false
	h := newHouse(t, options{broken: func() bool { return down }})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	form := c.page().form()
	form.Set("text", "/hoc 2h luật đất đai")
	down = true
	if a := c.post("/chat", form); a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "chưa được nhận") {
		t.Errorf("%d %s", a.status, text(a.body))
	}
	down = false
	c.follow(c.post("/chat", form))
	if n := h.entries("Hoàng Thị Lan"); n != 1 {
		t.Errorf("%d entries, want 1", n)
	}
}

func TestOlderMessagesAreAPageAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	for i := range 120 {
		h.tell(h.chat("Hoàng Thị Lan"), "tin "+string(rune('a'+i%26)))
	}
	c.until("all messages", func([]message) bool { return strings.Count(c.get("/chat.json?after=100").body, `"id"`) >= 20 })
	shown := strings.Count(c.page().body, "<article")
	if shown != 50 {
		t.Errorf("the page shows %d messages, want 50", shown)
	}
	pages, path := 0, "/"
	for path != "" {
		body := c.get(path).body
		pages++
		_, rest, found := strings.Cut(body, `class="older"><a href="/?truoc=`)
		if path = ""; found {
			id, _, _ := strings.Cut(rest, `"`)
			path = "/?truoc=" + id
		}
	}
	if pages != 3 {
		t.Errorf("%d pages lead back to the beginning, want 3", pages)
	}
}

func TestAMessageIsTextAndNeverMarkup(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	evil := `<img src=x onerror=alert(1)> "><script>alert(2)</script> https://x.example/"onmouseover=alert(3)`
	c.say(evil)
	h.tell(h.chat("Hoàng Thị Lan"), evil)
	c.until("both", func(all []message) bool {
		return strings.Contains(all[len(all)-1].Text, "alert") && !all[len(all)-1].Mine
	})
	page := c.page().body
	var got struct{ Messages []struct{ HTML string } }
	h.must(json.Unmarshal([]byte(c.get("/chat.json?html=1&after=0").body), &got))
	for _, m := range got.Messages {
		page += m.HTML
	}
	if strings.Count(page, "&lt;img src=x") != 4 {
		t.Error("the words are not shown as they were written")
	}
	for _, bad := range []string{"<img src=x", "<script>alert", `"onmouseover`} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
}
