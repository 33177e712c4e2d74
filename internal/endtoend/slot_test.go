package endtoend_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sohoc/internal/endtoend"
	"sohoc/internal/outbox"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram/telegramtest"
)

// What the proof of a slot takes. Messages leave slowly enough that the kills fall while they are planned and sent.
const (
	slotPeople = 2000
	slotKills  = 30  // at least, of which half fall while messages are sent
	slotRate   = 300 // messages a second
)

// slotHour is Friday, when the weekly reminder is due.
var slotHour = time.Date(2026, 12, 11, 15, 30, 0, 0, time.FixedZone("+07", 7*60*60))

// slotMachine is a machine with people who have written nothing, whose program has run until a minute before the hour.
func slotMachine(t *testing.T, fake *telegramtest.Server) endtoend.Machine {
	t.Helper()
	m := machine(t, fake, "SOHOC_TELEGRAM_RATE="+strconv.Itoa(slotRate), "SOHOC_TELEGRAM_CHAT_RATE=0")
	_, err := at(m, slotHour.AddDate(0, -1, 0)).Run(t.Context(), "seed", "--people", strconv.Itoa(slotPeople), "--entries", "0",
		"--telegram-from", strconv.Itoa(firstChat))
	must(t, err)
	for taken := false; !taken; {
		p, err := at(m, slotHour.Add(-time.Minute)).Serve(t.Context())
		must(t, err)
		must(t, p.Started(t.Context()))
		_, err = p.Stop(20 * time.Second)
		must(t, err)
		for _, j := range schedules(t, m) {
			taken = taken || j.Code == schedule.WeeklyReminder && !j.TakenTo.IsZero()
		}
	}
	return m
}

// at is the same machine with its clock set.
func at(m endtoend.Machine, clock time.Time) endtoend.Machine {
	m.Env = append(append([]string(nil), m.Env...), "SOHOC_CLOCK="+clock.Format(time.RFC3339))
	return m
}

// inside reads, while the program does not run, what stands in its database.
func inside(t *testing.T, m endtoend.Machine, fn func(ctx context.Context, tx *sqlite.Tx) error) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(m.Data, "sohoc.db"), Now: time.Now})
	must(t, err)
	must(t, db.View(t.Context(), func(tx *sqlite.Tx) error { return fn(t.Context(), tx) }))
	must(t, db.Close())
}

func schedules(t *testing.T, m endtoend.Machine) (jobs []schedule.Entry) {
	t.Helper()
	inside(t, m, func(ctx context.Context, tx *sqlite.Tx) (err error) {
		jobs, err = tx.Schedules(ctx)
		return err
	})
	return jobs
}

// slotCursor is how far the slot has come.
func slotCursor(t *testing.T, m endtoend.Machine) (o schedule.Occurrence) {
	t.Helper()
	inside(t, m, func(ctx context.Context, tx *sqlite.Tx) (err error) {
		o, _, err = tx.Occurrence(ctx, schedule.Slot{Job: schedule.WeeklyReminder, Due: slotHour})
		return err
	})
	return o
}

// TestASlotIsKilledAgainAndAgain kills the program while it plans and sends the reminder of a Friday to thousands. Each
// person gets it exactly once, or "sohoc outbox" names the person's chat as uncertain: then it came once or not at all.
func TestASlotIsKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 1)
	fake := telegramtest.Start(t, telegramtest.Options{Observe: func(telegramtest.Sent) {
		select {
		case arrived <- struct{}{}:
		default:
		}
	}})
	m := slotMachine(t, fake)
	begun := time.Now()
	now := func() time.Time { return slotHour.Add(time.Second + time.Since(begun)) }
	planning, sending := 0, 0
	for sending < slotKills/2 || planning+sending < slotKills {
		p, err := at(m, now()).Serve(t.Context())
		must(t, err)
		must(t, p.Started(t.Context()))
		life := 100 * time.Millisecond
		if sending > 0 || planning >= slotKills/2 {
			life *= 4
		}
		must(t, p.Survives(rand.N(life)))
		p.Kill()
		if o := slotCursor(t, m); o.State == schedule.Done {
			sending++
		} else {
			planning++
		}
	}
	p, err := at(m, now()).Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	must(t, sent(ctx, m, arrived))
	_, err = p.Stop(20 * time.Second)
	must(t, err)
	if o := slotCursor(t, m); o.State != schedule.Done {
		t.Errorf("the slot is %s %s", o.State, o.Reason)
	}
	named := checkSlot(t, m, fake)
	t.Logf("%d kills while the slot was planned, %d while it was sent; %d of %d people named as uncertain", planning, sending, named, slotPeople)
	if planning == 0 {
		t.Error("no kill fell while the slot was planned: that proves little")
	}
}

// sent waits until nothing waits in the outbox any more.
func sent(ctx context.Context, m endtoend.Machine, arrived <-chan struct{}) error {
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for {
		out, err := m.Run(ctx, "outbox", "--format", "jsonl", "--limit", "1")
		if err != nil || out == "" {
			return err
		}
		select {
		case <-arrived:
		case <-look.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// checkSlot counts what came to whom, and returns how many are named as uncertain.
func checkSlot(t *testing.T, m endtoend.Machine, fake *telegramtest.Server) (named int) {
	t.Helper()
	got := map[string]int{}
	for _, s := range fake.AllSent() {
		got[strconv.FormatInt(int64(s.Chat), 10)]++
	}
	uncertain := map[string]bool{}
	out, err := m.Run(t.Context(), "outbox", "--failed", "--format", "jsonl", "--limit", "100000")
	must(t, err)
	for line := range strings.Lines(out) {
		var row struct {
			Chat  string       `json:"chat"`
			State outbox.State `json:"state"`
		}
		must(t, json.Unmarshal([]byte(line), &row))
		if row.State != outbox.Uncertain {
			t.Errorf("chat %s: %s", row.Chat, row.State)
		}
		uncertain[row.Chat] = true
	}
	wrong := 0
	for i := range slotPeople {
		chat := strconv.Itoa(firstChat + i)
		if n := got[chat]; n != 1 && (n > 1 || !uncertain[chat]) {
			if wrong++; wrong < 10 {
				t.Errorf("person %d got %d reminders, named as uncertain: %v", i+1, n, uncertain[chat])
			}
		}
		delete(got, chat)
	}
	if len(got) > 0 {
		t.Errorf("%d strangers got something", len(got))
	}
	return len(uncertain)
}
