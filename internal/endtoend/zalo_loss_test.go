package endtoend_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/endtoend"
	"sohoc/internal/zalo/zalotest"
)

// What the proof takes: as many people as a free bot carries.
const (
	zaloPeople  = 50
	zaloUpdates = 5000
	zaloKills   = 12
)

// crowd is a bot's worth of people who have joined, and what they were answered.
type crowd struct {
	fake  *zalotest.Server
	m     endtoend.Machine
	mu    sync.Mutex
	cards map[string]int // how often an entry's card was delivered
	news  chan struct{}
}

func (c *crowd) observe(s zalotest.Sent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for line := range strings.Lines(s.Text) {
		if strings.HasPrefix(line, "Chuyên đề x") {
			c.cards[strings.TrimSpace(line)]++
		}
	}
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// join brings everybody in by typed codes and returns the running program.
func (c *crowd) join(t *testing.T) *endtoend.Process {
	t.Helper()
	var list strings.Builder
	list.WriteString("Mã,Họ và tên,Đơn vị,Chức vụ,Vai trò,Đối tượng\n")
	for i := range zaloPeople {
		fmt.Fprintf(&list, "Z%02d,Người Thứ %s,Thanh tra,Chuyên viên,,công chức\n", i, string(rune('A'+i%26))+string(rune('a'+i/26)))
	}
	codes := moveInList(t, c.m, list.String())
	p, err := c.m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	for i := range zaloPeople {
		who := &zaloPerson{t: t, bot: c.fake.Bot, chat: zalotest.ChatOf(i)}
		who.says(codes[fmt.Sprintf("Z%02d", i)])
		who.expects(who.says("đồng ý"), "/hoc")
	}
	return p
}

// log has everybody log in turn, and returns which update holds which entry.
func (c *crowd) log(updates int) map[string]int {
	which := map[string]int{}
	for i := range updates {
		which[c.fake.Say(zalotest.ChatOf(i%zaloPeople), "/hoc 1 phút "+title(i)).ID] = i
	}
	return which
}

// settle waits until everything that reached the program was answered.
func (c *crowd) settle(t *testing.T, which map[string]int, unseen int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	must(t, c.fake.Wait(ctx, func() bool { return c.fake.Pending() == 0 }))
	for {
		c.mu.Lock()
		answered := len(c.cards)
		c.mu.Unlock()
		if answered >= len(which)-len(c.fake.Lost())-unseen {
			return
		}
		select {
		case <-c.news:
		case <-ctx.Done():
			t.Fatalf("%d of %d updates were answered, the platform lost %d", answered, len(which), len(c.fake.Lost()))
		}
	}
}

// emptied waits until the program has taken in all that it had put on its disk: how many a kill has cost is not
// known, so the answers cannot tell.
func (c *crowd) emptied(t *testing.T) {
	t.Helper()
	patience := time.NewTimer(time.Minute)
	defer patience.Stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		info, err := os.Stat(filepath.Join(c.m.Data, "zalo", "1459232241454765289", "incoming.jsonl"))
		must(t, err)
		if info.Size() == 0 {
			return
		}
		select {
		case <-look.C:
		case <-patience.C:
			t.Fatalf("%d bytes are left in the tray", info.Size())
		}
	}
}

// missing says which entries are not there, and reports those that are there twice.
func (c *crowd) missing(t *testing.T, updates int) map[int]bool {
	t.Helper()
	out, err := c.m.Run(t.Context(), "export", "entries", "--format", "jsonl", "--all")
	must(t, err)
	count := map[string]int{}
	for line := range strings.Lines(out) {
		var e struct {
			Title string `json:"title"`
		}
		must(t, json.Unmarshal([]byte(line), &e))
		count[e.Title]++
	}
	absent := map[int]bool{}
	for i := range updates {
		switch n := count["C"+title(i)[1:]]; n {
		case 1:
		case 0:
			absent[i] = true
		default:
			t.Errorf("update %d is there %d times", i, n)
		}
	}
	return absent
}

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	c := &crowd{cards: map[string]int{}, news: make(chan struct{}, 1)}
	c.fake = zalotest.Start(t, zalotest.Options{Observe: c.observe})
	c.m = zaloMachine(t, c.fake, []string{c.fake.Token()}, "SOHOC_ZALO_RATE=0", "SOHOC_ZALO_CHAT_RATE=0")
	return c
}

// TestZaloLosesOnlyWhatThePlatformLost sends thousands of updates through drops, cut answers, repetitions, a
// gateway's pages and refusals, and then counts: what is missing is exactly what the platform had forgotten when its
// answer broke off, nothing is there twice, and the program's own health says how many answers broke off.
func TestZaloLosesOnlyWhatThePlatformLost(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	p := c.join(t)
	bad := []zalotest.Rule{
		{Method: "getUpdates", Every: 331, Fault: zalotest.HTMLPage{Status: http.StatusBadGateway}},
		{Method: "getUpdates", Every: 373, Fault: zalotest.DropAfter{}},
		{Method: "getUpdates", Every: 409, Fault: zalotest.CutBody{}},
		{Method: "getUpdates", Every: 449, Fault: zalotest.DropBefore{}},
		{Method: "getUpdates", Every: 37, Fault: zalotest.Twice{}},
		{Method: "getUpdates", Every: 947, Fault: zalotest.Quota{}},
		{Method: "getUpdates", Every: 997, Fault: zalotest.FastIdle{}},
		{Method: "getUpdates", Every: 691, Fault: zalotest.Internal{}},
		{Method: "sendMessage", Every: 151, Fault: zalotest.HTMLPage{Status: http.StatusBadGateway}},
		{Method: "sendMessage", Every: 211, Fault: zalotest.DropAfter{}},
		{Method: "sendMessage", Every: 257, Fault: zalotest.Internal{}},
		{Method: "sendMessage", Every: 2500, Times: 1, Fault: zalotest.Quota{}},
	}
	for _, rule := range bad {
		if rule.Times == 0 {
			rule.Times = -1
		}
		c.fake.Script(rule)
	}
	which := c.log(zaloUpdates)
	c.settle(t, which, 0)
	c.fake.Heal()
	brokenOff := health(t, p.URL(), "zalo").Broken
	_, err := p.Stop(20 * time.Second)
	must(t, err)

	absent := c.missing(t, zaloUpdates)
	lost := map[int]bool{}
	for _, u := range c.fake.Lost() {
		lost[which[u.ID]] = true
	}
	for i := range absent {
		if !lost[i] {
			t.Errorf("update %d is missing, and the platform had not lost it", i)
		}
	}
	if len(absent) != len(lost) {
		t.Errorf("%d are missing, the platform lost %d", len(absent), len(lost))
	}
	if brokenOff < int64(len(lost)) {
		t.Errorf("health says that %d answers broke off, the platform lost %d updates", brokenOff, len(lost))
	}
	twice := 0
	for _, n := range c.cards {
		twice += n - 1
	}
	faults := map[string]int{}
	for _, call := range c.fake.Calls("") {
		if call.Fault != nil {
			faults[fmt.Sprintf("%s %T", call.Method, call.Fault)]++
		}
	}
	t.Logf("%d updates; the platform lost %d itself, %d are missing; health counts %d answers that broke off; %d replies came twice; bad news: %v",
		zaloUpdates, len(lost), len(absent), brokenOff, twice, faults)
}

// TestZaloSurvivesKills kills the program again and again while updates come. What it had on its disk is there once;
// what is missing was on the way at a kill, at most one for each, or in the answer that the kill broke off.
func TestZaloSurvivesKills(t *testing.T) {
	t.Parallel()
	const updates = 1500
	c := newCrowd(t)
	p := c.join(t)
	which := c.log(updates)
	for range zaloKills {
		must(t, p.Survives(300*time.Millisecond))
		p.Kill()
		var err error
		p, err = c.m.Serve(t.Context())
		must(t, err)
		must(t, p.Started(t.Context()))
	}
	c.settle(t, which, zaloKills)
	c.emptied(t)
	_, err := p.Stop(20 * time.Second)
	must(t, err)
	absent := c.missing(t, updates)
	if len(absent) > zaloKills {
		t.Errorf("%d updates are missing after %d kills", len(absent), zaloKills)
	}
	t.Logf("%d kills, %d updates, %d missing: the platform had forgotten them and they were on no disk yet", zaloKills, updates, len(absent))
}

// channelHealth is what /healthz says of a door.
type channelHealth struct {
	Name   string `json:"name"`
	Broken int64  `json:"broken_off"`
}

func health(t *testing.T, url, name string) channelHealth {
	t.Helper()
	resp, err := http.Get(url + "/healthz")
	must(t, err)
	defer resp.Body.Close()
	var h struct {
		Channels []channelHealth `json:"channels"`
	}
	must(t, json.NewDecoder(resp.Body).Decode(&h))
	for _, c := range h.Channels {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("health knows no %s: %+v", name, h)
	return channelHealth{}
}
