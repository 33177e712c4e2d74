package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/clock"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

var discard = slog.New(slog.DiscardHandler)

// alive runs a program's schedule in a bubble of time, on a database that holds nothing but its jobs.
type alive struct {
	*house
	runner *schedule.Runner[*sqlite.Tx]
	stop   func()
	at     []string // when the parts were planned
}

// watch is a clock that can be set while somebody looks at it.
type watch struct{ atomic.Pointer[clock.Clock] }

func newWatch(start time.Time) *watch {
	w := &watch{}
	w.set(start)
	return w
}

func (w *watch) set(start time.Time) {
	c := clock.StartingAt(start)
	w.Store(&c)
}

// Now is what it shows.
func (w *watch) Now() time.Time { return w.Load().Now() }

func live(t *testing.T, c *watch, jobs ...schedule.Job) *alive {
	t.Helper()
	a := &alive{house: newHouse(t, c.Now().In(vietnam).Format("2006-01-02 15:04"), jobs...)}
	for code := range a.plan {
		a.plan[code] = func(_ context.Context, tx *sqlite.Tx, s schedule.Slot, _ string) (schedule.Step, error) {
			a.at = append(a.at, string(s.Job)+" "+tx.Now().In(vietnam).Format("02/01 15:04:05"))
			return schedule.Step{Done: true}, nil
		}
	}
	a.runner = schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: func(ctx context.Context, fn func(*sqlite.Tx) error) error {
			a.now = c.Now()
			return a.db.Update(ctx, fn)
		},
		Planners: a.plan, Zone: vietnam, Log: discard, Now: c.Now,
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.runner.Run(ctx) }()
	a.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.db.Close(); err != nil { // before the bubble ends
			t.Error(err)
		}
	}
	synctest.Wait()
	return a
}

func TestItWakesWhenSomethingIsDue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newWatch(at(t, "2026-11-24 09:00"))
		a := live(t, c, weekly, schedule.Job{Code: "quiz", Cron: "0 9 * * 3", Policy: schedule.Latest, Grace: time.Hour, On: true})
		defer a.stop()
		time.Sleep(14 * 24 * time.Hour)
		synctest.Wait()
		want := []string{"quiz 25/11 09:00:00", "weekly 27/11 15:30:00", "quiz 02/12 09:00:00", "weekly 04/12 15:30:00"}
		if d := cmp.Diff(want, a.at); d != "" {
			t.Error(d)
		}
		if last := a.runner.LastPass(); c.Now().Sub(last) > time.Minute {
			t.Errorf("the last look was at %s", last)
		}
	})
}

// A clock that was wrong and is set right, or a machine that slept: at most a minute later it is noticed.
func TestTheClockJumps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newWatch(at(t, "2026-11-26 09:00"))
		a := live(t, c, weekly)
		defer a.stop()
		c.set(at(t, "2026-11-27 15:29").Add(50 * time.Second))
		time.Sleep(time.Minute)
		synctest.Wait()
		c.set(at(t, "2026-11-20 12:00"))
		time.Sleep(7 * 24 * time.Hour)
		synctest.Wait()
		c.set(at(t, "2026-12-04 18:00"))
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(a.at) != 3 || a.at[1] != "weekly 20/11 15:30:00" {
			t.Fatalf("planned at %v", a.at)
		}
		want := []string{"weekly 20/11 15:30 done", "weekly 27/11 15:30 done", "weekly 04/12 15:30 done"}
		a.now = c.Now()
		if d := cmp.Diff(want, a.ledger()); d != "" {
			t.Error(d)
		}
	})
}

// What the Office changes counts at once, also an hour that is nearer than the one it waits for.
func TestAChangeWakesIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newWatch(at(t, "2026-11-24 09:00"))
		a := live(t, c, weekly)
		defer a.stop()
		a.db.SetHooks(sqlite.Hooks{Schedule: a.runner.Wake})
		soon := weekly
		soon.Cron = "1 9 * * 2"
		a.update(func(ctx context.Context, tx *sqlite.Tx) error {
			_, err := tx.SetSchedule(ctx, soon, 0, "test")
			return err
		})
		time.Sleep(time.Minute)
		synctest.Wait()
		if d := cmp.Diff([]string{"weekly 24/11 09:01:00"}, a.at); d != "" {
			t.Error(d)
		}
	})
}

func TestRunIsForOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newWatch(at(t, "2026-11-24 09:00"))
		a := live(t, c, weekly)
		defer a.stop()
		if err := a.runner.Run(t.Context()); !errors.Is(err, schedule.ErrRunning) {
			t.Errorf("a second Run: %v", err)
		}
	})
}

// A database that does not answer is tried again, and nothing is lost.
func TestTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "2026-11-27 15:29", weekly)
		var away atomic.Bool
		away.Store(true)
		c := clock.StartingAt(h.now)
		r := schedule.NewRunner(schedule.Config[*sqlite.Tx]{
			Update: func(ctx context.Context, fn func(*sqlite.Tx) error) error {
				if h.now = c.Now(); away.Load() && h.parts == 0 && h.now.After(at(t, "2026-11-27 15:29")) {
					return errors.New("disk I/O error")
				}
				return h.db.Update(ctx, fn)
			},
			Planners: h.plan, Zone: vietnam, Log: discard, Now: c.Now,
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx) }()
		time.Sleep(4 * time.Minute)
		away.Store(false)
		time.Sleep(6 * time.Minute)
		synctest.Wait()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if d := cmp.Diff(map[string][]int{"weekly 27/11 15:30": ones(5)}, h.got()); d != "" {
			t.Error(d)
		}
		if err := h.db.Close(); err != nil {
			t.Error(err)
		}
	})
}
