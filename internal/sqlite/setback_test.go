package sqlite_test

import (
	"context"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/job"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// A clock that was set back must not leave chats and jobs waiting for months.
func TestClockSetBackShortensWaits(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	chat := channel.Address{Channel: channel.Telegram, Account: "1", Chat: "7"}
	d.now = noon.AddDate(0, 6, 0)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.SetPause(ctx, outbox.Pause{To: chat, Until: tx.Now().Add(3 * time.Second)}); err != nil {
			return err
		}
		if err := tx.QueueMessages(ctx, channel.Message{To: chat, Text: "x"}); err != nil {
			return err
		}
		later := outbox.Mark{ID: 1, State: outbox.Waiting, Attempts: 1, NotBefore: tx.Now().Add(time.Second)}
		if err := tx.MarkMessages(ctx, []outbox.Mark{later}); err != nil {
			return err
		}
		id, err := tx.QueueJob(ctx, job.Request{Kind: "chart", Args: []byte("{}")})
		if err != nil {
			return err
		}
		return tx.RetryJob(ctx, id, 1, tx.Now().Add(time.Second), "")
	})
	d.now = noon
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		pauses, err := tx.Pauses(ctx)
		if err != nil || len(pauses) != 1 || pauses[0].Until.After(noon.Add(time.Hour)) {
			t.Errorf("pauses are %v (%v), want one of at most an hour", pauses, err)
		}
		rows, err := tx.WaitingMessages(ctx, 0, 10)
		if err != nil || len(rows) != 1 || rows[0].NotBefore.After(noon.Add(10*time.Minute)) {
			t.Errorf("messages are %v (%v), want one that waits at most ten minutes", rows, err)
		}
		jobs, err := tx.WaitingJobs(ctx, 0, 10)
		if err != nil || len(jobs) != 1 || jobs[0].NotBefore.After(noon.Add(10*time.Minute)) {
			t.Errorf("jobs are %v (%v), want one that waits at most ten minutes", jobs, err)
		}
		return nil
	})
}
