package learning_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

func TestShares(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ took, members, minutes, percent, perHead int }{
		{0, 0, 60, 0, 0},
		{0, 3, 0, 0, 0},
		{1, 3, 100, 33, 33},
		{2, 3, 101, 67, 34},
		{1, 8, 12, 13, 2}, // halves go up
		{7, 7, 7, 100, 1},
	} {
		f := learning.Figures{Members: c.members, TookPart: c.took, Self: c.minutes}
		if f.Percent() != c.percent || f.PerHead() != c.perHead {
			t.Errorf("%+v: %d %%, %d minutes a head; want %d, %d", f, f.Percent(), f.PerHead(), c.percent, c.perHead)
		}
	}
}

// desk is a store of fixed rows, the same for every period.
type desk struct {
	units    []people.Unit
	members  []learning.Member
	work     []learning.Work
	credited map[people.PersonID]int
	targets  map[people.Category]learning.Target
	begun    day.Day
	broken   error
}

func (d desk) Units(context.Context, day.Day) ([]people.Unit, error) { return d.units, nil }

func (d desk) Members(context.Context, people.UnitID, day.Day, time.Time) ([]learning.Member, error) {
	return d.members, nil
}

func (d desk) Work(context.Context, people.UnitID, day.Range) ([]learning.Work, error) {
	return d.work, d.broken
}

func (d desk) Credited(context.Context, people.UnitID, day.Range) (map[people.PersonID]int, error) {
	return d.credited, nil
}

func (d desk) Targets(context.Context, day.Day) (map[people.Category]learning.Target, error) {
	return d.targets, nil
}

func (d desk) Begun(_ context.Context, by day.Day) (bool, error) { return by >= d.begun, nil }

func november() learning.View {
	return learning.View{Period: learning.PeriodTo(learning.Month, "2026-11-30"), Rules: learning.DefaultRules()}
}

func TestWhoIsMissingAndWhy(t *testing.T) {
	t.Parallel()
	unit := people.Unit{ID: 1, Name: "Văn phòng"}
	member := func(id people.PersonID, name string, since day.Day, joined, away bool) learning.Member {
		return learning.Member{Unit: 1, Person: id, Name: name, Since: since, Joined: joined, Away: away}
	}
	store := desk{
		units: []people.Unit{unit},
		members: []learning.Member{
			member(1, "Trần Văn Đức", "2026-01-01", true, false),
			member(2, "Lê Thị Dung", "2026-11-01", true, false), // 29 days
			member(3, "Phạm Ân", "2026-10-31", true, false),     // 30 days: no longer new
			member(4, "Phạm An", "2026-11-15", true, true),      // on leave comes before new
			member(5, "Hoàng Bình", "2026-11-15", false, true),  // not joined comes before all
			member(6, "Vũ Giang", "2026-01-01", false, true),    // took part: not missing, whatever else
			{Unit: 1, Person: 7, Name: "Đỗ Thị Hà", Since: "2026-01-01", Joined: true, Paused: true},
			{Unit: 1, Person: 8, Name: "Đỗ Thị Hạ", Since: "2026-11-15", Joined: true, Paused: true}, // new comes before paused
		},
		work: []learning.Work{{Unit: 1, Writers: []people.PersonID{6}, Entries: 1, Self: 60}},
	}
	r, err := learning.OfUnit(t.Context(), store, unit, november())
	if err != nil {
		t.Fatal(err)
	}
	want := []learning.Absent{
		{Person: 4, Name: "Phạm An", Reason: learning.Away},
		{Person: 3, Name: "Phạm Ân", Reason: learning.NotWritten},
		{Person: 5, Name: "Hoàng Bình", Reason: learning.NotJoined},
		{Person: 2, Name: "Lê Thị Dung", Reason: learning.Newcomer},
		{Person: 1, Name: "Trần Văn Đức", Reason: learning.NotWritten},
		{Person: 7, Name: "Đỗ Thị Hà", Reason: learning.Paused},
		{Person: 8, Name: "Đỗ Thị Hạ", Reason: learning.Newcomer},
	}
	if diff := cmp.Diff(want, r.Absent); diff != "" {
		t.Errorf("wanted -, got +:\n%s", diff)
	}
	if len(learning.Reasons()) != 5 {
		t.Errorf("%d reasons are told, want 5", len(learning.Reasons()))
	}
}

func TestDutyIsReachedByWhatCounts(t *testing.T) {
	t.Parallel()
	unit := people.Unit{ID: 1}
	store := desk{
		units: []people.Unit{unit},
		members: []learning.Member{
			{Unit: 1, Person: 1, Category: people.CongChuc},
			{Unit: 1, Person: 2, Category: people.CongChuc},
			{Unit: 1, Person: 3, Category: people.VienChuc},
			{Unit: 1, Person: 4, Category: people.NguoiLaoDong}, // no duty is known
			{Unit: 1, Person: 5},
		},
		credited: map[people.PersonID]int{1: 40 * 45, 2: 40*45 - 1, 3: 0, 4: 9999},
		targets:  map[people.Category]learning.Target{people.CongChuc: {Tiet: 40}, people.VienChuc: {Tiet: 8}},
	}
	d, err := learning.OfDepartment(t.Context(), store, november())
	if err != nil {
		t.Fatal(err)
	}
	if want := (learning.Duty{Due: 3, Reached: 1, CongChuc: 2}); d.Total.Duty != want {
		t.Errorf("duties are %+v, want %+v", d.Total.Duty, want)
	}
	quick, err := learning.Standing(t.Context(), store, november())
	if err != nil {
		t.Fatal(err)
	}
	if quick.Total.Duty != (learning.Duty{}) {
		t.Errorf("Standing counts duties: %+v", quick.Total.Duty)
	}
}

func TestRowsStandByNeed(t *testing.T) {
	t.Parallel()
	var store desk
	for i, c := range []struct{ members, took, minutes int }{
		{3, 1, 900}, {3, 1, 30}, {6, 2, 1800}, {0, 0, 0}, {4, 4, 4}, {5, 0, 0},
	} {
		unit := people.UnitID(i + 1)
		store.units = append(store.units, people.Unit{ID: unit, Sort: i})
		work := learning.Work{Unit: unit, Entries: c.took, Self: c.minutes}
		for n := range c.members {
			person := people.PersonID(100*i + n)
			store.members = append(store.members, learning.Member{Unit: unit, Person: person})
			if n < c.took {
				work.Writers = append(work.Writers, person)
			}
		}
		store.work = append(store.work, work)
	}
	d, err := learning.Standing(t.Context(), store, november())
	if err != nil {
		t.Fatal(err)
	}
	var got []people.UnitID
	for _, r := range d.Rows {
		got = append(got, r.Unit.ID)
	}
	// 0/5; then a third of them in order of minutes a head (10, 300, 300: in the units' order); all; nobody.
	if diff := cmp.Diff([]people.UnitID{6, 2, 1, 3, 5, 4}, got); diff != "" {
		t.Errorf("wanted -, got +:\n%s", diff)
	}
}

func TestBrokenStoreIsReported(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk")
	store := desk{units: []people.Unit{{ID: 1}}, broken: broken}
	if _, err := learning.OfUnit(t.Context(), store, people.Unit{ID: 1}, november()); !errors.Is(err, broken) {
		t.Errorf("OfUnit: %v", err)
	}
	if _, err := learning.OfDepartment(t.Context(), store, november()); !errors.Is(err, broken) {
		t.Errorf("OfDepartment: %v", err)
	}
	if _, err := learning.UnitFigures(t.Context(), store, 1, november()); !errors.Is(err, broken) {
		t.Errorf("UnitFigures: %v", err)
	}
}
