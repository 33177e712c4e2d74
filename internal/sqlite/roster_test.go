package sqlite_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/roster"
	"sohoc/internal/sqlite"
)

const officeHead = "Mã,Họ và tên,Đơn vị,Chức vụ,Vai trò,Đối tượng\n"

const department = officeHead +
	"A1,Lý Thị An,Văn phòng,Văn thư,,viên chức\n" +
	"A2,Ma Văn Bảo,Văn phòng,Chánh Văn phòng,\"trưởng đơn vị, văn phòng\",công chức\n" +
	"A3,Tạ Thị Cúc,Thanh tra,,,NLĐ\n"

// bring applies a list as of a day and returns how many entries moved.
func bring(t *testing.T, db *sqlite.DB, text string, w roster.When) (moved int) {
	t.Helper()
	list := roster.Read([]byte(text))
	if len(list.Problems) > 0 {
		t.Fatalf("problems %v", list.Problems)
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		d, err := roster.Prepare(ctx, tx, list, w)
		if err != nil {
			return err
		}
		foreseen := 0
		for _, c := range d.Changes {
			foreseen += c.Entries
		}
		moved, err = roster.Apply(ctx, tx, d, tx.Now())
		if foreseen != moved {
			t.Errorf("foresaw %d entries to move, moved %d", foreseen, moved)
		}
		again, err2 := roster.Prepare(ctx, tx, list, w)
		if !again.Nothing() || err2 != nil {
			t.Errorf("a second time would change %+v (%v)", again, err2)
		}
		return err
	})
	return moved
}

func update(t *testing.T, db *sqlite.DB, fn func(context.Context, *sqlite.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *sqlite.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// timelines renders the register's memberships, a line each.
func timelines(t *testing.T, db *sqlite.DB) string {
	t.Helper()
	var b strings.Builder
	err := db.View(t.Context(), func(tx *sqlite.Tx) error {
		reg, err := tx.Register(t.Context())
		for _, k := range reg.People {
			for _, m := range k.Timeline {
				fmt.Fprintf(&b, "%s %s %s %s %s..%s\n", k.StaffCode, k.Category, m.UnitName, roles(m.Roles), m.From, m.To)
			}
		}
		for _, u := range reg.Units {
			fmt.Fprintf(&b, "= %s %s..%s\n", u.Name, u.From, u.To)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func roles(r people.Roles) string {
	held := "staff"
	for name, has := range map[string]bool{"head": r.Head && !r.Office, "office": r.Office && !r.Head, "head+office": r.Head && r.Office} {
		if has {
			held = name
		}
	}
	return held
}

// note stores an entry as a person writes one.
func note(t *testing.T, db *sqlite.DB, code string, start day.Day) (id learning.EntryID) {
	t.Helper()
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		actor, _, err := tx.ByStaffCode(ctx, code, start)
		if err != nil {
			return err
		}
		unit, _, err := tx.UnitAt(ctx, actor.Person.ID, start)
		if err != nil {
			return err
		}
		id, err = tx.AddEntry(ctx, learning.Entry{
			Person: actor.Person.ID, Unit: unit, Status: learning.Recorded, Channel: "web", Version: 1, Created: tx.Now(), Updated: tx.Now(),
			Draft: learning.Draft{Title: "Luật Đất đai", Kind: learning.SelfStudy, Field: learning.OtherField, Start: start, End: start, Minutes: 60},
		})
		return err
	})
	return id
}

// unitOfEntry returns the name of the unit that an entry counts for.
func unitOfEntry(t *testing.T, db *sqlite.DB, code string, id learning.EntryID) (name string) {
	t.Helper()
	err := db.View(t.Context(), func(tx *sqlite.Tx) error {
		actor, _, err := tx.ByStaffCode(t.Context(), code, "2026-11-24")
		if err != nil {
			return err
		}
		e, _, err := tx.Entry(t.Context(), actor.Person.ID, id)
		if err != nil {
			return err
		}
		reg, err := tx.Register(t.Context())
		for _, u := range reg.Units {
			if u.ID == e.Unit {
				name = u.Name
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func TestAListFillsTheRegisterFromNewYear(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-11-24"})
	want := "A1 vien_chuc Văn phòng staff 2026-01-01..\nA2 cong_chuc Văn phòng head+office 2026-01-01..\n" +
		"A3 nguoi_lao_dong Thanh tra staff 2026-01-01..\n= Văn phòng 2026-01-01..\n= Thanh tra 2026-01-01..\n"
	if diff := cmp.Diff(want, timelines(t, db)); diff != "" {
		t.Errorf("register (-want +got):\n%s", diff)
	}
}

func TestAMoveKeepsHistoryAndTakesTheEntriesAlong(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-11-02"})
	before, on, after := note(t, db, "A3", "2026-10-31"), note(t, db, "A3", "2026-11-01"), note(t, db, "A3", "2026-11-20")
	merged := strings.Replace(department, "Thanh tra", "Văn phòng", 1)
	if moved := bring(t, db, merged, roster.When{Today: "2026-11-24", Since: "2026-11-01"}); moved != 2 {
		t.Errorf("%d entries moved, want 2", moved)
	}
	for id, want := range map[learning.EntryID]string{before: "Thanh tra", on: "Văn phòng", after: "Văn phòng"} {
		if got := unitOfEntry(t, db, "A3", id); got != want {
			t.Errorf("entry %d counts for %s, want %s", id, got, want)
		}
	}
	want := "A1 vien_chuc Văn phòng staff 2026-01-01..\nA2 cong_chuc Văn phòng head+office 2026-01-01..\n" +
		"A3 nguoi_lao_dong Thanh tra staff 2026-01-01..2026-10-31\nA3 nguoi_lao_dong Văn phòng staff 2026-11-01..\n" +
		"= Văn phòng 2026-01-01..\n= Thanh tra 2026-01-01..2026-10-31\n"
	if diff := cmp.Diff(want, timelines(t, db)); diff != "" {
		t.Errorf("register (-want +got):\n%s", diff)
	}
	// It was a mistake of the whole year: the unit never was, but its entry remains its witness.
	bring(t, db, merged, roster.When{Today: "2026-11-24", Since: "2026-01-01", Redate: true})
	if got := unitOfEntry(t, db, "A3", before); got != "Văn phòng" {
		t.Errorf("entry %d counts for %s, want Văn phòng", before, got)
	}
}

func TestLeavingAndComingBack(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-03-02"})
	note(t, db, "A3", "2026-03-02")
	two := strings.Join(strings.SplitAfter(department, "\n")[:3], "")
	bring(t, db, two, roster.When{Today: "2026-04-01"})
	bring(t, db, department, roster.When{Today: "2026-09-01"})
	got := timelines(t, db)
	for _, want := range []string{
		"A3 nguoi_lao_dong Thanh tra staff 2026-01-01..2026-03-31\nA3 nguoi_lao_dong Thanh tra staff 2026-09-01..\n",
		"= Thanh tra 2026-01-01..2026-03-31\n= Thanh tra 2026-09-01..\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("register\n%s\nlacks\n%s", got, want)
		}
	}
}

func TestAMistakeOfTheSameDayLeavesNoTrace(t *testing.T) {
	t.Parallel()
	db := open(t)
	when := roster.When{Today: "2026-11-24", Since: "2026-11-24"}
	bring(t, db, department, when)
	before := timelines(t, db)
	bring(t, db, department+"X9,Nhầm,Phòng Nhầm,,,\n", when)
	bring(t, db, department, when)
	if diff := cmp.Diff(before, timelines(t, db)); diff != "" {
		t.Errorf("register (-before +after):\n%s", diff)
	}
}

func TestTheRegisterKnowsWhoUsedTheProduct(t *testing.T) {
	t.Parallel()
	db := open(t)
	bring(t, db, department, roster.When{Today: "2026-11-24"})
	note(t, db, "A1", "2026-11-24")
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		a, _, err := tx.ByStaffCode(ctx, "A2", "2026-11-24")
		if err != nil {
			return err
		}
		return tx.LinkAccount(ctx, people.Account{Channel: "telegram", Account: "1", User: "5", Chat: "5"}, a.Person.ID, time.Now())
	})
	err := db.View(t.Context(), func(tx *sqlite.Tx) error {
		reg, err := tx.Register(t.Context())
		for _, k := range reg.People {
			if want := k.StaffCode != "A3"; k.Used != want {
				t.Errorf("%s used %v, want %v", k.StaffCode, k.Used, want)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
