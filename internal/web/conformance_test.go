package web_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/channel/channeltest"
	"sohoc/internal/webchat"
)

// TestConformance holds the browser chat to what every door has to bear. Between it and its reader there is no
// line that could break: what is sent stands in the database.
func TestConformance(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, conformance)
}

func conformance(t *testing.T) channeltest.Fixture {
	t.Helper()
	const name = "Hoàng Thị Lan"
	heard := make(chan channel.Event, 100)
	h := newHouse(t, options{hear: func(events []channel.Event) {
		for _, e := range events {
			heard <- e
		}
	}})
	c := h.client()
	c.join(h.code(name))
	for len(heard) > 0 {
		<-heard // the code and the consent
	}
	before := len(c.messages())
	return channeltest.Fixture{
		Sender: h.web, To: webchat.Address(h.chat(name)), Log: func() string { return "" },
		Arrived: func() []channeltest.Arrival { return arrivals(c.messages()[before:]) },
		Fail: func(f channeltest.Fault) bool {
			if f != channeltest.Gone {
				return false
			}
			before = 0
			c.post("/logout", c.page().form())
			c = h.client()
			c.join(h.code("Trần Văn Minh"))
			before = len(c.messages())
			return true
		},
		Photo: func() *channel.File { return h.fileToSend("outgoing/chart.png", "image/png", channeltest.PNG()) },
		File: func() *channel.File {
			return h.fileToSend("outgoing/report.pdf", "application/pdf", []byte("%PDF-1.7"))
		},
		Ear: ear(t, c, heard),
	}
}

func arrivals(messages []message) []channeltest.Arrival {
	var out []channeltest.Arrival
	for _, m := range messages {
		if m.Mine {
			continue
		}
		a := channeltest.Arrival{Text: m.Text}
		for _, choice := range m.Choices {
			a.Buttons = append(a.Buttons, choice.Label)
		}
		if m.Photo != nil {
			a.Files++
		}
		if m.File != nil {
			a.Files++
		}
		out = append(out, a)
	}
	return out
}

// ear is a person before the browser.
func ear(t *testing.T, c *client, heard <-chan channel.Event) *channeltest.Ear {
	t.Helper()
	var last url.Values
	post := func() {
		if a := c.post("/chat", last); a.status != http.StatusSeeOther {
			t.Fatalf("said: %d\n%s", a.status, text(a.body))
		}
	}
	return &channeltest.Ear{
		Say: func(words string) {
			last = c.page().form()
			last.Set("text", words)
			post()
		},
		Repeat: post, // the answer to the form got lost
		Press:  func(label string) { c.press(label) },
		Share: func(content []byte, caption string) {
			if a := c.upload("gcn.png", "image/png", slices.Clone(content), caption); a.status != http.StatusSeeOther {
				t.Fatalf("uploaded: %d\n%s", a.status, text(a.body))
			}
		},
		Next: func(ctx context.Context) (channel.Event, error) {
			select {
			case e := <-heard:
				return e, nil
			case <-ctx.Done():
				return channel.Event{}, ctx.Err()
			}
		},
	}
}
