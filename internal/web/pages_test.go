package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestAFirstPageWithAllThatItLoadsIsSmall(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	for range 30 {
		h.tell(h.chat("Hoàng Thị Lan"), "Đã ghi mục số 1.\nLuật Đất đai\n2 giờ (2,7 tiết) · 24/11/2026\nTự học · Pháp luật\nTháng này: 2 giờ.")
	}
	c.until("all", func(all []message) bool { return len(all) >= 33 })
	page := c.page().body
	size := len(page)
	names := regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(names) < 4 {
		t.Fatalf("the page loads only %v", names)
	}
	for _, m := range names {
		c.head.Set("Accept-Encoding", "identity")
		plain := c.get(m[1])
		c.head.Set("Accept-Encoding", "gzip")
		packed := c.get(m[1])
		if plain.status != http.StatusOK || packed.head.Get("Content-Encoding") != "gzip" || len(packed.body) == 0 {
			t.Fatalf("%s: %d, then %v", m[1], plain.status, packed.head)
		}
		if !strings.Contains(plain.head.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: browsers may not keep it: %s", m[1], plain.head.Get("Cache-Control"))
		}
		size += len(packed.body)
	}
	if size > 50<<10 {
		t.Errorf("the page and what it loads have %d bytes, over 50 KB", size)
	}
	if a := c.get("/assets/app.00000000.css"); a.status != http.StatusNotFound {
		t.Errorf("a name of an earlier program: %d", a.status)
	}
}

func TestPagesSpeakTheReadersLanguage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	for accept, want := range map[string]string{"": "Mã mời", "vi-VN,vi;q=0.9": "Mã mời", "en-GB,en;q=0.9": "Invitation or link code", "fr": "Mã mời"} {
		c := h.client()
		c.head.Set("Accept-Language", accept)
		if a := c.get("/moi"); !strings.Contains(a.body, want) {
			t.Errorf("%q: %s", accept, text(a.body))
		}
	}
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	c.say("/ngonngu")
	for _, m := range c.messages() {
		for _, choice := range m.Choices {
			if choice.Label == "English" {
				c.press("English")
				if page := c.page(); !strings.Contains(page.body, `<html lang="en">`) || !strings.Contains(page.body, `aria-label="Send"`) {
					t.Error("the page does not follow the person's choice")
				}
				return
			}
		}
	}
	t.Errorf("no English was offered: %+v", c.messages())
}

func TestNothingMissingIsShownAsItsKey(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{publicURL: "http://127.0.0.1"})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	key := regexp.MustCompile(`\bweb\.\w+`)
	for _, lang := range []string{"vi", "en"} {
		c.head.Set("Accept-Language", lang)
		stranger := h.client()
		stranger.head.Set("Accept-Language", lang)
		for _, a := range []answer{
			c.page(), c.get("/?truoc=1"), c.get("/moi"), stranger.get("/moi?ra=1"), stranger.get("/moi?code=ABCD2346"),
			stranger.get("/nowhere"), stranger.get("/events"), stranger.get("/tep/x"), stranger.get(h.shared("Ma Thị Hoa")),
		} {
			if found := key.FindString(a.body); found != "" {
				t.Errorf("%s: a page shows %s", lang, found)
			}
		}
	}
}
