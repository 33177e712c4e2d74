package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/people"
	"sohoc/internal/remind"
)

func TestTouches(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]tables{
		"SELECT * FROM people":               0,
		"\n  select 1":                       0,
		"BEGIN IMMEDIATE":                    0,
		"SAVEPOINT s1":                       0,
		"COMMIT":                             0,
		"INSERT INTO people (id) VALUES (1)": actorTables,
		"INSERT INTO identities(channel) VALUES (1)":            actorTables,
		"INSERT OR IGNORE INTO consents VALUES (1)":             actorTables,
		"UPDATE memberships SET unit_id = 1":                    actorTables,
		"UPDATE OR REPLACE conversations SET chat_id = '1'":     chatTables,
		"DELETE FROM units\nWHERE id = 1":                       actorTables,
		"delete from main.\"people\"":                           actorTables,
		"DELETE FROM conversations":                             chatTables,
		"UPDATE reminders SET unanswered = 1":                   reminderTables,
		"INSERT INTO entries (person_id) SELECT id FROM people": 0,
		"ROLLBACK":       allTables,
		"ROLLBACK TO s1": allTables,
		"WITH x AS (SELECT 1) DELETE FROM people": allTables,
		"DROP TABLE people":                       allTables,
		"-- a remark\nDELETE FROM people":         allTables,
		"REPLACE INTO people VALUES (1)":          allTables,
		"DELETE":                                  allTables,
		"UPDATE OR":                               allTables,
		"":                                        allTables,
	} {
		if got := touches(query); got != want {
			t.Errorf("%q touches %b, want %b", query, got, want)
		}
	}
}

func TestNoTriggerWritesBehindTheMemo(t *testing.T) {
	t.Parallel()
	db := memoHouse(t, filepath.Join(t.TempDir(), "s.db"))
	defer db.Close()
	err := db.View(t.Context(), func(tx *Tx) error {
		return tx.each(t.Context(), func(s scanner) error {
			var name, sql string
			err := s.Scan(&name, &sql)
			_, body, _ := strings.Cut(sql, "BEGIN")
			for statement := range strings.SplitSeq(body, ";") {
				statement = strings.TrimSpace(statement)
				gone := strings.HasPrefix(statement, "DELETE FROM reminders ") // who has no row owes no answer
				if statement != "" && statement != "END" && touches(statement) != 0 && !gone {
					t.Errorf("trigger %s: %q may write what the memo holds", name, statement)
				}
			}
			return err
		}, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	})
	if err != nil {
		t.Fatal(err)
	}
}

// memoHouse is a database with three people in a unit, each with an account.
func memoHouse(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{Path: path, Now: func() time.Time { return memoNow }})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *Tx) error {
		ctx := t.Context()
		unit, err := tx.AddUnit(ctx, people.Unit{Name: "Văn phòng", From: "2026-01-01"})
		for i := range 3 {
			id, e := tx.AddPerson(ctx, people.Person{StaffCode: "NV" + strconv.Itoa(i), Name: "Lan"}, memoNow)
			err = errors.Join(err, e,
				tx.SetMemberships(ctx, id, []people.Membership{{Person: id, Unit: unit, From: "2026-01-01"}}),
				tx.LinkAccount(ctx, memoAccount(i), id, memoNow))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

var memoNow = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

func memoAccount(i int) people.Account {
	return people.Account{Channel: "telegram", Account: "1", User: strconv.Itoa(i), Chat: strconv.Itoa(i)}
}

func memoChat(i int) channel.Address {
	return channel.Address{Channel: channel.Telegram, Account: "1", Chat: channel.ChatID(strconv.Itoa(i))}
}

// memoSteps are the ways in which what the memo holds may change.
func memoSteps() map[string]func(ctx context.Context, tx *Tx, i int) error {
	who := func(i int) people.PersonID { return people.PersonID(i + 1) }
	return map[string]func(ctx context.Context, tx *Tx, i int) error{
		"consent": func(ctx context.Context, tx *Tx, i int) error {
			return tx.GiveConsent(ctx, who(i), "1", "telegram", memoNow)
		},
		"language": func(ctx context.Context, tx *Tx, i int) error { return tx.SetLang(ctx, who(i), "en") },
		"unlink": func(ctx context.Context, tx *Tx, i int) error {
			return tx.UnlinkAccounts(ctx, who(i), people.Account{})
		},
		"block": func(ctx context.Context, tx *Tx, i int) error {
			return tx.SetReachable(ctx, memoAccount(i), false, memoNow)
		},
		"rename": func(ctx context.Context, tx *Tx, i int) error {
			return tx.ExecForTest(ctx, "UPDATE units SET name = ?", "Phòng "+strconv.Itoa(i))
		},
		"promote": func(ctx context.Context, tx *Tx, i int) error {
			return tx.SetMemberships(ctx, who(i), []people.Membership{{Person: who(i), Unit: 1, Roles: people.Roles{Head: true}, From: "2026-01-01"}})
		},
		"talk": func(ctx context.Context, tx *Tx, i int) error {
			return tx.SaveConversation(ctx, memoChat(i), dialog.State{Misses: i + 1}, memoNow)
		},
		"hush": func(ctx context.Context, tx *Tx, i int) error {
			return tx.SaveConversation(ctx, memoChat(i), dialog.State{}, memoNow)
		},
		"remind": func(ctx context.Context, tx *Tx, i int) error {
			return tx.NoteSent(ctx, who(i), remind.Sent{Reminder: true}, memoNow)
		},
		"hear":    func(ctx context.Context, tx *Tx, i int) error { return tx.Heard(ctx, who(i)) },
		"move":    func(ctx context.Context, tx *Tx, i int) error { return tx.MoveChat(ctx, memoChat(i), "99") },
		"nothing": func(context.Context, *Tx, int) error { return nil },
	}
}

// Whatever is written, undone, rolled back or written by another process: the writer reads what a reader reads.
func TestTheMemoNeverDiffersFromTheDatabase(t *testing.T) {
	t.Parallel()
	steps := memoSteps()
	names := make([]string, 0, len(steps))
	for name := range steps {
		names = append(names, name)
	}
	undo := errors.New("undo")
	path := filepath.Join(t.TempDir(), "s.db")
	ours := memoHouse(t, path) // for all runs: each begins with what the one before left
	defer ours.Close()
	theirs, err := Open(t.Context(), Options{Path: path, Now: func() time.Time { return memoNow }})
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	rapid.Check(t, func(r *rapid.T) {
		ctx := t.Context()
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			step := steps[rapid.SampledFrom(names).Draw(r, "step")]
			i := rapid.IntRange(0, 2).Draw(r, "person")
			// What the database refuses (a second consent) is undone like anything else.
			var err error
			switch rapid.SampledFrom([]string{"ours", "theirs", "savepoint", "rollback", "two"}).Draw(r, "how") {
			case "ours":
				err = ours.Update(ctx, func(tx *Tx) error { return errors.Join(step(ctx, tx, i), look(ctx, tx, nil)) })
			case "theirs":
				err = theirs.Update(ctx, func(tx *Tx) error { return step(ctx, tx, i) })
			case "savepoint":
				err = ours.Update(ctx, func(tx *Tx) error {
					_ = tx.Savepoint(ctx, func() error { return errors.Join(step(ctx, tx, i), look(ctx, tx, nil), undo) })
					return look(ctx, tx, nil)
				})
			case "rollback":
				err = ours.Update(ctx, func(tx *Tx) error { return errors.Join(step(ctx, tx, i), look(ctx, tx, nil), undo) })
			case "two":
				err = ours.Update(ctx, func(tx *Tx) error {
					return errors.Join(step(ctx, tx, i), look(ctx, tx, nil), step(ctx, tx, (i+1)%3))
				})
			}
			r.Log("it ends with", err)
			var remembered, stored seen
			if err := errors.Join(
				ours.Update(ctx, func(tx *Tx) error { return look(ctx, tx, &remembered) }),
				ours.View(ctx, func(tx *Tx) error { return look(ctx, tx, &stored) }),
			); err != nil {
				r.Fatal(err)
			}
			if remembered.Owing > 0 {
				r.Fatalf("%d people who were heard owe an answer", remembered.Owing)
			}
			if diff := cmp.Diff(stored, remembered); diff != "" {
				r.Fatalf("the memo differs: %s", diff)
			}
		}
	})
}

type seen struct {
	Actors []people.Actor
	Chats  []dialog.State
	Owing  int // people who owe an answer to a reminder, once all were heard
}

// look reads all that the memo may hold.
func look(ctx context.Context, tx *Tx, into *seen) error {
	var s seen
	for i := range 3 {
		for _, today := range []day.Day{"2026-11-24", "2025-11-24"} {
			a, err := tx.ActorByAccount(ctx, memoAccount(i), today)
			if err != nil {
				return err
			}
			s.Actors = append(s.Actors, a)
		}
		c, err := tx.Conversation(ctx, memoChat(i))
		if err != nil {
			return err
		}
		s.Chats = append(s.Chats, c)
		if into != nil && tx.writable {
			if err := tx.Heard(ctx, people.PersonID(i+1)); err != nil {
				return err
			}
		}
	}
	var err error
	if s.Owing, err = tx.CountForTest(ctx, "SELECT count(*) FROM reminders WHERE unanswered > 0"); err != nil {
		return err
	}
	if into != nil {
		*into = s
	}
	return nil
}

func TestTheMemoIsBounded(t *testing.T) {
	t.Parallel()
	var part map[int]int
	for i := range 3 * memoSize {
		part = remember(part, i, i)
		if len(part) > memoSize || part[i] != i {
			t.Fatalf("%d of %d", len(part), i)
		}
	}
}
