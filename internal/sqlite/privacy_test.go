package sqlite_test

import (
	"context"
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
