package schedule_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

var weekly = schedule.Job{Code: "weekly", Cron: "30 15 * * 5", Policy: schedule.Latest, Grace: 20 * time.Hour, On: true}

func ones(n int) []int { return slices.Repeat([]int{1}, n) }

func TestASlotRunsOnceAtItsTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-24 09:00", weekly)
	r := h.runner()
	if next := h.pass(r); next != "27/11 15:30" {
		t.Errorf("next is %s", next)
	}
	h.now = at(t, "2026-11-27 15:29")
	h.pass(r)
	if got := h.got(); len(got) != 0 {
		t.Errorf("too early: %v", got)
	}
	for _, now := range []string{"2026-11-27 15:30", "2026-11-27 15:30", "2026-11-27 15:31", "2026-11-30 08:00"} {
		h.now = at(t, now)
		if next := h.pass(r); next != "04/12 15:30" {
			t.Errorf("at %s the next one is %s", now, next)
		}
	}
	if d := cmp.Diff(map[string][]int{"weekly 27/11 15:30": ones(5)}, h.got()); d != "" {
		t.Error(d)
	}
	if h.parts != 3 {
		t.Errorf("%d parts, want 3", h.parts)
	}
	if d := cmp.Diff([]string{"weekly 27/11 15:30 done"}, h.ledger()); d != "" {
		t.Error(d)
	}
}

// A new database, and one whose program did not run for long, has no past at its first start.
func TestTheFirstStartMakesUpForNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-27 15:30", weekly, schedule.Job{Code: "each", Cron: "0 * * * *", Policy: schedule.Each, On: true})
	h.pass(h.runner())
	if got := h.ledger(); len(got) != 0 {
		t.Errorf("the ledger holds %v", got)
	}
}

func TestMissedSlots(t *testing.T) {
	t.Parallel()
	daily := func(p schedule.Policy, grace time.Duration) schedule.Job {
		return schedule.Job{Code: "d", Cron: "0 8 * * *", Policy: p, Grace: grace, On: true}
	}
	for name, tc := range map[string]struct {
		job  schedule.Job
		back string // when the program runs again; it stopped on 24/11 at 09:00
		want []string
	}{
		"a restart is no miss": {
			daily(schedule.Skip, 0), "2026-11-25 08:05",
			[]string{"d 25/11 08:00 done"},
		},
		"skip": {
			daily(schedule.Skip, 9*time.Hour), "2026-11-25 08:06",
			[]string{"d 25/11 08:00 skipped missed"},
		},
		"latest, down from 08:00 to 09:30": {
			daily(schedule.Latest, 12*time.Hour), "2026-11-25 09:30",
			[]string{"d 25/11 08:00 done"},
		},
		"latest, down three days and more": {
			daily(schedule.Latest, 12*time.Hour), "2026-11-27 20:30",
			[]string{"d 25/11 08:00 skipped superseded", "d 26/11 08:00 skipped superseded", "d 27/11 08:00 skipped too late"},
		},
		"latest, the last one within its grace": {
			daily(schedule.Latest, 12*time.Hour), "2026-11-27 19:59",
			[]string{"d 25/11 08:00 skipped superseded", "d 26/11 08:00 skipped superseded", "d 27/11 08:00 done"},
		},
		"each": {
			daily(schedule.Each, 0), "2026-11-27 20:30",
			[]string{"d 25/11 08:00 done", "d 26/11 08:00 done", "d 27/11 08:00 done"},
		},
		"each within a grace": {
			daily(schedule.Each, 40*time.Hour), "2026-11-27 20:30",
			[]string{"d 25/11 08:00 skipped too late", "d 26/11 08:00 done", "d 27/11 08:00 done"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, "2026-11-24 09:00", tc.job)
			h.pass(h.runner())
			h.now = at(t, tc.back)
			r := h.runner()
			h.pass(r)
			h.pass(r)
			if d := cmp.Diff(tc.want, h.ledger()); d != "" {
				t.Error(d)
			}
			skipped := 0
			for _, line := range tc.want {
				if strings.Contains(line, "skipped") {
					skipped++
				}
			}
			if logged := strings.Count(h.log.String(), "a slot is left out"); logged != skipped {
				t.Errorf("%d lines of what was left out, want %d:\n%s", logged, skipped, h.log.String())
			}
		})
	}
}

// After a year of silence there are more slots than one transaction takes up.
func TestManyMissedSlots(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2025-11-24 09:10", schedule.Job{Code: "h", Cron: "*/30 * * * *", Policy: schedule.Latest, Grace: time.Hour, On: true})
	h.pass(h.runner())
	h.now = at(t, "2025-12-24 09:10")
	h.pass(h.runner())
	got := h.ledger()
	if len(got) != 30*48 || got[len(got)-1] != "h 24/12 09:00 done" || got[0] != "h 24/11 09:30 skipped superseded" {
		t.Errorf("%d slots, from %s to %s", len(got), got[0], got[len(got)-1])
	}
	if d := cmp.Diff(map[string][]int{"h 24/12 09:00": ones(5)}, h.got()); d != "" {
		t.Error(d)
	}
}

func TestTheClockIsSetBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-27 15:00", weekly)
	r := h.runner()
	h.pass(r)
	h.now = at(t, "2026-11-27 15:30")
	h.pass(r)
	h.now = at(t, "2026-11-27 15:00")
	if next := h.pass(r); next != "27/11 15:30" {
		t.Errorf("next is %s", next)
	}
	h.now = at(t, "2026-11-27 15:30")
	h.pass(r)
	h.now = at(t, "2026-12-04 15:30")
	h.pass(r)
	if d := cmp.Diff(map[string][]int{"weekly 27/11 15:30": ones(5), "weekly 04/12 15:30": ones(5)}, h.got()); d != "" {
		t.Error(d)
	}
}

// While nothing is due the note of what was taken up follows, so that a calendar that is changed for days gone by makes
// nothing due then.
func TestNoPastComesIntoBeing(t *testing.T) {
	t.Parallel()
	job := schedule.Job{Code: "m", Cron: "30 8 * * *", Rule: schedule.FirstWorkingDay, Policy: schedule.Each, On: true}
	h := newHouse(t, "2026-12-20 09:00", job)
	r := h.runner()
	for d := 20; d < 31; d++ {
		h.now = h.now.AddDate(0, 0, 1)
		h.pass(r)
	}
	if got := h.ledger(); len(got) != 0 {
		t.Errorf("%v", got)
	}
	h.now = at(t, "2027-01-01 08:30")
	h.pass(r)
	if d := cmp.Diff([]string{"m 01/01 08:30 done"}, h.ledger()); d != "" {
		t.Error(d)
	}
}

func TestSwitchedOffAndOnAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-24 09:00", weekly)
	h.pass(h.runner())
	off := weekly
	off.On = false
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		_, err := tx.SetSchedule(ctx, off, 0, "test")
		return err
	})
	h.now = at(t, "2026-11-27 15:40")
	if next := h.pass(h.runner()); next != "never" {
		t.Errorf("it is off, and due at %s", next)
	}
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		_, err := tx.SetSchedule(ctx, weekly, 0, "test")
		return err
	})
	if next := h.pass(h.runner()); next != "04/12 15:30" {
		t.Errorf("it is on again, and due at %s", next)
	}
	if got := h.ledger(); len(got) != 0 {
		t.Errorf("what passed while it was off: %v", got)
	}
}

// What was begun and is switched off, or too old, is broken off with its reason.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		meanwhile func(h *house)
		want      string
	}{
		"off": {func(h *house) {
			h.update(func(ctx context.Context, tx *sqlite.Tx) error {
				off := weekly
				off.On = false
				_, err := tx.SetSchedule(ctx, off, 0, "test")
				return err
			})
		}, "weekly 27/11 15:30 skipped off"},
		"too late":   {func(h *house) { h.now = at(t, "2026-11-28 11:31") }, "weekly 27/11 15:30 skipped too late"},
		"in time":    {func(h *house) { h.now = at(t, "2026-11-28 11:30") }, "weekly 27/11 15:30 done"},
		"no planner": {func(h *house) { delete(h.plan, "weekly") }, "weekly 27/11 15:30 skipped no planner"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, "2026-11-24 09:00", weekly)
			h.pass(h.runner())
			h.now = at(t, "2026-11-27 15:30")
			stop, cancel := context.WithCancel(t.Context())
			defer cancel()
			h.plan["weekly"] = func(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
				cancel() // the program is told to end after the first part
				return h.planner(ctx, tx, s, cursor)
			}
			if _, err := h.runner().Pass(stop); !errors.Is(err, context.Canceled) {
				t.Fatalf("it ended with %v", err)
			}
			h.plan["weekly"] = h.planner
			tc.meanwhile(h)
			h.pass(h.runner())
			if d := cmp.Diff([]string{tc.want}, h.ledger()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAFailingSlotHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() (schedule.Step, error){
		"error": func() (schedule.Step, error) { return schedule.Step{}, errors.New("the disk is full") },
		"panic": func() (schedule.Step, error) { panic("Nguyễn Thị Lan") },
		"stuck": func() (schedule.Step, error) { return schedule.Step{}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := schedule.Job{Code: "bad", Cron: "30 15 * * 5", Policy: schedule.Latest, Grace: 48 * time.Hour, On: true}
			h := newHouse(t, "2026-11-24 09:00", bad, weekly)
			tries := 0
			h.plan["bad"] = func(context.Context, *sqlite.Tx, schedule.Slot, string) (schedule.Step, error) {
				tries++
				return fail()
			}
			r := h.runner()
			h.pass(r)
			h.now = at(t, "2026-11-27 15:30")
			if next, err := r.Pass(t.Context()); err != nil || !next.Equal(h.now.Add(5*time.Second)) {
				t.Errorf("tried again at %s (%v)", next, err)
			}
			if d := cmp.Diff(map[string][]int{"weekly 27/11 15:30": ones(5)}, h.got()); d != "" {
				t.Error(d)
			}
			for range 30 {
				h.now = h.now.Add(5 * time.Minute)
				h.pass(r)
			}
			if got := h.ledger()[0]; tries != 20 || !strings.HasPrefix(got, "bad 27/11 15:30 skipped failed: ") {
				t.Errorf("after %d tries: %s", tries, got)
			}
			if strings.Contains(h.log.String(), "Lan") || strings.Contains(strings.Join(h.ledger(), ""), "Lan") {
				t.Error("a value of a panic is kept")
			}
		})
	}
}

func TestAFailureThatPasses(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-24 09:00", weekly)
	parts := 0
	h.plan["weekly"] = func(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
		if parts++; parts == 2 {
			_, _ = h.planner(ctx, tx, s, cursor) // what it queued is undone
			return schedule.Step{}, errors.New("once")
		}
		return h.planner(ctx, tx, s, cursor)
	}
	r := h.runner()
	h.pass(r)
	h.now = at(t, "2026-11-27 15:30")
	h.pass(r)
	h.now = h.now.Add(4 * time.Second)
	h.pass(r)
	if parts != 2 {
		t.Errorf("%d parts: it was tried again too soon", parts)
	}
	h.now = h.now.Add(time.Second)
	h.pass(r)
	if d := cmp.Diff(map[string][]int{"weekly 27/11 15:30": ones(5)}, h.got()); d != "" {
		t.Error(d)
	}
}

func TestAPlannerMayLeaveASlotOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-24 09:00", weekly)
	h.plan["weekly"] = func(context.Context, *sqlite.Tx, schedule.Slot, string) (schedule.Step, error) {
		return schedule.Step{Skipped: "nobody has joined"}, nil
	}
	r := h.runner()
	h.pass(r)
	h.now = at(t, "2026-11-27 15:30")
	h.pass(r)
	if d := cmp.Diff([]string{"weekly 27/11 15:30 skipped nobody has joined"}, h.ledger()); d != "" {
		t.Error(d)
	}
	if !strings.Contains(h.log.String(), `reason="nobody has joined"`) {
		t.Errorf("it is not logged: %s", h.log.String())
	}
}

// A row that makes no sense is said once, and holds up no other job.
func TestHoursThatCannotBeRead(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-24 09:00", schedule.Job{Code: "odd", Cron: "half past three", Policy: schedule.Skip, On: true}, weekly)
	r := h.runner()
	for range 3 {
		if next := h.pass(r); next != "27/11 15:30" {
			t.Errorf("next is %s", next)
		}
	}
	if n := strings.Count(h.log.String(), "cannot be read"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
}

func TestHeldBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-11-24 09:00", weekly)
	waiting := []time.Time{at(t, "2026-11-24 09:00"), at(t, "2026-11-24 09:00"), at(t, "2026-11-25 07:30")}
	var done []string
	r := schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: h.db.Update, Planners: h.plan, Zone: vietnam, Now: func() time.Time { return h.now }, Log: discard,
		Held: func(_ context.Context, _ *sqlite.Tx, now time.Time) (time.Time, error) { // one at a time
			if len(waiting) > 0 && !waiting[0].After(now) {
				done = append(done, now.In(vietnam).Format("02/01 15:04"))
				waiting = waiting[1:]
			}
			if len(waiting) == 0 {
				return time.Time{}, nil
			}
			return waiting[0], nil
		},
	})
	if next := h.pass(r); next != "25/11 07:30" {
		t.Errorf("next is %s", next)
	}
	h.now = at(t, "2026-11-25 07:30")
	if next := h.pass(r); next != "27/11 15:30" {
		t.Errorf("next is %s", next)
	}
	if d := cmp.Diff([]string{"24/11 09:00", "24/11 09:00", "25/11 07:30"}, done); d != "" {
		t.Error(d)
	}
}
