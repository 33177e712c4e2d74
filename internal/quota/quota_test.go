package quota_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/quota"
)

func TestLevelsOfAPlan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		received, sent             int
		percent, level, left, room int
	}{
		{0, 0, 0, 0, 3000, 2850},
		{1000, 1399, 79, 0, 601, 451},
		{1000, 1400, 80, quota.WarnAt, 600, 450},
		{1000, 1588, 86, quota.WarnAt, 412, 262},
		{1000, 1849, 94, quota.WarnAt, 151, 1},
		{1000, 1850, 95, quota.CloseAt, 150, 0},
		{2000, 1000, 100, quota.CloseAt, 0, 0},
		{2000, 1500, 116, quota.CloseAt, 0, 0},
	} {
		u := quota.Use{Plan: quota.FreePlan(), Received: test.received, Sent: test.sent}
		if u.Percent() != test.percent || u.Level() != test.level || u.Left() != test.left || u.Room() != test.room {
			t.Errorf("%d in, %d out: %d %%, level %d, %d left, room for %d; want %+v", test.received, test.sent, u.Percent(), u.Level(), u.Left(), u.Room(), test)
		}
	}
}

func TestAPlanOfNothingBearsNothing(t *testing.T) {
	t.Parallel()
	u := quota.Use{Sent: 10}
	if u.Left() != 0 || u.Room() != 0 || u.Fits(1) || !u.Fits(0) || u.Percent() != 0 {
		t.Errorf("%+v: %d left, room for %d", u, u.Left(), u.Room())
	}
}

// A run that fits does not close the account before its last message, and one more would.
func TestARunThatFitsEndsBeforeTheLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		u := quota.Use{Plan: quota.Plan{Messages: rapid.IntRange(1, 10_000).Draw(t, "plan")}, Sent: rapid.IntRange(0, 12_000).Draw(t, "sent")}
		room := u.Room()
		if room == 0 {
			if u.Level() != quota.CloseAt && u.Plan.Messages > 0 {
				t.Fatalf("%+v has no room at level %d", u, u.Level())
			}
			return
		}
		u.Sent += room - 1
		if u.Level() == quota.CloseAt {
			t.Fatalf("%+v was closed before the last of %d", u, room)
		}
		u.Sent++
		if u.Level() != quota.CloseAt {
			t.Fatalf("%+v is open after its room", u)
		}
	})
}

func TestMonthsAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("+07", 7*60*60)
	last := time.Date(2026, 11, 30, 23, 59, 0, 0, zone)
	if m := quota.MonthOf(last.UTC(), zone); m.Name() != "2026-11" || !m.To.Equal(last.Add(time.Minute)) {
		t.Errorf("%s is in %s, which ends %s", last, m.Name(), m.To)
	}
	if m := quota.MonthOf(last.Add(time.Minute), zone); m.Name() != "2026-12" || !m.From.Equal(last.Add(time.Minute)) || m.To.Year() != 2027 {
		t.Errorf("the next minute is in %+v", m)
	}
}
