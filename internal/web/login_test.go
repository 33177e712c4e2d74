package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

func TestJoinByCodeAndLogWithoutAScript(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	page := c.enter(h.code("Hoàng Thị Lan"))
	if !strings.Contains(page.body, "Hoàng Thị Lan") || strings.Contains(page.body, "/start") {
		t.Errorf("the first page should greet by name and not show the code:\n%s", text(page.body))
	}
	c.press("Đồng ý")
	page = c.say("/hoc 2h luật đất đai hôm qua")
	if !strings.Contains(page.body, "Đã ghi mục số 1") {
		t.Fatalf("the page after the log does not show the card:\n%s", text(page.body))
	}
	if page = c.press("Xóa"); !strings.Contains(page.body, "Xóa mục số 1?") {
		t.Errorf("the page after a press does not show the question:\n%s", text(page.body))
	}
	var own []string
	for _, m := range c.messages() {
		if m.Mine {
			own = append(own, m.Text)
		}
	}
	if got := strings.Join(own, " | "); got != "Đồng ý | /hoc 2h luật đất đai hôm qua | Xóa" {
		t.Errorf("own messages: %s", got)
	}
}

func TestAGetSpendsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{publicURL: "https://hoc.example.vn"})
	code := h.code("Hoàng Thị Lan")
	link, err := url.Parse(h.web.Link(code))
	h.must(err)
	for range 3 { // a mail program, a messenger's preview, a virus scanner
		c := h.client()
		a := c.get(link.RequestURI())
		if a.status != http.StatusOK || len(a.head.Values("Set-Cookie")) > 0 {
			t.Fatalf("a look at the invitation: %d, cookies %q", a.status, a.head.Values("Set-Cookie"))
		}
		if a := c.get("/"); a.status != http.StatusSeeOther || a.head.Get("Location") != "/moi" || len(a.head.Values("Set-Cookie")) > 0 {
			t.Fatalf("a visit without a session: %d %s, cookies %q", a.status, a.head.Get("Location"), a.head.Values("Set-Cookie"))
		}
	}
	h.must(h.db.View(t.Context(), func(tx *sqlite.Tx) error {
		in, ok, err := tx.InviteByHash(t.Context(), people.HashCode(code))
		if !ok || in.Used || in.Ended {
			t.Errorf("the code is %+v, known: %v; want it unspent", in, ok)
		}
		return err
	}))
	if !strings.Contains(link.String(), "https://hoc.example.vn/moi?code=") {
		t.Errorf("the link is %s", link)
	}
}

func TestWhatIsWrongWithACodeIsSaidBeforeAnythingBegins(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	used := h.code("Hoàng Thị Lan")
	h.client().enter(used)
	ended := h.code("Trần Văn Minh")
	h.code("Trần Văn Minh")
	for _, test := range []struct{ name, code, want string }{
		{"no code at all", "xin chào", "Mã gồm 8 chữ và số"},
		{"a code that nobody has", "ABCD2346", "không có mã này"},
		{"a spent one", used, "đã được dùng"},
		{"a replaced one", ended, "không còn hiệu lực"},
	} {
		c := h.client()
		form := c.get("/moi").form()
		form.Set("code", test.code)
		a := c.post("/moi", form)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, test.want) {
			t.Errorf("%s: %d %s", test.name, a.status, text(a.body))
		}
		if len(a.head.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: got a cookie", test.name)
		}
	}
}

func TestAWholeLinkMayBePastedAsTheCode(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	if page := c.enter("https://hoc.example.vn/moi?code=" + h.code("Hoàng Thị Lan")); !strings.Contains(page.body, "Hoàng Thị Lan") {
		t.Errorf("the chat says:\n%s", text(page.body))
	}
}

func TestTheSameLoginFormSentTwiceOpensOneSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	code := h.code("Hoàng Thị Lan")
	c := h.client()
	form := c.get("/moi").form()
	form.Set("code", code)
	lost := h.client().post("/moi", form) // the answer got lost on the way
	if lost.status != http.StatusSeeOther {
		t.Fatalf("first: %d", lost.status)
	}
	if again := c.post("/moi", form); again.status != http.StatusSeeOther {
		t.Fatalf("again: %d %s", again.status, text(again.body))
	}
	if page := c.page(); !strings.Contains(page.body, "Hoàng Thị Lan") {
		t.Errorf("the second answer opens nothing:\n%s", text(page.body))
	}
	if n := strings.Count(c.page().body, "Đồng ý"); n == 0 {
		t.Error("the notice is missing")
	}
	// Once it is used, the form is worth nothing any more.
	if third := h.client().post("/moi", form); third.status != http.StatusUnprocessableEntity {
		t.Errorf("the form still opens the session: %d", third.status)
	}
}

func TestWrongCodesRunOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	good := h.code("Hoàng Thị Lan")
	var last answer
	for i := range 21 {
		c := h.client() // a fresh chat for each try does not help
		form := c.get("/moi").form()
		form.Set("code", "ABCD234"+string("ABCDEFGHJKMNPQRTUVWXYZ"[i]))
		last = c.post("/moi", form)
	}
	if !strings.Contains(last.body, "nhiều mã sai") {
		t.Fatalf("try 21: %s", text(last.body))
	}
	c := h.client()
	form := c.get("/moi").form()
	form.Set("code", good)
	if a := c.post("/moi", form); a.status == http.StatusSeeOther {
		t.Error("a right code was taken from an address that has no tries left: guessing goes on")
	}
	h.pass(4 * time.Minute)
	if a := c.post("/moi", form); a.status != http.StatusSeeOther {
		t.Errorf("after a while: %d %s", a.status, text(a.body))
	}
}

func TestLogoutEndsTheSessionAndTheBotKnows(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	stolen := h.client()
	stolen.http.Jar.SetCookies(mustURL(t, h.server.URL), c.http.Jar.Cookies(mustURL(t, h.server.URL)))
	if a := c.post("/logout", c.page().form()); a.status != http.StatusSeeOther || a.head.Get("Location") != "/moi?ra=1" {
		t.Fatalf("logout: %d %s", a.status, a.head.Get("Location"))
	}
	if a := stolen.get("/chat.json"); a.status != http.StatusUnauthorized {
		t.Errorf("the cookie is still good: %d", a.status)
	}
	if a := c.get("/"); a.status != http.StatusSeeOther {
		t.Errorf("after the logout the chat is still there: %d", a.status)
	}
	h.must(h.db.View(t.Context(), func(tx *sqlite.Tx) error {
		kept, err := tx.KeptAbout(t.Context(), h.people["Hoàng Thị Lan"])
		if len(kept.Doors) != 1 || !kept.Doors[0].Unreachable {
			t.Errorf("doors: %+v, want one that cannot be written to", kept.Doors)
		}
		return err
	}))
}

func TestASessionIsRenewedByUseAndEndsWithout(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	if a := c.page(); len(a.head.Values("Set-Cookie")) > 0 {
		t.Error("a session that was just opened is renewed at once")
	}
	for range 3 {
		h.pass(60 * 24 * time.Hour)
		if a := c.page(); len(a.head.Values("Set-Cookie")) != 1 || !strings.Contains(a.head.Get("Set-Cookie"), "Max-Age=7776000") {
			t.Fatalf("after 60 days the cookie is %q", a.head.Values("Set-Cookie"))
		}
	}
	h.pass(webchat.SessionLife + time.Minute)
	if a := c.get("/"); a.status != http.StatusSeeOther {
		t.Errorf("after 90 days without use: %d", a.status)
	}
}

func TestAnotherCodeInTheSameBrowserTakesThePlaceOfTheSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.say("/hoc 2h kế toán")
	if a := c.get("/moi"); !strings.Contains(a.body, "đang mở sổ của Hoàng Thị Lan") {
		t.Errorf("the page does not warn:\n%s", text(a.body))
	}
	page := c.enter(h.code("Trần Văn Minh"))
	if strings.Contains(page.body, "kế toán") || !strings.Contains(page.body, "Trần Văn Minh") {
		t.Errorf("the second person sees:\n%s", text(page.body))
	}
}

func TestWhoIsInGetsNoSecondChatByAnotherOwnCode(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.say("/hoc 2h luật đất đai")
	if page := c.enter(h.code("Hoàng Thị Lan")); !strings.Contains(page.body, "Luật đất đai") {
		t.Errorf("the chat was replaced:\n%s", text(page.body))
	}
}

func TestWhatWasSaidGoesWithTheAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	here, there := h.client(), h.client()
	here.join(h.code("Hoàng Thị Lan"))
	here.say("/hoc 2h luật đất đai")
	there.enter(h.code("Hoàng Thị Lan"))
	there.say("/lienket")
	for _, m := range there.messages() {
		for _, choice := range m.Choices {
			if strings.HasPrefix(choice.Label, "Gỡ") {
				there.press(choice.Label)
			}
		}
	}
	there.press("Có")
	got := here.until("the farewell", func(all []message) bool { return len(all) > 0 && !all[0].Mine })
	for _, m := range got {
		if strings.Contains(m.Text, "uật đất đai") {
			t.Errorf("a chat that was untied still shows %q", m.Text)
		}
	}
	if len(got) == 0 {
		t.Error("the chat was not told")
	}
}

func TestWhatWasSaidGoesWithTheConsent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.say("/hoc 2h luật đất đai")
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.WithdrawConsent(ctx, h.people["Hoàng Thị Lan"], tx.Now())
	})
	if got := c.messages(); len(got) != 0 {
		t.Errorf("left: %+v", got)
	}
}

func mustURL(tb testing.TB, s string) *url.URL {
	tb.Helper()
	u, err := url.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}
