package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"sohoc/bot"
	"sohoc/internal/evidence"
	"sohoc/internal/job"
	"sohoc/internal/people"
	"sohoc/internal/remind"
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
		Update: s.db.Update, Planners: planners(s.bot, nil), Held: held(s.bot, nil), Calendar: workingDays(s.app.zone),
		Zone: s.app.zone, Log: s.log, Now: s.app.clock.Now,
	})
}

// workingDays reads the calendar that the Office keeps.
func workingDays(zone *time.Location) func(context.Context, *sqlite.Tx) (schedule.Calendar, error) {
	return func(ctx context.Context, tx *sqlite.Tx) (schedule.Calendar, error) { return tx.Calendar(ctx, zone) }
}

// witness is told what was decided about whom; nil = nobody asks.
type witness func(bot.Planned)

func (w witness) see(p bot.Planned) {
	if w != nil {
		w(p)
	}
}

// planners are what each job does with a slot: the backup is a job of its own, all others write to people.
func planners(b *bot.Bot, w witness) map[schedule.Code]schedule.Planner[*sqlite.Tx] {
	out := map[schedule.Code]schedule.Planner[*sqlite.Tx]{schedule.Backup: planBackup}
	for _, code := range []schedule.Code{
		schedule.WeeklyReminder, schedule.HeadDigest, schedule.OfficeDigest, schedule.Quiz, schedule.QuizMore,
		schedule.MonthlySummary, schedule.DirectorPage, schedule.WeeklyFact,
	} {
		out[code] = writing(b, w)
	}
	return out
}

// writing has the bot decide who gets what in a part of a slot, and queues it.
func writing(b *bot.Bot, w witness) schedule.Planner[*sqlite.Tx] {
	return func(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
		p, err := b.Due(ctx, tx, remind.Slot{Job: remind.Job(s.Job), Due: s.Due}, cursor)
		if err != nil {
			return schedule.Step{}, err
		}
		w.see(p)
		return schedule.Step{Cursor: p.Cursor, Done: p.Done}, tx.QueueMessages(ctx, p.Messages...)
	}
}

// held has the bot send what was held back until now.
func held(b *bot.Bot, w witness) func(context.Context, *sqlite.Tx, time.Time) (time.Time, error) {
	return func(ctx context.Context, tx *sqlite.Tx, _ time.Time) (time.Time, error) {
		p, err := b.DueHeld(ctx, tx)
		if err != nil {
			return time.Time{}, err
		}
		w.see(p)
		return p.Next, tx.QueueMessages(ctx, p.Messages...)
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
