package outbox_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// weather is how the first account fares for a while.
type weather struct {
	span  time.Duration
	react func() *channel.SendError // nil = it takes everything
	probe error
	end   bool // the program ends and starts again after it
}

func drawWeather(t *rapid.T) weather {
	w := weather{span: time.Duration(rapid.IntRange(1, 25).Draw(t, "minutes")) * time.Minute, end: rapid.Bool().Draw(t, "end")}
	switch rapid.SampledFrom([]string{"fair", "cut", "unsure", "blocked", "token"}).Draw(t, "weather") {
	case "cut":
		w.react, w.probe = func() *channel.SendError { return fail(channel.Temporary) }, errWire
	case "unsure":
		w.react = uncertain
	case "blocked":
		w.react = func() *channel.SendError { return fail(channel.Unreachable) }
	case "token":
		w.react, w.probe = func() *channel.SendError { return fail(channel.Credentials) }, errWire
	}
	return w
}

// TestOneDoorOrTheOther sends through many kinds of weather: what must not come twice comes once by one door or the
// other, or is listed; nothing is forgotten. A bubble lives through hours second by second, so there are but a few.
func TestOneDoorOrTheOther(t *testing.T) {
	t.Parallel()
	days := rapid.SliceOfN(rapid.Custom(drawWeather), 1, 3)
	lonely := rapid.SliceOfN(rapid.Bool(), 4, 4)
	for seed := range 6 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "sohoc.db")
			d, l := days.Example(seed), lonely.Example(seed)
			synctest.Test(t, func(t *testing.T) {
				for _, fault := range liveThrough(t, path, d, l) {
					t.Error(fault)
				}
			})
		})
	}
}

func liveThrough(t *testing.T, path string, days []weather, lonely []bool) (faults []string) {
	t.Helper()
	b := &bench{T: t, cancel: func() {}, begin: time.Now()}
	b.wire = &wire{begin: b.begin, flying: map[channel.ChatID]int{}}
	var err error
	if b.db, err = sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	w := &town{bench: b, other: &wire{begin: b.begin, flying: map[channel.ChatID]int{}}, lonely: map[channel.ChatID]bool{}}
	for i, alone := range lonely {
		w.lonely[channel.ChatID(fmt.Sprint(i))] = alone
	}
	w.open()
	queued := 0
	for _, d := range days {
		w.set(func() { w.probe = d.probe })
		w.wire.set(func(context.Context, channel.Message) error {
			if d.react == nil {
				return nil
			}
			return d.react()
		})
		for chat := range lonely {
			m := once(reminder(channel.ChatID(fmt.Sprint(chat)), fmt.Sprint("m", queued)))
			m.Dedupe = m.Text
			queued++
			w.queue(m)
		}
		w.pass(d.span)
		if d.end {
			w.stop()
			w.open()
		}
	}
	w.set(func() { w.probe = nil })
	w.wire.set(nil)
	w.pass(15 * time.Minute)
	faults = slices.Concat(faults, w.wire.faults, w.other.faults)
	faults = append(faults, w.account(queued)...)
	w.stop()
	if err := b.db.Close(); err != nil {
		t.Error(err)
	}
	return faults
}

// account finds each message at one door, or in the list.
func (b *town) account(queued int) (faults []string) {
	came := map[string]int{}
	for _, text := range append(b.wire.texts(), b.other.texts()...) {
		came[text]++
	}
	listed := map[string]outbox.State{}
	for _, r := range b.failed() {
		listed[r.Message.Text] = r.State
	}
	if rows := b.waiting(); len(rows) > 0 {
		faults = append(faults, fmt.Sprintf("%d still wait in fair weather", len(rows)))
	}
	for i := range queued {
		text := fmt.Sprint("m", i)
		if n, state := came[text], listed[text]; n > 1 || n == 1 && state != "" || n == 0 && state == "" {
			faults = append(faults, fmt.Sprintf("%s came %d times and is listed as %q", text, n, state))
		}
	}
	return faults
}
