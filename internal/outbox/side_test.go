package outbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

func TestPressesAndTypingAreTriedOnce(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(on("answer 1", fail(channel.Temporary)))
		b.start(telegram())
		b.sender.Answer(channel.PressAnswer{To: to("7"), PressID: "1"})
		b.pass(time.Hour)
		b.sender.Answer(channel.PressAnswer{To: to("7"), PressID: "2"})
		synctest.Wait()
		b.sender.Typing(to("8"))
		synctest.Wait()
		b.sender.Typing(channel.Address{Channel: channel.Zalo, Account: "none", Chat: "8"}) // nobody's: dropped
		if diff := cmp.Diff([]string{"answer 2", "typing 8"}, b.wire.errands()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSmallThingsAreDroppedWhenNobodyTakesThem(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(ctx context.Context, _ channel.Message) error {
			if time.Since(b.begin) < time.Second {
				<-ctx.Done()
				return context.Cause(ctx)
			}
			return nil
		})
		b.start(telegram())
		for i := range 1000 {
			b.sender.Answer(channel.PressAnswer{To: to("7"), PressID: fmt.Sprint(i)})
		}
		b.pass(time.Minute)
		if n := len(b.wire.errands()); n < 200 || n > 300 {
			t.Errorf("%d went out", n)
		}
	})
}

func TestPanicOfAnErrandCostsTheErrand(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if m.Text != "typing 8" {
				panic("adapter")
			}
			return nil
		})
		b.start(telegram())
		for i := range 20 {
			b.sender.Answer(channel.PressAnswer{To: to("7"), PressID: fmt.Sprint(i)})
		}
		b.sender.Typing(to("8"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"typing 8"}, b.wire.errands()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingRunsBeforeRunAndAfterIt(t *testing.T) {
	inBubble(t, func(b *bench) {
		s := outbox.New(b.config(telegram()))
		s.Answer(channel.PressAnswer{To: to("7")})
		s.Typing(to("7"))
		s.Queue([]outbox.Row{{ID: 1, Message: reply("7", "x")}})
		if diff := cmp.Diff(outbox.Stats{}, s.Stats()); diff != "" {
			t.Error(diff)
		}
		b.start(telegram())
		b.stop()
		b.sender.Typing(to("7"))
		b.queue(reply("7", "x"))
		b.pass(time.Minute)
		if n := len(b.wire.times()) + len(b.wire.errands()); n != 0 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestObserverIsToldOfEachEnd(t *testing.T) {
	inBubble(t, func(b *bench) {
		var told []outbox.Outcome
		cfg := b.config(telegram())
		cfg.Parallel = 1
		cfg.Observe = func(o outbox.Outcome) { told = append(told, o) }
		b.wire.set(first(1, fail(channel.Rejected)))
		b.startWith(cfg)
		b.queue(reply("7", "no"))
		synctest.Wait()
		b.wire.set(func(context.Context, channel.Message) error { time.Sleep(time.Second); return nil })
		b.queue(reminder("7", "yes"))
		b.pass(2 * time.Second)
		want := []outbox.Outcome{
			{Account: bot, Class: channel.Reply, State: outbox.Failed, Reason: channel.Rejected},
			{Account: bot, Class: channel.Reminder, State: outbox.Sent, Waited: time.Second},
		}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFaultOfTheProgramEndsRunAndHangsNothing(t *testing.T) {
	inBubble(t, func(b *bench) {
		cfg := b.config(telegram())
		cfg.Observe = func(outbox.Outcome) { panic("metrics") }
		s := outbox.New(cfg)
		b.db.SetHooks(sqlite.Hooks{Messages: s.Queue})
		result := make(chan error, 1)
		go func() { result <- s.Run(b.Context()) }()
		synctest.Wait()
		b.queue(reply("7", "x"), reply("7", "y"), once(reply("8", "z")))
		if err := <-result; err == nil || !strings.Contains(err.Error(), "panicked") {
			t.Errorf("run: %v", err)
		}
		b.start(telegram()) // the next life is sound
		for chat, want := range map[channel.ChatID][]string{"7": {"x", "y"}, "8": {"z"}} {
			if diff := cmp.Diff(want, b.wire.of(chat)); diff != "" {
				t.Error(diff)
			}
		}
	})
}
