package sqlite_test

import (
	"context"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

func knocker(user string) people.Account {
	return people.Account{Channel: "zalo", Account: "77", User: user, Chat: user}
}

// knocks adds some, each a second after the one before.
func (s *staff) knocks(users ...string) (out []people.Knock) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for i, user := range users {
			k, err := tx.AddKnock(ctx, people.Knock{Account: knocker(user), Name: "Tên " + user}, noon.Add(time.Duration(i)*time.Second))
			if err != nil {
				return err
			}
			out = append(out, k)
		}
		return nil
	})
	return out
}

func TestWhoKnocksAgainKeepsTheCode(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	made := s.knocks("u1", "u2", "u1")
	if made[0].Code != made[2].Code || made[0].Code == made[1].Code || len(made[0].Code) != people.KnockCodeLength {
		t.Errorf("the codes are %s, %s and %s", made[0].Code, made[1].Code, made[2].Code)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		list, err := tx.Knocks(ctx, 10, noon)
		if err == nil && (len(list) != 2 || list[0].User != "u1" || list[0].Name != "Tên u1" || !list[0].At.Equal(noon.Add(2*time.Second))) {
			t.Errorf("the newest first: %+v", list)
		}
		return err
	})
}

func TestAKnockIsForgotten(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	made := s.knocks("u1", "u2", "u3")
	find := func(code string, at time.Time) (ok bool) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			_, ok, err = tx.KnockByCode(ctx, code, at)
			return err
		})
		return ok
	}
	if !find(made[0].Code, noon) || find("ZZZZ", noon) || find(made[0].Code, noon.Add(people.KnockLife+time.Second)) {
		t.Error("a knock is found as long as it is kept, and no other")
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.DropKnock(ctx, knocker("u1")); err != nil {
			return err
		}
		if err := tx.LinkAccount(ctx, knocker("u2"), s.ids["A1"], noon); err != nil {
			return err
		}
		return tx.ForgetKnocks(ctx, noon)
	})
	if find(made[0].Code, noon) || find(made[1].Code, noon) || !find(made[2].Code, noon) {
		t.Error("gone are the one that was dropped and the one that is somebody's now")
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetKnocks(ctx, noon.Add(time.Minute)) })
	if find(made[2].Code, noon) {
		t.Error("a sweep leaves what is old")
	}
}

// TestAPageToUploadAtGoesWithItsAccount and with the consent.
func TestAPageToUploadAtGoesWithItsAccount(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	open := func(user string) webchat.Secret {
		t.Helper()
		var secret webchat.Secret
		s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			secret, err = webchat.OpenUpload(ctx, tx, webchat.UploadLink{
				Person: s.ids["A1"], To: channel.Address{Channel: channel.Zalo, Account: "77", Chat: channel.ChatID(user)}, User: channel.UserID(user),
			})
			return err
		})
		return secret
	}
	is := func(secret webchat.Secret) (l webchat.UploadLink, ok bool) {
		t.Helper()
		s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			l, ok, err = tx.UploadLink(ctx, secret.Hash())
			return err
		})
		return l, ok
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.LinkAccount(ctx, knocker("u1"), s.ids["A1"], noon)
	})
	s.agree("A1")
	first, second := open("u1"), open("u2")
	if l, ok := is(first); !ok || l.Person != s.ids["A1"] || l.To.Chat != "u1" || l.User != "u1" || !l.Open(noon) || !l.Used.IsZero() {
		t.Errorf("the link is %+v", l)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.UseUploadLink(ctx, first.Hash()) })
	if l, _ := is(first); l.Used.IsZero() || l.Open(l.Used.Add(webchat.LinkRetry)) {
		t.Errorf("after its use the link is %+v", l)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.UnlinkAccounts(ctx, s.ids["A1"], knocker("u1"))
	})
	if _, ok := is(first); ok {
		t.Error("the page is there although the account is not")
	}
	if _, ok := is(second); !ok {
		t.Error("the page of another account went too")
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.WithdrawConsent(ctx, s.ids["A1"], noon) })
	if _, ok := is(second); ok {
		t.Error("the page is there although the consent is not")
	}
	third := open("u3")
	s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetUploads(ctx) })
	if _, ok := is(third); !ok {
		t.Error("a page is forgotten before its time")
	}
}
