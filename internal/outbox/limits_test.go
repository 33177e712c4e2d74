package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
)

// mostWithin returns how many of the instants lie in the fullest span.
func mostWithin(times []time.Duration, span time.Duration) int {
	most := 0
	for from := range times {
		n := 0
		for _, t := range times[from:] {
			if t-times[from] < span {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestPrivateChatHasABurstAndThenOneASecond(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for i := range 8 {
			b.queue(reply("7", fmt.Sprint(i)))
		}
		b.pass(time.Minute)
		s := time.Second
		want := []time.Duration{0, 0, 0, 0, 0, s, 2 * s, 3 * s}
		times := b.wire.times()
		for i := range times {
			times[i] = times[i].Truncate(10 * time.Millisecond) // the clock's grain
		}
		if diff := cmp.Diff(want, times); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRestedChatHasItsBurstAgain(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for range 3 {
			for range 5 {
				b.queue(reply("7", "x"))
			}
			synctest.Wait()
			if n := mostWithin(b.wire.times(), time.Second); n != 5 {
				t.Errorf("%d at once", n)
			}
			b.pass(10 * time.Second)
		}
		if n := len(b.wire.times()); n != 15 {
			t.Errorf("%d sent", n)
		}
	})
}

func TestBroadcastsAndRemindersShareTheRate(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for i := range 250 {
			chat := channel.ChatID(fmt.Sprint(100 + i))
			b.queue(broadcast(chat, "b"), reminder(chat, "m"))
		}
		b.pass(time.Hour)
		times := b.wire.times()
		if n := mostWithin(times, time.Second); n > 26 || n < 24 {
			t.Errorf("%d within a second", n)
		}
		if last := times[len(times)-1]; len(times) != 500 || last < 19*time.Second || last > 22*time.Second {
			t.Errorf("%d sent in %v", len(times), last)
		}
	})
}

func TestSlowSendsDoNotSlowTheRate(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(context.Context, channel.Message) error { time.Sleep(400 * time.Millisecond); return nil })
		b.start(telegram())
		for i := range 100 {
			b.queue(broadcast(channel.ChatID(fmt.Sprint(100+i)), "b"))
		}
		b.pass(4500 * time.Millisecond)
		if n := len(b.wire.times()); n != 100 {
			t.Errorf("%d sent", n)
		}
	})
}

func TestRepliesAreNotHeldToTheRate(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for i := range 300 {
			b.queue(reply(channel.ChatID(fmt.Sprint(100+i)), "r"))
		}
		synctest.Wait()
		if n := len(b.wire.texts()); n != 300 {
			t.Errorf("%d sent at once", n)
		}
	})
}

func TestGroupBearsTwentyAMinute(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for i := range 50 {
			b.queue(reply("-100", fmt.Sprint(i)))
		}
		b.pass(10 * time.Minute)
		times := b.wire.times()
		if n := mostWithin(times, time.Minute); n != 20 {
			t.Errorf("%d within a minute", n)
		}
		if last := times[len(times)-1]; len(times) != 50 || last != 2*time.Minute {
			t.Errorf("%d sent in %v", len(times), last)
		}
	})
}

func TestGroupsPaceIsKeptWhileNothingWaits(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for range 40 {
			b.queue(reply("-100", "x"))
			b.pass(2900 * time.Millisecond)
		}
		b.pass(10 * time.Minute)
		if n := mostWithin(b.wire.times(), time.Minute); n > 20 {
			t.Errorf("%d within a minute", n)
		}
		if n := len(b.wire.texts()); n != 40 {
			t.Errorf("%d sent", n)
		}
	})
}

func TestZeroMeansUnpaced(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(outbox.Limits{})
		for i := range 500 {
			b.queue(broadcast("7", "b"), reply("-7", "r"), reminder(channel.ChatID(fmt.Sprint(i)), "m"))
		}
		synctest.Wait()
		if n := len(b.wire.texts()); n != 1500 {
			t.Errorf("%d sent at once", n)
		}
	})
}

func TestThrottledChatWaitsAsLongAsItIsTold(t *testing.T) {
	inBubble(t, func(b *bench) {
		wait := fail(channel.Throttled)
		wait.RetryAfter = 30 * time.Second
		b.wire.set(first(1, wait))
		b.start(telegram())
		b.queue(reply("7", "x"), reply("7", "y"))
		synctest.Wait()
		b.queue(reply("8", "other"))
		b.pass(29 * time.Second)
		b.queue(reply("7", "z")) // a new reply is no reason to try earlier
		synctest.Wait()
		if diff := cmp.Diff([]string{"other"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		b.pass(time.Second)
		if diff := cmp.Diff([]string{"x", "y", "z"}, b.wire.of("7")); diff != "" {
			t.Error(diff)
		}
		if at := b.wire.tried()[2].at; at != 30*time.Second {
			t.Errorf("tried again after %v", at)
		}
	})
}

func TestPausesOutliveARestart(t *testing.T) {
	inBubble(t, func(b *bench) {
		wait := fail(channel.Throttled)
		wait.RetryAfter = 30 * time.Second
		b.wire.set(first(1, wait))
		b.start(telegram())
		b.queue(reply("7", "x"))
		synctest.Wait()
		b.restart(telegram())
		b.queue(reply("7", "y"), reply("8", "other"))
		b.pass(29 * time.Second)
		if diff := cmp.Diff([]string{"other"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		b.pass(2 * time.Second)
		if diff := cmp.Diff([]string{"x", "y"}, b.wire.of("7")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestThreeThrottledChatsPauseTheAccount(t *testing.T) {
	t.Parallel()
	for name, restart := range map[string]bool{"in one life": false, "over a restart": true} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(b *bench) {
				b.wire.set(func(_ context.Context, m channel.Message) error {
					if time.Since(b.begin) >= 20*time.Second || m.Text != "x" {
						return nil
					}
					wait := fail(channel.Throttled)
					wait.RetryAfter = 20 * time.Second
					return wait
				})
				b.start(telegram())
				b.queue(reply("1", "x"), reply("2", "x"))
				synctest.Wait()
				b.queue(reply("4", "before"))
				synctest.Wait()
				b.queue(reply("3", "x"))
				synctest.Wait()
				b.queue(reply("5", "after"))
				if s := b.sender.Stats(); !cmp.Equal(s.Paused, []outbox.Account{bot}) {
					t.Errorf("stats %+v", s)
				}
				if restart {
					b.restart(telegram())
				}
				b.pass(19 * time.Second)
				if diff := cmp.Diff([]string{"before"}, b.wire.texts()); diff != "" {
					t.Error(diff)
				}
				b.pass(2 * time.Second)
				if n := len(b.wire.texts()); n != 5 || b.sender.Stats().Paused != nil {
					t.Errorf("%d sent, stats %+v", n, b.sender.Stats())
				}
			})
		})
	}
}

func TestThrottledChatsFarApartPauseOnlyThemselves(t *testing.T) {
	inBubble(t, func(b *bench) {
		wait := fail(channel.Throttled)
		wait.RetryAfter = 20 * time.Second
		b.wire.set(first(3, wait))
		b.start(telegram())
		for _, chat := range []channel.ChatID{"1", "2", "3"} {
			b.queue(reply(chat, "x"))
			b.pass(600 * time.Millisecond)
		}
		b.queue(reply("4", "y"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"y"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}
