package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

func TestTemporaryFailuresBackOff(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(14, fail(channel.Temporary)))
		b.start(telegram())
		b.queue(reply("7", "x"))
		b.pass(3 * time.Hour)
		times := b.wire.times()
		if len(times) != 15 {
			t.Fatalf("%d attempts", len(times))
		}
		for i := range 14 {
			gap, want := times[i+1]-times[i], min(5*time.Minute, time.Second<<i)
			if gap < want*3/4 || gap > want*5/4 {
				t.Errorf("wait %d was %v, not about %v", i+1, gap, want)
			}
		}
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestChatsThatFailedTogetherComeBackApart(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(50, fail(channel.Temporary)))
		b.start(outbox.Limits{})
		for i := range 50 {
			b.queue(reply(channel.ChatID(rune('a'+i)), "x"))
		}
		b.pass(time.Minute)
		if n := mostWithin(b.wire.times()[50:], 50*time.Millisecond); n > 15 {
			t.Errorf("%d of 50 came back at once", n)
		}
	})
}

func TestBackoffOutlivesARestart(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(6, fail(channel.Temporary)))
		b.start(telegram())
		b.queue(reply("7", "x"))
		b.pass(40 * time.Second)
		before := b.wire.times()
		rows := b.waiting()
		if len(before) != 6 || len(rows) != 1 || rows[0].Attempts != 6 || !rows[0].NotBefore.After(time.Now()) {
			t.Fatalf("%d attempts, rows %+v", len(before), rows)
		}
		b.restart(telegram())
		b.pass(time.Hour)
		if at := b.wire.times()[6]; b.begin.Add(at).Before(rows[0].NotBefore) {
			t.Errorf("tried at %v, before %v", at, rows[0].NotBefore)
		}
	})
}

func TestNewReplyEndsTheBackoff(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(9, fail(channel.Temporary)))
		b.start(telegram())
		b.queue(reply("7", "x"))
		b.pass(6 * time.Minute)
		if n := len(b.wire.times()); n != 9 {
			t.Fatalf("%d attempts so far", n)
		}
		b.queue(reply("7", "y")) // the person has just written: the channel works
		synctest.Wait()
		if diff := cmp.Diff([]string{"x", "y"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func uncertain() *channel.SendError {
	return &channel.SendError{Reason: channel.Temporary, Uncertain: true, Err: errWire}
}

func TestUncertainMessageGoesOutAgainUnlessOnce(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(2, uncertain()))
		b.start(telegram())
		b.queue(reply("7", "repeat"), once(reply("8", "once")), reply("8", "next"))
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"repeat"}, b.wire.of("7")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"next"}, b.wire.of("8")); diff != "" {
			t.Error(diff)
		}
		rows := b.failed()
		if len(rows) != 1 || rows[0].State != outbox.Uncertain || rows[0].Message.Text != "once" || rows[0].Reason == "" {
			t.Errorf("listed: %+v", rows)
		}
		if s := b.sender.Stats(); s.Uncertain != 1 || s.Sent != 2 || s.Retried != 1 {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestErrorOfAnotherTypeIsUncertain(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(2, errWire))
		b.start(telegram())
		b.queue(reply("7", "repeat"), once(reply("8", "once")))
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"repeat"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		if rows := b.failed(); len(rows) != 1 || rows[0].State != outbox.Uncertain {
			t.Errorf("listed: %+v", rows)
		}
	})
}

func TestOnceIsTriedAgainWhenItHasCertainlyNotArrived(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(3, fail(channel.Temporary)))
		b.start(telegram())
		b.queue(once(reply("7", "x")))
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMarkupIsLeftOutAtOnce(t *testing.T) {
	inBubble(t, func(b *bench) {
		m := reply("7", "Ghi mục này?")
		m.Choices = []channel.Choice{{Data: "y", Label: "Có"}, {Data: "n", Label: "Không"}}
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if len(m.Choices) > 0 {
				return fail(channel.Markup)
			}
			return nil
		})
		b.start(telegram())
		b.queue(m)
		synctest.Wait()
		if diff := cmp.Diff([]string{"Ghi mục này?\n\n1. Có\n2. Không"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		if n := len(b.wire.times()); n != 2 {
			t.Errorf("%d attempts", n)
		}
	})
}

func TestWhatWillNeverBeTakenFailsAndIsKept(t *testing.T) {
	t.Parallel()
	choices := []channel.Choice{{Data: "y", Label: "Có"}}
	for name, c := range map[string]struct {
		err      *channel.SendError
		choices  []channel.Choice
		attempts int
	}{
		"rejected":                    {fail(channel.Rejected), nil, 1},
		"markup, without choices too": {fail(channel.Markup), choices, 2},
		"markup, without choices":     {fail(channel.Markup), nil, 1},
		"moved nowhere":               {fail(channel.MovedChat), nil, 1},
		"moved to itself":             {&channel.SendError{Reason: channel.MovedChat, NewChat: "7", Err: errWire}, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(b *bench) {
				b.wire.set(func(_ context.Context, m channel.Message) error {
					if m.Text != "next" {
						return c.err
					}
					return nil
				})
				b.start(telegram())
				m := reply("7", "x")
				m.Choices = c.choices
				b.queue(m, reply("7", "next"))
				b.pass(time.Hour)
				if diff := cmp.Diff([]string{"next"}, b.wire.texts()); diff != "" {
					t.Error(diff)
				}
				if n := len(b.wire.times()); n != c.attempts+1 {
					t.Errorf("%d attempts", n)
				}
				rows := b.failed()
				if len(rows) != 1 || rows[0].State != outbox.Failed || !strings.Contains(rows[0].Reason, errWire.Error()) {
					t.Errorf("listed: %+v", rows)
				}
				if s := b.sender.Stats(); s.Failed != 1 {
					t.Errorf("stats %+v", s)
				}
			})
		})
	}
}

func TestUnreachableChatIsMarked(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.update(func(ctx context.Context, tx *sqlite.Tx) error {
			const person = "INSERT INTO people (id, staff_code, name, folded, created_at) VALUES (1, 'A', 'A', 'a', 0)"
			return errors.Join(
				tx.ExecForTest(ctx, person),
				tx.LinkAccount(ctx, people.Account{Channel: "telegram", Account: "1", User: "7", Chat: "7"}, 1, tx.Now()))
		})
		b.wire.set(on("x", fail(channel.Unreachable)))
		b.start(telegram())
		b.queue(reply("7", "x"))
		synctest.Wait()
		if rows := b.failed(); len(rows) != 1 || rows[0].State != outbox.Failed {
			t.Errorf("listed: %+v", rows)
		}
		b.update(func(ctx context.Context, tx *sqlite.Tx) error {
			kept, err := tx.KeptAbout(ctx, 1)
			if len(kept.Doors) != 1 || !kept.Doors[0].Unreachable {
				t.Errorf("doors %+v", kept.Doors)
			}
			return err
		})
		b.queue(reply("7", "y")) // the person has written again
		synctest.Wait()
		if diff := cmp.Diff([]string{"y"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMessagesFollowAChatThatMoved(t *testing.T) {
	inBubble(t, func(b *bench) {
		moved := fail(channel.MovedChat)
		moved.NewChat = "-1007"
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if m.To.Chat == "-7" {
				return moved
			}
			return nil
		})
		b.start(outbox.Limits{})
		b.queue(reply("-7", "a"), reply("-7", "b"), once(reply("-7", "c")), broadcast("-7", "d"))
		b.pass(time.Second)
		b.queue(reply("-7", "e")) // queued by what does not know yet
		b.pass(time.Second)
		if diff := cmp.Diff([]string{"a", "b", "c", "d", "e"}, b.wire.of("-1007")); diff != "" {
			t.Error(diff)
		}
		if rows, failed := b.waiting(), b.failed(); len(rows) != 0 || len(failed) != 0 {
			t.Errorf("waiting %+v, failed %+v", rows, failed)
		}
	})
}

func TestFloodsFollowAChatThatMoved(t *testing.T) {
	const n = 400
	inBubble(t, func(b *bench) {
		moved := fail(channel.MovedChat)
		moved.NewChat = "-8"
		b.wire.set(func(_ context.Context, m channel.Message) error {
			switch {
			case time.Since(b.begin) < time.Second:
				return fail(channel.Temporary)
			case m.To.Chat == "-7":
				return moved
			}
			return nil
		})
		b.start(outbox.Limits{})
		var messages []channel.Message
		for i := range n {
			messages = append(messages, reply("-7", fmt.Sprint("old ", i)), reply("-8", fmt.Sprint("new ", i)))
		}
		b.queue(messages...)
		b.pass(time.Minute)
		next := map[string]int{}
		for _, text := range b.wire.of("-8") {
			from, number, _ := strings.Cut(text, " ")
			if number != fmt.Sprint(next[from]) {
				t.Fatalf("%s where %d was due", text, next[from])
			}
			next[from]++
		}
		if diff := cmp.Diff(map[string]int{"old": n, "new": n}, next); diff != "" {
			t.Error(diff)
		}
	})
}

func TestChatsThatPointAtEachOtherComeToAnEnd(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(_ context.Context, m channel.Message) error {
			moved := fail(channel.MovedChat)
			moved.NewChat = map[channel.ChatID]channel.ChatID{"-7": "-8", "-8": "-7"}[m.To.Chat]
			return moved
		})
		b.start(telegram())
		b.queue(reply("-7", "x"))
		b.pass(time.Minute)
		if rows := b.failed(); len(rows) != 1 || len(b.wire.times()) != 8 {
			t.Errorf("%d attempts, listed %+v", len(b.wire.times()), rows)
		}
	})
}

func TestRefusedTokenStopsTheAccount(t *testing.T) {
	inBubble(t, func(b *bench) {
		var good atomic.Bool
		b.wire.set(func(context.Context, channel.Message) error {
			if good.Load() {
				return nil
			}
			return fail(channel.Credentials)
		})
		var log journal
		cfg := b.config(telegram())
		cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		b.startWith(cfg)
		b.queue(broadcast("1", "oldest"))
		synctest.Wait()
		b.queue(once(reply("2", "x")), reply("3", "y"))
		b.pass(11 * time.Minute)
		s := b.sender.Stats()
		if !cmp.Equal(s.Stopped, []outbox.Account{bot}) || s.Waiting != 3 || s.Oldest != 11*time.Minute {
			t.Errorf("stats %+v", s)
		}
		m := time.Minute
		if diff := cmp.Diff([]time.Duration{0, 5 * m, 10 * m}, b.wire.times()); diff != "" {
			t.Error(diff)
		}
		for _, a := range b.wire.tried() {
			if a.text != "oldest" {
				t.Errorf("tried with %q", a.text)
			}
		}
		if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
			t.Errorf("%d cries in the log:\n%s", n, log.String())
		}
		good.Store(true)
		b.pass(5 * time.Minute)
		if n := len(b.wire.texts()); n != 3 || len(b.waiting()) != 0 {
			t.Errorf("%d sent when the token was good again", n)
		}
	})
}

func TestTokenIsTriedWithAMessageThatMustNotGoTwice(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(first(1, fail(channel.Credentials)))
		b.start(telegram())
		b.queue(once(reply("2", "x")))
		b.pass(6 * time.Minute)
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPanicOfTheAdapterCostsAnAttempt(t *testing.T) {
	inBubble(t, func(b *bench) {
		var n atomic.Int32
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if m.Text == "always" || (m.Text == "first" && n.Add(1) < 3) {
				panic("adapter")
			}
			return nil
		})
		b.start(telegram())
		b.queue(reply("7", "first"), reply("8", "always"), reply("8", "next"), once(reply("9", "always")))
		b.pass(time.Hour)
		if diff := cmp.Diff([]string{"first", "next"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		states := map[outbox.State]int{}
		for _, r := range b.failed() {
			states[r.State]++
		}
		if diff := cmp.Diff(map[outbox.State]int{outbox.Failed: 1, outbox.Uncertain: 1}, states); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatWasSentIsForgottenButItsDedupeKey(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		m := reminder("7", "x")
		m.Dedupe = "morning/2026-11-24/7"
		b.queue(m)
		b.pass(time.Second)
		b.queue(m)
		b.restart(telegram())
		b.queue(m)
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingIsSentTwiceWhileTheStoreFails(t *testing.T) {
	inBubble(t, func(b *bench) {
		var broken atomic.Bool
		cfg := b.config(telegram())
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			if broken.Load() {
				return errors.New("disk full")
			}
			return b.transact(ctx, fn)
		}
		b.startWith(cfg)
		broken.Store(true)
		b.queue(reply("7", "x"), once(reply("8", "once")))
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		broken.Store(false)
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"x", "once"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		if rows := b.waiting(); len(rows) != 0 {
			t.Errorf("still waiting: %+v", rows)
		}
	})
}
