package endtoend_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/endtoend"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram/telegramtest"
)

var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "sohoc-endtoend-")
	if err != nil {
		return "", err
	}
	return endtoend.Build(context.Background(), dir)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if bin, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(bin))
	}
	os.Exit(code)
}

func machine(t *testing.T, fake *telegramtest.Server, env ...string) endtoend.Machine {
	t.Helper()
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return endtoend.Machine{Bin: bin, Data: t.TempDir(), Env: append([]string{
		"SOHOC_TELEGRAM_TOKEN=" + fake.Token(), "SOHOC_TELEGRAM_API_URL=" + fake.URL(),
	}, env...)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What the proof takes. The kills fall at random instants, most while messages are being handled.
const (
	killPeople  = 300
	killUpdates = 3000
	kills       = 30
	firstChat   = 1000
)

// TestKilledAtAnyInstant pushes updates from hundreds of people, kills the program again and again, and then
// counts: each entry is there once, each reply was sent, and none twice but those whose sending was in flight
// at a kill.
func TestKilledAtAnyInstant(t *testing.T) {
	t.Parallel()
	fake := telegramtest.Start(t, telegramtest.Options{})
	m := machine(t, fake, "SOHOC_TELEGRAM_RATE=0", "SOHOC_TELEGRAM_CHAT_RATE=0")
	_, err := m.Run(t.Context(), "seed", "--people", strconv.Itoa(killPeople), "--entries", "0", "--telegram-from", strconv.Itoa(firstChat))
	must(t, err)

	pushed := make(chan struct{})
	go func() {
		defer close(pushed)
		tick := time.NewTicker(20 * time.Millisecond) // the load lasts as long as the kills
		defer tick.Stop()
		for i := range killUpdates {
			fake.Say(telegramtest.ChatID(firstChat+i%killPeople), "/hoc 1 phút "+title(i))
			if i%10 == 9 {
				<-tick.C
			}
		}
	}()
	inFlight := map[string]int{}
	for range kills {
		p, err := m.Serve(t.Context())
		must(t, err)
		must(t, p.Started(t.Context()))
		must(t, p.Survives(rand.N(250*time.Millisecond)))
		p.Kill()
		for _, r := range waiting(t, m) {
			inFlight[key(r.Message.To.Chat, r.Message.Text)]++
		}
	}
	<-pushed
	p, err := m.Serve(t.Context())
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	must(t, fake.WaitConfirmed(ctx))
	_, err = p.Stop(20 * time.Second)
	must(t, err)
	if left := waiting(t, m); len(left) > 0 {
		t.Errorf("%d messages still wait after an orderly stop", len(left))
	}
	checkEntries(t, m)
	checkReplies(t, fake, inFlight)
	if strings.Contains(p.Log(), fake.Token()) || strings.Contains(p.Log(), title(1)) {
		t.Error("the log holds the token or what a person wrote")
	}
}

// title names an update in letters: a number might be read as something else.
func title(i int) string {
	word := ""
	for range 3 {
		word = string(rune('a'+i%26)) + word
		i /= 26
	}
	return "chuyên đề x" + word + "z"
}

func key(chat channel.ChatID, text string) string { return string(chat) + "\x00" + text }

// waiting reads, while the program does not run, what was stored and not marked as sent.
func waiting(t *testing.T, m endtoend.Machine) []outbox.Row {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(m.Data, "sohoc.db"), Now: time.Now})
	must(t, err)
	var rows []outbox.Row
	must(t, db.View(t.Context(), func(tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingMessages(t.Context(), 0, 100_000)
		return err
	}))
	must(t, db.Close())
	return rows
}

// checkEntries finds every update's entry exactly once.
func checkEntries(t *testing.T, m endtoend.Machine) {
	t.Helper()
	out, err := m.Run(t.Context(), "export", "entries", "--format", "jsonl", "--all")
	must(t, err)
	if lines := strings.Count(out, "\n"); lines != killUpdates {
		t.Errorf("%d entries, want %d", lines, killUpdates)
	}
	wrong := 0
	for i := range killUpdates {
		want := strings.ToUpper("c") + title(i)[1:]
		if n := strings.Count(out, `"`+want+`"`); n != 1 && wrong < 10 {
			wrong++
			t.Errorf("entry %q is there %d times, want once", want, n)
		}
	}
}

// checkReplies finds every update's card delivered, and every second delivery among those in flight at a kill.
func checkReplies(t *testing.T, fake *telegramtest.Server, inFlight map[string]int) {
	t.Helper()
	delivered := map[string]int{}
	titles := map[string]int{}
	for _, s := range fake.AllSent() {
		delivered[key(channel.ChatID(fmt.Sprint(s.Chat)), s.Text)]++
		for line := range strings.Lines(s.Text) {
			if strings.HasPrefix(line, "Chuyên đề x") {
				titles[strings.TrimSpace(line)]++
			}
		}
	}
	doubled, unexplained, missing := 0, 0, 0
	for k, n := range delivered {
		if n > 1 {
			doubled += n - 1
			if n-1 > inFlight[k] {
				unexplained++
			}
		}
	}
	for i := range killUpdates {
		if titles["C"+title(i)[1:]] == 0 {
			missing++
		}
	}
	if missing > 0 {
		t.Errorf("%d updates were never answered", missing)
	}
	if unexplained > 0 {
		t.Errorf("%d replies were sent twice although none of their sends was in flight at a kill", unexplained)
	}
	t.Logf("%d kills, %d updates, %d replies in all; %d came twice, all of them in flight at a kill (%d messages were)",
		kills, killUpdates, len(delivered), doubled, len(inFlight))
}
