package sqlite_test

import (
	"context"
	"slices"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// TestRemindersThatWaitEndWithConsent: what waits for a channel that cannot be reached is not said once the person has
// taken the consent back.
func TestRemindersThatWaitEndWithConsent(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for _, code := range []string{"A1", "A2"} {
			id, err := enrol(ctx, tx, people.Person{StaffCode: code, Name: "Ma Văn An"}, people.Roles{}, "")
			if err != nil {
				return err
			}
			a := people.Account{Channel: "telegram", Account: "1", User: "u" + code, Chat: "c" + code}
			if err := tx.LinkAccount(ctx, a, id, tx.Now()); err != nil {
				return err
			}
			if err := tx.GiveConsent(ctx, id, "v", "telegram", tx.Now()); err != nil {
				return err
			}
			to := channel.Address{Channel: channel.Telegram, Account: "1", Chat: channel.ChatID(a.Chat)}
			for _, m := range []channel.Message{
				{To: to, Text: "còn 12 tiết", Class: channel.Reminder, Policy: channel.Once, Dedupe: "weekly/1/" + code},
				{To: to, Text: "đã ghi", Class: channel.Reply, Policy: channel.Repeat},
			} {
				if err := tx.QueueMessages(ctx, m); err != nil {
					return err
				}
			}
			if code == "A1" {
				if err := tx.WithdrawConsent(ctx, id, tx.Now()); err != nil {
					return err
				}
			}
		}
		var chats []string
		for _, chat := range []string{"cA1", "cA2"} {
			n, err := tx.CountForTest(ctx, "SELECT count(*) FROM outbox WHERE chat_id = ?", chat)
			if err != nil {
				return err
			}
			for range n {
				chats = append(chats, chat)
			}
		}
		if want := []string{"cA2", "cA2"}; !slices.Equal(chats, want) {
			t.Errorf("messages wait for %v, want %v", chats, want)
		}
		return nil
	})
}
