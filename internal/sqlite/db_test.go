package sqlite_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// open returns a database in a fresh folder whose name has blanks and marks, as folders of people have.
func open(t *testing.T) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{
		Path: filepath.Join(t.TempDir(), "Sổ học 100%", "sohoc.db"), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func say(text string) channel.Message {
	return channel.Message{To: channel.Address{Channel: channel.Telegram, Account: "1", Chat: "2"}, Text: text}
}

func waiting(t *testing.T, db *sqlite.DB) []outbox.Row {
	t.Helper()
	var rows []outbox.Row
	err := db.View(t.Context(), func(tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingMessages(t.Context(), 0, 10_000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestUpdateUndoesOnlyWhatFailed(t *testing.T) {
	t.Parallel()
	db := open(t)
	refused := errors.New("refused")
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
				if err := tx.QueueMessages(t.Context(), say(fmt.Sprint(i))); err != nil {
					return err
				}
				if i%3 == 0 {
					return refused
				}
				return nil
			})
			if want := i%3 == 0; errors.Is(err, refused) != want {
				t.Errorf("call %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if got := len(waiting(t, db)); got != 133 {
		t.Errorf("%d messages are stored, want 133", got)
	}
}

func TestUpdateTellsOnlyWhatWasCommitted(t *testing.T) {
	t.Parallel()
	db := open(t)
	told := make(chan []outbox.Row, 10)
	db.SetHooks(sqlite.Hooks{Messages: func(rows []outbox.Row) { told <- rows }})
	err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
		if err := tx.QueueMessages(t.Context(), say("stays")); err != nil {
			return err
		}
		undone := tx.Savepoint(t.Context(), func() error {
			return errors.Join(tx.QueueMessages(t.Context(), say("goes")), errors.New("undo"))
		})
		if undone == nil {
			t.Error("the savepoint's error is gone")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := <-told
	if len(rows) != 1 || rows[0].Message.Text != "stays" {
		t.Errorf("told %v, want the message that stays", rows)
	}
}

func TestUpdateSurvivesPanic(t *testing.T) {
	t.Parallel()
	db := open(t)
	var p *sqlite.Panic
	err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
		_ = tx.QueueMessages(t.Context(), say("never"))
		panic("Nguyễn Văn A")
	})
	if !errors.As(err, &p) || p.Type != "string" {
		t.Fatalf("error is %v, want a Panic that holds no value", err)
	}
	if err := db.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.QueueMessages(t.Context(), say("after")) }); err != nil {
		t.Fatal(err)
	}
	if rows := waiting(t, db); len(rows) != 1 {
		t.Errorf("%d messages are stored, want the one after the panic", len(rows))
	}
}

func TestDedupeKeyQueuesOnce(t *testing.T) {
	t.Parallel()
	db := open(t)
	for range 3 {
		m := say("nhắc")
		m.Dedupe = "weekly/2026-11-27/7"
		if err := db.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.QueueMessages(t.Context(), m) }); err != nil {
			t.Fatal(err)
		}
	}
	if rows := waiting(t, db); len(rows) != 1 {
		t.Errorf("%d messages are queued, want 1", len(rows))
	}
}

func TestClosedDatabaseSaysSo(t *testing.T) {
	t.Parallel()
	db := open(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), func(*sqlite.Tx) error { return nil }); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("Update after Close: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func BenchmarkUpdate(b *testing.B) {
	for _, callers := range []int{1, 16, 100} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db, err := sqlite.Open(b.Context(), sqlite.Options{Path: filepath.Join(b.TempDir(), "b.db"), Now: time.Now})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			b.SetParallelism(callers)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := db.Update(b.Context(), func(tx *sqlite.Tx) error { return tx.QueueMessages(b.Context(), say("x")) }); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
