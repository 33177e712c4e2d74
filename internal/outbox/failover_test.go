package outbox_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// second is the account by which people may be reached besides.
var second = outbox.Account{Channel: channel.Web, ID: "web"}

// town is a bench with two accounts, and who can be reached by which.
type town struct {
	*bench

	other *wire
	probe error // what a probe of the first account says

	mu      sync.Mutex
	nowhere bool                    // nobody has another door
	lonely  map[channel.ChatID]bool // who has none
	spent   bool
	changes []outbox.Reach
}

func inTown(t *testing.T, fn func(b *town)) {
	t.Helper()
	inBubble(t, func(b *bench) {
		fn(&town{bench: b, other: &wire{begin: b.begin, flying: map[channel.ChatID]int{}}, probe: errWire})
	})
}

// probed is a wire that can be asked.
type probed struct {
	*wire

	town *town
}

func (p probed) Probe(context.Context) error {
	p.town.mu.Lock()
	defer p.town.mu.Unlock()
	if p.town.probe != nil {
		return fail(channel.Temporary)
	}
	return nil
}

func (b *town) open() {
	b.Helper()
	cfg := b.config(outbox.Limits{})
	cfg.Lanes = map[outbox.Account]outbox.Lane{
		bot: {Sender: probed{b.wire, b}, Metered: true}, second: {Sender: b.other},
	}
	cfg.Guide = b
	b.startWith(cfg)
}

func (b *town) set(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fn()
}

// Elsewhere gives everybody a second door with the same chat.
func (b *town) Elsewhere(_ context.Context, _ outbox.Store, m channel.Message) (channel.Address, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return channel.Address{Channel: second.Channel, Account: second.ID, Chat: m.To.Chat}, !b.nowhere && !b.lonely[m.To.Chat], nil
}

// Changed implements outbox.Guide.
func (b *town) Changed(_ context.Context, _ outbox.Store, r outbox.Reach) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changes = append(b.changes, r)
	return nil
}

// Budget implements outbox.Guide.
func (b *town) Budget(context.Context, outbox.Store, outbox.Account) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.spent, nil
}

// told counts what the operator was told: that the account is given up, and that it works again.
func (b *town) told() (down, up int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.changes {
		if r.Down.IsZero() {
			up++
		} else {
			down++
		}
	}
	return down, up
}

func (b *town) expect(what string, w *wire, want ...string) {
	b.Helper()
	if diff := cmp.Diff(want, w.texts()); diff != "" {
		b.Errorf("%s: %s", what, diff)
	}
}

func TestRemindersGoByAnotherDoorAfterAQuarterOfAnHour(t *testing.T) {
	inTown(t, func(b *town) {
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		nudge := once(reminder("7", "nudge"))
		nudge.Dedupe = "weekly/2026-11-27/7"
		b.queue(reply("7", "answer"), nudge, broadcast("8", "news"))
		b.pass(14 * time.Minute)
		b.expect("before the time is over", b.other)
		if down, up := b.told(); down+up != 0 {
			t.Errorf("told %d and %d times", down, up)
		}
		b.pass(2 * time.Minute)
		if got := b.other.texts(); len(got) != 2 {
			t.Errorf("by the other door: %q", got)
		}
		if s := b.sender.Stats(); s.Moved != 2 || len(s.Down) != 1 || s.Waiting != 1 {
			t.Errorf("stats %+v", s)
		}
		b.queue(nudge, reminder("9", "late")) // planned again: the key is known under its new row too
		b.pass(time.Hour)
		b.expect("while the account is down", b.wire)
		if got := b.other.texts(); len(got) != 3 || got[2] != "late" {
			t.Errorf("by the other door: %q", got)
		}

		b.wire.set(nil)
		b.set(func() { b.probe = nil })
		b.pass(2 * time.Minute)
		b.expect("once it works again", b.wire, "answer")
		b.queue(reminder("7", "next"))
		b.pass(time.Minute)
		b.expect("afterwards", b.wire, "answer", "next")
		if down, up := b.told(); down != 1 || up != 1 {
			t.Errorf("told %d and %d times", down, up)
		}
		if rows := b.failed(); len(rows) != 0 {
			t.Errorf("listed: %+v", rows)
		}
	})
}

func TestAnOutageIsFoundWithoutAMessage(t *testing.T) {
	inTown(t, func(b *town) {
		b.open()
		b.pass(16*time.Minute + 5*time.Second)
		if down, _ := b.told(); down != 1 {
			t.Fatalf("told %d times", down)
		}
		b.queue(reminder("7", "nudge"))
		b.pass(2 * time.Second)
		b.expect("by the other door", b.other, "nudge")
		if n := len(b.wire.tried()); n != 0 {
			t.Errorf("%d attempts by the door that is known to be shut", n)
		}
	})
}

func TestAnAccountThatCannotBeProbedIsNotGivenUp(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.probe = nil })
		b.other.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		m := reminder("7", "nudge")
		m.To = channel.Address{Channel: second.Channel, Account: second.ID, Chat: "7"}
		b.queue(m)
		b.pass(time.Hour)
		b.other.set(nil)
		b.pass(10 * time.Minute)
		b.expect("by its own door", b.other, "nudge")
		if down, up := b.told(); down+up != 0 {
			t.Errorf("told %d and %d times", down, up)
		}
	})
}

func TestAHiccupChangesNothing(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.probe = nil })
		b.wire.set(func(context.Context, channel.Message) error {
			if time.Since(b.begin)%(12*time.Minute) < 11*time.Minute {
				return fail(channel.Temporary)
			}
			return nil
		})
		b.open()
		b.queue(reminder("7", "nudge"))
		b.pass(time.Hour)
		b.expect("by its own door", b.wire, "nudge")
		b.expect("by the other", b.other)
	})
}

func TestWhatMayHaveArrivedStaysWithItsDoor(t *testing.T) {
	inTown(t, func(b *town) {
		b.wire.set(first(2, uncertain()))
		b.open()
		b.queue(once(reminder("7", "once")), reminder("8", "repeat"))
		synctest.Wait()
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.pass(time.Hour)
		b.expect("by the other door", b.other)
		rows := b.failed()
		if len(rows) != 1 || rows[0].State != outbox.Uncertain || rows[0].Message.Text != "once" {
			t.Errorf("listed: %+v", rows)
		}
		if rows := b.waiting(); len(rows) != 1 || !rows[0].Unsure {
			t.Fatalf("waiting: %+v", rows)
		}
		b.stop()
		b.open() // what was uncertain is remembered
		b.pass(time.Hour)
		b.expect("by the other door after a restart", b.other)
		b.wire.set(nil)
		b.set(func() { b.probe = nil })
		b.pass(10 * time.Minute)
		b.expect("at its own door in the end", b.wire, "repeat")
	})
}

func TestWhoBlockedOneDoorIsReachedByAnotherAtOnce(t *testing.T) {
	inTown(t, func(b *town) {
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Unreachable) })
		b.open()
		b.queue(once(reminder("7", "nudge")), reply("8", "answer"))
		synctest.Wait()
		b.expect("by the other door", b.other, "nudge")
		if rows := b.failed(); len(rows) != 1 || rows[0].Message.Text != "answer" {
			t.Errorf("listed: %+v", rows)
		}
		b.set(func() { b.nowhere = true })
		b.queue(once(reminder("9", "lost")))
		b.pass(time.Minute)
		if rows := b.failed(); len(rows) != 2 || rows[0].Message.Text != "lost" || rows[0].State != outbox.Failed {
			t.Errorf("listed: %+v", rows)
		}
		if down, up := b.told(); down+up != 0 {
			t.Error("a blocked chat is no outage")
		}
	})
}

func TestWhoHasNoOtherDoorWaits(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.nowhere = true })
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		b.queue(once(reminder("7", "nudge")), once(reminder("7", "second")))
		b.pass(2 * time.Hour)
		if rows := b.waiting(); len(rows) != 2 {
			t.Fatalf("waiting: %+v", rows)
		}
		b.wire.set(nil)
		b.set(func() { b.probe = nil })
		b.pass(2 * time.Minute)
		b.expect("when it works again", b.wire, "nudge", "second")
	})
}

func TestADoorThatOpensLaterIsFound(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.nowhere = true })
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		b.queue(once(reminder("7", "nudge")))
		b.pass(time.Hour)
		b.set(func() { b.nowhere = false }) // the person has joined by the browser
		b.pass(2 * time.Minute)
		b.expect("by the other door", b.other, "nudge")
	})
}

func TestWhatIsTooOldIsListedAndNotSent(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.nowhere = true })
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		b.queue(once(reminder("7", "friday")), reply("8", "answer"))
		b.pass(13 * time.Hour)
		if rows := b.failed(); len(rows) != 1 || rows[0].Message.Text != "friday" || rows[0].Reason != "expired" {
			t.Errorf("listed: %+v", rows)
		}
		b.pass(12 * time.Hour)
		b.stop()
		b.queue(once(reminder("9", "before the weekend")))
		b.pass(60 * time.Hour)
		b.wire.set(nil)
		b.set(func() { b.probe = nil })
		b.open()
		b.pass(time.Hour)
		b.expect("on Monday", b.wire)
		if rows := b.failed(); len(rows) != 3 {
			t.Errorf("listed: %+v", rows)
		}
	})
}

func TestAnOutageOutlivesARestart(t *testing.T) {
	inTown(t, func(b *town) {
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		b.pass(10 * time.Minute)
		b.stop()
		b.open()
		b.pass(6*time.Minute + 10*time.Second) // the quarter of an hour goes on
		if down, _ := b.told(); down != 1 {
			t.Fatalf("told %d times", down)
		}
		b.stop()
		b.open()
		b.queue(reminder("7", "nudge"))
		b.pass(10 * time.Second)
		b.expect("by the other door", b.other, "nudge")
		b.stop()
		b.pass(48 * time.Hour)
		b.set(func() { b.probe = nil })
		b.wire.set(nil)
		b.open()
		b.pass(10 * time.Second)
		if down, up := b.told(); down != 1 || up != 1 {
			t.Errorf("told %d and %d times", down, up)
		}
	})
}

func TestANearlySpentPlanIsKeptForReplies(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.probe, b.spent = nil, true })
		b.open()
		b.pass(time.Second)
		b.queue(reminder("7", "nudge"), reply("7", "answer"))
		b.pass(2 * time.Second)
		b.expect("by its own door", b.wire, "answer")
		b.expect("by the other", b.other, "nudge")
		if down, up := b.told(); down+up != 0 {
			t.Error("a plan is no outage")
		}
		b.set(func() { b.spent = false }) // a new month
		b.pass(time.Minute)
		b.queue(reminder("7", "december"))
		b.pass(time.Second)
		b.expect("in the new month", b.wire, "answer", "december")
	})
}

func TestALongPauseSendsRemindersElsewhere(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.probe = nil })
		b.wire.set(first(1, &channel.SendError{Reason: channel.Throttled, RetryAfter: time.Hour, Err: errWire}))
		b.open()
		b.queue(once(reminder("7", "nudge")))
		b.pass(2 * time.Second)
		b.expect("by the other door", b.other, "nudge")
		b.queue(reply("8", "answer"))
		b.pass(59 * time.Minute)
		b.expect("during the pause", b.wire)
		b.pass(2 * time.Minute)
		b.expect("after the pause", b.wire, "answer")
	})
}

func TestManyGoElsewhereInChunks(t *testing.T) {
	inTown(t, func(b *town) {
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Temporary) })
		b.open()
		b.pass(17 * time.Minute)
		const n = 6000 // more than are held in memory
		for i := range n / 500 {
			var all []channel.Message
			for j := range 500 {
				all = append(all, once(reminder(channel.ChatID(fmt.Sprint(i*500+j)), "nudge")))
			}
			b.queue(all...)
		}
		b.pass(5 * time.Minute)
		if got := len(b.other.texts()); got != n {
			t.Errorf("%d of %d went by the other door", got, n)
		}
		if got := len(b.wire.tried()); got != 0 {
			t.Errorf("%d attempts by the shut door", got)
		}
	})
}

func TestAStoreThatFailsLosesNoDeparture(t *testing.T) {
	inTown(t, func(b *town) {
		b.set(func() { b.probe = nil })
		b.wire.set(func(context.Context, channel.Message) error { return fail(channel.Unreachable) })
		b.open()
		b.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.ExecForTest(ctx, "CREATE TRIGGER broken BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'disk'); END")
		})
		b.queue(once(reminder("7", "nudge")))
		b.pass(10 * time.Second)
		b.expect("while the store fails", b.other)
		b.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ExecForTest(ctx, "DROP TRIGGER broken") })
		b.pass(10 * time.Second)
		b.expect("by the other door", b.other, "nudge")
	})
}
