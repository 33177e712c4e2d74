package sqlite_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/outbox"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// chat is an address on Telegram.
func chat(id string) channel.Address {
	return channel.Address{Channel: channel.Telegram, Account: "42", Chat: channel.ChatID(id)}
}

// queue stores texts for a chat.
func (d *dial) queue(to channel.Address, texts ...string) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, text := range texts {
			if err := tx.QueueMessages(ctx, channel.Message{To: to, Text: text}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *dial) mark(marks ...outbox.Mark) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.MarkMessages(ctx, marks) })
}

func (d *dial) messages(after outbox.ID, limit int) (rows []outbox.Row) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingMessages(ctx, after, limit)
		return err
	})
	return rows
}

func (d *dial) failed(limit int) (rows []outbox.Row) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.FailedMessages(ctx, limit)
		return err
	})
	return rows
}

func said(rows []outbox.Row) (out []string) {
	for _, r := range rows {
		out = append(out, r.Message.Text)
	}
	return out
}

func TestAMessageWaitsAsItWasQueued(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	told := make(chan []outbox.Row, 1)
	d.SetHooks(sqlite.Hooks{Messages: func(rows []outbox.Row) { told <- rows }})
	full := channel.Message{
		To: chat("7"), Text: "Đã ghi", Choices: []channel.Choice{{Data: "sua:7", Label: "Sửa", Aside: true}},
		Photo: &channel.File{Path: "outgoing/a.png", Name: "a.png", MIME: "image/png"}, File: &channel.File{Path: "b", Name: "b.csv", MIME: "text/csv"},
		Class: channel.Broadcast, Policy: channel.Once, Dedupe: "weekly/1",
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.QueueMessages(ctx, full, channel.Message{To: chat("8"), Text: "bare"})
	})
	rows := d.messages(0, 10)
	if diff := cmp.Diff(<-told, rows); diff != "" {
		t.Errorf("told was something else than stored: %s", diff)
	}
	full.Ref = strconv.FormatInt(int64(rows[0].ID), 10)
	want := outbox.Row{ID: rows[0].ID, Message: full, State: outbox.Waiting, Created: noon}
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Error(diff)
	}
	if bare := rows[1].Message; bare.Class != channel.Reply || bare.Policy != channel.Repeat {
		t.Errorf("by default it is a %s to %s", bare.Class, bare.Policy)
	}
}

func TestMessagesWaitInOrder(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.queue(chat("7"), "a", "b", "c", "d")
	all := d.messages(0, 10)
	if got := said(all); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("waiting are %v", got)
	}
	if got := said(d.messages(all[1].ID, 1)); !slices.Equal(got, []string{"c"}) {
		t.Errorf("after b, one: %v", got)
	}
	d.mark(outbox.Mark{ID: all[3].ID, State: outbox.Sent})
	d.queue(chat("7"), "e")
	if got := d.messages(0, 10); got[len(got)-1].ID <= all[3].ID {
		t.Error("a number was given again")
	}
}

func TestMessagesOfAClassAreListedAlone(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		var all []channel.Message
		for _, c := range []channel.Class{channel.Reminder, channel.Reply, channel.Broadcast, channel.Reply, channel.Reminder, channel.Reply} {
			all = append(all, channel.Message{To: chat("7"), Class: c, Text: string(c) + strconv.Itoa(len(all))})
		}
		return tx.QueueMessages(ctx, all...)
	})
	of := func(c channel.Class, after outbox.ID, limit int) (rows []outbox.Row) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			rows, err = tx.WaitingOf(ctx, c, after, limit)
			return err
		})
		return rows
	}
	replies := of(channel.Reply, 0, 10)
	if got := said(replies); !slices.Equal(got, []string{"reply1", "reply3", "reply5"}) {
		t.Errorf("replies are %v", got)
	}
	if got := said(of(channel.Reply, replies[0].ID, 1)); !slices.Equal(got, []string{"reply3"}) {
		t.Errorf("after the first, one: %v", got)
	}
	d.mark(outbox.Mark{ID: replies[2].ID, State: outbox.Failed})
	if got := said(of(channel.Reply, replies[1].ID, 10)); len(got) != 0 {
		t.Errorf("after the last: %v", got)
	}
	if got := said(of(channel.Reminder, 0, 10)); !slices.Equal(got, []string{"reminder0", "reminder4"}) {
		t.Errorf("reminders are %v", got)
	}
	if got := said(d.messages(0, 4)); !slices.Equal(got, []string{"reminder0", "reply1", "broadcast2", "reply3"}) {
		t.Errorf("of all, four: %v", got)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	later := noon.Add(time.Minute)
	for _, c := range []struct {
		name    string
		mark    outbox.Mark
		waiting bool
		failed  bool
		body    bool // kept
		row     bool // kept
	}{
		{"sent", outbox.Mark{State: outbox.Sent, Attempts: 1}, false, false, false, false},
		{"sent, to be remembered", outbox.Mark{State: outbox.Sent, Keep: true, Attempts: 1}, false, false, false, true},
		{"failed", outbox.Mark{State: outbox.Failed, Attempts: 3, Reason: "rejected"}, false, true, true, true},
		{"uncertain", outbox.Mark{State: outbox.Uncertain, Attempts: 1, Reason: "cut off"}, false, true, true, true},
		{"in flight", outbox.Mark{State: outbox.Sending, Attempts: 1}, true, false, true, true},
		{"to be tried again", outbox.Mark{State: outbox.Waiting, Attempts: 2, NotBefore: later, Reason: "temporary"}, true, false, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDial(t)
			m := channel.Message{To: chat("7"), Text: "nhắc", Dedupe: "weekly/1"}
			d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) })
			d.queue(chat("7"), "another")
			c.mark.ID = d.messages(0, 1)[0].ID
			d.mark(c.mark)
			list := d.messages(0, 10)
			if !c.waiting {
				list = append(d.failed(10), list...)
			}
			if c.waiting || c.failed {
				got := list[0]
				if got.State != c.mark.State || got.Attempts != c.mark.Attempts || !got.NotBefore.Equal(c.mark.NotBefore) || got.Reason != c.mark.Reason || got.Message.Text != "nhắc" {
					t.Errorf("it stands as %+v", got)
				}
			} else if list[0].Message.Text != "another" {
				t.Errorf("it is listed: %+v", list[0])
			}
			if n := d.count("SELECT count(*) FROM outbox WHERE id = ? AND (done_at IS NULL) = ?", c.mark.ID, c.waiting); (n == 1) != c.row {
				t.Errorf("%d rows are kept", n)
			}
			if n := d.count("SELECT count(*) FROM outbox WHERE id = ? AND body IS NOT NULL", c.mark.ID); (n == 1) != c.body {
				t.Errorf("%d texts are kept", n)
			}
			before := d.count("SELECT count(*) FROM outbox")
			d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) })
			if again := d.count("SELECT count(*) FROM outbox") > before; again == c.row {
				t.Errorf("the same is queued again: %v", again)
			}
		})
	}
}

func TestFailedMessagesTheNewestFirst(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.queue(chat("7"), "a", "b", "c")
	for _, r := range d.messages(0, 10) {
		d.mark(outbox.Mark{ID: r.ID, State: outbox.Failed, Reason: "rejected"})
	}
	if got := said(d.failed(10)); !slices.Equal(got, []string{"c", "b", "a"}) {
		t.Errorf("failed are %v", got)
	}
	if got := said(d.failed(2)); !slices.Equal(got, []string{"c", "b"}) {
		t.Errorf("the last two are %v", got)
	}
}

func TestAnUnreachableChatIsNotedAtItsAccount(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	var id people.PersonID
	here, there := people.Account{Channel: "telegram", Account: "42", User: "u", Chat: "7"}, people.Account{Channel: "telegram", Account: "43", User: "u", Chat: "7"}
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		if id, err = tx.AddPerson(ctx, people.Person{StaffCode: "A1", Name: "An"}, noon); err != nil {
			return err
		}
		return errors.Join(tx.LinkAccount(ctx, here, id, noon), tx.LinkAccount(ctx, there, id, noon))
	})
	d.queue(chat("7"), "a")
	d.mark(outbox.Mark{ID: d.messages(0, 1)[0].ID, State: outbox.Failed, To: chat("7"), Unreachable: true})
	for account, want := range map[people.Account]bool{here: true, there: false} {
		d.update(func(ctx context.Context, tx *sqlite.Tx) error {
			a, err := tx.ActorByAccount(ctx, account, "2026-11-24")
			if a.Unreachable != want {
				t.Errorf("account %s: unreachable is %v", account.Account, a.Unreachable)
			}
			return err
		})
	}
}

func TestAChatThatMovesTakesAllAlong(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	old := chat("-7")
	d.queue(old, "first", "second", "failed before")
	d.queue(chat("8"), "elsewhere")
	rows := d.messages(0, 10)
	d.mark(outbox.Mark{ID: rows[2].ID, State: outbox.Failed})
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		id, err := tx.AddPerson(ctx, people.Person{StaffCode: "A1", Name: "An"}, noon)
		if err != nil {
			return err
		}
		return errors.Join(
			tx.LinkAccount(ctx, people.Account{Channel: "telegram", Account: "42", User: "u", Chat: "-7"}, id, noon),
			tx.SaveConversation(ctx, old, dialog.State{Misses: 3}, noon),
			tx.SaveConversation(ctx, chat("-100"), dialog.State{Misses: 1}, noon),
		)
	})
	d.mark(outbox.Mark{ID: rows[0].ID, State: outbox.Waiting, Attempts: 1, To: old, Moved: "-100"})
	var where []string
	for _, r := range d.messages(0, 10) {
		where = append(where, string(r.Message.To.Chat))
	}
	if !slices.Equal(where, []string{"-100", "-100", "8"}) || d.failed(1)[0].Message.To != old {
		t.Errorf("what waits goes to %v, what failed was for %v", where, d.failed(1)[0].Message.To)
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		s, err := tx.Conversation(ctx, chat("-100"))
		if s.Misses != 3 {
			t.Errorf("it remembers %+v", s)
		}
		return err
	})
	if n := d.count("SELECT count(*) FROM identities WHERE chat_id = '-100'"); n != 1 {
		t.Error("the account stayed behind")
	}
	if n := d.count("SELECT count(*) FROM conversations"); n != 1 {
		t.Errorf("%d conversations are kept", n)
	}
}

func TestOfTwoPausesTheLaterHolds(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	whole := channel.Address{Channel: channel.Telegram, Account: "42"}
	pause := func(to channel.Address, span time.Duration) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.SetPause(ctx, outbox.Pause{To: to, Until: d.now.Add(span)})
		})
	}
	pauses := func() (out []outbox.Pause) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			out, err = tx.Pauses(ctx)
			return err
		})
		return out
	}
	pause(chat("7"), 30*time.Second)
	pause(chat("7"), 10*time.Second)
	pause(whole, time.Minute)
	want := []outbox.Pause{{To: whole, Until: noon.Add(time.Minute)}, {To: chat("7"), Until: noon.Add(30 * time.Second)}}
	if diff := cmp.Diff(want, pauses()); diff != "" {
		t.Error(diff)
	}
	pause(chat("7"), 40*time.Second)
	d.now = noon.Add(40 * time.Second)
	if diff := cmp.Diff(want[:1], pauses()); diff != "" {
		t.Errorf("when the chat's pause is over: %s", diff)
	}
	pause(chat("9"), time.Second)
	if n := d.count("SELECT count(*) FROM pauses WHERE chat_id = '7'"); n != 0 {
		t.Error("a pause that is over is kept for ever")
	}
}
