package sqlite_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/sqlite"
)

func TestConversationsAreKeptByChat(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	here := channel.Address{Channel: channel.Telegram, Account: "42", Chat: "7"}
	s := dialog.State{
		Offer: []channel.Choice{{Data: "x", Label: "Có"}}, Misses: 1, WrongCodes: []int64{5}, Lang: "en",
		Form: dialog.Form{Name: "hoc", Step: "days", Data: json.RawMessage(`{"title":"Luật"}`), At: 3},
	}
	recall := func(a channel.Address) (got dialog.State) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			got, err = tx.Conversation(ctx, a)
			return err
		})
		return got
	}
	save := func(s dialog.State) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.SaveConversation(ctx, here, s, d.now) })
	}
	if got := recall(here); !got.Empty() {
		t.Errorf("a new chat remembers %+v", got)
	}
	save(s)
	if diff := cmp.Diff(s, recall(here)); diff != "" {
		t.Error(diff)
	}
	for _, other := range []channel.Address{
		{Channel: channel.Zalo, Account: "42", Chat: "7"}, {Channel: channel.Telegram, Account: "43", Chat: "7"}, {Channel: channel.Telegram, Account: "42", Chat: "8"},
	} {
		if got := recall(other); !got.Empty() {
			t.Errorf("%+v remembers %+v", other, got)
		}
	}
	d.now = noon.Add(time.Hour)
	s = dialog.State{Misses: 2}
	save(s)
	if diff := cmp.Diff(s, recall(here)); diff != "" {
		t.Errorf("it was not replaced: %s", diff)
	}
	if n := d.count("SELECT count(*) FROM conversations WHERE updated_at = ?", d.now.UnixMilli()); n != 1 {
		t.Error("when it was last saved is not known")
	}
	save(dialog.State{})
	if n := d.count("SELECT count(*) FROM conversations"); n != 0 {
		t.Errorf("of nothing, %d rows are kept", n)
	}
	save(dialog.State{}) // nothing to forget
}

func TestAMemoryThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		err := tx.ExecForTest(ctx, `INSERT INTO conversations VALUES ('telegram', '1', '1', '{"misses":"many"}', 1)`)
		if err != nil {
			return err
		}
		if s, err := tx.Conversation(ctx, channel.Address{Channel: "telegram", Account: "1", Chat: "1"}); err == nil {
			t.Errorf("it reads as %+v", s)
		}
		return nil
	})
}
