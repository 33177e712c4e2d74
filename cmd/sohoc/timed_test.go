package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/clock"
	"sohoc/internal/config"
	"sohoc/internal/job"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// night is a server in the evening of 24/11/2026, whose clock goes forward when it is told to.
type night struct {
	*server
	t     *testing.T
	clock clock.Clock
	dir   string
}

func newNight(t *testing.T) *night {
	t.Helper()
	o := newOffice(t)
	o.must("seed", "--people", "6", "--telegram-from", "1000", "--telegram-account", "42")
	cfg, err := config.Read([]string{"SOHOC_DATA_DIR=" + filepath.Join(o.dir, "data")})
	if err != nil {
		t.Fatal(err)
	}
	n := &night{t: t, dir: cfg.DataDir, clock: clock.StartingAt(time.Date(2026, 11, 24, 20, 0, 0, 0, cfg.Zone())).Adjustable()}
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: cfg.Database(), Now: n.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	n.server, err = newServer(&app{ctx: t.Context(), stderr: io.Discard, cfg: cfg, clock: n.clock, zone: cfg.Zone()}, db)
	if err != nil {
		t.Fatal(err)
	}
	n.pass()
	return n
}

func (n *night) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	n.t.Helper()
	if err := n.db.Update(n.t.Context(), func(tx *sqlite.Tx) error { return fn(n.t.Context(), tx) }); err != nil {
		n.t.Fatal(err)
	}
}

// until lets the clock go forward, and does what is due then.
func (n *night) until(local string) time.Time {
	n.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", local, n.app.zone)
	if err != nil {
		n.t.Fatal(err)
	}
	n.clock.Forward(at)
	return n.pass()
}

func (n *night) pass() time.Time {
	n.t.Helper()
	next, err := n.schedule.Pass(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	return next
}

// queued is the backup that waits, if one does.
func (n *night) queued() (rows []job.Row) {
	n.t.Helper()
	n.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		rows, err = tx.WaitingJobs(ctx, 0, 10)
		return err
	})
	return rows
}

// alarms are the messages about a backup.
func (n *night) alarms() (texts []string) {
	n.t.Helper()
	n.update(func(ctx context.Context, tx *sqlite.Tx) error {
		all, err := tx.WaitingMessages(ctx, 0, 1000)
		for _, r := range all {
			if strings.HasPrefix(r.Message.Dedupe, "backup/") {
				texts = append(texts, string(r.Message.To.Chat)+": "+r.Message.Text)
			}
		}
		return err
	})
	return texts
}

func TestABackupEveryNight(t *testing.T) {
	t.Parallel()
	n := newNight(t)
	n.until("2026-11-25 01:29")
	if got := n.queued(); len(got) != 0 {
		t.Fatalf("too early: %+v", got)
	}
	n.until("2026-11-25 01:30")
	n.pass()
	rows := n.queued()
	if len(rows) != 1 || rows[0].Kind != backupJob {
		t.Fatalf("queued: %+v", rows)
	}
	apply, err := limited(n.handlers())[backupJob](t.Context(), rows[0])
	if err != nil {
		t.Fatal(err)
	}
	n.update(apply)
	names, err := filepath.Glob(filepath.Join(n.dir, "backups", "sohoc-20261125-0130*.db"))
	if err != nil || len(names) != 1 {
		t.Fatalf("copies: %v (%v)", names, err)
	}
	if found, err := sqlite.Inspect(t.Context(), names[0]); err != nil || len(found.Faults) > 0 {
		t.Errorf("the copy: %v (%v)", found.Faults, err)
	}
	h := n.health(t.Context())
	if h.LastBackup == nil || n.clock.Now().Sub(*h.LastBackup) > time.Minute || h.LastSchedule == nil {
		t.Errorf("the health says %+v", h)
	}
	n.until("2026-11-25 08:00")
	if got := n.alarms(); len(got) != 0 {
		t.Errorf("somebody is alarmed: %v", got)
	}
}

// A backup that fails is told to who runs the machine, once, and not in the night.
func TestABackupThatFailsIsTold(t *testing.T) {
	t.Parallel()
	n := newNight(t)
	if err := os.WriteFile(filepath.Join(n.dir, "backups"), []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	n.until("2026-11-25 01:30")
	rows := n.queued()
	if len(rows) != 1 {
		t.Fatalf("queued: %+v", rows)
	}
	if _, err := limited(n.handlers())[backupJob](t.Context(), rows[0]); err == nil {
		t.Fatal("it does not fail")
	}
	n.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.FailJob(ctx, rows[0].ID, 3, "x"); err != nil {
			return err
		}
		return n.gaveUp(ctx, tx, rows[0])
	})
	morning := time.Date(2026, 11, 25, 7, 30, 0, 0, n.app.zone)
	if next := n.pass(); !next.Equal(morning) {
		t.Errorf("told at %s, want %s", next, morning)
	}
	if got := n.alarms(); len(got) != 0 {
		t.Errorf("told in the night: %v", got)
	}
	n.until("2026-11-25 07:30")
	n.pass()
	n.until("2026-11-25 08:00")
	got := n.alarms()
	if len(got) != 1 || !strings.HasPrefix(got[0], "1003: ") || !strings.Contains(got[0], "01:30 25/11/2026") || !strings.Contains(got[0], "sohoc backup") {
		t.Errorf("told: %v", got)
	}
}

// Whoever waits for another job does not wait for hours; the backup may take them.
func TestJobsHaveTheirTime(t *testing.T) {
	t.Parallel()
	left := map[job.Kind]time.Duration{}
	handlers := map[job.Kind]job.Handler[*sqlite.Tx]{}
	for _, kind := range []job.Kind{backupJob, menuJob} {
		handlers[kind] = func(ctx context.Context, r job.Row) (apply, error) {
			end, _ := ctx.Deadline()
			left[r.Kind] = time.Until(end)
			return nil, nil
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), backupWithin)
	defer cancel()
	for kind, h := range limited(handlers) {
		if _, err := h(ctx, job.Row{Request: job.Request{Kind: kind}}); err != nil {
			t.Fatal(err)
		}
	}
	if left[menuJob] > jobWithin || left[backupJob] < time.Hour {
		t.Errorf("they have %v", left)
	}
}

// Every job that stands in the table can be done by this program, in words and in deeds.
func TestEveryJobHasItsPlanner(t *testing.T) {
	t.Parallel()
	n := newNight(t)
	var jobs []schedule.Entry
	n.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		jobs, err = tx.Schedules(ctx)
		return err
	})
	have := planners(n.bot, nil)
	for _, j := range jobs {
		if have[j.Code] == nil {
			t.Errorf("%s has none", j.Code)
		}
		if err := schedule.Check(j.Job, n.app.zone, schedule.Weekdays{}, n.clock.Now()); err != nil {
			t.Errorf("%s: %v", j.Code, err)
		}
	}
	if len(jobs) != len(have) {
		t.Errorf("%d jobs, %d planners", len(jobs), len(have))
	}
}
