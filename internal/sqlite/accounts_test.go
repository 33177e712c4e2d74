package sqlite_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

func TestConsentOpensAndClosesTheNotebook(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	state := func() people.State { return s.actor("A1", "2026-11-24").State }
	withdraw := func() {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.WithdrawConsent(ctx, s.ids["A1"], s.now) })
	}
	if state() != people.Pending {
		t.Errorf("before consent: %s", state())
	}
	withdraw() // of nothing
	s.agree("A1")
	s.now = noon.Add(time.Hour)
	s.agree("A1") // twice changes nothing
	if a := s.actor("A1", "2026-11-24"); a.State != people.Active || !a.Consented.Equal(noon) {
		t.Errorf("after consent: %s since %s", a.State, a.Consented)
	}
	withdraw()
	if state() != people.Pending {
		t.Errorf("after it was taken back: %s", state())
	}
	s.now = noon.Add(2 * time.Hour)
	s.agree("A1")
	if a := s.actor("A1", "2026-11-24"); a.State != people.Active || !a.Consented.Equal(s.now) {
		t.Errorf("given anew: %s since %s", a.State, a.Consented)
	}
	const proof = "SELECT count(*) FROM consents WHERE version = ? AND channel = 'telegram' AND given_at = ? AND withdrawn_at IS ?"
	if n := s.count(proof, people.ConsentVersion, noon.UnixMilli(), noon.Add(time.Hour).UnixMilli()); n != 1 {
		t.Error("the first consent and its end are not on record")
	}
	if n := s.count("SELECT count(*) FROM consents"); n != 2 {
		t.Errorf("%d consents are on record", n)
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	telegram := people.Account{Channel: "telegram", Account: "42", User: "u1", Chat: "c1"}
	web := people.Account{Channel: "web", Account: "so-hoc", User: "u2", Chat: "c2"}
	who := func(a people.Account) people.Actor {
		var out people.Actor
		s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			out, err = tx.ActorByAccount(ctx, a, "2026-11-24")
			return err
		})
		return out
	}
	list := func(code string) (out []people.Account) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			out, err = tx.Accounts(ctx, s.ids[code])
			return err
		})
		return out
	}
	link := func(a people.Account, code string, at time.Time) error {
		return s.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.LinkAccount(t.Context(), a, s.ids[code], at) })
	}
	if a := who(telegram); a.State != people.Unknown || a.Known() {
		t.Errorf("nobody's account is %+v", a)
	}
	if err := errors.Join(link(telegram, "A1", noon), link(web, "A1", noon.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if err := link(people.Account{Channel: "telegram", Account: "42", User: "u1", Chat: "c9"}, "B2", noon); err == nil {
		t.Error("somebody else's account is taken over")
	}
	if diff := cmp.Diff([]people.Account{web, telegram}, list("A1")); diff != "" {
		t.Errorf("the newest first: %s", diff)
	}
	if a := who(telegram); a.Person.StaffCode != "A1" || a.State != people.Pending || a.Unreachable {
		t.Errorf("it is %+v", a)
	}
	other := telegram
	other.Account = "43"
	if a := who(other); a.Known() {
		t.Errorf("on another bot it is %+v", a)
	}
	reach := func(yes bool) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.SetReachable(ctx, telegram, yes, noon) })
	}
	reach(false)
	if !who(telegram).Unreachable || who(web).Unreachable {
		t.Error("which chat cannot be written to is not known")
	}
	reach(true)
	if who(telegram).Unreachable {
		t.Error("it cannot be written to any more")
	}
	unlink := func(only people.Account) {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.UnlinkAccounts(ctx, s.ids["A1"], only) })
	}
	if err := link(other, "A1", noon.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	unlink(web)
	if diff := cmp.Diff([]people.Account{other, telegram}, list("A1")); diff != "" {
		t.Errorf("without the browser: %s", diff)
	}
	if err := link(web, "B2", noon); err != nil {
		t.Errorf("what was given back is not free: %v", err)
	}
	unlink(people.Account{})
	if len(list("A1")) != 0 || len(list("B2")) != 1 {
		t.Errorf("left are %v, %v", list("A1"), list("B2"))
	}
}
