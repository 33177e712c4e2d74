package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/people"
)

// memo is what the writer remembers of the rows that every event asks for: who writes, and what the chat was about.
//
// It never differs from the database. What was read is forgotten with the first statement that writes one of its
// tables, whoever runs it and whatever becomes of it; with each rollback; and when another process has written. (No
// trigger writes to them, which a test holds.)
type memo struct {
	version int64 // SQLite's count of what others have written
	actors  map[actorKey]people.Actor
	chats   map[channel.Address]dialog.State // conversations
	heard   map[people.PersonID]struct{}     // who owes no answer to a reminder
}

// actorKey is an account on a day: memberships begin and end.
type actorKey struct {
	account people.Account
	today   day.Day
}

// memoSize bounds each part; the department has some hundred people.
const memoSize = 4096

// tables is a set of those that the memo is made of.
type tables uint8

const (
	actorTables tables = 1 << iota
	chatTables
	reminderTables
	allTables = actorTables | chatTables | reminderTables
)

// touches says which of them a statement may write. What is not plain may write all.
func touches(query string) tables {
	words := strings.Fields(query)
	verb := ""
	if len(words) > 0 {
		verb = strings.ToUpper(words[0])
	}
	switch verb {
	case "SELECT", "BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "PRAGMA":
		return 0
	case "INSERT", "UPDATE", "DELETE":
	default: // ROLLBACK, WITH, CREATE
		return allTables
	}
	words = words[1:]
	if len(words) > 0 && strings.EqualFold(words[0], "OR") {
		words = words[min(2, len(words)):]
	}
	words = slices.DeleteFunc(words[:min(2, len(words))], func(w string) bool {
		return strings.EqualFold(w, "INTO") || strings.EqualFold(w, "FROM")
	})
	if len(words) == 0 {
		return allTables
	}
	table, _, _ := strings.Cut(words[0], "(")
	switch strings.TrimPrefix(strings.ReplaceAll(table, `"`, ""), "main.") {
	case "people", "memberships", "units", "identities", "consents":
		return actorTables
	case "conversations":
		return chatTables
	case "reminders":
		return reminderTables
	default:
		return 0
	}
}

// forget lets go of what was read from tables.
func (m *memo) forget(t tables) {
	if t&actorTables != 0 && len(m.actors) > 0 {
		m.actors = nil
	}
	if t&chatTables != 0 && len(m.chats) > 0 {
		m.chats = nil
	}
	if t&reminderTables != 0 && len(m.heard) > 0 {
		m.heard = nil
	}
}

// renew forgets everything if another process has written since the last transaction.
func (tx *Tx) renew(ctx context.Context) error {
	var version int64
	if err := tx.row(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return fmt.Errorf("ask whether others have written: %w", err)
	}
	if m := &tx.conn.memo; m.version != version {
		m.forget(allTables)
		m.version = version
	}
	return nil
}

// remember keeps a value in a part of the memo and returns the part.
func remember[K comparable, V any](part map[K]V, k K, v V) map[K]V {
	if part == nil || len(part) >= memoSize {
		part = map[K]V{}
	}
	part[k] = v
	return part
}
