package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

// parlour is a database with one browser chat, and a clock that the test moves.
type parlour struct {
	t   *testing.T
	db  *sqlite.DB
	now time.Time
}

const parlourChat channel.ChatID = "chat"

func newParlour(t *testing.T) *parlour {
	t.Helper()
	p := &parlour{t: t, now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: func() time.Time { return p.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	p.db = db
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.AddWebChat(ctx, parlourChat) })
	return p
}

func (p *parlour) do(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	p.t.Helper()
	if err := p.db.Update(p.t.Context(), func(tx *sqlite.Tx) error { return fn(p.t.Context(), tx) }); err != nil {
		p.t.Fatal(err)
	}
}

// open opens a session with the given secret.
func (p *parlour) open(secret, form webchat.Secret) {
	p.t.Helper()
	o := webchat.Opening{Chat: parlourChat, Token: secret.Hash(), Expires: p.now.Add(webchat.SessionLife)}
	if form != "" {
		o.Form = form.Hash()
	}
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.OpenWebSession(ctx, o) })
}

// session is what the secret opens.
func (p *parlour) session(secret webchat.Secret) (s webchat.Session, ok bool) {
	p.t.Helper()
	p.do(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		s, ok, err = tx.WebSession(ctx, secret.Hash())
		return err
	})
	return s, ok
}

func (p *parlour) say(key, text string) {
	p.t.Helper()
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.AddWebMessage(ctx, webchat.Message{Chat: parlourChat, Key: key, Text: text})
	})
}

func (p *parlour) texts(after webchat.MessageID) []string {
	p.t.Helper()
	out := []string{}
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		all, err := tx.WebMessagesAfter(ctx, parlourChat, after, 100)
		for _, m := range all {
			out = append(out, m.Text)
		}
		return err
	})
	return out
}

func TestASessionOpensByItsSecretUntilItsEnd(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	p.open("s", "")
	s, ok := p.session("s")
	if !ok || s.Chat != parlourChat || s.Fresh || !s.Expires.Equal(p.now.Add(webchat.SessionLife)) {
		t.Errorf("session %+v, %v", s, ok)
	}
	if _, ok := p.session("other"); ok {
		t.Error("another secret opens it")
	}
	p.now = p.now.Add(webchat.SessionLife)
	if _, ok := p.session("s"); ok {
		t.Error("it is open after its end")
	}
}

func TestALoginFormFindsItsSessionUntilThatIsUsed(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	find := func(form webchat.Hash) (ok bool) {
		p.do(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			_, ok, err = tx.WebSessionOfForm(ctx, form)
			return err
		})
		return ok
	}
	form := webchat.Secret("form")
	p.open("first", form)
	if !find(form.Hash()) || find(webchat.Secret("other").Hash()) || find(webchat.Hash{}) {
		t.Error("a form finds not exactly its own session")
	}
	s, _ := p.session("first")
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.RekeyWebSession(ctx, s.ID, webchat.Secret("second").Hash())
	})
	if _, ok := p.session("first"); ok {
		t.Error("the answer that got lost is still good")
	}
	if s, ok := p.session("second"); !ok || !s.Fresh {
		t.Errorf("the second answer opens %+v, %v", s, ok)
	}
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.RenewWebSession(ctx, s.ID, p.now.Add(webchat.SessionLife))
	})
	if find(form.Hash()) {
		t.Error("the form finds a session that is in use")
	}
	late := webchat.Secret("late")
	p.open("third", late)
	p.now = p.now.Add(webchat.LoginRetry)
	if find(late.Hash()) {
		t.Error("a form finds its session long after")
	}
}

func TestTheLastSessionOfAChatClosesIt(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	p.open("one", "")
	p.open("two", "")
	for _, step := range []struct {
		secret webchat.Secret
		alone  bool
	}{{"one", false}, {"two", true}} {
		s, _ := p.session(step.secret)
		p.do(func(ctx context.Context, tx *sqlite.Tx) error {
			alone, err := tx.EndWebSession(ctx, s)
			if alone != step.alone {
				t.Errorf("after %s: alone is %v", string(step.secret), alone)
			}
			return err
		})
	}
}

func TestWhatWasSaidStandsThereOnceAndInOrder(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	said := webchat.Message{
		Chat: parlourChat, Key: "so/1", Text: "một", Choices: []channel.Choice{{Data: "a:1", Label: "A", Aside: true}},
		Photo: &webchat.Attachment{Path: "sent/x", Name: "x.png", MIME: "image/png", Size: 3, Width: 4, Height: 5},
		File:  &webchat.Attachment{Path: "sent/y", Name: "y.pdf", MIME: "application/pdf"},
	}
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.AddWebMessage(ctx, said) })
	p.say("so/1", "một lần nữa")
	p.say("me/1", "hai")
	p.say("so/2", "ba")
	if diff := cmp.Diff([]string{"một", "hai", "ba"}, p.texts(0)); diff != "" {
		t.Error(diff)
	}
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		last, err := tx.WebMessagesBefore(ctx, parlourChat, 1<<62, 1)
		if err != nil || len(last) != 1 || last[0].Text != "ba" {
			t.Errorf("the last of all: %+v %v", last, err)
			return err
		}
		got, err := tx.WebMessagesBefore(ctx, parlourChat, last[0].ID, 1)
		if err != nil || len(got) != 1 || got[0].Text != "hai" {
			t.Errorf("the last before it: %+v %v", got, err)
		}
		first, ok, err := tx.WebMessage(ctx, parlourChat, 1)
		said.ID, said.At = 1, p.now
		if diff := cmp.Diff(said, first); diff != "" || !ok {
			t.Errorf("as it was stored (-want +got), found %v:\n%s", ok, diff)
		}
		if _, ok, err := tx.WebMessage(ctx, "other", 1); ok || err != nil {
			t.Errorf("another chat reads it: %v", err)
		}
		return err
	})
}

func TestInAChatThatIsGoneNothingIsKept(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.AddWebMessage(ctx, webchat.Message{Chat: "gone", Key: "so/1", Text: "x"})
	})
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		n, err := tx.CountForTest(ctx, "SELECT count(*) FROM web_messages")
		if n != 0 {
			t.Errorf("%d messages are kept", n)
		}
		return err
	})
}

func TestNumbersNeverComeTwice(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	p.open("s", "")
	p.say("so/1", "một")
	p.now = p.now.Add(webchat.MessageLife + time.Hour)
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetWeb(ctx) })
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.AddWebChat(ctx, parlourChat) })
	p.say("so/2", "hai")
	// A page that was open all the time asks for what came after message 1.
	if diff := cmp.Diff([]string{"hai"}, p.texts(1)); diff != "" {
		t.Error(diff)
	}
}

func TestForgettingLeavesWhatIsInUse(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	p.open("s", "")
	p.say("so/1", "cũ")
	p.now = p.now.Add(webchat.MessageLife - time.Hour)
	p.open("t", "")
	p.say("so/2", "mới")
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetWeb(ctx) })
	if diff := cmp.Diff([]string{"cũ", "mới"}, p.texts(0)); diff != "" {
		t.Errorf("an hour before: %s", diff)
	}
	p.now = p.now.Add(2 * time.Hour)
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetWeb(ctx) })
	if diff := cmp.Diff([]string{"mới"}, p.texts(0)); diff != "" {
		t.Errorf("an hour after: %s", diff)
	}
	p.now = p.now.Add(webchat.SessionLife)
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetWeb(ctx) })
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		n, err := tx.CountForTest(ctx, "SELECT (SELECT count(*) FROM web_chats) + (SELECT count(*) FROM web_sessions) + (SELECT count(*) FROM web_messages)")
		if n != 0 {
			t.Errorf("%d rows are left when nobody can open the chat any more", n)
		}
		return err
	})
}

func TestWhatWasSaidGoesWithTheAccountAndTheConsent(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(ctx context.Context, tx *sqlite.Tx, id people.PersonID) error{
		"account": func(ctx context.Context, tx *sqlite.Tx, id people.PersonID) error {
			return tx.UnlinkAccounts(ctx, id, people.Account{})
		},
		"consent": func(ctx context.Context, tx *sqlite.Tx, id people.PersonID) error {
			return tx.WithdrawConsent(ctx, id, tx.Now())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newParlour(t)
			var id people.PersonID
			p.do(func(ctx context.Context, tx *sqlite.Tx) (err error) {
				if id, err = tx.AddPerson(ctx, people.Person{StaffCode: "NV1", Name: "Hoàng Thị Lan"}, tx.Now()); err != nil {
					return err
				}
				if err := tx.AddWebChat(ctx, "other"); err != nil {
					return err
				}
				if err := tx.LinkAccount(ctx, webchat.AccountOf(parlourChat), id, tx.Now()); err != nil {
					return err
				}
				return tx.GiveConsent(ctx, id, people.ConsentVersion, "web", tx.Now())
			})
			p.say("so/1", "một")
			p.do(func(ctx context.Context, tx *sqlite.Tx) error {
				return tx.AddWebMessage(ctx, webchat.Message{Chat: "other", Key: "so/2", Text: "của người khác"})
			})
			p.do(func(ctx context.Context, tx *sqlite.Tx) error { return end(ctx, tx, id) })
			if left := p.texts(0); len(left) != 0 {
				t.Errorf("left: %v", left)
			}
			p.do(func(ctx context.Context, tx *sqlite.Tx) error {
				n, err := tx.CountForTest(ctx, "SELECT count(*) FROM web_messages WHERE chat_id = 'other'")
				if n != 1 {
					t.Error("another's chat was emptied as well")
				}
				return err
			})
		})
	}
}

func TestALinkToAFileRemembersItsFirstUse(t *testing.T) {
	t.Parallel()
	p := newParlour(t)
	var secret webchat.Secret
	p.do(func(ctx context.Context, tx *sqlite.Tx) error {
		id, err := tx.AddPerson(ctx, people.Person{StaffCode: "NV1", Name: "Ma Thị Hoa"}, tx.Now())
		if err != nil {
			return err
		}
		secret, err = webchat.ShareFile(ctx, tx, id, channel.File{Path: "outgoing/a", Name: "a.xlsx", MIME: "x/y"})
		return err
	})
	read := func() (l webchat.FileLink, ok bool) {
		p.do(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			l, ok, err = tx.FileLink(ctx, secret.Hash())
			return err
		})
		return l, ok
	}
	want := webchat.FileLink{Person: 1, File: channel.File{Path: "outgoing/a", Name: "a.xlsx", MIME: "x/y"}, Expires: p.now.Add(webchat.LinkLife)}
	if got, ok := read(); !ok || got != want {
		t.Errorf("%+v %v, want %+v", got, ok, want)
	}
	want.Used = p.now
	for range 2 {
		p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.UseFileLink(ctx, secret.Hash()) })
		p.now = p.now.Add(time.Minute)
	}
	if got, _ := read(); got != want {
		t.Errorf("after two uses %+v, want %+v", got, want)
	}
	p.now = p.now.Add(webchat.LinkLife)
	p.do(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ForgetWeb(ctx) })
	if _, ok := read(); ok {
		t.Error("it is kept for ever")
	}
}
