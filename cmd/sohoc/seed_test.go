package main

import (
	"strings"
	"testing"
	"time"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// fixedNow is the instant of the tests' own transactions.
func fixedNow() time.Time { return time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC) }

func TestSeedMakesADepartmentThatHasJoined(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	got := o.must("seed", "--people", "60", "--entries", "2000", "--telegram-from", "7000", "--telegram-account", "42")
	if !strings.HasPrefix(got, "Đã tạo 60 người trong 10 đơn vị và 2000 mục đã ghi.\nNV0001  Giám đốc Sở, Lãnh đạo Sở (chat 7000)\n") {
		t.Errorf("said %s", got)
	}
	err := o.database().View(t.Context(), func(tx *sqlite.Tx) error {
		var held people.Roles
		for i, chat := range []string{"7000", "7001", "7002", "7003", "7059"} {
			a, err := tx.ActorByAccount(t.Context(), people.Account{Channel: "telegram", Account: "42", User: chat}, "2026-11-24")
			if err != nil || a.State != people.Active {
				t.Errorf("chat %s is %s (%v)", chat, a.State, err)
			}
			r := a.Member.Roles
			if i == 4 && r != (people.Roles{}) {
				t.Errorf("the last person has %+v", r)
			}
			held = people.Roles{Head: held.Head || r.Head, Office: held.Office || r.Office, Director: held.Director || r.Director, Admin: held.Admin || r.Admin}
		}
		if held != (people.Roles{Head: true, Office: true, Director: true, Admin: true}) {
			t.Errorf("the first people hold %+v", held)
		}
		_, ok, err := tx.ByStaffCode(t.Context(), "NV0061", "2026-11-24")
		if ok {
			t.Error("there is one more than asked for")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSeedIsTheSameEachTimeAndStaysInThePast(t *testing.T) {
	t.Parallel()
	a, b := newOffice(t), newOffice(t)
	for _, o := range []*office{a, b} {
		o.must("seed", "--people", "25", "--entries", "800")
	}
	exported := a.must("export", "entries", "--format", "csv")
	if exported != b.must("export", "entries", "--format", "csv") {
		t.Error("two seeds differ")
	}
	for line := range strings.Lines(exported[strings.Index(exported, "\n")+1:]) {
		at, err := time.Parse(time.RFC3339, strings.TrimSpace(line[strings.LastIndex(line, ",")+1:]))
		if err != nil || at.Year() < 2025 || at.After(fixedNow().Add(time.Minute)) {
			t.Fatalf("an entry of %v (%v)", at, err)
		}
	}
}

func TestSeedRefuses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--people", "0"}, "--people"},
		{[]string{"--telegram-from", "5"}, "--telegram-account"},
	} {
		if _, said, code := o.run(append([]string{"seed"}, c.args...)...); code != 1 || !strings.Contains(said, c.want) {
			t.Errorf("%v: exit %d, said %s", c.args, code, said)
		}
	}
	o.environ = append(o.environ, "SOHOC_TELEGRAM_TOKEN=42:abc")
	o.must("seed", "--people", "2", "--telegram-from", "5")
	if _, said, code := o.run("seed", "--people", "2"); code != 1 || !strings.Contains(said, "trống") {
		t.Errorf("a second seed: exit %d, said %s", code, said)
	}
	err := o.database().View(t.Context(), func(tx *sqlite.Tx) error {
		a, err := tx.ActorByAccount(t.Context(), people.Account{Channel: "telegram", Account: "42", User: "6"}, "2026-11-24")
		if a.Person.StaffCode != "NV0002" {
			t.Errorf("chat 6 is %q", a.Person.StaffCode)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
