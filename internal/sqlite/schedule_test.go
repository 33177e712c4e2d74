package sqlite_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/people"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

func (d *dial) schedules() (jobs []schedule.Entry) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		jobs, err = tx.Schedules(ctx)
		return err
	})
	return jobs
}

// The defaults of the issue stand in a new database, in the order in which they are shown, and make sense.
func TestSchedulesBeginWithTheDefaults(t *testing.T) {
	t.Parallel()
	vietnam := time.FixedZone("+07", 7*60*60)
	want := map[schedule.Code]string{
		schedule.WeeklyReminder: "Fri 15:30", schedule.HeadDigest: "Mon 08:00", schedule.OfficeDigest: "Mon 08:15", schedule.Quiz: "Wed 09:00",
		schedule.QuizMore: "Thu 09:00", schedule.WeeklyFact: "Thu 14:00", schedule.MonthlySummary: "Tue 08:30", schedule.DirectorPage: "Tue 09:00",
		schedule.Backup: "Wed 01:30",
	}
	jobs := newDial(t).schedules()
	if len(jobs) != len(want) || jobs[0].Code != schedule.WeeklyReminder || jobs[len(jobs)-1].Code != schedule.Backup {
		t.Errorf("the jobs are %+v", jobs)
	}
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, vietnam)
	for _, j := range jobs {
		h, err := schedule.Compile(j.Job, vietnam)
		if err != nil {
			t.Error(err)
			continue
		}
		next, _ := h.Next(now, schedule.Weekdays{})
		if got := next.In(vietnam).Format("Mon 15:04"); got != want[j.Code] || !j.On || !j.TakenTo.IsZero() || j.Policy != schedule.Latest || j.Grace == 0 {
			t.Errorf("%+v is due %s, want %s", j, got, want[j.Code])
		}
	}
}

func TestSetScheduleKeepsWhatWas(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	told := 0
	d.SetHooks(sqlite.Hooks{Schedule: func() { told++ }})
	var thu people.PersonID
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		thu, err = tx.AddPerson(ctx, people.Person{StaffCode: "A1", Name: "Phạm Thị Thu"}, tx.Now())
		return err
	})
	if told != 0 {
		t.Error("the runner is woken by somebody's name")
	}
	changed := schedule.Job{
		Code: schedule.Quiz, Cron: "0 10 * * 4", Zone: "UTC", Rule: schedule.WorkingDay, Policy: schedule.Each, Grace: 90 * time.Minute, On: false,
	}
	var was schedule.Job
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		old, version, ok, err := tx.ScheduleVersion(ctx, schedule.Quiz)
		if err != nil || !ok || version != 1 {
			t.Errorf("version %d, %v, %v", version, ok, err)
		}
		was = old
		replaced, err := tx.SetSchedule(ctx, changed, thu, "telegram")
		if replaced != 1 {
			t.Errorf("version %d was replaced", replaced)
		}
		return err
	})
	if told != 1 {
		t.Errorf("the runner is woken %d times", told)
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		now, version, ok, err := tx.ScheduleVersion(ctx, schedule.Quiz)
		if err != nil || !ok || version != 2 || now != changed {
			t.Errorf("it is %+v, version %d (%v)", now, version, err)
		}
		before, ok, err := tx.ScheduleBefore(ctx, schedule.Quiz, 1)
		if err != nil || !ok || before != was {
			t.Errorf("it was %+v, kept as %+v (%v)", was, before, err)
		}
		if _, ok, err := tx.ScheduleBefore(ctx, schedule.Quiz, 2); ok || err != nil {
			t.Errorf("there is a version to come: %v, %v", ok, err)
		}
		if _, _, ok, err := tx.ScheduleVersion(ctx, "moon"); ok || err != nil {
			t.Errorf("there is a job that nobody knows: %v, %v", ok, err)
		}
		return err
	})
	for _, j := range d.schedules() {
		if j.Code == schedule.Quiz && !j.TakenTo.Equal(noon) {
			t.Errorf("its slots count from %s", j.TakenTo)
		}
	}
	err := d.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := tx.SetSchedule(t.Context(), schedule.Job{Code: "moon", Cron: "* * * * *", Policy: schedule.Skip}, 0, "cli")
		return err
	})
	if err == nil {
		t.Error("a job that nobody knows is set")
	}
}

// The command line has no person, and a person may be forgotten.
func TestSetScheduleByNobody(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		_, err := tx.SetSchedule(ctx, schedule.Job{Code: schedule.Backup, Cron: "0 2 * * *", Policy: schedule.Latest, On: true}, 0, "cli")
		return err
	})
	if n := d.count("SELECT count(*) FROM schedule_versions WHERE changed_by IS NULL AND channel = 'cli'"); n != 1 {
		t.Errorf("%d versions", n)
	}
}

func TestOccurrences(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	slot := func(job schedule.Code, hours int) schedule.Slot {
		return schedule.Slot{Job: job, Due: noon.Add(time.Duration(hours) * time.Hour)}
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, o := range []schedule.Occurrence{
			{Slot: slot(schedule.Quiz, 2), State: schedule.Planned}, {Slot: slot(schedule.Backup, 1), State: schedule.Planned},
			{Slot: slot(schedule.Backup, 0), State: schedule.Skipped, Reason: schedule.Missed}, {Slot: slot(schedule.HeadDigest, 1), State: schedule.Planned},
		} {
			if added, err := tx.AddOccurrence(ctx, o); err != nil || !added {
				t.Errorf("%+v: %v, %v", o, added, err)
			}
		}
		added, err := tx.AddOccurrence(ctx, schedule.Occurrence{Slot: slot(schedule.Backup, 0), State: schedule.Planned})
		if added || err != nil {
			t.Errorf("a slot is taken up twice: %v", err)
		}
		open, err := tx.OpenOccurrences(ctx, 2)
		want := []schedule.Occurrence{{Slot: slot(schedule.Backup, 1), State: schedule.Planned}, {Slot: slot(schedule.HeadDigest, 1), State: schedule.Planned}}
		if diff := cmp.Diff(want, open); diff != "" {
			t.Error(diff)
		}
		return err
	})
	far := schedule.Occurrence{Slot: slot(schedule.Backup, 1), State: schedule.Planned, Reason: "disk full", Cursor: "17", Failures: 3}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		err := tx.SaveOccurrence(ctx, far)
		got, ok, read := tx.Occurrence(ctx, far.Slot)
		if !ok || got != far {
			t.Errorf("it is %+v", got)
		}
		if _, ok, err := tx.Occurrence(ctx, slot(schedule.Backup, 9)); ok || err != nil {
			t.Errorf("a slot that nobody took up: %v, %v", ok, err)
		}
		all, list := tx.Occurrences(ctx, noon.Add(-time.Minute), noon.Add(time.Hour))
		if len(all) != 3 || all[0].Reason != schedule.Missed {
			t.Errorf("the ledger holds %+v", all)
		}
		forgotten, forget := tx.ForgetOccurrences(ctx, noon.Add(90*time.Minute))
		if forgotten != 1 {
			t.Errorf("%d were forgotten, want the one on which there is no work", forgotten)
		}
		return errors.Join(err, read, list, forget)
	})
	if n := d.count("SELECT count(*) FROM occurrences"); n != 3 {
		t.Errorf("%d slots are left", n)
	}
}

// What the runner must be able to rely on is held by the tables, not by it.
func TestTheLedgerHoldsItsRules(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	for name, query := range map[string]string{
		"a slot of no job":             "INSERT INTO occurrences (job, due_at, state, created_at, updated_at) VALUES ('moon', 1, 'done', 1, 1)",
		"a state that nobody knows":    "INSERT INTO occurrences (job, due_at, state, created_at, updated_at) VALUES ('quiz', 1, 'late', 1, 1)",
		"left out without a reason":    "INSERT INTO occurrences (job, due_at, state, created_at, updated_at) VALUES ('quiz', 1, 'skipped', 1, 1)",
		"a policy that nobody knows":   "UPDATE schedules SET policy = 'sometimes'",
		"a rule that nobody knows":     "UPDATE schedules SET rule = 'full_moon'",
		"a grace before the hour":      "UPDATE schedules SET grace = -1",
		"no hours":                     "UPDATE schedules SET cron = ''",
		"a version that is no version": "INSERT INTO schedule_versions VALUES ('quiz', 1, 'x', NULL, 1, 'cli')",
	} {
		err := d.Update(t.Context(), func(tx *sqlite.Tx) error { return tx.ExecForTest(t.Context(), query) })
		if err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestWakeSchedule(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	told := 0
	d.SetHooks(sqlite.Hooks{Schedule: func() { told++ }})
	d.update(func(_ context.Context, tx *sqlite.Tx) error {
		tx.WakeSchedule()
		return nil
	})
	if told != 1 {
		t.Errorf("woken %d times", told)
	}
	err := d.Update(t.Context(), func(tx *sqlite.Tx) error {
		tx.WakeSchedule()
		return errors.New("no")
	})
	if err == nil || told != 1 {
		t.Errorf("woken %d times, the last time by what did not happen", told)
	}
}
