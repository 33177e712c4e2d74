package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sohoc/internal/evidence"
	"sohoc/internal/job"
	"sohoc/internal/people"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// backupJob copies the data.
const backupJob job.Kind = "backup"

// Settings that the nightly backup leaves: when the last one was made, and the hour of one that failed and of which
// nobody was told so far.
const (
	lastBackup   = "last_backup"
	failedBackup = "failed_backup"
)

// keepBackups is how many of the nightly backups are kept.
const keepBackups = 14

// backupArgs are the arguments of a backupJob.
type backupArgs struct {
	Due time.Time `json:"due"`
}

// planBackup queues the nightly backup: copying is nothing for the writer.
func planBackup(ctx context.Context, tx *sqlite.Tx, slot schedule.Slot, _ string) (schedule.Step, error) {
	r, err := job.New(backupJob, backupArgs{slot.Due})
	if err != nil {
		return schedule.Step{}, err
	}
	_, err = tx.QueueJob(ctx, r)
	return schedule.Step{Done: true}, err
}

// makeBackup copies the data beside the writer and removes the oldest copies.
func (s *server) makeBackup(ctx context.Context, _ job.Row) (apply, error) {
	folder := s.app.backupFolder("")
	made, err := folder.add(ctx, s.db, evidence.Folder{Dir: s.app.cfg.Files()}, s.app.clock.Now().In(s.app.zone))
	if err != nil {
		return nil, fmt.Errorf("back up: %w", err)
	}
	removed, err := folder.rotate(ctx, made.name, keepBackups)
	if err != nil {
		s.log.Error("old backups cannot be removed", "err", err)
	}
	if made.missing > 0 {
		s.log.Error("evidence is missing, and so it is in the backup", "files", made.missing)
	}
	s.log.Info("backed up", "file", made.name, "files", made.files, "copied", made.fresh, "removed", removed)
	return func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.Set(ctx, lastBackup, tx.Now().Format(time.RFC3339)); err != nil {
			return err
		}
		if err := tx.Set(ctx, failedBackup, ""); err != nil {
			return err
		}
		return tx.Audit(ctx, people.AuditLine{Action: "backup", Channel: "schedule"}, tx.Now())
	}, nil
}

// backupGivenUp notes that a backup was not made. It is the middle of the night: who runs the machine is told when
// work begins.
func backupGivenUp(ctx context.Context, tx *sqlite.Tx, r job.Row) error {
	var a backupArgs
	if err := json.Unmarshal(r.Args, &a); err != nil {
		return fmt.Errorf("decode job: %w", err)
	}
	tx.WakeSchedule()
	return tx.Set(ctx, failedBackup, a.Due.Format(time.RFC3339))
}

// heldBack sends what was held until now, and tells of a backup that failed.
func (s *server) heldBack(ctx context.Context, tx *sqlite.Tx, now time.Time) (time.Time, error) {
	alarm, err := s.backupAlarm(ctx, tx, now)
	if err != nil {
		return time.Time{}, err
	}
	next, err := held(s.bot, s.faults)(ctx, tx, now)
	if err != nil || alarm.IsZero() || !next.IsZero() && next.Before(alarm) {
		return next, err
	}
	return alarm, nil
}

// backupAlarm tells who runs the machine of a backup that failed, in working hours; it returns when it has to be asked
// again.
func (s *server) backupAlarm(ctx context.Context, tx *sqlite.Tx, now time.Time) (time.Time, error) {
	settings, err := tx.Settings(ctx)
	if err != nil || settings[failedBackup] == "" {
		return time.Time{}, err
	}
	cal, err := tx.Calendar(ctx, s.app.zone)
	if err != nil {
		return time.Time{}, err
	}
	if at := cal.Next(now); at.After(now) {
		return at, nil
	}
	due, err := time.Parse(time.RFC3339, settings[failedBackup])
	if err != nil {
		due = now // somebody wrote something else there; what matters is to tell
	}
	last, _ := time.Parse(time.RFC3339, settings[lastBackup]) // none = never
	messages, err := s.bot.TellBackupFailed(ctx, tx, due, last)
	if err != nil {
		return time.Time{}, err
	}
	if err := tx.Set(ctx, failedBackup, ""); err != nil {
		return time.Time{}, err
	}
	return time.Time{}, tx.QueueMessages(ctx, messages...)
}

// lastBackup is when the last nightly backup was made, nil when it is not known.
func (s *server) lastBackup(ctx context.Context) *time.Time {
	var at time.Time
	err := s.db.View(ctx, func(tx *sqlite.Tx) error {
		settings, err := tx.Settings(ctx)
		at, _ = time.Parse(time.RFC3339, settings[lastBackup])
		return err
	})
	if err != nil || at.IsZero() {
		return nil
	}
	return &at
}
