package sqlite_test

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// enrol adds somebody with a membership that is open, or ended when until is not empty.
func enrol(ctx context.Context, tx *sqlite.Tx, p people.Person, roles people.Roles, until day.Day) (people.PersonID, error) {
	id, err := tx.AddPerson(ctx, p, tx.Now())
	if err != nil {
		return 0, err
	}
	units, err := tx.Units(ctx, "2026-11-24")
	if err != nil {
		return 0, err
	}
	if len(units) == 0 {
		unit, err := tx.AddUnit(ctx, people.Unit{Name: "Văn phòng", From: "2026-01-01"})
		if err != nil {
			return 0, err
		}
		units = []people.Unit{{ID: unit}}
	}
	m := people.Membership{Person: id, Unit: units[0].ID, Roles: roles, From: "2026-01-01", To: until}
	return id, tx.SetMemberships(ctx, id, []people.Membership{m})
}

func TestKeptAboutCountsWhatIsThere(t *testing.T) {
	t.Parallel()
	db := open(t)
	linked := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	var id, other people.PersonID
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) (err error) {
		if id, err = enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, ""); err != nil {
			return err
		}
		if other, err = enrol(ctx, tx, people.Person{StaffCode: "A2", Name: "Ma Văn Bảo"}, people.Roles{}, ""); err != nil {
			return err
		}
		for i, kind := range []string{"telegram", "zalo"} {
			a := people.Account{Channel: kind, Account: "1", User: "u", Chat: "c" + kind}
			if err := tx.LinkAccount(ctx, a, id, linked.Add(time.Duration(i)*time.Hour)); err != nil {
				return err
			}
		}
		if err := tx.SetReachable(ctx, people.Account{Channel: "zalo", Account: "1", Chat: "czalo"}, false, linked); err != nil {
			return err
		}
		if err := tx.GiveConsent(ctx, id, "old", "zalo", linked); err != nil {
			return err
		}
		if err := tx.WithdrawConsent(ctx, id, linked); err != nil {
			return err
		}
		if err := tx.GiveConsent(ctx, id, "new", "telegram", linked.Add(time.Minute)); err != nil {
			return err
		}
		for _, status := range []learning.Status{learning.Recorded, learning.Deleted} {
			e := learning.Entry{Person: id, Unit: 1, Status: status, Channel: "telegram", Version: 1, Created: linked, Updated: linked}
			e.Draft = learning.Draft{Title: "Luật", Kind: "self_study", Field: "law", Start: "2026-11-24", End: "2026-11-24", Minutes: 60}
			entry, err := tx.AddEntry(ctx, e)
			if err != nil {
				return err
			}
			if _, err := tx.AddEvidence(ctx, entry, learning.Evidence{Hash: "h", Name: "a.pdf", MIME: "application/pdf", Size: 1}, linked); err != nil {
				return err
			}
		}
		return nil
	})
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		k, err := tx.KeptAbout(ctx, id)
		if err != nil {
			return err
		}
		if len(k.Doors) != 2 || k.Doors[0].Channel != "zalo" || !k.Doors[0].Unreachable || k.Doors[1].Unreachable || !k.Doors[1].Linked.Equal(linked) {
			t.Errorf("doors %+v, want zalo, which cannot be written to, before telegram", k.Doors)
		}
		if want := (people.Consent{Version: "new", Channel: "telegram", Given: linked.Add(time.Minute)}); k.Consent != want {
			t.Errorf("consent %+v, want %+v", k.Consent, want)
		}
		if k.Entries != 2 || k.Files != 2 {
			t.Errorf("%d entries and %d files, want 2 and 2: a deleted entry is kept too", k.Entries, k.Files)
		}
		k, err = tx.KeptAbout(ctx, other)
		if len(k.Doors) != 0 || k.Entries != 0 || !k.Consent.Given.IsZero() {
			t.Errorf("of somebody else is kept %+v", k)
		}
		return err
	})
}

func TestForgetStrangersKeepsPeople(t *testing.T) {
	t.Parallel()
	db := open(t)
	chat := func(name string) channel.Address {
		return channel.Address{Channel: channel.Telegram, Account: "1", Chat: channel.ChatID(name)}
	}
	long := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	lately := long.AddDate(0, 0, 20)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		id, err := enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, "2026-11-02")
		if err != nil {
			return err
		}
		if err := tx.LinkAccount(ctx, people.Account{Channel: "telegram", Account: "1", User: "u", Chat: "person"}, id, long); err != nil {
			return err
		}
		for name, at := range map[string]time.Time{"stranger": long, "fresh": lately, "person": long} {
			if err := tx.SaveConversation(ctx, chat(name), dialog.State{RefusedAt: 1}, at); err != nil {
				return err
			}
		}
		// The same chat id on another channel is another chat.
		other := channel.Address{Channel: channel.Zalo, Account: "1", Chat: "person"}
		return tx.SaveConversation(ctx, other, dialog.State{RefusedAt: 1}, long)
	})
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		n, err := tx.ForgetStrangers(ctx, lately)
		if n != 2 {
			t.Errorf("forgot %d chats, want the old stranger's and the other channel's", n)
		}
		for name, want := range map[string]bool{"stranger": false, "fresh": true, "person": true} {
			s, err := tx.Conversation(ctx, chat(name))
			if err != nil {
				return err
			}
			if got := !s.Empty(); got != want {
				t.Errorf("chat %s is remembered: %v, want %v", name, got, want)
			}
		}
		return err
	})
}

// ofOnesOwn fills the tables that serve a person alone, for the person with this number.
func ofOnesOwn(person string) []string {
	const day = "'2026-11-23'"
	return []string{
		"INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (" + person + ", '2026-11-02', '2026-11-04', 1)",
		"INSERT INTO quiz_cards VALUES (" + person + ", 70, 1, NULL, 2.5, 4.5, 1, 0, 0, " + day + ", '2026-11-25')",
		`INSERT INTO quiz_asked (person_id, unit_id, question_id, version, topic, shown, round, place, state, asked_at, answer, correct, first, answered_at, answered_on)
VALUES (` + person + `, 1, 70, 1, 'van_thu', '0123', 1, 1, 'answered', 1, 1, 1, 1, 2, ` + day + `),
  (` + person + `, 1, 70, 1, 'van_thu', '0123', 2, 1, 'answered', 3, 1, 0, 0, 4, ` + day + `)`,
		"INSERT INTO quiz_asked (person_id, unit_id, question_id, version, topic, shown, round, place, state, asked_at) VALUES (" + person + ", 1, 70, 1, 'van_thu', '0123', 3, 1, 'open', 5)",
		"INSERT INTO quiz_wishes VALUES (" + person + ", 'daily', 1, 6)",
		"INSERT INTO quiz_facts VALUES (" + person + ", 70, " + day + ")",
		"INSERT INTO quiz_unlearn VALUES (" + person + ", 70, " + day + ", 1, NULL)",
		"INSERT INTO question_reports (question_id, version, person_id, note, channel, created_at, closed_at) VALUES (70, 1, " + person + ", 'sai', 'zalo', 7, 8), (70, 1, " + person + ", 'vẫn sai', 'zalo', 9, NULL)",
		"INSERT INTO question_files (person_id, name, body, created_at) VALUES (" + person + ", 'a.xlsx', '{}', 10)",
		"INSERT INTO web_file_links VALUES (randomblob(32), " + person + ", 'p', 'n', 'm', 11, 12, NULL)",
		"INSERT INTO upload_links VALUES (randomblob(32), " + person + ", 'zalo', '1', 'u', 'c', 11, 12, NULL)",
		"INSERT INTO milestones VALUES (" + person + ", 4, 13)",
		"INSERT INTO reminders (person_id, unanswered, minute) VALUES (" + person + ", 2, 810)",
		"INSERT INTO dues VALUES (" + person + ", 'quiz', 14, 1, 15, 'hours')",
	}
}

// anonymous is a tally without the number that tells people apart.
type anonymous struct {
	group          string
	on             day.Day
	right, answers int
}

// figures are the tallies by topic and by unit, without who.
func figures(t *testing.T, db *sqlite.DB) []anonymous {
	t.Helper()
	var out []anonymous
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		days := day.Range{From: "2026-01-01", To: "2026-12-31"}
		topics, err := tx.TopicTallies(ctx, days)
		if err != nil {
			return err
		}
		units, err := tx.UnitTallies(ctx, days)
		for _, a := range append(topics, units...) {
			out = append(out, anonymous{a.Group, a.On, a.Right, a.Answers})
		}
		return err
	})
	return out
}

// kept is in which tables of those of ofOnesOwn there are how many rows of a person.
func kept(t *testing.T, db *sqlite.DB, person people.PersonID) map[string]int {
	t.Helper()
	out := map[string]int{}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for _, table := range []string{
			"leaves", "quiz_cards", "quiz_asked", "quiz_wishes", "quiz_facts", "quiz_unlearn", "question_reports", "question_files",
			"web_file_links", "upload_links", "milestones", "reminders", "dues",
		} {
			n, err := tx.CountForTest(ctx, "SELECT count(*) FROM "+table+" WHERE person_id = "+strconv.Itoa(int(person)))
			if err != nil {
				return err
			}
			if n > 0 {
				out[table] = n
			}
		}
		return nil
	})
	return out
}

// What served the person alone goes with the consent; what figures rest on stays, without the person.
func TestWithdrawalErasesWhatServedThePerson(t *testing.T) {
	t.Parallel()
	db := open(t)
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	var id, other people.PersonID
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) (err error) {
		if id, err = enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, ""); err != nil {
			return err
		}
		if other, err = enrol(ctx, tx, people.Person{StaffCode: "A2", Name: "Ma Văn Bảo"}, people.Roles{}, ""); err != nil {
			return err
		}
		queries := []string{
			"INSERT INTO quiz_documents (id, name, folded) VALUES (70, 'Luật Lưu trữ', 'luat luu tru')",
			`INSERT INTO questions (id, code, version, topic, question, option_a, option_b, option_c, option_d, answer, explanation, source, folded,
state, released_at, created_at, updated_at) VALUES (70, 'Q970', 1, 'van_thu', 'Mấy năm?', '1', '2', '3', '4', 1, 'Điều 7.', 'Luật', 'may nam', 'live', 1, 1, 1)`,
		}
		for _, p := range []people.PersonID{id, other} {
			if err := tx.GiveConsent(ctx, p, "v", "zalo", now); err != nil {
				return err
			}
			queries = append(queries, ofOnesOwn(strconv.Itoa(int(p)))...)
		}
		for _, q := range queries {
			if err := tx.ExecForTest(ctx, q); err != nil {
				return err
			}
		}
		h, err := tx.HabitsOf(ctx, id)
		if want := (people.Habits{Leaves: 1, Answers: 2, Cards: 1, Reports: 2, Milestones: 1}); h != want {
			t.Errorf("habits are %+v, want %+v", h, want)
		}
		return err
	})
	others, before := kept(t, db, other), figures(t, db)
	if len(others) != 13 || len(before) != 4 {
		t.Fatalf("the test begins with %v and figures %v", others, before)
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error { return tx.WithdrawConsent(ctx, id, now) })
	want := map[string]int{"leaves": 1, "question_reports": 1} // days that are over, and what keeps a wrong question back
	if got := kept(t, db, id); !maps.Equal(got, want) {
		t.Errorf("of the person is kept %v, want %v", got, want)
	}
	if got := kept(t, db, other); !maps.Equal(got, others) {
		t.Errorf("of somebody else is kept %v, was %v", got, others)
	}
	if got := figures(t, db); !slices.Equal(got, before) {
		t.Errorf("figures are %v, were %v", got, before)
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		tallies, err := tx.TopicTallies(ctx, day.Range{From: "2026-11-23", To: "2026-11-23"})
		seen := map[people.PersonID]bool{}
		for _, a := range tallies {
			seen[a.Person] = true
		}
		if len(seen) != 2 || seen[id] {
			t.Errorf("the figures speak of %v, want two people, one of them without a name", seen)
		}
		return err
	})
}

// A reminder that still waits is not sent after the consent has gone; the key of one that went out stays.
func TestWithdrawalDropsRemindersThatWait(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		id, err := enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, "")
		if err != nil {
			return err
		}
		if err := tx.LinkAccount(ctx, people.Account{Channel: "zalo", Account: "1", User: "u", Chat: "c"}, id, tx.Now()); err != nil {
			return err
		}
		if err := tx.GiveConsent(ctx, id, "v", "zalo", tx.Now()); err != nil {
			return err
		}
		to := channel.Address{Channel: channel.Zalo, Account: "1", Chat: "c"}
		for _, key := range []string{"weekly/1", "weekly/2"} {
			if err := tx.QueueMessages(ctx, channel.Message{To: to, Text: "Nhắc", Class: channel.Reminder, Dedupe: key}); err != nil {
				return err
			}
		}
		if err := tx.ExecForTest(ctx, "UPDATE outbox SET state = 'sent', body = NULL WHERE dedupe_key = 'weekly/1'"); err != nil {
			return err
		}
		if err := tx.WithdrawConsent(ctx, id, tx.Now()); err != nil {
			return err
		}
		waiting, err := tx.CountForTest(ctx, "SELECT count(*) FROM outbox WHERE state = 'waiting'")
		if err != nil {
			return err
		}
		all, err := tx.CountForTest(ctx, "SELECT count(*) FROM outbox")
		if waiting != 0 || all != 1 {
			t.Errorf("%d messages wait and %d are known, want 0 and the one that went out", waiting, all)
		}
		return err
	})
}
