package sqlite_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/outbox"
	"sohoc/internal/people"
	"sohoc/internal/quota"
	"sohoc/internal/sqlite"
)

func TestHowAnAccountFaresIsKept(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	want := []outbox.Reach{
		{Account: outbox.Account{Channel: channel.Telegram, ID: "42"}, Failing: noon.Add(-20 * time.Minute), Down: noon, Worked: noon.Add(-time.Hour)},
		{Account: outbox.Account{Channel: channel.Zalo, ID: "77"}, Worked: noon},
	}
	var got []outbox.Reach
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		early := want[0]
		early.Down = time.Time{}
		return errors.Join(tx.SetReach(ctx, early), tx.SetReach(ctx, want[1]), tx.SetReach(ctx, want[0]))
	})
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		got, err = tx.Reaches(ctx)
		return err
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAMessageThatChangesItsDoorKeepsItsKeyAndAge(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	m := channel.Message{
		To: chat("7"), Text: "Nhắc nhẹ", Choices: []channel.Choice{{Data: "x", Label: "Ghi"}}, Class: channel.Reminder, Policy: channel.Once, Dedupe: "weekly/1",
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) })
	d.now = noon.Add(time.Hour)
	to := channel.Address{Channel: channel.Web, Account: "web", Chat: "w7"}
	told := make(chan []outbox.Row, 9)
	d.SetHooks(sqlite.Hooks{Messages: func(rows []outbox.Row) { told <- rows }})
	d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.Readdress(ctx, 1, to) })
	rows := d.messages(0, 10)
	if len(rows) != 1 || rows[0].ID != 2 || rows[0].Message.To != to || !rows[0].Created.Equal(noon) || rows[0].Reason != "moved from telegram" {
		t.Fatalf("waiting: %+v", rows)
	}
	m.To, m.Ref = to, "2"
	if diff := cmp.Diff(m, rows[0].Message); diff != "" {
		t.Error(diff)
	}
	if got := <-told; len(got) != 1 || got[0].ID != 2 || got[0].Message.Text != m.Text {
		t.Errorf("who waits was told %+v", got)
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) })
	if rows := d.messages(0, 10); len(rows) != 1 {
		t.Errorf("%d wait after it was planned again", len(rows))
	}
	err := d.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.Readdress(t.Context(), 1, to) })
	if err == nil {
		t.Error("a row that is gone was given an address")
	}
	d.mark(outbox.Mark{ID: 2, State: outbox.Sent, Keep: true, To: to})
	if err := d.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.Readdress(t.Context(), 2, to) }); err == nil {
		t.Error("a row that was sent was given an address")
	}
}

func TestWhatIsUnsureStaysSo(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.queue(chat("7"), "a", "b")
	d.mark(outbox.Mark{ID: 1, State: outbox.Waiting, Unsure: true, To: chat("7")})
	d.mark(outbox.Mark{ID: 1, State: outbox.Waiting, To: chat("7")})
	if rows := d.messages(0, 10); len(rows) != 2 || !rows[0].Unsure || rows[1].Unsure {
		t.Errorf("waiting: %+v", rows)
	}
	d.mark(outbox.Mark{ID: 1, State: outbox.Sent, To: chat("7")})
	if n := d.count("SELECT count(*) FROM outbox_unsure"); n != 0 {
		t.Errorf("%d are remembered", n)
	}
}

// settle adds people of one unit, each with the accounts given as "channel account chat".
func (d *dial) settle(names ...string) map[string]people.PersonID {
	d.t.Helper()
	ids := map[string]people.PersonID{}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		unit, err := tx.AddUnit(ctx, people.Unit{Name: "Thanh tra", From: "2026-01-01"})
		for _, name := range names {
			var id people.PersonID
			if err == nil {
				id, err = tx.AddPerson(ctx, people.Person{StaffCode: name, Name: name}, tx.Now())
			}
			ids[name] = id
			if err == nil {
				err = tx.SetMemberships(ctx, id, []people.Membership{{Person: id, Unit: unit, From: "2026-01-01", Roles: people.Roles{Admin: name == "Máy"}}})
			}
			if err == nil {
				err = tx.GiveConsent(ctx, id, people.ConsentVersion, "web", tx.Now())
			}
		}
		return err
	})
	return ids
}

func (d *dial) link(id people.PersonID, kind channel.Kind, account, chat string, after time.Duration) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.LinkAccount(ctx, people.Account{Channel: string(kind), Account: account, User: chat, Chat: chat}, id, noon.Add(after))
	})
}

func (d *dial) otherDoors(from channel.Address) (prefer string, chats []string) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		p, doors, err := tx.OtherDoors(ctx, from, day.Of(d.now))
		prefer, chats = p, nil
		for _, door := range doors {
			chats = append(chats, door.Chat)
		}
		return err
	})
	return prefer, chats
}

func TestOtherDoorsOfAPerson(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	ids := d.settle("An", "Ba")
	d.link(ids["An"], channel.Telegram, "42", "7", 0)
	d.link(ids["An"], channel.Zalo, "77", "z", time.Minute)
	d.link(ids["An"], channel.Web, "web", "w", 2*time.Minute)
	d.link(ids["Ba"], channel.Zalo, "77", "zb", 0)
	expect := func(when string, prefer string, want ...string) {
		t.Helper()
		gotPrefer, got := d.otherDoors(chat("7"))
		if diff := cmp.Diff(want, got); diff != "" || len(want) > 0 && gotPrefer != prefer {
			t.Errorf("%s: prefers %q, %s", when, gotPrefer, diff)
		}
	}
	expect("at first", "", "w", "z")
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.ExecForTest(ctx, "INSERT INTO reminders (person_id, channel) VALUES (?, 'zalo')", ids["An"])
	})
	expect("with a preference", "zalo", "w", "z")
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.SetSpent(ctx, quota.Account{Channel: "zalo", ID: "77"}, true)
	})
	expect("with a spent plan", "zalo", "w")
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.SetSpent(ctx, quota.Account{Channel: "zalo", ID: "77"}, false)
	})
	d.mark(outbox.Mark{ID: 9, State: outbox.Failed, Unreachable: true, To: channel.Address{Channel: channel.Web, Account: "web", Chat: "w"}})
	expect("when the browser cannot be written to", "zalo", "z")
	d.now = d.now.AddDate(-1, 0, 0)
	expect("on a day on which the person does not belong", "")
	d.now = d.now.AddDate(1, 0, 0)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.WithdrawConsent(ctx, ids["An"], tx.Now()) })
	expect("without consent", "")
}

func TestWhoHasOneDoor(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	ids := d.settle("An", "Ba", "Cúc", "Máy")
	d.link(ids["An"], channel.Telegram, "42", "7", 0)
	d.link(ids["An"], channel.Zalo, "77", "z", 0)
	d.link(ids["Ba"], channel.Telegram, "42", "8", 0)
	d.link(ids["Ba"], channel.Telegram, "42", "9", 0) // the same account twice is one door
	d.link(ids["Máy"], channel.Web, "web", "w", 0)
	got := map[string]string{}
	var operators []people.Actor
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		lone, err := tx.LoneDoors(ctx, "2026-11-24")
		for _, l := range lone {
			got[l.Actor.Person.Name] = l.Channel
		}
		if err == nil {
			operators, err = tx.Operators(ctx, "2026-11-24")
		}
		return err
	})
	if diff := cmp.Diff(map[string]string{"Ba": "telegram", "Cúc": "", "Máy": "web"}, got); diff != "" {
		t.Error(diff)
	}
	if len(operators) != 1 || operators[0].Person.Name != "Máy" {
		t.Errorf("operators: %+v", operators)
	}
}

func TestLastEventOfAnAccount(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	last := func(account channel.Account) (at time.Time) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			at, err = tx.LastEvent(ctx, channel.Telegram, account)
			return err
		})
		return at
	}
	if at := last("42"); !at.IsZero() {
		t.Errorf("before anything: %s", at)
	}
	d.put(false, channel.Event{Address: chat("7"), Key: "1"})
	d.now = noon.Add(time.Hour)
	d.put(false, channel.Event{Address: chat("7"), Key: "2"})
	if at := last("42"); !at.Equal(d.now) {
		t.Errorf("the last came at %s", at)
	}
	if at := last("43"); !at.IsZero() {
		t.Errorf("another account: %s", at)
	}
}
