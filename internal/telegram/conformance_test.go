package telegram_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/channel/channeltest"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
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

func conformance(t *testing.T) channeltest.Fixture {
	t.Helper()
	line := &detour{line: &http.Transport{}}
	t.Cleanup(line.line.CloseIdleConnections)
	var files string
	r := newRig(t, inFolder(t), func(c *telegram.Config) {
		c.HTTP, c.PollTimeout, files = &http.Client{Transport: line}, time.Second, c.Files
	})
	if err := os.WriteFile(filepath.Join(files, "out/chart.png"), channeltest.PNG(), 0o600); err != nil {
		t.Fatal(err)
	}
	return channeltest.Fixture{
		Sender: r.adapter, To: to("1001"), Secret: r.Token(), Log: r.log.String, Photo: chart, File: report,
		Arrived: func() []channeltest.Arrival { return arrivals(r) },
		Fail:    func(f channeltest.Fault) bool { return meet(t, r, line, f) },
		Ear:     ear(t, r),
	}
}

func arrivals(r *rig) []channeltest.Arrival {
	var out []channeltest.Arrival
	for _, m := range r.Sent(1001) {
		out = append(out, channeltest.Arrival{Text: m.Text, Buttons: m.Labels(), Files: len(m.Uploads)})
	}
	return out
}

// meet lets the next message meet a fault.
func meet(t *testing.T, r *rig, line *detour, f channeltest.Fault) bool {
	t.Helper()
	faults := map[channeltest.Fault]telegramtest.Fault{
		channeltest.DropBefore:  telegramtest.DropBefore{},
		channeltest.DropAfter:   telegramtest.DropAfter{},
		channeltest.CutAnswer:   telegramtest.CutBody{},
		channeltest.Slow:        telegramtest.Hang{},
		channeltest.GatewayPage: telegramtest.HTMLPage{Status: http.StatusBadGateway},
		channeltest.BlockPage:   telegramtest.HTMLPage{Status: http.StatusForbidden},
		channeltest.ServerError: &telegramtest.APIError{Code: 500, Description: "Internal Server Error"},
		channeltest.TooFast:     telegramtest.TooManyRequests{RetryAfter: int(channeltest.RetryAfter / time.Second)},
		channeltest.BadToken:    telegramtest.Unauthorized{},
		channeltest.Gone:        telegramtest.Blocked{},
		channeltest.Refusal:     &telegramtest.APIError{Code: 400, Description: "Bad Request: message is too long"},
	}
	switch f {
	case channeltest.Refused:
		return line.lead("http", closedPort(t))
	case channeltest.NoName:
		return line.lead("http", "telegram.invalid")
	case channeltest.NoTLS:
		return line.lead("https", plainServer(t))
	}
	fault, ok := faults[f]
	if ok {
		r.Fail("sendMessage", fault)
	}
	return ok
}

// ear is a person who talks with the bot; the adapter polls from the first word on.
func ear(t *testing.T, r *rig) *channeltest.Ear {
	t.Helper()
	seen := 0
	start := sync.OnceFunc(func() { r.run(t) })
	var last telegramtest.Said
	return &channeltest.Ear{
		Say: func(text string) { start(); last = r.Say(1001, text) },
		Repeat: func() {
			if err := r.WaitConfirmed(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := r.Repeat(last.UpdateID); err != nil {
				t.Fatal(err)
			}
		},
		Press: func(label string) {
			if _, err := r.Press(1001, label); err != nil {
				t.Fatal(err)
			}
		},
		Share: func(content []byte, caption string) {
			start()
			r.SharePhoto(1001, telegramtest.File{Name: "gcn.png", MIME: "image/png", Data: content}, caption)
		},
		Next: func(context.Context) (channel.Event, error) {
			seen++
			return r.taken.wait(t, seen)[seen-1], nil
		},
	}
}
