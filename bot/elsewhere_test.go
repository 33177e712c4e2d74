package bot

import (
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/quota"
	"sohoc/internal/remind"
	"sohoc/internal/sqlite"
)

// also ties another chat to a person.
func (s *stage) also(id people.PersonID, kind channel.Kind, account, chat string) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) error {
		a := people.Account{Channel: string(kind), Account: account, User: chat, Chat: chat}
		return tx.LinkAccount(s.t.Context(), a, id, tx.Now())
	})
}

func (s *stage) otherDoor(m channel.Message) (to channel.Address, ok bool) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) (err error) {
		to, ok, err = s.bot.OtherDoor(s.t.Context(), tx, m)
		return err
	})
	return to, ok
}

func TestAMessageIsAnsweredByANumberAtItsNewDoor(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("lan", "Nguyễn Thị Lan", "Thanh tra", people.Roles{})
	m := channel.Message{To: s.event("lan").Address, Text: "Nhắc", Choices: []channel.Choice{{Data: "cmd:toi", Label: "Xem sổ"}}}
	if to, ok := s.otherDoor(m); ok {
		t.Fatalf("who has one door was sent to %+v", to)
	}
	s.also(id, channel.Web, "web", "w")
	s.also(id, channel.Zalo, "77", "z")
	to, ok := s.otherDoor(m)
	if want := (channel.Address{Channel: channel.Zalo, Account: "77", Chat: "z"}); !ok || to != want {
		t.Fatalf("it goes to %+v, want %+v", to, want)
	}
	out := s.do(channel.Event{Address: to, Key: "1", User: "z", Kind: channel.Text, Text: "1", Sent: s.now})
	wants(t, out, "Nguyễn Thị Lan")
}

func (s *stage) outage(o Outage) (messages []channel.Message) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) (err error) {
		messages, err = s.bot.TellOutage(s.t.Context(), tx, o)
		return err
	})
	return messages
}

func TestOperatorsAreToldByAnOpenDoor(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("lan", "Nguyễn Thị Lan", "Thanh tra", people.Roles{Office: true})
	id := s.join("may", "Lê Văn Máy", "Văn phòng", people.Roles{Admin: true})
	s.exec("INSERT INTO doors (channel, account, failing_at, down_at) VALUES ('telegram', '100', 1, 2)")
	down := Outage{Account: "100", Channel: channel.Telegram, Since: s.now.Add(-15 * time.Minute)}
	if got := s.outage(down); len(got) != 0 {
		t.Fatalf("who can be reached by the shut door only is told %+v", got)
	}
	s.also(id, channel.Web, "web", "w")
	got := s.outage(down)
	if len(got) != 1 || got[0].To.Channel != channel.Web || got[0].Policy != channel.Once || got[0].Dedupe == "" {
		t.Fatalf("told: %+v", got)
	}
	if !strings.Contains(got[0].Text, "Không liên lạc được với Telegram từ 08:45 24/11/2026") {
		t.Errorf("it says %q", got[0].Text)
	}
	s.exec("DELETE FROM doors")
	up := down
	up.Over, up.Since = true, s.now
	if got := s.outage(up); len(got) != 1 || !strings.Contains(got[0].Text, "Telegram đã liên lạc lại được từ 09:00 24/11/2026") {
		t.Errorf("at the end: %+v", got)
	}
}

var zaloBot = quota.Account{Channel: "zalo", ID: "77"}

// budget counts messages and has the bot look at the plan.
func (s *stage) budget(sent int) (open bool, messages []channel.Message) {
	s.t.Helper()
	s.exec(`INSERT INTO quota_hours VALUES ('zalo', '77', ?, 0, ?) ON CONFLICT DO UPDATE SET sent = excluded.sent`, s.now.Unix()/3600, sent)
	s.update(func(tx *sqlite.Tx) (err error) {
		open, messages, err = s.bot.Budget(s.t.Context(), tx, zaloBot)
		return err
	})
	return open, messages
}

func TestOperatorsAreToldOnceOfEachLimit(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("may", "Lê Văn Máy", "Văn phòng", people.Roles{Admin: true})
	for _, step := range []struct {
		sent int
		open bool
		says string
	}{
		{2399, true, ""},
		{2400, true, "Zalo (bot 1): đã dùng 2.400 / 3.000 tin của tháng, còn 600."},
		{2500, true, ""},
		{2850, false, "Từ nay đến hết tháng chỉ gửi câu trả lời"},
		{2900, false, ""},
	} {
		open, messages := s.budget(step.sent)
		if open != step.open || (step.says == "") != (len(messages) == 0) {
			t.Fatalf("at %d: open %t, %+v", step.sent, open, messages)
		}
		if step.says != "" && !strings.Contains(messages[0].Text, step.says) {
			t.Errorf("at %d: %q", step.sent, messages[0].Text)
		}
		if n := s.count("SELECT count(*) FROM closed_doors"); (n == 0) != step.open {
			t.Errorf("at %d: %d closed doors", step.sent, n)
		}
	}
	s.now = s.now.AddDate(0, 1, 0)
	if open, messages := s.budget(2400); !open || len(messages) != 1 {
		t.Errorf("next month: open %t, %+v", open, messages)
	}
	if n := s.count("SELECT count(*) FROM closed_doors"); n != 0 {
		t.Error("next month the door is still closed")
	}
}

func TestPassingBothLimitsAtOnceIsOneMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("may", "Lê Văn Máy", "Văn phòng", people.Roles{Admin: true})
	if _, messages := s.budget(3000); len(messages) != 1 {
		t.Errorf("%+v", messages)
	}
	if _, messages := s.budget(2500); len(messages) != 0 { // the Office has bought a larger plan, and gone back
		t.Errorf("%+v", messages)
	}
}

func TestARunIsPlannedAgainstThePlan(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("may", "Lê Văn Máy", "Văn phòng", people.Roles{Admin: true})
	for _, code := range []string{"an", "ba", "cuc"} {
		s.also(s.join(code, "Lê Thị "+code, "Thanh tra", people.Roles{}), channel.Zalo, "77", "z-"+code)
	}
	s.exec("UPDATE identities SET linked_at = linked_at + 1 WHERE channel = 'zalo'") // the newest door of each
	slot := remind.Slot{Job: remind.Weekly, Due: s.now}
	before := func() (messages []channel.Message) {
		s.update(func(tx *sqlite.Tx) (err error) {
			messages, err = s.bot.budgetBefore(s.t.Context(), tx, slot)
			return err
		})
		return messages
	}
	s.budget(2847)
	if got := before(); len(got) != 0 {
		t.Errorf("a run that fits: %+v", got)
	}
	s.budget(2849)
	got := before()
	if len(got) != 1 || !strings.Contains(got[0].Text, "lượt nhắc này sẽ dùng 3 / còn 1.\nThiếu 2") {
		t.Errorf("a run that does not: %+v", got)
	}
	if again := before(); len(again) != 1 || again[0].Dedupe != got[0].Dedupe {
		t.Error("planned again, it has another key")
	}
}
