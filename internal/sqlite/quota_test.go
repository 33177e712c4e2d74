package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/quota"
	"sohoc/internal/sqlite"
)

var quotaZone = time.FixedZone("+07", 7*60*60)

func onZalo(chat channel.ChatID) channel.Address {
	return channel.Address{Channel: channel.Zalo, Account: "77", Chat: chat}
}

func (d *dial) use(at time.Time) (uses []quota.Use) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		uses, err = tx.QuotaUse(ctx, quota.MonthOf(at, quotaZone))
		return err
	})
	return uses
}

func TestMessagesAreCountedInAndOut(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	if got := d.use(noon); len(got) != 0 {
		t.Errorf("before anything: %+v", got)
	}
	d.put(false, channel.Event{Address: onZalo("z"), Key: "1"}, channel.Event{Address: onZalo("z"), Key: "2"}, channel.Event{Address: chat("7"), Key: "1"})
	d.put(false, channel.Event{Address: onZalo("z"), Key: "2"}) // repeated
	d.queue(onZalo("z"), "a", "b", "c")
	d.queue(chat("7"), "d")
	d.mark(
		outbox.Mark{ID: 1, State: outbox.Sent, Cost: 3, To: onZalo("z")}, outbox.Mark{ID: 2, State: outbox.Uncertain, Cost: 1, To: onZalo("z")},
		outbox.Mark{ID: 3, State: outbox.Failed, To: onZalo("z")}, outbox.Mark{ID: 4, State: outbox.Sent, To: chat("7")},
	)
	want := []quota.Use{{Account: quota.Account{Channel: "zalo", ID: "77"}, Plan: quota.FreePlan(), Received: 2, Sent: 4}}
	if diff := cmp.Diff(want, d.use(noon)); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthIsThatOfTheDepartment(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.now = time.Date(2026, 11, 30, 16, 59, 0, 0, time.UTC) // a minute before December in Tuyên Quang
	d.put(false, channel.Event{Address: onZalo("z"), Key: "1"})
	d.now = d.now.Add(2 * time.Minute)
	d.put(false, channel.Event{Address: onZalo("z"), Key: "2"}, channel.Event{Address: onZalo("z"), Key: "3"})
	for at, want := range map[time.Time]int{d.now.Add(-2 * time.Minute): 1, d.now: 2} {
		if got := d.use(at); len(got) != 1 || got[0].Received != want {
			t.Errorf("%s: %+v, want %d", at, got, want)
		}
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetQuota(ctx, d.now) })
	if got := d.use(d.now.Add(-2 * time.Minute)); len(got) != 1 || got[0].Received != 0 {
		t.Errorf("after it was forgotten: %+v", got)
	}
}

func TestThePlanIsASetting(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	ids := d.settle("An")
	d.link(ids["An"], channel.Zalo, "77", "z", 0)
	for messages, want := range map[string]int{"10000": 10000, "nhiều": 3000} {
		d.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return errors.Join(tx.Set(ctx, "zalo_plan_messages", messages), tx.Set(ctx, "zalo_plan_people", "500"))
		})
		if got := d.use(noon); len(got) != 1 || got[0].Plan != (quota.Plan{Messages: want, People: 500}) || got[0].People != 1 {
			t.Errorf("%s: %+v", messages, got)
		}
	}
}

func TestANoticeIsGivenOnceAMonth(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	a := quota.Account{Channel: "zalo", ID: "77"}
	note := func(at time.Time, level int) (first bool) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			first, err = tx.NoteQuota(ctx, a, quota.MonthOf(at, quotaZone), level)
			return err
		})
		return first
	}
	if !note(noon, 80) || note(noon, 80) || !note(noon, 95) || !note(noon.AddDate(0, 1, 0), 80) {
		t.Error("a notice is missing, or given twice")
	}
}

func TestClosedDoors(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	var got []quota.Closed
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		down := outbox.Reach{Account: outbox.Account{Channel: channel.Telegram, ID: "42"}, Failing: noon, Down: noon}
		open := outbox.Reach{Account: outbox.Account{Channel: channel.Web, ID: "web"}, Failing: noon}
		err = errors.Join(tx.SetReach(ctx, down), tx.SetReach(ctx, open), tx.SetSpent(ctx, quota.Account{Channel: "zalo", ID: "77"}, true))
		if err == nil {
			got, err = tx.ClosedDoors(ctx)
		}
		return err
	})
	want := []quota.Closed{
		{Account: quota.Account{Channel: "telegram", ID: "42"}, Down: noon}, {Account: quota.Account{Channel: "zalo", ID: "77"}, Spent: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhoIsRemindedByAnAccount(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	ids := d.settle("newest", "older", "chosen", "muted", "blocked", "browser", "lost")
	for i, name := range []string{"newest", "older", "chosen", "muted", "blocked", "browser", "lost"} {
		d.link(ids[name], channel.Zalo, "77", fmt.Sprint("z", i), time.Minute)
	}
	d.link(ids["older"], channel.Telegram, "42", "t1", 2*time.Minute)  // the newer door wins
	d.link(ids["chosen"], channel.Telegram, "42", "t2", 2*time.Minute) // but not over a choice
	d.link(ids["browser"], channel.Web, "web", "w", 2*time.Minute)     // the browser wakes nobody
	d.link(ids["lost"], channel.Telegram, "42", "t3", 2*time.Minute)   // cannot be written to there
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return errors.Join(
			tx.ExecForTest(ctx, "INSERT INTO reminders (person_id, channel) VALUES (?, 'zalo')", ids["chosen"]),
			tx.ExecForTest(ctx, "INSERT INTO reminders (person_id, off) VALUES (?, 1)", ids["muted"]),
			tx.ExecForTest(ctx, "UPDATE identities SET unreachable_at = 1 WHERE chat_id IN ('z4', 't3')"),
		)
	})
	var n int
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		n, err = tx.ProactiveCount(ctx, quota.Account{Channel: "zalo", ID: "77"}, "2026-11-24")
		return err
	})
	if n != 4 { // newest, chosen, browser, lost
		t.Errorf("%d are reminded by it", n)
	}
}
