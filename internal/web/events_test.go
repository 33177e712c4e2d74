package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

// event is one of a stream.
type event struct{ id, kind, data string }

// listen opens a stream; the events come until it ends. after and last are where it begins, as the page and as
// a browser that comes again says it.
func (c *client) listen(after, last string) (<-chan event, func()) {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/events?after="+after, http.NoBody)
	if err != nil {
		c.t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	client := *c.http
	client.Timeout = 0
	res, err := client.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("X-Accel-Buffering") != "no" || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		c.t.Fatalf("stream: %d %v", res.StatusCode, res.Header)
	}
	events := make(chan event, 1000)
	go func() {
		defer close(events)
		defer res.Body.Close()
		var e event
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.kind = value
			case "data":
				e.data = value
			case "":
				if e != (event{}) {
					events <- e
				}
				e = event{}
			}
		}
	}()
	return events, cancel
}

// next waits for the next message of a stream.
func next(t *testing.T, events <-chan event) event {
	t.Helper()
	patience := time.NewTimer(time.Minute)
	defer patience.Stop()
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatal("the stream has ended")
			}
			if e.id != "" {
				return e
			}
		case <-patience.C:
			t.Fatal("nothing came")
		}
	}
}

// tell sends a message as the outbox would.
func (h *house) tell(chat channel.ChatID, words string) {
	h.t.Helper()
	m := channel.Message{To: webchat.Address(chat), Text: words, Class: channel.Reply, Policy: channel.Repeat}
	h.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) })
}

// chat is the chat of a person who has one.
func (h *house) chat(name string) channel.ChatID {
	h.t.Helper()
	var id channel.ChatID
	h.must(h.db.View(context.Background(), func(tx *sqlite.Tx) error {
		all, err := tx.Accounts(context.Background(), h.people[name])
		if len(all) > 0 {
			id = channel.ChatID(all[0].Chat)
		}
		return err
	}))
	return id
}

func TestAStreamThatIsCutOffMissesNothingAndDoublesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	chat := h.chat("Hoàng Thị Lan")
	all := c.messages()
	last := strconv.FormatInt(all[len(all)-1].ID, 10)
	const total = 300
	go func() {
		for i := range total {
			h.tell(chat, "số "+strconv.Itoa(i))
		}
	}()
	seen := 0
	lastID := ""
	for seen < total {
		// The page says where it began; a browser that comes again says what it had last, in a header.
		events, cut := c.listen(last, lastID)
		for range 37 { // then the line breaks
			e := next(t, events)
			var m message
			if err := json.Unmarshal([]byte(e.data), &m); err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("số %d", seen); m.Text != want {
				t.Fatalf("came %q, want %q", m.Text, want)
			}
			lastID = e.id
			if seen++; seen == total {
				break
			}
		}
		cut()
	}
}

func TestAStreamBeginsWithWhatThePageDidNotHave(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	before := c.messages()
	events, cut := c.listen("0", "")
	defer cut()
	for _, want := range before {
		if e := next(t, events); e.id != strconv.FormatInt(want.ID, 10) {
			t.Fatalf("came %s, want %d", e.id, want.ID)
		}
	}
}

// A page whose stream opens after the person was let in was told of it by nobody: its stream says so at once.
func TestAStreamThatOpensLateRenewsWhatStandsAround(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	around := regexp.MustCompile(`data-around="([0-9a-f]+)"`)
	stranger := around.FindStringSubmatch(c.enter(h.code("Hoàng Thị Lan")).body)
	c.press("Đồng ý")
	inside := around.FindStringSubmatch(c.page().body)
	if stranger == nil || inside == nil || stranger[1] == inside[1] {
		t.Fatalf("the page says %v before and %v after", stranger, inside)
	}
	for _, test := range []struct {
		shown string
		want  bool
	}{{stranger[1], true}, {inside[1], false}, {"", false}} {
		events, cut := c.listen("0&around="+test.shown, "")
		renewed, told := false, false
		h.must(h.web.Typing(t.Context(), webchat.Address(h.chat("Hoàng Thị Lan"))))
		for e := range events {
			renewed = renewed || e.kind == "refresh"
			told = told || e.kind == "typing"
			if told && (renewed || !test.want) {
				break
			}
		}
		cut()
		if renewed != test.want {
			t.Errorf("a page that shows %q is renewed: %t", test.shown, renewed)
		}
	}
}

func TestAStopEndsTheStreamsFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	events, cut := c.listen("0", "")
	defer cut()
	next(t, events)
	h.web.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := h.server.Config.Shutdown(ctx); err != nil {
		t.Errorf("the server does not come to rest: %v", err)
	}
	for range events { // ends with the stream
	}
}

func TestALogoutEndsTheStreamsOfTheSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	events, cut := c.listen("0", "")
	defer cut()
	next(t, events)
	c.post("/logout", c.page().form())
	for range events { // ends with the stream
	}
}

func TestTheSeventhStreamOfASessionEndsTheFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	first, cut := c.listen("0", "")
	defer cut()
	next(t, first)
	var others []<-chan event
	for range 6 {
		events, cut := c.listen("0", "")
		defer cut()
		next(t, events)
		others = append(others, events)
	}
	for range first { // ends with the stream
	}
	h.tell(h.chat("Hoàng Thị Lan"), "còn đây")
	for _, events := range others {
		for e := next(t, events); !strings.Contains(e.data, "còn đây"); e = next(t, events) {
			continue
		}
	}
}

func TestStreamsAreForSessionsOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	if a := h.client().get("/events"); a.status != http.StatusUnauthorized {
		t.Errorf("%d", a.status)
	}
}

func TestTypingIsShownAndForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	events, cut := c.listen("0", "")
	defer cut()
	next(t, events)
	before := len(c.messages())
	h.must(h.web.Typing(t.Context(), webchat.Address(h.chat("Hoàng Thị Lan"))))
	for e := range events {
		if e.kind == "typing" {
			break
		}
	}
	if after := len(c.messages()); after != before {
		t.Errorf("typing left %d messages", after-before)
	}
}
