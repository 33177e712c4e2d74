package zalo_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/channel/channeltest"
	"sohoc/internal/zalo"
	"sohoc/internal/zalo/zalotest"
)

// TestConformance holds the adapter to what every door has to bear.
func TestConformance(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, conformance)
}

// detour is a line that can be led astray.
type detour struct {
	line *http.Transport
	mu   sync.Mutex
	to   *url.URL
}

// RoundTrip implements http.RoundTripper.
func (d *detour) RoundTrip(req *http.Request) (*http.Response, error) {
	d.mu.Lock()
	to := d.to
	d.mu.Unlock()
	if to != nil {
		req = req.Clone(req.Context())
		req.URL.Scheme, req.URL.Host = to.Scheme, to.Host
	}
	return d.line.RoundTrip(req)
}

func (d *detour) lead(scheme, host string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.to = &url.URL{Scheme: scheme, Host: host}
	return true
}

func conformance(t *testing.T) channeltest.Fixture {
	t.Helper()
	line := &detour{line: &http.Transport{}}
	t.Cleanup(line.line.CloseIdleConnections)
	r := newRig(t, zalotest.Options{}, func(c *zalo.Config) {
		c.HTTP = &http.Client{Transport: line}
		c.Share = func(_ context.Context, _ channel.Address, f channel.File) (zalo.Shared, error) {
			if filepath.Ext(f.Path) == ".png" {
				return zalo.Shared{Picture: "https://sohoc.example.vn/anh/1.png"}, nil
			}
			return zalo.Shared{Words: "Tải về: https://sohoc.example.vn/tep/1"}, nil
		}
	})
	chat := zalotest.ChatOf(1)
	r.Say(chat, "Chào") // who has never written cannot be written to
	return channeltest.Fixture{
		Sender: r.adapter, Secret: r.Token(), Log: r.log.String,
		To: channel.Address{Channel: channel.Zalo, Account: r.adapter.Account(), Chat: channel.ChatID(chat)},
		Photo: func() *channel.File {
			return &channel.File{Path: "out/chart.png", Name: "tiendo.png", MIME: "image/png"}
		},
		File:    func() *channel.File { return &channel.File{Path: "out/bc.docx", Name: "bc.docx"} },
		Arrived: func() []channeltest.Arrival { return arrivals(r.Sent(chat)) },
		Fail:    func(f channeltest.Fault) bool { return meet(t, r, line, f) },
		Ear:     ear(t, r, chat),
	}
}

func arrivals(sent []zalotest.Sent) []channeltest.Arrival {
	var out []channeltest.Arrival
	for _, m := range sent {
		a := channeltest.Arrival{Text: m.Text}
		if m.Photo != "" {
			a.Files = 1
		}
		out = append(out, a)
	}
	return out
}

// meet lets the next message meet a fault. That somebody has blocked the bot is not known to have a code.
func meet(t *testing.T, r *rig, line *detour, f channeltest.Fault) bool {
	t.Helper()
	faults := map[channeltest.Fault]zalotest.Fault{
		channeltest.DropBefore:  zalotest.DropBefore{},
		channeltest.DropAfter:   zalotest.DropAfter{},
		channeltest.CutAnswer:   zalotest.CutBody{},
		channeltest.Slow:        zalotest.Slow{},
		channeltest.GatewayPage: zalotest.HTMLPage{Status: http.StatusBadGateway},
		channeltest.BlockPage:   zalotest.HTMLPage{Status: http.StatusForbidden},
		channeltest.ServerError: zalotest.Internal{},
		channeltest.BadToken:    zalotest.Refusal{Code: 401, Description: "Unauthorized"},
		channeltest.Refusal:     zalotest.Refusal{Code: 400, Description: "Bad request"},
	}
	switch f {
	case channeltest.Refused:
		return line.lead("http", closedPort(t))
	case channeltest.NoName:
		return line.lead("http", "zalo.invalid")
	case channeltest.NoTLS:
		at, err := url.Parse(r.URL())
		if err != nil {
			t.Fatal(err)
		}
		return line.lead("https", at.Host)
	case channeltest.TooFast:
		r.Fail("sendMessage", zalotest.Quota{})
		return true
	}
	fault, ok := faults[f]
	if ok {
		r.Fail("sendMessage", fault)
	}
	return ok
}

// closedPort is an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}

// ear is a person who talks with the bot; the adapter polls from the first word on.
func ear(t *testing.T, r *rig, chat string) *channeltest.Ear {
	t.Helper()
	in := newInbox()
	start := sync.OnceFunc(func() { run(t, r.adapter, in.accept) })
	seen := 1 // the first word was said before
	var last zalotest.Update
	return &channeltest.Ear{
		Say:    func(text string) { start(); last = r.Say(chat, text) },
		Repeat: func() { r.Raw(string(last.Body)) },
		Share:  func(content []byte, caption string) { start(); r.SharePhoto(chat, content, caption) },
		Next: func(context.Context) (channel.Event, error) {
			seen++
			return in.wait(t, seen)[seen-1], nil
		},
	}
}
