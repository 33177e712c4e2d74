package main

import (
	"cmp"
	"context"
	"path/filepath"
	"time"

	"sohoc/bot"
	"sohoc/internal/job"
	"sohoc/internal/remind"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// How long a job may take. A backup copies every new piece of evidence; somebody waits for the others.
const (
	backupWithin = 2 * time.Hour
	jobWithin    = time.Minute
)

// newSchedule returns what runs the slots of the ledger.
func (s *server) newSchedule() *schedule.Runner[*sqlite.Tx] {
	return schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: s.db.UpdateLast, Planners: planners(s.bot, s.faults), Held: s.heldBack, Calendar: workingDays(s.app.zone),
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

// faults logs what cost somebody a message, while the others got theirs.
func (s *server) faults(p bot.Planned) {
	for _, err := range p.Faults {
		s.log.Error("a message that was due cannot be made", "err", err)
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

// backupFolder is where backups lie unless somebody says otherwise.
func (a *app) backupFolder(chosen string) shelf {
	return shelf{dir: cmp.Or(chosen, filepath.Join(a.cfg.DataDir, "backups"))}
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
