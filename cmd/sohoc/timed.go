package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"sohoc/internal/evidence"
	"sohoc/internal/job"
	"sohoc/internal/people"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// backupJob copies the data.
const backupJob job.Kind = "backup"

// How long a job may take. A backup copies every new piece of evidence; somebody waits for the others.
const (
	backupWithin = 2 * time.Hour
	jobWithin    = time.Minute
)

// keepBackups is how many of the nightly backups are kept.
const keepBackups = 14

// newSchedule returns what runs the slots of the ledger.
func (s *server) newSchedule() *schedule.Runner[*sqlite.Tx] {
	return schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: s.db.Update, Planners: s.planners(), Calendar: workingDays(s.app.zone), Zone: s.app.zone, Log: s.log, Now: s.app.clock.Now,
	})
}

// workingDays reads the calendar that the Office keeps.
func workingDays(zone *time.Location) func(context.Context, *sqlite.Tx) (schedule.Calendar, error) {
	return func(ctx context.Context, tx *sqlite.Tx) (schedule.Calendar, error) { return tx.Calendar(ctx, zone) }
}

func (s *server) planners() map[schedule.Code]schedule.Planner[*sqlite.Tx] {
	return map[schedule.Code]schedule.Planner[*sqlite.Tx]{
		schedule.Backup: planBackup,
	}
}

// planBackup queues the nightly backup: copying is nothing for the writer.
func planBackup(ctx context.Context, tx *sqlite.Tx, slot schedule.Slot, _ string) (schedule.Step, error) {
	r, err := job.New(backupJob, map[string]time.Time{"due": slot.Due})
	if err != nil {
		return schedule.Step{}, err
	}
	_, err = tx.QueueJob(ctx, r)
	return schedule.Step{Done: true}, err
}

// backupFolder is where backups lie unless somebody says otherwise.
func (a *app) backupFolder(chosen string) shelf {
	return shelf{dir: cmp.Or(chosen, filepath.Join(a.cfg.DataDir, "backups"))}
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
		if err := tx.Set(ctx, "last_backup", tx.Now().Format(time.RFC3339)); err != nil {
			return err
		}
		return tx.Audit(ctx, people.AuditLine{Action: "backup", Channel: "schedule"}, tx.Now())
	}, nil
}

// limited gives every job but the backup the time that somebody may wait for it.
func limited(handlers map[job.Kind]job.Handler[*sqlite.Tx]) map[job.Kind]job.Handler[*sqlite.Tx] {
	out := make(map[job.Kind]job.Handler[*sqlite.Tx], len(handlers))
	for kind, handle := range handlers {
		out[kind] = handle
		if kind == backupJob {
			continue
		}
		out[kind] = func(ctx context.Context, r job.Row) (job.Apply[*sqlite.Tx], error) {
			ctx, cancel := context.WithTimeout(ctx, jobWithin)
			defer cancel()
			return handle(ctx, r)
		}
	}
	return out
}
