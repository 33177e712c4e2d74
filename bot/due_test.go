package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/remind"
	"sohoc/internal/sqlite"
)

func TestDoor(t *testing.T) {
	t.Parallel()
	at := func(kind, chat string) remind.Door {
		return remind.Door{Account: people.Account{Channel: kind, Account: "1", User: chat, Chat: chat}}
	}
	closed := at("zalo", "z")
	closed.Closed = true
	for name, c := range map[string]struct {
		prefer string
		doors  []remind.Door
		want   channel.ChatID
	}{
		"none":       {"", nil, ""},
		"the newest": {"", []remind.Door{at("zalo", "z"), at("telegram", "t")}, "z"},
		"the browser only when there is no other": {"", []remind.Door{at("web", "w"), at("telegram", "t")}, "t"},
		"the browser":                     {"", []remind.Door{at("web", "w")}, "w"},
		"the preferred one":               {"telegram", []remind.Door{at("zalo", "z"), at("telegram", "t")}, "t"},
		"the browser, when preferred":     {"web", []remind.Door{at("zalo", "z"), at("web", "w")}, "w"},
		"the preferred one is gone":       {"telegram", []remind.Door{at("zalo", "z"), at("web", "w")}, "z"},
		"the preferred account is closed": {"zalo", []remind.Door{closed, at("web", "w")}, "w"},
		"all are closed":                  {"", []remind.Door{closed}, "z"},
	} {
		got, ok := door(c.prefer, c.doors)
		if got.Chat != c.want || ok != (c.want != "") {
			t.Errorf("%s: %v, %v; want %q", name, got, ok, c.want)
		}
	}
}

func TestCompose(t *testing.T) {
	t.Parallel()
	choice := func(data, label string) channel.Choice { return channel.Choice{Data: data, Label: label} }
	m := compose([]part{
		{Text: "Nhắc.", Choices: []channel.Choice{choice("cmd:hoc", "Ghi")}},
		{Text: "Phòng.", Choices: []channel.Choice{choice("td:1:x", "Tháng trước"), choice("cmd:hoc", "Ghi ngay")}},
		{Text: "1. A\n2. B", Choices: []channel.Choice{choice("td:1:", "A"), choice("td:2:", "B"), choice("td:*:x", "Tháng trước")}, Numbered: true, key: "*"},
		{Text: "nữa", Choices: []channel.Choice{choice("td:3:", "C")}, key: "*"},
	})
	if m.Text != "Nhắc.\n\nPhòng.\n\n1. A\n2. B" {
		t.Errorf("said %q", m.Text)
	}
	want := []channel.Choice{choice("td:1:", "A"), choice("td:2:", "B"), choice("td:*:x", "Tháng trước"), choice("cmd:hoc", "Ghi")}
	if d := cmp.Diff(want, m.Choices); d != "" {
		t.Errorf("wanted -, got +:\n%s", d)
	}
}

// dueAt lets happen what is due of a job, and returns the messages and what was decided.
func (s *stage) dueAt(job remind.Job) Planned {
	s.t.Helper()
	var all Planned
	s.update(func(tx *sqlite.Tx) error {
		for cursor, done := "", false; !done; {
			p, err := s.bot.Due(s.t.Context(), tx, remind.Slot{Job: job, Due: s.now}, cursor)
			if err != nil {
				return err
			}
			all.Messages, all.Notes = append(all.Messages, p.Messages...), append(all.Notes, p.Notes...)
			cursor, done = p.Cursor, p.Done
		}
		return nil
	})
	return all
}

func (s *stage) heldNow() Planned {
	s.t.Helper()
	var p Planned
	s.update(func(tx *sqlite.Tx) (err error) {
		p, err = s.bot.DueHeld(s.t.Context(), tx)
		return err
	})
	return p
}

// longAgo lets everybody have agreed long ago: newcomers are left in peace.
func (s *stage) longAgo() { s.exec("UPDATE consents SET given_at = 1") }

func (s *stage) at(clock string) {
	s.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, stageZone)
	if err != nil {
		s.t.Fatal(err)
	}
	s.now = at
}

func TestTheSameSlotTwiceIsOneMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.longAgo()
	s.at("2026-11-27 15:30")
	first := s.dueAt(remind.Weekly)
	if len(first.Messages) != 1 {
		t.Fatalf("%d messages", len(first.Messages))
	}
	m := first.Messages[0]
	if m.Class != channel.Reminder || m.Policy != channel.Once || !strings.HasPrefix(m.Dedupe, "weekly_reminder/") || m.To.Chat != "c-an" {
		t.Errorf("%+v", m)
	}
	again := s.dueAt(remind.Weekly)
	if len(again.Messages) != 0 || again.Notes[0].Why != remind.OneADay {
		t.Errorf("again: %+v", again)
	}
}

// A fault in what is worded for one costs nobody else the message, and is not tried for ever.
func TestAFaultSpoilsOneMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	bad := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.join("ba", "Tạ Văn Ba", "Thanh tra", people.Roles{})
	s.longAgo()
	broken := errors.New("broken")
	slot := remind.Slot{Job: remind.Monthly, Due: s.now}
	s.update(func(tx *sqlite.Tx) error {
		d, err := s.bot.newDue(t.Context(), tx)
		if err != nil {
			return err
		}
		word := d.parts[remind.Monthly]
		d.parts[remind.Monthly] = func(t *turn, ctx context.Context, s remind.Slot) (part, bool, error) {
			if t.actor.Person.ID != bad {
				return word(t, ctx, s)
			}
			if err := t.tx.NoteSent(ctx, bad, remind.Sent{}, t.now); err != nil {
				return part{}, false, err
			}
			return part{}, false, broken
		}
		list, err := tx.Reminded(t.Context(), remind.Query{Limit: 10, Today: d.today})
		if err != nil {
			return err
		}
		for i := range list {
			if err := d.serveAlone(t.Context(), &list[i], []remind.Slot{slot}); err != nil {
				return err
			}
		}
		if len(d.out.Messages) != 1 || d.out.Messages[0].To.Chat != "c-ba" || len(d.out.Faults) != 1 || !errors.Is(d.out.Faults[0], broken) {
			t.Errorf("%+v", d.out)
		}
		if n := d.out.Notes[0]; n.Person != bad || n.Do != remind.Skip || n.Why != remind.Failed {
			t.Errorf("noted %+v", n)
		}
		r, err := tx.RecordOf(t.Context(), bad)
		if !r.LastAt.IsZero() {
			t.Error("what the broken part wrote is there")
		}
		return err
	})
}

func TestAReminderCanBePutOff(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	an := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.longAgo()
	s.at("2026-11-27 15:30")
	s.dueAt(remind.Weekly)
	s.exec("INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, '2026-11-30', '2026-12-01', 1)", an)
	wants(t, s.press("an", "nhac:later"), "thứ Tư 02/12") // on Monday and Tuesday away
	s.press("an", "nhac:later")                           // twice is once
	if p := s.heldNow(); len(p.Messages) != 0 || !p.Next.Equal(time.Date(2026, 12, 2, 15, 30, 0, 0, stageZone)) {
		t.Errorf("%+v", p)
	}
	s.at("2026-12-02 15:30")
	p := s.heldNow()
	if len(p.Messages) != 1 || p.Next.After(s.now) {
		t.Errorf("%+v", p)
	}
	if p := s.heldNow(); len(p.Messages) != 0 || !p.Next.IsZero() {
		t.Errorf("again: %+v", p)
	}
}

// What was put off is not sent to who has written meanwhile.
func TestWhatWasPutOffMayBeNeedless(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.longAgo()
	s.at("2026-11-27 15:30")
	s.dueAt(remind.Weekly)
	s.press("an", "nhac:later")
	s.send("an", "/hoc 1h luật đất đai")
	s.at("2026-11-30 15:30")
	if p := s.heldNow(); len(p.Messages) != 0 || len(p.Notes) != 1 || p.Notes[0].Why != remind.Written {
		t.Errorf("%+v", p)
	}
}

// Somebody's language is what was chosen; who has chosen none reads Vietnamese.
func TestRemindersSpeakTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.join("ba", "Tạ Văn Ba", "Thanh tra", people.Roles{})
	s.longAgo()
	s.exec("UPDATE people SET lang = 'en' WHERE staff_code = 'ba'")
	s.at("2026-11-27 15:30")
	p := s.dueAt(remind.Weekly)
	if len(p.Messages) != 2 || !strings.Contains(p.Messages[0].Text, "chưa có mục mới") || !strings.Contains(p.Messages[1].Text, "no new entry") {
		t.Errorf("%+v", p.Messages)
	}
}

// A number means the list that was shown last, whatever was open before.
func TestANumberAnswersTheReminder(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.longAgo()
	s.send("an", "/hoc") // a form that is left open
	s.at("2026-11-27 15:30")
	if p := s.dueAt(remind.Weekly); len(p.Messages) != 1 {
		t.Fatalf("%+v", p)
	}
	wants(t, s.send("an", "2"), "Sổ Học sẽ nhắc lúc")
}

// Nobody is interrupted in the middle of something.
func TestWhoIsTypingIsNotInterrupted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.longAgo()
	s.at("2026-11-27 15:20")
	s.send("an", "/hoc")
	s.at("2026-11-27 15:30")
	p := s.dueAt(remind.Weekly)
	if len(p.Messages) != 0 || p.Notes[0].Why != remind.Typing || !p.Notes[0].At.Equal(s.now.Add(20*time.Minute)) {
		t.Errorf("%+v", p)
	}
	s.at("2026-11-27 15:50")
	if p := s.heldNow(); len(p.Messages) != 1 {
		t.Errorf("%+v", p)
	}
}

func TestOldButtonsOfReminders(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	for _, data := range []string{"nhac:", "nhac:t:", "nhac:t:-1", "nhac:t:1440", "nhac:t:x", "nhac:later!"} {
		wants(t, s.press("an", data), "Nút này đã cũ")
	}
	wants(t, s.press("an", "nhac:t:700"), "Sổ Học chỉ nhắc trong giờ làm việc") // 11:40
	wants(t, s.press("an", "nhac:qua:zalo"), "chưa liên kết Zalo")
	wants(t, s.press("an", "nhac:qua:telegram"), "qua Telegram")
	wants(t, s.press("an", "nhac:chung"), "giờ chung")
}

// A head's digest is a look at names: it is on record, and goes to who leads the unit today only.
func TestADigestIsOnRecord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	head := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{Head: true})
	s.join("ba", "Tạ Văn Ba", "Văn phòng", people.Roles{Office: true})
	s.join("ca", "Tạ Văn Cả", "Thanh tra", people.Roles{})
	s.exec("UPDATE schedules SET enabled = 0")
	s.at("2026-11-30 08:00")
	p := s.dueAt(remind.HeadDigest)
	if len(p.Messages) != 1 || !strings.Contains(p.Messages[0].Text, "Tạ Văn Cả") {
		t.Errorf("%+v", p.Messages)
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'see_unit' AND person_id = ? AND target_unit = ?", head, s.units["Thanh tra"]); n != 1 {
		t.Errorf("%d looks are on record", n)
	}
	s.at("2026-11-30 14:00")
	p = s.dueAt(remind.OfficeDigest)
	if len(p.Messages) != 1 || strings.Contains(p.Messages[0].Text, "Tạ Văn") {
		t.Errorf("the Office is told names: %+v", p.Messages)
	}
}
