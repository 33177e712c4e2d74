package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
)

func TestAPictureIsPublicForAShortWhile(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{publicURL: "https://so.example.vn/hoc"})
	f := h.fileToSend("outgoing/chart.png", "image/png", []byte("\x89PNG\r\n\x1a\n..."))
	address := h.web.Show(*f)
	if !strings.HasPrefix(address, "https://so.example.vn/hoc/anh/") || !strings.HasSuffix(address, ".png") {
		t.Fatalf("the picture is at %q", address)
	}
	u, err := url.Parse(address)
	h.must(err)
	c := h.client()
	for range 2 { // some ask twice
		a := c.get(u.Path)
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, "\x89PNG") || a.head.Get("Content-Type") != "image/png" {
			t.Fatalf("%d %q %v", a.status, a.body, a.head)
		}
	}
	if a := c.get(u.Path[:len(u.Path)-5] + "x.png"); a.status != http.StatusNotFound {
		t.Errorf("a guessed address: %d", a.status)
	}
	h.pass(11 * time.Minute)
	if a := c.get(u.Path); a.status != http.StatusNotFound {
		t.Errorf("after its time: %d", a.status)
	}
}

func TestOnlyPicturesAreShownAndOnlyOverHTTPS(t *testing.T) {
	t.Parallel()
	plain := newHouse(t, options{publicURL: "http://so.example.vn"})
	if at := plain.web.Show(channel.File{Path: "outgoing/a.png", MIME: "image/png"}); at != "" {
		t.Errorf("without https a picture is shown at %q", at)
	}
	secure := newHouse(t, options{publicURL: "https://so.example.vn"})
	if at := secure.web.Show(channel.File{Path: "outgoing/a.pdf", MIME: "application/pdf"}); at != "" {
		t.Errorf("a document is shown at %q", at)
	}
	first := secure.web.Show(*secure.fileToSend("outgoing/a.png", "image/png", []byte("x")))
	for range 600 { // more than there is room for
		secure.web.Show(channel.File{Path: "outgoing/a.png", MIME: "image/png"})
	}
	last := secure.web.Show(channel.File{Path: "outgoing/a.png", MIME: "image/png"})
	u, err := url.Parse(last)
	secure.must(err)
	if a := secure.client().get(u.Path); a.status != http.StatusOK {
		t.Errorf("the newest picture of %q after %q: %d", last, first, a.status)
	}
}
