package telegram_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

func key(id telegramtest.UpdateID) channel.UpdateKey {
	return channel.UpdateKey(strconv.FormatInt(int64(id), 10))
}

// TestStoredBeforeAcknowledged stops the adapter while accept has not answered, as a process kill would: the
// update must come again from Telegram.
func TestStoredBeforeAcknowledged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	said := r.Say(1001, "/hoc 2h")
	entered := make(chan struct{})
	stop := r.runWith(t, func(ctx context.Context, _ []channel.Event) error {
		close(entered)
		<-ctx.Done()
		return ctx.Err()
	})
	<-entered
	stop()
	if r.Pending() != 1 {
		t.Fatal("the update was acknowledged though nobody had taken it in")
	}

	r.run(t)
	if got := r.taken.wait(t, 1)[0].Key; got != key(said.UpdateID) {
		t.Errorf("event %s came, want %d", got, said.UpdateID)
	}
	if err := r.WaitConfirmed(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestKilledBetweenStoreAndAcknowledge takes the events in and ends before the next poll.
func TestKilledBetweenStoreAndAcknowledge(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Say(1001, "/hoc 2h")
	ctx, cancel := context.WithCancel(t.Context())
	err := r.adapter.Run(ctx, func(ctx context.Context, events []channel.Event) error {
		defer cancel()
		return r.taken.accept(ctx, events)
	})
	if err != nil || r.Pending() != 1 {
		t.Fatalf("Run = %v, %d updates pending, want the one still there", err, r.Pending())
	}
	r.run(t)
	events := r.taken.wait(t, 2)
	if events[0].Key != events[1].Key {
		t.Errorf("the repetition has key %s, the first had %s", events[1].Key, events[0].Key)
	}
}

func TestAcceptFailsAndTheSameComesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		r.taken.refuse = 4
		r.Say(1001, "một")
		r.Say(1001, "hai")
		r.run(t)
		time.Sleep(time.Second)
		if s := r.adapter.Status(); s.Problem != telegram.NotTakingIn || s.Failures == 0 {
			t.Errorf("while storing fails: %+v", s)
		}
		if r.Pending() != 2 {
			t.Errorf("%d updates are pending while storing fails, want 2", r.Pending())
		}
		time.Sleep(time.Minute)
		events, calls := r.taken.snapshot()
		if len(events) != 2 || events[0].Text != "một" || calls != 5 {
			t.Errorf("%d events after %d calls, want 2 after 5", len(events), calls)
		}
		if n := len(r.Calls("getUpdates")); n > 4 {
			t.Errorf("%d polls; the events should have waited in memory", n)
		}
		if s := r.adapter.Status(); s.Problem != telegram.NoProblem || s.Failures != 0 || r.Pending() != 0 {
			t.Errorf("afterwards: %+v, %d pending", s, r.Pending())
		}
		for phrase, want := range map[string]int{"trying again": 1, "still cannot be stored": 1, "works again": 1} {
			if got := r.log.count(phrase); got != want {
				t.Errorf("%q was logged %d times, want %d:\n%s", phrase, got, want, r.log)
			}
		}
	})
}

// TestOutage goes through each way in which a poll can fail for a time.
func TestOutage(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]telegramtest.Fault{
		"gateway page":        telegramtest.HTMLPage{Status: 502},
		"page with status OK": telegramtest.HTMLPage{Status: 200},
		"internal error":      &telegramtest.APIError{Code: 500, Description: "Internal Server Error"},
		"cut answer":          telegramtest.CutBody{},
		"drop before":         telegramtest.DropBefore{},
		"drop after":          telegramtest.DropAfter{},
		"empty body":          telegramtest.EmptyBody{},
		"hang":                telegramtest.Hang{},
		"too many requests":   telegramtest.TooManyRequests{RetryAfter: 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := bubbleRig(t)
				rule := r.Script(telegramtest.Rule{Method: "getUpdates", Times: telegramtest.Forever, Fault: fault})
				r.Say(1001, "/hoc 2h")
				r.run(t)
				time.Sleep(20 * time.Minute)
				s := r.adapter.Status()
				if s.Failures < 10 || s.Problem == telegram.NoProblem || !s.LastPoll.IsZero() {
					t.Errorf("during the outage: %+v", s)
				}
				if hits := rule.Hits(); hits > 180 {
					t.Errorf("%d polls in 20 minutes: no backoff", hits)
				}
				if first, lasting := r.log.count("level=WARN"), r.log.count("level=ERROR"); first != 1 || lasting != 1 {
					t.Errorf("%d warnings and %d errors, want one each:\n%s", first, lasting, r.log)
				}
				rule.Remove()
				time.Sleep(3 * time.Minute)
				events, _ := r.taken.snapshot()
				if len(events) != 1 || r.Pending() != 0 {
					t.Errorf("%d events came, %d updates pending", len(events), r.Pending())
				}
				if s := r.adapter.Status(); s.Failures != 0 || s.Problem != telegram.NoProblem || s.LastPoll.IsZero() {
					t.Errorf("after the outage: %+v", s)
				}
				if n := r.log.count("works again"); n != 1 {
					t.Errorf("the end of the outage was logged %d times", n)
				}
			})
		})
	}
}

func TestHiccupIsRetriedSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		r.Fail("getUpdates", telegramtest.DropAfter{})
		r.Say(1001, "/hoc 2h")
		start := time.Now()
		r.run(t)
		r.taken.wait(t, 1)
		if waited := time.Since(start); waited < 500*time.Millisecond || waited > time.Second {
			t.Errorf("the second try came after %v", waited)
		}
	})
}

func TestThrottledPollWaitsAsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		r.Fail("getUpdates", telegramtest.TooManyRequests{RetryAfter: 90})
		r.Say(1001, "/hoc 2h")
		start := time.Now()
		r.run(t)
		r.taken.wait(t, 1)
		if waited := time.Since(start); waited != 90*time.Second {
			t.Errorf("the second try came after %v, told was 90 s", waited)
		}
	})
}

func TestSecondCopyIsReportedOnceAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		rule := r.Script(telegramtest.Rule{Method: "getUpdates", Times: telegramtest.Forever, Fault: telegramtest.Conflict{}})
		r.run(t)
		time.Sleep(10*time.Minute + 30*time.Second)
		if s := r.adapter.Status(); s.Problem != telegram.SecondCopy {
			t.Errorf("status %+v", s)
		}
		if n := r.log.count("token has leaked"); n < 5 || n > 11 {
			t.Errorf("%d reports in ten minutes, want about one a minute:\n%s", n, r.log)
		}
		rule.Remove()
		r.Say(1001, "/hoc 2h")
		time.Sleep(2 * time.Minute)
		r.taken.wait(t, 1)
	})
}

// TestAlternatingSecondCopy has every second poll refused, as with two copies that take turns.
func TestAlternatingSecondCopy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		for range 20 {
			r.Script(telegramtest.Rule{Method: "getUpdates", Skip: 1, Fault: telegramtest.Conflict{}})
		}
		r.run(t)
		for range 60 {
			r.Say(1001, "a")
			time.Sleep(time.Second)
		}
		if n := r.log.count("token has leaked"); n != 1 {
			t.Errorf("%d reports in a minute, want 1:\n%s", n, r.log)
		}
		r.taken.wait(t, 60)
	})
}

func TestRevokedTokenIsShoutedOnceAndTriedSeldom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		r.run(t)
		synctest.Wait()
		r.RevokeToken(r.Token())
		time.Sleep(time.Hour)
		if s := r.adapter.Status(); s.Problem != telegram.BadToken || s.Failures < 10 || s.Failures > 13 {
			t.Errorf("status after an hour: %+v, want about 12 failures", s)
		}
		if n := r.log.count("level=ERROR"); n != 1 {
			t.Errorf("%d errors logged, want one shout:\n%s", n, r.log)
		}
	})
}

func TestNameIsLearnedLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t)
		r.Script(telegramtest.Rule{Method: "getMe", Times: 2, Fault: telegramtest.HTMLPage{Status: 504}})
		r.Script(telegramtest.Rule{Method: "getMe", Fault: telegramtest.EmptyResult{}})
		r.SayIn(-5001, 1001, "/toi@SoHocTestBot")
		if r.adapter.Username() != "" {
			t.Error("a name before anybody was asked")
		}
		r.run(t)
		if e := r.taken.wait(t, 1)[0]; e.Text != "/toi" || !e.ToBot {
			t.Errorf("the command became %+v", e)
		}
		if n := r.Count("getMe"); n != 4 {
			t.Errorf("getMe was called %d times, want 4", n)
		}
	})
}

func TestBrokenUpdateIsPassedOver(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Say(1001, "một")
	if err := r.Push(json.RawMessage(`{"update_id":200000,"message":{"message_id":"x","text":"bí mật"}}`)); err != nil {
		t.Fatal(err)
	}
	r.Say(1001, "hai")
	r.run(t)
	events := r.taken.wait(t, 2)
	if events[0].Text != "một" || events[1].Text != "hai" {
		t.Errorf("events %+v", events)
	}
	if err := r.WaitConfirmed(t.Context()); err != nil {
		t.Error(err)
	}
	if r.log.count("update_id=200000") != 1 || r.log.count("mật") != 0 {
		t.Errorf("the log should name the update's id and nothing else of it:\n%s", r.log)
	}
}

func TestRepeatedUpdatesKeepTheirKeys(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.run(t)
	r.Say(1001, "một")
	r.Say(1001, "hai")
	r.taken.wait(t, 2)
	if err := r.WaitConfirmed(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.Fail("getUpdates", telegramtest.Redeliver{Last: 2})
	r.Say(1001, "ba") // wakes the poll that waits
	r.taken.wait(t, 3)
	r.Say(1001, "bốn")
	events := r.taken.wait(t, 6)
	seen := map[channel.UpdateKey]string{}
	for _, e := range events {
		if text, ok := seen[e.Key]; ok && text != e.Text {
			t.Errorf("key %s stands for %q and %q", e.Key, text, e.Text)
		}
		seen[e.Key] = e.Text
	}
	if len(seen) != 4 {
		t.Errorf("%d different keys, want 4", len(seen))
	}
	if err := r.WaitConfirmed(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestNumbersThatBeginAnew has Telegram number the updates lower after a quiet time, as it may after a week.
func TestNumbersThatBeginAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t, func(c *telegram.Config) { c.PollTimeout = time.Hour }) // a week of polls soon done
		r.run(t)
		r.Say(1001, "một")
		time.Sleep(8 * 24 * time.Hour)
		polls := r.Calls("getUpdates")
		if got := polls[len(polls)-1].Params.Get("offset"); got != "" {
			t.Errorf("after a quiet week the poll still says offset %s", got)
		}
		if n := r.log.count("level=WARN") + r.log.count("level=ERROR"); n != 0 {
			t.Errorf("a quiet week was logged:\n%s", r.log)
		}
	})
}

func TestRunEndsAtOnce(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*rig){
		"while polling":  func(*rig) {},
		"while waiting":  func(r *rig) { r.Fail("getUpdates", telegramtest.Unauthorized{}) },
		"while hanging":  func(r *rig) { r.Fail("getUpdates", telegramtest.Hang{}) },
		"while storing":  func(r *rig) { r.taken.refuse = 1000; r.Say(1001, "a") },
		"while learning": func(r *rig) { r.Fail("getMe", telegramtest.Hang{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := bubbleRig(t)
				prepare(r)
				stop := r.run(t)
				synctest.Wait()
				start := time.Now()
				stop()
				if took := time.Since(start); took != 0 {
					t.Errorf("Run took %v to end", took)
				}
			})
		})
	}
}

func TestPollAsksForWhatIsRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := bubbleRig(t, func(c *telegram.Config) { c.PollTimeout = 45 * time.Second })
		r.run(t)
		r.Say(1001, "a")
		time.Sleep(time.Minute)
		polls := r.Calls("getUpdates")
		p := polls[0].Params
		got := fmt.Sprintf("limit %s, timeout %s, %s", p.Get("limit"), p.Get("timeout"), p.Get("allowed_updates"))
		if want := `limit 100, timeout 45, ["message","edited_message","callback_query","my_chat_member"]`; got != want {
			t.Errorf("the poll asks for %s, want %s", got, want)
		}
	})
}
