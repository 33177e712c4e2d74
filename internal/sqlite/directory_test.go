package sqlite_test

import (
	"context"
	"strings"
	"testing"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/viet"
)

const directoryDay day.Day = "2026-11-24"

func codes(list []people.Actor) string {
	var all []string
	for _, a := range list {
		all = append(all, a.Person.StaffCode)
	}
	return strings.Join(all, " ")
}

func TestPeopleNamedMatchesWholeWords(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for _, p := range []struct{ code, name, until string }{
			{"A1", "Đỗ Thị Lan", ""}, {"A2", "Nguyễn Lan Anh", ""}, {"A3", "Trần Văn Lân", ""}, {"A4", "Lý Thị Lành", ""},
			{"A5", "Cao Thị Lan", "2026-11-23"}, {"A6", "Vũ Thị Lan", "2026-11-24"}, {"A7", "Tạ 100% _", ""},
		} {
			if _, err := enrol(ctx, tx, people.Person{StaffCode: p.code, Name: p.name}, people.Roles{}, day.Day(p.until)); err != nil {
				return err
			}
		}
		for words, want := range map[string]string{
			"lan": "A1 A2 A3 A6", "lan anh": "A2", "do thi lan": "A1", "thi": "A1 A4 A6", "la": "", "anh lan": "",
			"100%": "A7", "%": "", "_": "A7", "": "",
		} {
			found, err := tx.PeopleNamed(ctx, viet.Fold(words), directoryDay)
			if err != nil {
				return err
			}
			if got := codes(found); got != want {
				t.Errorf("%q finds %q, want %q", words, got, want)
			}
		}
		return nil
	})
}

func TestOfficePeopleAreActiveAndOfToday(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for _, p := range []struct {
			code   string
			roles  people.Roles
			until  day.Day
			agreed bool
		}{
			{"A1", people.Roles{Office: true}, "", true},
			{"A2", people.Roles{Office: true}, "", false},
			{"A3", people.Roles{Office: true}, "2026-11-23", true},
			{"A4", people.Roles{Head: true, Director: true, Admin: true}, "", true},
			{"A5", people.Roles{Office: true, Head: true}, "2026-11-24", true},
		} {
			id, err := enrol(ctx, tx, people.Person{StaffCode: p.code, Name: p.code}, p.roles, p.until)
			if err != nil {
				return err
			}
			if p.agreed {
				if err := tx.GiveConsent(ctx, id, people.ConsentVersion, "telegram", tx.Now()); err != nil {
					return err
				}
			}
		}
		found, err := tx.OfficePeople(ctx, directoryDay)
		if got := codes(found); got != "A1 A5" {
			t.Errorf("the Office is %q, want A1 and A5", got)
		}
		return err
	})
}
