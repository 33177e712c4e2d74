package sqlite_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// staff is a register: An moved, Bảo leads the Office, Cúc left, Dung will come, Én is nowhere.
type staff struct {
	*dial
	inspectors, office people.UnitID
	ids                map[string]people.PersonID
}

func newStaff(t *testing.T) *staff {
	t.Helper()
	s := &staff{dial: newDial(t), ids: map[string]people.PersonID{}}
	s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		if s.office, err = tx.AddUnit(ctx, people.Unit{Name: "Văn phòng", Sort: 2, From: "2020-01-01"}); err != nil {
			return err
		}
		if s.inspectors, err = tx.AddUnit(ctx, people.Unit{Name: "Thanh tra", Sort: 1, From: "2020-01-01", To: "2026-11-30"}); err != nil {
			return err
		}
		for _, p := range []struct {
			code, name string
			stays      []people.Membership
		}{
			{"A1", "Lý Thị An", []people.Membership{
				{Unit: s.inspectors, From: "2026-01-01", To: "2026-08-31"}, {Unit: s.office, Post: "Văn thư", From: "2026-09-01"},
			}},
			{"B2", "Ma Văn Bảo", []people.Membership{{Unit: s.office, From: "2020-01-01", Roles: people.Roles{Head: true, Office: true}}}},
			{"C3", "Tạ Thị Cúc", []people.Membership{{Unit: s.inspectors, Post: "Thanh tra viên", From: "2020-01-01", To: "2026-11-23"}}},
			{"D4", "Vũ Văn Dung", []people.Membership{{Unit: s.inspectors, From: "2026-11-25"}}},
			{"Đ5", "Hà Thị Én", nil},
		} {
			id, err := tx.AddPerson(ctx, people.Person{StaffCode: p.code, Name: p.name, Category: people.CongChuc}, noon)
			if err != nil {
				return err
			}
			s.ids[p.code] = id
			if err := tx.SetMemberships(ctx, id, p.stays); err != nil {
				return err
			}
		}
		return nil
	})
	return s
}

// actor reads somebody as of a day.
func (s *staff) actor(code string, on day.Day) (a people.Actor) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		found, ok, err := tx.ActorByID(ctx, s.ids[code], on)
		if !ok {
			s.t.Errorf("%s is not there", code)
		}
		a = found
		return err
	})
	return a
}

func (s *staff) agree(code string) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.GiveConsent(ctx, s.ids[code], people.ConsentVersion, "telegram", s.now)
	})
}

func TestAnActorIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	for code := range s.ids {
		s.agree(code)
	}
	for _, c := range []struct {
		code  string
		on    day.Day
		state people.State
		unit  string
	}{
		{"A1", "2025-12-31", people.Left, ""}, // not yet here
		{"A1", "2026-01-01", people.Active, "Thanh tra"},
		{"A1", "2026-08-31", people.Active, "Thanh tra"},
		{"A1", "2026-09-01", people.Active, "Văn phòng"},
		{"C3", "2026-11-23", people.Active, "Thanh tra"}, // the last day
		{"C3", "2026-11-24", people.Left, "Thanh tra"},
		{"D4", "2026-11-24", people.Left, ""},
		{"D4", "2026-11-25", people.Active, "Thanh tra"},
		{"Đ5", "2026-11-24", people.Left, ""},
	} {
		a := s.actor(c.code, c.on)
		if a.State != c.state || a.Member.UnitName != c.unit || a.Person.StaffCode != c.code || !a.Consented.Equal(noon) {
			t.Errorf("%s on %s: %s in %q, %+v", c.code, c.on, a.State, a.Member.UnitName, a)
		}
	}
	a := s.actor("B2", "2026-11-24")
	want := people.Actor{
		Person: people.Person{ID: s.ids["B2"], StaffCode: "B2", Name: "Ma Văn Bảo", Category: people.CongChuc}, State: people.Active, Consented: noon,
		Member: people.Membership{Person: s.ids["B2"], Unit: s.office, UnitName: "Văn phòng", Roles: people.Roles{Head: true, Office: true}, From: "2020-01-01"},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Error(diff)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		_, ok, err := tx.ActorByID(ctx, 99, "2026-11-24")
		if ok {
			t.Error("number 99 is somebody")
		}
		return err
	})
}

func TestByStaffCode(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	for typed, want := range map[string]string{"A1": "A1", "a1": "A1", "b2": "B2", "c3": "C3", "Đ5": "Đ5", "A": "", "": "", "%": ""} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			a, ok, err := tx.ByStaffCode(ctx, typed, "2026-11-24")
			if ok != (want != "") || a.Person.StaffCode != want {
				t.Errorf("%q finds %+v", typed, a.Person)
			}
			return err
		})
	}
}

func TestNotJoinedAreThoseWithoutConsent(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	names := func(on day.Day) string {
		var out []string
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			list, err := tx.NotJoined(ctx, on)
			for _, a := range list {
				out = append(out, a.Person.StaffCode)
			}
			return err
		})
		return strings.Join(out, " ")
	}
	if got := names("2026-11-24"); got != "A1 B2" {
		t.Errorf("today: %s", got)
	}
	if got := names("2026-11-25"); got != "D4 A1 B2" { // Thanh tra stands before Văn phòng
		t.Errorf("tomorrow: %s", got)
	}
	s.agree("A1")
	if got := names("2026-11-24"); got != "B2" {
		t.Errorf("after An has joined: %s", got)
	}
}

func TestUnitsOfADay(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	for on, want := range map[day.Day][]string{
		"2019-12-31": nil, "2026-11-30": {"Thanh tra", "Văn phòng"}, "2026-12-01": {"Văn phòng"},
	} {
		var got []string
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			units, err := tx.Units(ctx, on)
			for _, u := range units {
				got = append(got, u.Name)
			}
			return err
		})
		if !slices.Equal(got, want) {
			t.Errorf("on %s: %v, want %v", on, got, want)
		}
	}
	for on, want := range map[day.Day]people.UnitID{"2025-12-31": 0, "2026-08-31": s.inspectors, "2026-09-01": s.office, "2030-01-01": s.office} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			unit, ok, err := tx.UnitAt(ctx, s.ids["A1"], on)
			if unit != want || ok != (want != 0) {
				t.Errorf("An on %s: unit %d, %v", on, unit, ok)
			}
			return err
		})
	}
}

func TestLanguageIsOneOfOurs(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	set := func(lang string) error {
		return s.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.SetLang(t.Context(), s.ids["A1"], lang) })
	}
	if err := errors.Join(set("vi"), set("en")); err != nil || s.actor("A1", "2026-11-24").Person.Lang != "en" {
		t.Errorf("language %q, %v", s.actor("A1", "2026-11-24").Person.Lang, err)
	}
	if err := set("fr"); err == nil {
		t.Error("a language that nobody speaks is stored")
	}
}

func TestAuditSaysWhoDidWhatToWhom(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return errors.Join(
			tx.Audit(ctx, people.AuditLine{By: s.ids["B2"], Action: "see_unit", Unit: s.office, Channel: "telegram", Detail: "2026-11"}, noon),
			tx.Audit(ctx, people.AuditLine{Action: "export", Channel: "cli"}, noon),
		)
	})
	for query, args := range map[string][]any{
		"person_id = ? AND action = 'see_unit' AND target_person IS NULL AND target_unit = ? AND channel = 'telegram' AND detail = '2026-11'": {s.ids["B2"], s.office},
		"person_id IS NULL AND action = 'export' AND target_unit IS NULL AND at = ?":                                                          {noon.UnixMilli()},
	} {
		if n := s.count("SELECT count(*) FROM audit WHERE "+query, args...); n != 1 {
			t.Errorf("%d lines with %s", n, query)
		}
	}
}
