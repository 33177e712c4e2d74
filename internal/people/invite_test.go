package people_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

var noon = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// register is a database with two people in it.
type register struct {
	t        *testing.T
	db       *sqlite.DB
	an, binh people.PersonID
}

func newRegister(t *testing.T) *register {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	r := &register{t: t, db: db}
	r.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		if r.an, err = tx.AddPerson(ctx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, noon); err != nil {
			return err
		}
		r.binh, err = tx.AddPerson(ctx, people.Person{StaffCode: "A2", Name: "Ma Văn Bình"}, noon)
		return err
	})
	return r
}

func (r *register) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	r.t.Helper()
	if err := r.db.Update(r.t.Context(), func(tx *sqlite.Tx) error { return fn(r.t.Context(), tx) }); err != nil {
		r.t.Fatal(err)
	}
}

func (r *register) issue(person people.PersonID, purpose people.Purpose, at time.Time) (code string, expires time.Time) {
	r.t.Helper()
	r.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		code, expires, err = people.Issue(ctx, tx, person, purpose, at)
		return err
	})
	return code, expires
}

// redeem returns whom a code was for, or the key of the fault.
func (r *register) redeem(code string, at time.Time) (in people.Invite, key string) {
	r.t.Helper()
	err := r.db.Update(r.t.Context(), func(tx *sqlite.Tx) (err error) {
		in, err = people.Redeem(r.t.Context(), tx, code, at)
		return err
	})
	if err == nil {
		return in, ""
	}
	f := fault.Of(err)
	if f == nil {
		r.t.Fatal(err)
	}
	return in, f.Key
}

func TestACodeOpensOnce(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	code, expires := r.issue(r.an, people.Join, noon)
	if !expires.Equal(noon.Add(14 * 24 * time.Hour)) {
		t.Errorf("it expires %s", expires)
	}
	in, key := r.redeem(code, noon.Add(time.Hour))
	if key != "" || in.Person != r.an || in.Purpose != people.Join || !in.Expires.Equal(expires) {
		t.Errorf("it opens to %+v, %s", in, key)
	}
	if _, key := r.redeem(code, noon.Add(2*time.Hour)); key != "code.used" {
		t.Errorf("the second time: %q", key)
	}
}

func TestCodesExpire(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		purpose people.Purpose
		after   time.Duration
		want    string
	}{
		{"an invitation on its last day", people.Join, 14 * 24 * time.Hour, ""},
		{"an invitation after it", people.Join, 14*24*time.Hour + time.Millisecond, "code.expired"},
		{"a link code in its last minute", people.Link, 10 * time.Minute, ""},
		{"a link code after it", people.Link, 10*time.Minute + time.Millisecond, "code.expired"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRegister(t)
			code, _ := r.issue(r.an, c.purpose, noon)
			in, key := r.redeem(code, noon.Add(c.after))
			if key != c.want || c.want == "" && in.Purpose != c.purpose {
				t.Errorf("fault %q for %+v, want %q", key, in, c.want)
			}
		})
	}
}

func TestAnExpiredCodeIsNotSpent(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	code, _ := r.issue(r.an, people.Link, noon)
	for range 2 {
		if _, key := r.redeem(code, noon.Add(time.Hour)); key != "code.expired" {
			t.Errorf("fault %q", key)
		}
	}
}

func TestANewCodeEndsTheOldOneOfItsKind(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	first, _ := r.issue(r.an, people.Join, noon)
	link, _ := r.issue(r.an, people.Link, noon)
	others, _ := r.issue(r.binh, people.Join, noon)
	second, _ := r.issue(r.an, people.Join, noon.Add(time.Minute))
	for _, c := range []struct{ name, code, want string }{
		{"the old one", first, "code.ended"}, {"the new one", second, ""}, {"that for a channel", link, ""}, {"somebody else's", others, ""},
	} {
		if _, key := r.redeem(c.code, noon.Add(2*time.Minute)); key != c.want {
			t.Errorf("%s: fault %q, want %q", c.name, key, c.want)
		}
	}
	if _, key := r.redeem(second, noon.Add(3*time.Minute)); key != "code.used" {
		t.Errorf("again: %q", key)
	}
}

func TestAUsedCodeIsNotEndedByANewOne(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	first, _ := r.issue(r.an, people.Join, noon)
	r.redeem(first, noon)
	r.issue(r.an, people.Join, noon)
	if _, key := r.redeem(first, noon); key != "code.used" {
		t.Errorf("fault %q: it says less than the truth", key)
	}
}

func TestUnknownCodes(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	code, _ := r.issue(r.an, people.Join, noon)
	for _, wrong := range []string{"", "ABCD2346", code[1:] + code[:1] + "A", code + " "} {
		if _, key := r.redeem(wrong, noon); key != "code.unknown" {
			t.Errorf("%q: fault %q", wrong, key)
		}
	}
}

func TestCodesAreNotKept(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	code, _ := r.issue(r.an, people.Join, noon)
	r.update(func(ctx context.Context, tx *sqlite.Tx) error {
		n, err := tx.CountForTest(ctx, "SELECT count(*) FROM invites WHERE instr(code_hash, ?) OR length(code_hash) <> 32", code)
		if n != 0 {
			t.Error("the code itself stands in the database")
		}
		return err
	})
}

// failing is a store of which one method fails.
type failing struct {
	people.InviteStore
	end, add, find, spend error
	found                 people.Invite
}

func (f failing) EndInvites(context.Context, people.PersonID, people.Purpose, time.Time) error {
	return f.end
}

func (f failing) AddInvite(context.Context, people.CodeHash, people.Invite, time.Time) error {
	return f.add
}

func (f failing) InviteByHash(context.Context, people.CodeHash) (people.Invite, bool, error) {
	return f.found, f.find == nil, f.find
}

func (f failing) SpendInvite(context.Context, int64, time.Time) error { return f.spend }

func TestTheStoresErrorsAreNoFaults(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk full")
	valid := people.Invite{ID: 1, Person: 1, Purpose: people.Join, Expires: noon.Add(time.Hour)}
	for name, store := range map[string]failing{"end": {end: broken}, "add": {add: broken}} {
		if code, expires, err := people.Issue(t.Context(), store, 1, people.Join, noon); !errors.Is(err, broken) || code != "" || !expires.IsZero() {
			t.Errorf("%s: issued %q until %s, %v", name, code, expires, err)
		}
	}
	for name, store := range map[string]failing{"find": {find: broken}, "spend": {found: valid, spend: broken}} {
		if in, err := people.Redeem(t.Context(), store, "ABCD2346", noon); !errors.Is(err, broken) || fault.Of(err) != nil || in != (people.Invite{}) {
			t.Errorf("%s: redeemed %+v, %v", name, in, err)
		}
	}
}
