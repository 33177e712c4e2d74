package bot_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

// BenchmarkLog is one logged entry: the event noted, the line parsed, rights and day checked, the entry stored,
// the card said and queued. 100 share a transaction, as they do under load.
func BenchmarkLog(b *testing.B) {
	const staff = 1000
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	db, err := sqlite.Open(b.Context(), sqlite.Options{Path: filepath.Join(b.TempDir(), "b.db"), Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		b.Fatal(err)
	}
	answering := bot.New(bot.Config{Catalog: catalog, Zone: time.FixedZone("", 7*3600)})
	if err := db.Update(b.Context(), func(tx *sqlite.Tx) error { return enrol(b, tx, staff) }); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for n := 0; n < b.N; {
		err := db.Update(b.Context(), func(tx *sqlite.Tx) error {
			for range min(100, b.N-n) {
				n++
				e := logEvent(n, staff)
				if _, err := tx.PutEvents(b.Context(), []channel.Event{e}, false); err != nil {
					return err
				}
				out, err := answering.Handle(b.Context(), tx, e)
				if err != nil {
					return err
				}
				if err := tx.QueueMessages(b.Context(), out.Messages...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func enrol(b *testing.B, tx *sqlite.Tx, staff int) error {
	unit, err := tx.AddUnit(b.Context(), people.Unit{Name: "Văn phòng", From: "2026-01-01"})
	if err != nil {
		return err
	}
	for i := range staff {
		id, err := tx.AddPerson(b.Context(), people.Person{StaffCode: fmt.Sprintf("NV%04d", i), Name: "Nguyễn Thị Lan"}, tx.Now())
		if err != nil {
			return err
		}
		m := people.Membership{Person: id, Unit: unit, From: day.Day("2026-01-01")}
		if err := tx.SetMemberships(b.Context(), id, []people.Membership{m}); err != nil {
			return err
		}
		chat := strconv.Itoa(i)
		if err := tx.LinkAccount(b.Context(), people.Account{Channel: "telegram", Account: "1", User: chat, Chat: chat}, id, tx.Now()); err != nil {
			return err
		}
		if err := tx.GiveConsent(b.Context(), id, people.ConsentVersion, "telegram", tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

func logEvent(n, staff int) channel.Event {
	who := strconv.Itoa(n % staff)
	return channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "1", Chat: channel.ChatID(who)},
		Key:     channel.UpdateKey(strconv.Itoa(n)), Kind: channel.Text, User: channel.UserID(who), Message: "1",
		Text: fmt.Sprintf("/hoc 1 phút luật đất đai phần %c%c trên MOOC hôm qua", 'a'+n/staff%26, 'a'+n/staff/26%26),
	}
}
