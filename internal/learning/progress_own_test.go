package learning_test

import (
	"context"
	"errors"
	"testing"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// drawer holds a person's totals by the first day of the range that is asked for.
type drawer struct {
	kinds   map[day.Day][]learning.KindTotal
	targets map[people.Category]learning.Target
	away    bool
	asked   *[]day.Range
	broken  map[string]error
}

func (d drawer) KindTotals(_ context.Context, _ people.PersonID, days day.Range) ([]learning.KindTotal, error) {
	*d.asked = append(*d.asked, days)
	return d.kinds[days.From], d.broken["kinds"]
}

func (d drawer) Targets(context.Context, day.Day) (map[people.Category]learning.Target, error) {
	return d.targets, d.broken["targets"]
}

func (d drawer) AwayOn(context.Context, people.PersonID, day.Day) (bool, error) {
	return d.away, d.broken["away"]
}

func (d drawer) Begun(_ context.Context, by day.Day) (bool, error) {
	return by >= "2026-10-01", d.broken["begun"]
}

func newDrawer() drawer {
	course := learning.KindTotal{Kind: "course", Counter: learning.TrainingCounter, Entries: 2, Minutes: 450, Credit: learning.Credit{Backed: 360, Confirmed: 90}}
	// A confirmed hour of self-study is no tiết bồi dưỡng, however well it is supported.
	self := learning.KindTotal{Kind: "self_study", Counter: learning.SelfCounter, Entries: 3, Minutes: 75, Credit: learning.Credit{Backed: 75, Confirmed: 75}}
	return drawer{
		kinds: map[day.Day][]learning.KindTotal{
			"2026-11-01": {self}, "2026-10-01": {course}, "2026-01-01": {course, self},
		},
		targets: map[people.Category]learning.Target{people.CongChuc: {Tiet: 40, Source: "Nghị định"}},
		asked:   &[]day.Range{},
	}
}

func TestOwnTotalsAddUp(t *testing.T) {
	t.Parallel()
	d := newDrawer()
	d.away = true
	own, err := learning.OwnTotals(t.Context(), d, people.Person{Category: people.CongChuc}, learning.PeriodTo(learning.Month, "2026-11-24"))
	if err != nil {
		t.Fatal(err)
	}
	if y := own.Year; y.Training != 450 || y.Self != 75 || y.Entries != 5 || y.Minutes() != 525 {
		t.Errorf("the year is %+v", y)
	}
	if want := (learning.Credit{Backed: 360, Confirmed: 90}); own.Year.Credit != want {
		t.Errorf("credit is %+v, want %+v", own.Year.Credit, want)
	}
	if own.Period.Training != 0 || own.Period.Credit != (learning.Credit{}) || own.Before.Training != 450 {
		t.Errorf("periods are %+v and %+v", own.Period, own.Before)
	}
	if !own.HasDue || own.Duty.Minutes(learning.DefaultRules().Units) != 40*45 || !own.Away || !own.Begun {
		t.Errorf("duty and leave are %+v", own)
	}
	want := []day.Range{
		{From: "2026-11-01", To: "2026-11-24"}, {From: "2026-10-01", To: "2026-10-24"}, {From: "2026-01-01", To: "2026-11-24"},
	}
	for i, days := range *d.asked {
		if days != want[i] {
			t.Errorf("range %d is %v, want %v", i, days, want[i])
		}
	}
}

func TestWhoHasNoDuty(t *testing.T) {
	t.Parallel()
	for _, c := range []people.Category{people.Uncategorised, people.VienChuc, people.NguoiLaoDong} {
		own, err := learning.OwnTotals(t.Context(), newDrawer(), people.Person{Category: c}, learning.PeriodTo(learning.Year, "2026-12-31"))
		if err != nil || own.HasDue || own.Duty.Tiet != 0 {
			t.Errorf("%q has the duty %+v (%v)", c, own.Duty, err)
		}
	}
}

func TestOwnTotalsReportWhatBroke(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"kinds", "targets", "away", "begun"} {
		d := newDrawer()
		broken := errors.New(part)
		d.broken = map[string]error{part: broken}
		if _, err := learning.OwnTotals(t.Context(), d, people.Person{}, learning.PeriodTo(learning.Month, "2026-11-24")); !errors.Is(err, broken) {
			t.Errorf("a break of %s is reported as %v", part, err)
		}
	}
}
