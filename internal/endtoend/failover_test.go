package endtoend_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/endtoend"
	"sohoc/internal/outbox"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram/telegramtest"
	"sohoc/internal/zalo/zalotest"
)

// What the proof of the other door takes.
const (
	townPeople = 45 // all with Telegram
	townZalo   = 40 // of them, those who are on Zalo too; a free bot carries 50
	townCut    = 12 // deliveries after which Telegram is cut off
)

// town is a department on two messengers.
type town struct {
	t        *testing.T
	m        endtoend.Machine
	telegram *telegramtest.Server
	zalo     *zalotest.Server
	cut      chan struct{} // closed at the delivery after which Telegram is to be cut off
	before   map[int]int   // messages on Zalo before the hour, by person
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, cut: make(chan struct{}), before: map[int]int{}}
	var mu sync.Mutex
	n := 0
	w.telegram = telegramtest.Start(t, telegramtest.Options{Observe: func(telegramtest.Sent) {
		mu.Lock()
		defer mu.Unlock()
		if n++; n == townCut {
			close(w.cut)
		}
	}})
	w.zalo = zalotest.Start(t, zalotest.Options{})
	w.m = machine(t, w.telegram, "SOHOC_ZALO_TOKEN="+w.zalo.Token(), "SOHOC_ZALO_API_URL="+w.zalo.URL(), "SOHOC_ZALO_CHAT_RATE=0",
		"SOHOC_ZALO_RATE=40", "SOHOC_TELEGRAM_RATE=10", "SOHOC_GIVE_UP_AFTER=3s")
	_, err := at(w.m, slotHour.AddDate(0, -1, 0)).Run(t.Context(), "seed", "--people", strconv.Itoa(townPeople), "--entries", "0",
		"--telegram-from", strconv.Itoa(firstChat))
	must(t, err)
	account, _, _ := strings.Cut(w.zalo.Token(), ":")
	w.write(func(ctx context.Context, tx *sqlite.Tx) error {
		for i := range townZalo {
			if err := tx.ExecForTest(ctx, fmt.Sprintf(`INSERT INTO identities (channel, account, user_id, chat_id, person_id, linked_at)
SELECT 'zalo', '%s', '%s', '%[2]s', person_id, 1 FROM identities WHERE channel = 'telegram' AND chat_id = '%d'`, account, zalotest.ChatOf(i), firstChat+i)); err != nil {
				return err
			}
		}
		return tx.ExecForTest(ctx, fmt.Sprintf(`UPDATE memberships SET admin = 1 WHERE person_id =
(SELECT person_id FROM identities WHERE channel = 'telegram' AND chat_id = '%d')`, firstChat))
	})
	return w
}

func (w *town) write(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	w.t.Helper()
	db, err := sqlite.Open(w.t.Context(), sqlite.Options{Path: filepath.Join(w.m.Data, "sohoc.db"), Now: time.Now})
	must(w.t, err)
	must(w.t, db.Update(w.t.Context(), func(tx *sqlite.Tx) error { return fn(w.t.Context(), tx) }))
	must(w.t, db.Close())
}

func (w *town) serve(clock time.Time) *endtoend.Process {
	w.t.Helper()
	p, err := at(w.m, clock).Serve(w.t.Context())
	must(w.t, err)
	must(w.t, p.Started(w.t.Context()))
	return p
}

// greet has everybody write on Zalo, without which the platform lets nobody be written to, some time before the hour.
func (w *town) greet(ctx context.Context) {
	w.t.Helper()
	for taken := false; !taken; {
		p := w.serve(slotHour.Add(-20 * time.Minute))
		for i := range townZalo {
			if w.before[i] == 0 {
				w.zalo.Say(zalotest.ChatOf(i), "/toi")
				_, err := w.zalo.Reply(ctx, zalotest.ChatOf(i), 0)
				must(w.t, err)
				w.before[i] = 1
			}
		}
		_, err := p.Stop(20 * time.Second)
		must(w.t, err)
		for _, j := range schedules(w.t, w.m) {
			taken = taken || j.Code == schedule.WeeklyReminder && !j.TakenTo.IsZero()
		}
	}
	for i := range townZalo {
		w.before[i] = len(w.zalo.Sent(zalotest.ChatOf(i)))
	}
}

// listed reads "sohoc outbox".
func (w *town) listed(ctx context.Context, args ...string) (rows []listedRow) {
	w.t.Helper()
	out, err := w.m.Run(ctx, append([]string{"outbox", "--format", "jsonl", "--limit", "100000"}, args...)...)
	must(w.t, err)
	for line := range strings.Lines(out) {
		var r listedRow
		must(w.t, json.Unmarshal([]byte(line), &r))
		rows = append(rows, r)
	}
	return rows
}

type listedRow struct {
	Channel channel.Kind   `json:"channel"`
	Chat    channel.ChatID `json:"chat"`
	State   outbox.State   `json:"state"`
}

// settled waits until only those wait who have no other door.
func (w *town) settled(ctx context.Context) {
	w.t.Helper()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for {
		rest := 0
		for _, r := range w.listed(ctx) {
			if n, err := strconv.Atoi(string(r.Chat)); r.Channel != channel.Telegram || err != nil || n < firstChat+townZalo {
				rest++
			}
		}
		if rest == 0 {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			w.t.Fatalf("%d messages still wait", rest)
		}
	}
}

// TestTelegramIsCutOffInTheMiddleOfAReminder cuts Telegram off while the reminder of a Friday goes out, and kills the
// program while the rest goes by Zalo. Each person gets the reminder exactly once, by one door or the other; or the list
// names the person's chat as uncertain: then it came once or not at all. Who has no other door gets it when Telegram is
// back: the messages wait.
func TestTelegramIsCutOffInTheMiddleOfAReminder(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	w.greet(ctx)
	for chat, fault := range map[telegramtest.ChatID]telegramtest.Fault{
		firstChat + 1: telegramtest.DropAfter{}, firstChat + 2: telegramtest.DropBefore{},
	} {
		w.telegram.Script(telegramtest.Rule{Method: "sendMessage", Chat: chat, Fault: fault})
	}
	begun := time.Now()
	now := func() time.Time { return slotHour.Add(time.Since(begun)) }
	p := w.serve(now())
	select {
	case <-w.cut:
	case <-ctx.Done():
		t.Fatalf("the reminder did not go out\n%s", p.Log())
	}
	w.telegram.Close()
	w.firstByZalo(ctx)
	p.Kill()
	p = w.serve(now())
	w.settled(ctx)
	_, err := p.Stop(20 * time.Second)
	must(t, err)
	w.check(ctx)
	if log := p.Log(); strings.Contains(log, w.zalo.Token()) || strings.Contains(log, w.telegram.Token()) {
		t.Error("the log holds a token")
	}
}

// firstByZalo waits until a reminder has come by the other door.
func (w *town) firstByZalo(ctx context.Context) {
	w.t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		for i := range townZalo {
			if w.byZalo(i) > 0 {
				return
			}
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			w.t.Fatal("nothing came by Zalo")
		}
	}
}

// byZalo counts the reminders that a person got on Zalo; what the operator is told is none.
func (w *town) byZalo(person int) (n int) {
	for _, s := range w.zalo.Sent(zalotest.ChatOf(person))[w.before[person]:] {
		if !strings.Contains(s.Text, "sohoc doctor") {
			n++
		}
	}
	return n
}

func (w *town) check(ctx context.Context) {
	w.t.Helper()
	uncertain := map[channel.ChatID]bool{}
	for _, r := range w.listed(ctx, "--failed") {
		if r.State != outbox.Uncertain {
			w.t.Errorf("chat %s of %s: %s", r.Chat, r.Channel, r.State)
		}
		uncertain[r.Chat] = true
	}
	waits := map[channel.ChatID]bool{}
	for _, r := range w.listed(ctx) {
		waits[r.Chat] = true
	}
	byTelegram, byZalo, named := 0, 0, 0
	for i := range townPeople {
		chat := channel.ChatID(strconv.Itoa(firstChat + i))
		there, here := len(w.telegram.Sent(telegramtest.ChatID(firstChat+i))), 0
		known := uncertain[chat]
		if i < townZalo {
			here = w.byZalo(i)
			known = known || uncertain[channel.ChatID(zalotest.ChatOf(i))]
		}
		if n := there + here; n > 1 || n == 0 && !known && !waits[chat] || n > 0 && waits[chat] {
			w.t.Errorf("person %d got %d by Telegram and %d by Zalo; uncertain %t, waits %t", i, there, here, known, waits[chat])
		}
		byTelegram, byZalo = byTelegram+there, byZalo+here
		if known {
			named++
		}
	}
	told := 0
	for _, s := range w.zalo.Sent(zalotest.ChatOf(0)) {
		if strings.Contains(s.Text, "sohoc doctor") {
			told++
		}
	}
	if told != 1 {
		w.t.Errorf("the operator was told %d times", told)
	}
	if byZalo == 0 || named == 0 {
		w.t.Error("nothing went by the other door, or nothing was uncertain: that proves little")
	}
	w.t.Logf("%d by Telegram, %d by Zalo, %d named as uncertain, %d wait for Telegram", byTelegram, byZalo, named, len(waits))
}
