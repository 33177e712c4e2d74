package bot

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

var stageZone = time.FixedZone("+07", 7*60*60)

// catalog is read once: its sentences cost more than most tests.
var catalog = sync.OnceValues(func() (*i18n.Catalog, error) { return i18n.Load(locales.FS) })

// stage is a department on a real database with a bot before it. It begins at 09:00 on Tuesday 24/11/2026 with
// two units and nobody.
type stage struct {
	t     testing.TB
	db    *sqlite.DB
	bot   *Bot
	now   time.Time
	keys  int
	units map[string]people.UnitID
}

func newStage(tb testing.TB) *stage {
	tb.Helper()
	s := &stage{t: tb, now: time.Date(2026, 11, 24, 9, 0, 0, 0, stageZone), units: map[string]people.UnitID{}}
	fresh, err := sqlite.EmptyForTest()
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(tb.TempDir(), "sohoc.db")
	if err := os.WriteFile(path, fresh, 0o600); err != nil {
		tb.Fatal(err)
	}
	db, err := sqlite.Open(tb.Context(), sqlite.Options{Path: path, Now: func() time.Time { return s.now.UTC() }})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	s.db = db
	texts, err := catalog()
	if err != nil {
		tb.Fatal(err)
	}
	s.bot = New(Config{Catalog: texts, Zone: stageZone, Office: "chị Thu (NV01)"})
	s.update(func(tx *sqlite.Tx) error {
		for i, name := range []string{"Văn phòng", "Thanh tra"} {
			id, err := tx.AddUnit(tb.Context(), people.Unit{Name: name, Sort: i, From: "2026-01-01"})
			if err != nil {
				return err
			}
			s.units[name] = id
		}
		return nil
	})
	return s
}

func (s *stage) update(fn func(tx *sqlite.Tx) error) {
	s.t.Helper()
	if err := s.db.Update(s.t.Context(), fn); err != nil {
		s.t.Fatal(err)
	}
}

// add puts somebody on the roster.
func (s *stage) add(code, name, unit string, roles people.Roles) people.PersonID {
	s.t.Helper()
	var id people.PersonID
	s.update(func(tx *sqlite.Tx) (err error) {
		id, err = s.enrol(tx, people.Person{StaffCode: code, Name: name}, people.Membership{Unit: s.units[unit], Roles: roles})
		return err
	})
	return id
}

func (s *stage) enrol(tx *sqlite.Tx, p people.Person, m people.Membership) (people.PersonID, error) {
	id, err := tx.AddPerson(s.t.Context(), p, tx.Now())
	if err != nil {
		return 0, err
	}
	m.Person, m.From = id, "2026-01-01"
	return id, tx.SetMemberships(s.t.Context(), id, []people.Membership{m})
}

// link ties a Telegram chat to a person without a consent.
func (s *stage) link(id people.PersonID, chat string) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) error { return tx.LinkAccount(s.t.Context(), account(s.event(chat)), id, tx.Now()) })
}

// join adds somebody who has agreed and writes from the chat of that code.
func (s *stage) join(code, name, unit string, roles people.Roles) people.PersonID {
	s.t.Helper()
	var id people.PersonID
	s.update(func(tx *sqlite.Tx) (err error) {
		// One transaction: each costs the disk a flush.
		if id, err = s.enrol(tx, people.Person{StaffCode: code, Name: name}, people.Membership{Unit: s.units[unit], Roles: roles}); err != nil {
			return err
		}
		if err := tx.LinkAccount(s.t.Context(), account(s.event(code)), id, tx.Now()); err != nil {
			return err
		}
		return tx.GiveConsent(s.t.Context(), id, people.ConsentVersion, "telegram", tx.Now())
	})
	return id
}

// issue makes a code for a person.
func (s *stage) issue(id people.PersonID, purpose people.Purpose) string {
	s.t.Helper()
	var code string
	s.update(func(tx *sqlite.Tx) (err error) {
		code, _, err = people.Issue(s.t.Context(), tx, id, purpose, tx.Now())
		return err
	})
	return code
}

// leave ends a person's membership yesterday.
func (s *stage) leave(id people.PersonID) {
	s.t.Helper()
	s.exec("UPDATE memberships SET valid_to = '2026-11-23' WHERE person_id = ?", id)
}

func (s *stage) exec(query string, args ...any) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) error { return tx.ExecForTest(s.t.Context(), query, args...) })
}

func (s *stage) count(query string, args ...any) int {
	s.t.Helper()
	var n int
	err := s.db.View(s.t.Context(), func(tx *sqlite.Tx) (err error) {
		n, err = tx.CountForTest(s.t.Context(), query, args...)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// event is an empty event from a chat.
func (s *stage) event(chat string) channel.Event {
	s.keys++
	return channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "100", Chat: channel.ChatID("c-" + chat)},
		Key:     channel.UpdateKey(strconv.Itoa(s.keys)), User: channel.UserID("u-" + chat),
		Message: channel.MessageID(strconv.Itoa(s.keys)), Sent: s.now,
	}
}

// do handles an event.
func (s *stage) do(e channel.Event) Outcome {
	s.t.Helper()
	var out Outcome
	s.update(func(tx *sqlite.Tx) (err error) {
		out, err = s.bot.Handle(s.t.Context(), tx, e)
		return err
	})
	return out
}

// send sends words.
func (s *stage) send(chat, words string) Outcome {
	s.t.Helper()
	e := s.event(chat)
	e.Kind, e.Text = channel.Text, words
	return s.do(e)
}

// press presses a button.
func (s *stage) press(chat, data string) Outcome {
	s.t.Helper()
	e := s.event(chat)
	e.Kind, e.Press, e.PressID = channel.Press, data, "p"+string(e.Key)
	return s.do(e)
}

// said is all that an outcome says, in whichever chat.
func said(out Outcome) string {
	var all []string
	for _, m := range out.Messages {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n--\n")
}

// T is the Vietnamese sentence of a key.
func (s *stage) T(key string, a args) string { return s.bot.cfg.Catalog.In(i18n.VI).T(key, a) }

// firstExample is the line with which an answer shows how to log.
func firstExample(t *testing.T, out Outcome) string {
	t.Helper()
	_, line, ok := strings.Cut(said(out), "/hoc")
	if !ok {
		t.Fatalf("no example in %q", said(out))
	}
	line, _, _ = strings.Cut("/hoc"+line, "\n")
	return line
}

// wants fails unless an outcome says something.
func wants(t *testing.T, out Outcome, part string) {
	t.Helper()
	if got := said(out); !strings.Contains(got, part) {
		t.Errorf("said %q, want %q in it", got, part)
	}
}

// silent fails if an outcome says anything.
func silent(t *testing.T, out Outcome) {
	t.Helper()
	if got := said(out); got != "" {
		t.Errorf("said %q, want silence", got)
	}
}
