package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
)

func TestMessagesOfAChatKeepTheirOrder(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(outbox.Limits{})
		var want []string
		for i := range 200 {
			want = append(want, fmt.Sprint(i))
			b.queue(reply("7", want[i]), reply("8", want[i]))
		}
		synctest.Wait()
		for _, chat := range []channel.ChatID{"7", "8"} {
			if diff := cmp.Diff(want, b.wire.of(chat)); diff != "" {
				t.Errorf("chat %s: %s", chat, diff)
			}
		}
		if rows := b.waiting(); len(rows) != 0 {
			t.Errorf("still in the table: %d", len(rows))
		}
	})
}

func TestReplyOvertakesReminderOvertakesBroadcast(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		b.queue(
			reply("7", "r0"), reply("7", "r1"), reply("7", "r2"), reply("7", "r3"), reply("7", "r4"), // the burst
			broadcast("7", "b1"), broadcast("7", "b2"), reminder("7", "m1"), reply("7", "r5"),
		)
		b.pass(time.Minute)
		want := []string{"r0", "r1", "r2", "r3", "r4", "r5", "m1", "b1", "b2"}
		if diff := cmp.Diff(want, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReplyOvertakesTheBroadcastsOfOthers(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for i := range 250 {
			b.queue(broadcast(channel.ChatID(fmt.Sprint(100+i)), "b"))
		}
		b.pass(time.Second)
		b.queue(reply("7", "r"))
		synctest.Wait()
		tries := b.wire.tried()
		if last := tries[len(tries)-1]; last.text != "r" || last.at != time.Second {
			t.Errorf("the last attempt is %+v", last)
		}
	})
}

func TestChatWithManyMessagesDoesNotHoldUpOthers(t *testing.T) {
	inBubble(t, func(b *bench) {
		cfg := b.config(outbox.Limits{})
		cfg.Parallel = 1
		b.wire.set(func(context.Context, channel.Message) error { time.Sleep(100 * time.Millisecond); return nil })
		b.startWith(cfg)
		for i := range 50 {
			b.queue(reply("7", fmt.Sprint(i)))
		}
		b.queue(reply("8", "x"), reply("9", "y"))
		b.pass(600 * time.Millisecond)
		got := b.wire.texts()
		if !slices.Contains(got, "x") || !slices.Contains(got, "y") {
			t.Errorf("sent so far: %q", got)
		}
	})
}

func TestChatsAreSentInParallel(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(context.Context, channel.Message) error { time.Sleep(time.Second); return nil })
		b.start(outbox.Limits{})
		for i := range 20 {
			b.queue(reply(channel.ChatID(fmt.Sprint(i)), "x"))
		}
		synctest.Wait()
		if n := len(b.wire.times()); n != 16 {
			t.Errorf("%d at a time", n)
		}
		b.pass(3 * time.Second)
		if n := len(b.wire.texts()); n != 20 {
			t.Errorf("%d sent", n)
		}
	})
}

// hang blocks messages of some kind until their context ends.
func hang(when func(channel.Message) bool) reaction {
	return func(ctx context.Context, m channel.Message) error {
		if !when(m) {
			return nil
		}
		<-ctx.Done()
		return &channel.SendError{Reason: channel.Temporary, Uncertain: true, Err: context.Cause(ctx)}
	}
}

func TestChatsThatHangHoldUpNoOther(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(hang(func(m channel.Message) bool { return m.Text == "hang" }))
		b.start(outbox.Limits{})
		for i := range 40 {
			b.queue(reply(channel.ChatID(fmt.Sprint(i)), "hang"))
		}
		b.queue(reply("100", "x"))
		b.pass(10 * time.Second)
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		b.wire.set(nil)
		b.pass(10 * time.Minute) // each is cut at its limit and goes out again
		if n := len(b.wire.texts()); n != 41 {
			t.Errorf("%d sent in the end", n)
		}
	})
}

func TestUploadsHoldUpNoOther(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if m.Photo != nil || m.File != nil {
				time.Sleep(30 * time.Second)
			}
			return nil
		})
		b.start(outbox.Limits{})
		for i := range 40 {
			m := reply(channel.ChatID(fmt.Sprint(i)), "upload")
			if i%2 == 0 {
				m.Photo = &channel.File{Path: "a.png"}
			} else {
				m.File = &channel.File{Path: "a.pdf"}
			}
			b.queue(m)
		}
		b.queue(reply("100", "x"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		b.pass(time.Minute)
		if n := len(b.wire.texts()); n != 41 {
			t.Errorf("%d sent in the end", n)
		}
	})
}

func TestChannelThatHangsHoldsUpNoOtherChannel(t *testing.T) {
	inBubble(t, func(b *bench) {
		other := outbox.Account{Channel: channel.Zalo, ID: "z"}
		zalo := &wire{begin: b.begin, flying: map[channel.ChatID]int{}}
		b.wire.set(hang(func(channel.Message) bool { return true }))
		cfg := b.config(outbox.Limits{})
		cfg.Lanes[other] = outbox.Lane{Sender: zalo}
		b.startWith(cfg)
		for i := range 100 {
			b.queue(reply(channel.ChatID(fmt.Sprint(i)), "hang"))
		}
		m := reply("7", "x")
		m.To = channel.Address{Channel: other.Channel, Account: other.ID, Chat: "7"}
		b.queue(m)
		synctest.Wait()
		if diff := cmp.Diff([]string{"x"}, zalo.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestManyBroadcastsLeaveRoomForReplies(t *testing.T) {
	inBubble(t, func(b *bench) {
		var mu sync.Mutex
		most, now := 0, 0
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if m.Class != channel.Broadcast {
				return nil
			}
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			now--
			mu.Unlock()
			return nil
		})
		b.start(outbox.Limits{})
		for i := range 100 {
			b.queue(broadcast(channel.ChatID(fmt.Sprint(i)), "b"))
		}
		b.queue(reply("1000", "r"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"r"}, b.wire.texts()); diff != "" || most != 12 {
			t.Errorf("%d broadcasts at a time; %s", most, diff)
		}
	})
}
