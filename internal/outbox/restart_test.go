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
	"sohoc/internal/sqlite"
)

func TestWhatAnEarlierLifeLeftGoesOutFirst(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(reply("7", "a"), broadcast("7", "x"), reply("7", "b"))
		b.start(outbox.Limits{})
		b.queue(reply("7", "c"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"a", "b", "x", "c"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatIsQueuedDuringTheStartWaitsItsTurn(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(reply("7", "a"))
		updates := 0
		cfg := b.config(outbox.Limits{})
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			if updates++; updates == 2 { // after the pauses, before the first look at the table
				b.queue(reply("7", "b"))
				time.Sleep(time.Millisecond) // it would go out now
			}
			return b.transact(ctx, fn)
		}
		b.startWith(cfg)
		b.pass(time.Second)
		if diff := cmp.Diff([]string{"a", "b"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatIsQueuedDuringALookGoesOutAtOnce(t *testing.T) {
	inBubble(t, func(b *bench) {
		updates := 0
		cfg := b.config(outbox.Limits{})
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			err := b.transact(ctx, fn)
			if updates++; updates == 2 { // the first look has read, and not yet said so
				b.queue(reply("7", "a"))
			}
			return err
		}
		b.startWith(cfg)
		if diff := cmp.Diff([]string{"a"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

// A look at many reminders may take many transactions; an answer that is queued meanwhile goes out at once.
func TestReplyDoesNotWaitForALookAtManyReminders(t *testing.T) {
	inBubble(t, func(b *bench) {
		var many []channel.Message
		for i := range 3000 {
			many = append(many, reminder(channel.ChatID(fmt.Sprint(i)), "m"))
		}
		b.queue(many...)
		updates := 0
		var queued time.Duration
		cfg := b.config(outbox.Limits{Rate: 0.001})
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			if updates++; updates == 4 { // of the start, and of a look that has begun
				queued = time.Since(b.begin)
				b.queue(reply("a", "r"))
			}
			time.Sleep(100 * time.Millisecond)
			return b.transact(ctx, fn)
		}
		b.startWith(cfg)
		b.pass(time.Minute)
		for _, a := range b.wire.took() {
			if a.text == "r" && queued > 0 && a.at == queued {
				return
			}
		}
		t.Errorf("queued after %s, sent: %+v", queued, b.wire.took())
	})
}

func TestRowsThatAreToldTwiceGoOutOnce(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(context.Context, channel.Message) error { time.Sleep(3 * time.Second); return nil })
		b.start(outbox.Limits{})
		b.queue(reply("7", "a"), reply("7", "b"))
		b.sender.Queue(b.waiting())
		b.pass(4 * time.Second) // a look at the table goes by
		b.sender.Queue(b.waiting())
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"a", "b"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOnceIsStoredAsSendingBeforeItIsSent(t *testing.T) {
	inBubble(t, func(b *bench) {
		states := map[string]outbox.State{} // by text and attempt
		b.wire.set(func(ctx context.Context, m channel.Message) error {
			err := b.db.View(ctx, func(tx *sqlite.Tx) error {
				rows, err := tx.WaitingMessages(ctx, 0, 10)
				for _, r := range rows {
					states[fmt.Sprint(r.Message.Text, r.Attempts+1)] = r.State
				}
				return err
			})
			if err == nil && len(b.wire.times()) == 1 {
				return fail(channel.Temporary)
			}
			return err
		})
		b.start(outbox.Limits{})
		b.queue(once(reply("7", "once")))
		b.pass(time.Minute)
		b.queue(reply("7", "repeat"))
		b.pass(time.Second)
		want := map[string]outbox.State{"once1": outbox.Sending, "once2": outbox.Sending, "repeat1": outbox.Waiting}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOnceInFlightAtAKillIsListedAndNotSentAgain(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.queue(once(reply("7", "once")), reply("7", "repeat"))
		b.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.MarkMessages(ctx, []outbox.Mark{{ID: 1, State: outbox.Sending}, {ID: 2, State: outbox.Sending}})
		})
		b.start(outbox.Limits{})
		if diff := cmp.Diff([]string{"repeat"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		rows := b.failed()
		if len(rows) != 1 || rows[0].State != outbox.Uncertain || rows[0].Reason == "" {
			t.Errorf("listed: %+v", rows)
		}
		if rows := b.waiting(); len(rows) != 0 {
			t.Errorf("still waiting: %+v", rows)
		}
	})
}

func TestStopWaitsForWhatIsInFlight(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(func(context.Context, channel.Message) error { time.Sleep(3 * time.Second); return nil })
		b.start(outbox.Limits{})
		b.queue(reply("7", "a"), reply("7", "b"), once(reply("8", "c")))
		synctest.Wait()
		b.stop()
		b.stop() // does no harm
		if n := len(b.wire.texts()); n != 2 {
			t.Errorf("sent %q", b.wire.texts())
		}
		rows := b.waiting()
		if len(rows) != 1 || rows[0].Message.Text != "b" || rows[0].State != outbox.Waiting {
			t.Errorf("left: %+v", rows)
		}
	})
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(hang(func(channel.Message) bool { return true }))
		cfg := b.config(outbox.Limits{})
		cfg.Drain = 5 * time.Second
		b.startWith(cfg)
		b.queue(reply("7", "a"), once(reply("8", "b")))
		synctest.Wait()
		begin := time.Now()
		b.stop()
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("stopped after %v", took)
		}
		rows, failed := b.waiting(), b.failed()
		if len(rows) != 1 || rows[0].Message.Text != "a" || rows[0].State != outbox.Waiting {
			t.Errorf("left: %+v", rows)
		}
		if len(failed) != 1 || failed[0].State != outbox.Uncertain {
			t.Errorf("listed: %+v", failed)
		}
	})
}

func TestOnceThatAStopKeptBackGoesOutInTheNextLife(t *testing.T) {
	inBubble(t, func(b *bench) {
		// The commit of "sending" comes while the sender is told to stop: then it must not stay "sending".
		var stop context.CancelFunc = func() {}
		var marked atomic.Bool
		cfg := b.config(outbox.Limits{})
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			return b.transact(ctx, func(s outbox.Store) error { return fn(spy{Store: s, onSending: func() { marked.Store(true); stop() }}) })
		}
		b.startWith(cfg)
		stop = b.cancel
		b.queue(once(reply("7", "x")))
		synctest.Wait()
		b.stop()
		if rows := b.waiting(); len(b.wire.texts()) == 0 && (len(rows) != 1 || rows[0].State != outbox.Waiting) {
			t.Errorf("left: %+v", rows)
		}
		b.start(outbox.Limits{})
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" || !marked.Load() {
			t.Error(diff)
		}
	})
}

// spy tells when "sending" is marked.
type spy struct {
	outbox.Store
	onSending func()
}

func (s spy) MarkMessages(ctx context.Context, marks []outbox.Mark) error {
	for _, m := range marks {
		if m.State == outbox.Sending {
			s.onSending()
		}
	}
	return s.Store.MarkMessages(ctx, marks)
}

func TestRunReportsAStoreThatFails(t *testing.T) {
	inBubble(t, func(b *bench) {
		full := errors.New("disk full")
		cfg := b.config(outbox.Limits{})
		cfg.Update = func(context.Context, func(outbox.Store) error) error { return full }
		if err := outbox.New(cfg).Run(b.Context()); !errors.Is(err, full) {
			t.Errorf("at the start: %v", err)
		}

		var broken atomic.Bool
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			if broken.Load() {
				return full
			}
			return b.transact(ctx, fn)
		}
		s := outbox.New(cfg)
		b.db.SetHooks(sqlite.Hooks{Messages: s.Queue})
		ctx, cancel := context.WithCancel(b.Context())
		result := make(chan error, 1)
		go func() { result <- s.Run(ctx) }()
		synctest.Wait()
		if err := s.Run(ctx); !errors.Is(err, outbox.ErrRunning) {
			t.Errorf("a second Run: %v", err)
		}
		b.wire.set(func(context.Context, channel.Message) error { broken.Store(true); return nil })
		b.queue(reply("7", "x"))
		synctest.Wait()
		cancel()
		if err := <-result; !errors.Is(err, full) {
			t.Errorf("at the end: %v", err)
		}
	})
}

func TestWhatAnotherProcessQueuedIsFoundWithinASecond(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.start(outbox.Limits{})
		b.queue(reply("7", "a"))
		b.pass(time.Minute)
		b.queueElsewhere(reply("7", "b"), reply("8", "c"))
		b.queue(reply("9", "d"))
		b.pass(time.Second + time.Millisecond)
		if diff := cmp.Diff([]string{"a", "d", "b", "c"}, b.wire.texts()); diff != "" {
			// b and c go at the same time, in either order.
			if got := b.wire.texts(); len(got) != 4 || got[0] != "a" || got[1] != "d" {
				t.Error(diff)
			}
		}
	})
}

func TestAnotherProcessIsHeardAlsoWhileThereIsNoEndOfWork(t *testing.T) {
	inBubble(t, func(b *bench) {
		cfg := b.config(outbox.Limits{})
		cfg.Update = func(ctx context.Context, fn func(outbox.Store) error) error {
			time.Sleep(20 * time.Millisecond) // in which further marks come in
			return b.transact(ctx, fn)
		}
		b.wire.set(func(ctx context.Context, m channel.Message) error {
			time.Sleep(5 * time.Millisecond)
			if m.To.Chat == "7" && time.Since(b.begin) < 4*time.Second {
				return b.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.QueueMessages(ctx, reply("7", "and again")) })
			}
			return nil
		})
		b.startWith(cfg)
		b.queue(reply("7", "again"))
		b.pass(500 * time.Millisecond)
		b.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.ExecForTest(ctx, fmt.Sprintf(`INSERT INTO outbox (channel, account, chat_id, class, policy, body, created_at)
VALUES ('telegram', '1', '8', 'reply', 'repeat', '{"t": "here"}', %d)`, tx.Now().UnixMilli()))
		})
		b.pass(2 * time.Second)
		if diff := cmp.Diff([]string{"here"}, b.wire.of("8")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMessagesOfAnAccountThatIsNotServedStay(t *testing.T) {
	inBubble(t, func(b *bench) {
		var log journal
		cfg := b.config(outbox.Limits{})
		cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		m := reply("7", "gone")
		m.To.Account = "9"
		b.queue(m, reply("7", "x"))
		b.startWith(cfg)
		b.queue(m)
		b.pass(time.Minute)
		if diff := cmp.Diff([]string{"x"}, b.wire.texts()); diff != "" {
			t.Error(diff)
		}
		if rows := b.waiting(); len(rows) != 2 {
			t.Errorf("left: %+v", rows)
		}
		if n := strings.Count(log.String(), "level=WARN"); n != 1 {
			t.Errorf("%d warnings:\n%s", n, log.String())
		}
	})
}

func TestMemoryIsBoundedAndNothingIsForgotten(t *testing.T) {
	const n = 12_000
	inBubble(t, func(b *bench) {
		var open atomic.Bool
		b.wire.set(func(_ context.Context, m channel.Message) error {
			if m.Class == channel.Broadcast && !open.Load() {
				return fail(channel.Temporary)
			}
			return nil
		})
		messages := make([]channel.Message, n)
		for i := range messages {
			messages[i] = broadcast(channel.ChatID(fmt.Sprint(i%5000)), fmt.Sprint(i))
		}
		b.queue(messages[:n/2]...)
		b.start(outbox.Limits{})
		b.queue(messages[n/2:]...)
		b.queue(reply("a", "r1"), reminder("b", "m"))
		b.queueElsewhere(reply("a", "r2"))
		b.pass(2 * time.Second)
		if diff := cmp.Diff([]string{"r1", "m", "r2"}, b.wire.texts()); len(b.wire.texts()) != 3 {
			t.Error(diff)
		}
		if s := b.sender.Stats(); s.Waiting > 5000 || !s.More {
			t.Errorf("stats %+v", s)
		}
		open.Store(true)
		b.pass(15 * time.Minute)
		if got := len(b.wire.texts()); got != n+3 {
			t.Errorf("%d sent", got)
		}
		last := map[channel.ChatID]int{}
		for _, a := range b.wire.took() {
			var i int
			if _, err := fmt.Sscan(a.text, &i); err != nil {
				continue
			}
			if before, ok := last[a.chat]; ok && i <= before {
				t.Fatalf("chat %s: %d after %d", a.chat, i, before)
			}
			last[a.chat] = i
		}
		if s := b.sender.Stats(); s.Waiting != 0 || s.More || len(b.waiting()) != 0 {
			t.Errorf("stats %+v, %d in the table", s, len(b.waiting()))
		}
	})
}

func TestChatThatFloodsTakesOnlyItsShare(t *testing.T) {
	const n = 600
	inBubble(t, func(b *bench) {
		b.start(telegram())
		for i := range n / 100 {
			messages := make([]channel.Message, 100)
			for j := range messages {
				messages[j] = reply("7", fmt.Sprint(i*100+j))
			}
			b.queue(messages...)
		}
		b.queue(reply("8", "other"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"other"}, b.wire.of("8")); diff != "" {
			t.Error(diff)
		}
		if s := b.sender.Stats(); s.Waiting > 300 || !s.More {
			t.Errorf("stats %+v", s)
		}
		b.pass(n/2*time.Second + 17*time.Millisecond)
		b.restart(telegram())
		b.queue(reply("9", "another"))
		synctest.Wait()
		if diff := cmp.Diff([]string{"another"}, b.wire.of("9")); diff != "" {
			t.Error(diff)
		}
		b.pass(n * time.Second)
		for i, text := range b.wire.of("7") {
			if text != fmt.Sprint(i) {
				t.Fatalf("message %d is %q", i, text)
			}
		}
		if got := len(b.wire.of("7")); got != n {
			t.Errorf("%d sent", got)
		}
	})
}

func TestManyChatsThatFloodShareTheBound(t *testing.T) {
	inBubble(t, func(b *bench) {
		b.wire.set(hang(func(channel.Message) bool { return true }))
		b.start(outbox.Limits{})
		for chat := range 50 {
			messages := make([]channel.Message, 200)
			for i := range messages {
				messages[i] = reply(channel.ChatID(fmt.Sprint(chat)), "x")
			}
			b.queue(messages...)
		}
		b.pass(5 * time.Second)
		if s := b.sender.Stats(); s.Waiting > 4096 || s.Waiting < 2048 || !s.More {
			t.Errorf("stats %+v", s)
		}
	})
}

func TestClockThatIsSetBackDelaysNothingForLong(t *testing.T) {
	inBubble(t, func(b *bench) {
		var back atomic.Int64
		cfg := b.config(telegram())
		cfg.Now = func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }
		b.wire.set(first(4, fail(channel.Temporary)))
		b.startWith(cfg)
		for i := range 30 {
			b.queue(reply("7", fmt.Sprint(i)), reply("-7", fmt.Sprint(i)))
		}
		b.pass(10 * time.Second)
		back.Store(int64(time.Hour))
		b.pass(3 * time.Minute)
		if n := len(b.wire.texts()); n != 60 {
			t.Errorf("%d sent", n)
		}
	})
}
