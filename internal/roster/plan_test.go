package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/roster"
)

const (
	newYear = day.Day("2026-01-01")
	move    = day.Day("2026-11-01")
	today   = day.Day("2026-11-24")
)

// register is a small department: two units, a head, one who left in spring.
func register() roster.Register {
	open := func(id people.PersonID, unit people.UnitID, name, post string, from day.Day) people.Membership {
		return people.Membership{Person: id, Unit: unit, UnitName: name, Post: post, From: from}
	}
	head := open(2, 1, "Văn phòng", "Chánh Văn phòng", newYear)
	head.Roles.Head = true
	gone := open(4, 2, "Thanh tra", "", newYear)
	gone.To = "2026-04-30"
	person := func(id people.PersonID, name string, m people.Membership) roster.Known {
		return roster.Known{
			Person:   people.Person{ID: id, StaffCode: fmt.Sprintf("A%d", id), Name: name},
			Timeline: []people.Membership{m}, Used: true,
		}
	}
	return roster.Register{
		Units: []people.Unit{
			{ID: 1, Name: "Văn phòng", Sort: 1, From: newYear},
			{ID: 2, Name: "Thanh tra", Sort: 2, From: newYear},
		},
		People: []roster.Known{
			person(1, "Lý Thị An", open(1, 1, "Văn phòng", "Văn thư", newYear)),
			person(2, "Ma Văn Bảo", head),
			person(3, "Tạ Thị Cúc", open(3, 2, "Thanh tra", "", newYear)),
			person(4, "Vũ Văn Dũng", gone),
		},
	}
}

const same = "A1,Lý Thị An,Văn phòng,Văn thư,\nA2,Ma Văn Bảo,Văn phòng,Chánh Văn phòng,trưởng đơn vị\nA3,Tạ Thị Cúc,Thanh tra,,\n"

// list reads rows of code, name, unit, post, role.
func list(t *testing.T, rows string) roster.List {
	t.Helper()
	l := roster.Read([]byte("Mã,Họ và tên,Đơn vị,Chức vụ,Vai trò\n" + rows))
	if len(l.Problems) > 0 {
		t.Fatalf("problems %v", l.Problems)
	}
	return l
}

// told renders a difference in one line a change, to compare at a glance.
func told(d roster.Difference) string {
	var b strings.Builder
	for _, c := range d.Changes {
		fmt.Fprintf(&b, "%s %s", c.Kind, c.After.StaffCode)
		if len(c.Aspects) > 0 {
			fmt.Fprintf(&b, " %v", c.Aspects)
		}
		if c.Remove {
			b.WriteString(" removed")
		}
		for _, m := range c.Timeline {
			fmt.Fprintf(&b, "; %s %s–%s", m.UnitName, m.From.Local(), m.To.Local())
		}
		b.WriteByte('\n')
	}
	for _, u := range d.Units {
		fmt.Fprintf(&b, "%s %s %s–%s\n", u.Kind, u.After.Name, u.After.From.Local(), u.After.To.Local())
	}
	return b.String()
}

func TestPlan(t *testing.T) {
	t.Parallel()
	replace := func(old, with string) string { return strings.Replace(same, old, with, 1) }
	for name, c := range map[string]struct {
		rows   string
		since  day.Day
		redate bool
		want   string
	}{
		"the same list changes nothing":          {rows: same},
		"nor does another spelling of the codes": {rows: replace("A1", "a1")},
		"a newcomer": {
			rows: same + "B9,Đỗ Văn Em,Thanh tra,,\n",
			want: "new B9; Thanh tra 24/11/2026–\n",
		},
		"a newcomer who came earlier": {
			rows: same + "B9,Đỗ Văn Em,Thanh tra,,\n", since: move,
			want: "new B9; Thanh tra 01/11/2026–\n",
		},
		"a new name and post": {
			rows: replace("Lý Thị An,Văn phòng,Văn thư", "Lý Thị Ân,Văn phòng,Kế toán"),
			want: "changed A1 [name post]; Văn phòng 01/01/2026–23/11/2026; Văn phòng 24/11/2026–\n",
		},
		"a name alone leaves the membership whole": {
			rows: replace("Lý Thị An", "Lý Thị Ân"),
			want: "changed A1 [name]; Văn phòng 01/01/2026–\n",
		},
		"a head steps down": {
			rows: replace("trưởng đơn vị", ""), since: move,
			want: "changed A2 [role]; Văn phòng 01/01/2026–31/10/2026; Văn phòng 01/11/2026–\n",
		},
		"a move": {
			rows: replace("Lý Thị An,Văn phòng,Văn thư", "Lý Thị An,Thanh tra,"), since: move,
			want: "moved A1 [post]; Văn phòng 01/01/2026–31/10/2026; Thanh tra 01/11/2026–\n",
		},
		"a move from the first day on replaces": {
			rows: replace("Lý Thị An,Văn phòng,Văn thư", "Lý Thị An,Thanh tra,Văn thư"), since: newYear,
			want: "moved A1; Thanh tra 01/01/2026–\n",
		},
		"one left": {
			rows: replace("A3,Tạ Thị Cúc,Thanh tra,,\n", "A4,Vũ Văn Dũng,Thanh tra,,\n"),
			want: "back A4; Thanh tra 01/01/2026–30/04/2026; Thanh tra 24/11/2026–\nleft A3; Thanh tra 01/01/2026–23/11/2026\n",
		},
		"a unit is renamed, which is a new unit and the end of the old": {
			rows: replace("Thanh tra", "Phòng Thanh tra"), since: move,
			want: "moved A3; Thanh tra 01/01/2026–31/10/2026; Phòng Thanh tra 01/11/2026–\n" +
				"unit_new Phòng Thanh tra 01/11/2026–\nunit_ended Thanh tra 01/01/2026–31/10/2026\n",
		},
		"a unit is spelled otherwise": {
			rows: replace("Thanh tra", "THANH TRA"),
			want: "unit_renamed THANH TRA 01/01/2026–\n",
		},
		"two units merge next year": {
			rows: strings.ReplaceAll(replace("Thanh tra", "Văn phòng"), "x", ""), since: "2027-01-01",
			want: "moved A3; Thanh tra 01/01/2026–31/12/2026; Văn phòng 01/01/2027–\n" +
				"unit_ended Thanh tra 01/01/2026–31/12/2026\n",
		},
		"who is known from a later day stays so": {rows: same, since: "2025-12-01"},
		"unless asked for": {
			rows: same, since: "2025-12-01", redate: true,
			want: "changed A1 [start]; Văn phòng 01/12/2025–\nchanged A2 [start]; Văn phòng 01/12/2025–\n" +
				"changed A3 [start]; Thanh tra 01/12/2025–\n" +
				"unit_opened Văn phòng 01/12/2025–\nunit_opened Thanh tra 01/12/2025–\n",
		},
		"one who had left never did": {
			rows: same + "A4,Vũ Văn Dũng,Thanh tra,,\n", since: newYear,
			want: "back A4 [planned]; Thanh tra 01/01/2026–\n",
		},
		"a unit was wrong from the first day, and one left meanwhile": {
			rows: replace("Thanh tra", "Phòng Thanh tra"), since: newYear,
			want: "moved A3; Phòng Thanh tra 01/01/2026–\nunit_new Phòng Thanh tra 01/01/2026–\n" +
				"unit_ended Thanh tra 01/01/2026–30/04/2026\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reg := register()
			d := roster.Plan(list(t, c.rows), reg, roster.When{Since: reg.Start(c.since, today), Today: today, Redate: c.redate})
			if diff := cmp.Diff(c.want, told(d)); diff != "" {
				t.Errorf("difference (-want +got):\n%s", diff)
			}
			if got := d.Unchanged + len(d.Changes) - d.Count(roster.Left); got != strings.Count(c.rows, "\n") {
				t.Errorf("%d people of the list are accounted for, want %d", got, strings.Count(c.rows, "\n"))
			}
			if d.Nothing() != (c.want == "") {
				t.Errorf("nothing = %v", d.Nothing())
			}
		})
	}
}

func TestTheFirstListHoldsFromNewYear(t *testing.T) {
	t.Parallel()
	var empty roster.Register
	d := roster.Plan(list(t, "1,A,Văn phòng,,\n2,B,Thanh tra,,\n3,C,VĂN PHÒNG,,\n4,D,Văn phòng,,\n"), empty, roster.When{Since: empty.Start("", today), Today: today})
	want := "new 1; Văn phòng 01/01/2026–\nnew 2; Thanh tra 01/01/2026–\nnew 3; Văn phòng 01/01/2026–\nnew 4; Văn phòng 01/01/2026–\n" +
		"unit_new Văn phòng 01/01/2026–\nunit_new Thanh tra 01/01/2026–\n"
	if diff := cmp.Diff(want, told(d)); diff != "" || !d.First {
		t.Errorf("first %v, difference (-want +got):\n%s", d.First, diff)
	}
	if got := d.Units[1].After.Sort; got != 2 {
		t.Errorf("the second unit is sorted %d, want the list's order", got)
	}
}

func TestWhatAListHasNoColumnForStays(t *testing.T) {
	t.Parallel()
	short := roster.Read([]byte("Mã,Họ và tên,Đơn vị\nA1,Lý Thị An,Văn phòng\nA2,Ma Văn Bảo,Văn phòng\nA3,Tạ Thị Cúc,Thanh tra\n"))
	reg := register()
	reg.People[0].Category = people.VienChuc
	if d := roster.Plan(short, reg, roster.When{Since: today, Today: today}); !d.Nothing() || d.Unchanged != 3 {
		t.Errorf("difference %s, want none", told(d))
	}
	moved := roster.Read([]byte("Mã,Họ và tên,Đơn vị\nA1,Lý Thị An,Văn phòng\nA2,Ma Văn Bảo,Thanh tra\nA3,Tạ Thị Cúc,Thanh tra\n"))
	d := roster.Plan(moved, reg, roster.When{Since: today, Today: today})
	if got := d.Changes[0].Is; got.Post != "Chánh Văn phòng" || !got.Roles.Head {
		t.Errorf("moved as %+v, want with post and role", got)
	}
}

func TestACorrectionOfTheSameDayLeavesNoTrace(t *testing.T) {
	t.Parallel()
	reg := register()
	fresh := func(unit people.UnitID, name string) roster.Known {
		return roster.Known{
			Person:   people.Person{ID: 9, StaffCode: "A9", Name: "Nhầm"},
			Timeline: []people.Membership{{Person: 9, Unit: unit, UnitName: name, From: today}},
		}
	}
	reg.Units = append(reg.Units, people.Unit{ID: 3, Name: "Thanh trà", Sort: 3, From: today})
	reg.Units[2].Name = "Tổ nhầm"
	reg.People = append(reg.People, fresh(3, "Tổ nhầm"))

	gone := roster.Plan(list(t, same), reg, roster.When{Since: today, Today: today})
	if diff := cmp.Diff("left A9 removed\nunit_ended Tổ nhầm 24/11/2026–24/11/2026\n", told(gone)); diff != "" {
		t.Errorf("a mistaken person (-want +got):\n%s", diff)
	}
	reg.People[4].Used = true
	kept := roster.Plan(list(t, same), reg, roster.When{Since: today, Today: today})
	want := "left A9; Tổ nhầm 24/11/2026–24/11/2026\nunit_ended Tổ nhầm 24/11/2026–24/11/2026\n"
	if diff := cmp.Diff(want, told(kept)); diff != "" {
		t.Errorf("one who has written already (-want +got):\n%s", diff)
	}
	placed := roster.Plan(list(t, same+"A9,Nhầm,Thanh tra,,\n"), reg, roster.When{Since: today, Today: today})
	want = "moved A9; Thanh tra 24/11/2026–\nunit_ended Tổ nhầm 24/11/2026–24/11/2026\n"
	if diff := cmp.Diff(want, told(placed)); diff != "" {
		t.Errorf("a mistaken unit (-want +got):\n%s", diff)
	}
}

func TestALaterPlanFallsAwayWhenTheListSaysOtherwise(t *testing.T) {
	t.Parallel()
	reg := register()
	reg.People[0].Timeline[0].To = "2026-12-31"
	reg.People[0].Timeline = append(reg.People[0].Timeline, people.Membership{
		Person: 1, Unit: 2, UnitName: "Thanh tra", From: "2027-01-01",
	})
	d := roster.Plan(list(t, same), reg, roster.When{Since: today, Today: today})
	if diff := cmp.Diff("changed A1 [planned]; Văn phòng 01/01/2026–\n", told(d)); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
	// The list of the day itself agrees with the plan.
	agreed := strings.Replace(same, "Lý Thị An,Văn phòng,Văn thư", "Lý Thị An,Thanh tra,", 1)
	if d := roster.Plan(list(t, agreed), reg, roster.When{Since: "2027-01-01", Today: today}); !d.Nothing() {
		t.Errorf("difference %s, want none", told(d))
	}
}

func TestALeaverOfTodayWhoComesBackTodayNeverLeft(t *testing.T) {
	t.Parallel()
	reg := register()
	reg.People[2].Timeline[0].To = today.Add(-1)
	reg.Units[1].To = today.Add(-1)
	d := roster.Plan(list(t, same), reg, roster.When{Since: today, Today: today})
	want := "back A3; Thanh tra 01/01/2026–\nunit_opened Thanh tra 01/01/2026–\n"
	if diff := cmp.Diff(want, told(d)); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
}

func TestAUnitThatEndedLongAgoIsNotRevived(t *testing.T) {
	t.Parallel()
	reg := register()
	reg.Units = append(reg.Units, people.Unit{ID: 3, Name: "Phòng Pháp chế", Sort: 3, From: "2020-01-01", To: "2025-06-30"})
	d := roster.Plan(list(t, same+"B1,Hà,Phòng Pháp chế,,\n"), reg, roster.When{Since: today, Today: today})
	want := "new B1; Phòng Pháp chế 24/11/2026–\nunit_new Phòng Pháp chế 24/11/2026–\n"
	if diff := cmp.Diff(want, told(d)); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
}

func TestHalfAListIsSuspicious(t *testing.T) {
	t.Parallel()
	two := strings.Join(strings.SplitAfter(same, "\n")[:2], "")
	if d := roster.Plan(list(t, two), register(), roster.When{Since: today, Today: today}); d.ManyLeave() || d.Registered != 3 {
		t.Errorf("one of %d leaves and is too many", d.Registered)
	}
	one := strings.SplitAfter(same, "\n")[0]
	if d := roster.Plan(list(t, one), register(), roster.When{Since: today, Today: today}); !d.ManyLeave() {
		t.Errorf("two of %d leave and are not many", d.Registered)
	}
	if d := roster.Plan(list(t, "1,A,B,,\n"), roster.Register{}, roster.When{Since: today, Today: today}); d.ManyLeave() {
		t.Error("nobody can leave an empty register")
	}
}

func TestALeaverAndANewcomerOfOneNameAreShown(t *testing.T) {
	t.Parallel()
	d := roster.Plan(list(t, strings.Replace(same, "A3,", "TQ003,", 1)), register(), roster.When{Since: today, Today: today})
	if len(d.Same) != 1 {
		t.Fatalf("pairs %v, want one", d.Same)
	}
	if gone, come := d.Changes[d.Same[0][0]], d.Changes[d.Same[0][1]]; gone.Before.StaffCode != "A3" || come.After.StaffCode != "TQ003" {
		t.Errorf("paired %s with %s", gone.Before.StaffCode, come.After.StaffCode)
	}
}

func TestCheckSince(t *testing.T) {
	t.Parallel()
	for since, ok := range map[day.Day]bool{today: true, "2026-01-01": true, "2027-11-24": true, "2027-12-01": false, "0206-11-01": false} {
		if err := roster.CheckSince(since, today); (err == nil) != ok {
			t.Errorf("%s: %v", since, err)
		}
	}
}
