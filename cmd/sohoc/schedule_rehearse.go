package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/remind"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

// rehearsalFolder begins the name of the folder, in the data folder, in which a copy is played through.
const rehearsalFolder = "rehearsal-"

// rehearsal is a copy of the database whose clock is put forward.
type rehearsal struct {
	dir    string
	db     *sqlite.DB
	zone   *time.Location
	speech *i18n.Catalog
	runner *schedule.Runner[*sqlite.Tx]
	now    atomic.Int64 // unix ms
	seen   []bot.Planned
	known  map[people.PersonID]people.Actor
}

// newRehearsal copies the database beside whoever uses it.
func newRehearsal(a *app) (r *rehearsal, err error) {
	speech, err := i18n.Load(locales.FS)
	if err != nil {
		return nil, err
	}
	db, err := a.openExisting()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := sweepRehearsals(a.cfg.DataDir); err != nil {
		return nil, err
	}
	r = &rehearsal{zone: a.zone, speech: speech, known: map[people.PersonID]people.Actor{}}
	if r.dir, err = os.MkdirTemp(a.cfg.DataDir, rehearsalFolder); err != nil {
		return nil, fmt.Errorf("tạo thư mục tạm: %w", err)
	}
	r.now.Store(a.clock.Now().UnixMilli())
	path := filepath.Join(r.dir, "sohoc.db")
	if _, err := db.CopyTo(a.ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("chép cơ sở dữ liệu để xem trước: %w", err), r.close())
	}
	if r.db, err = sqlite.Open(a.ctx, sqlite.Options{Path: path, Now: r.clock, Readers: 1}); err != nil {
		return nil, errors.Join(fmt.Errorf("mở bản chép: %w", err), r.close())
	}
	r.runner = r.newRunner()
	return r, nil
}

// sweepRehearsals removes what a preview has left that was killed: it holds what the database holds.
func sweepRehearsals(dir string) error {
	old, err := filepath.Glob(filepath.Join(dir, rehearsalFolder+"*"))
	if err != nil {
		return fmt.Errorf("tìm thư mục tạm: %w", err)
	}
	for _, path := range old {
		info, err := os.Stat(path)
		if err != nil || time.Since(info.ModTime()) < time.Hour {
			continue // it may be another's that is at work
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("bỏ thư mục tạm: %w", err)
		}
	}
	return nil
}

func (r *rehearsal) clock() time.Time { return time.UnixMilli(r.now.Load()).UTC() }

func (r *rehearsal) close() error {
	var err error
	if r.db != nil {
		err = r.db.Close()
	}
	if gone := os.RemoveAll(r.dir); gone != nil {
		err = errors.Join(err, fmt.Errorf("bỏ thư mục tạm: %w", gone))
	}
	return err
}

func (r *rehearsal) newRunner() *schedule.Runner[*sqlite.Tx] {
	b := bot.New(bot.Config{Catalog: r.speech, Zone: r.zone})
	see := func(p bot.Planned) { r.seen = append(r.seen, p) }
	return schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: r.db.Update, Planners: planners(b, see), Held: held(b, see), Calendar: workingDays(r.zone), Zone: r.zone,
		Log: slog.New(slog.DiscardHandler), Now: r.clock,
	})
}

// run plays from now to the end of the span and shows what is decided within it, one due instant after another.
func (r *rehearsal) run(ctx context.Context, span day.Range, show func([]forecast) error) error {
	begin, end := span.From.In(r.zone), span.To.Add(1).In(r.zone)
	last := r.clock()
	for {
		now := r.clock()
		r.seen = r.seen[:0]
		next, err := r.runner.Pass(ctx)
		if err != nil {
			return fmt.Errorf("xem trước: %w", err)
		}
		if !now.Before(begin) {
			lines, err := r.decided(ctx, last, now)
			if err != nil {
				return err
			}
			if err := show(lines); err != nil {
				return err
			}
		}
		last = now
		if !next.After(now) {
			next = now.Add(time.Minute) // something waits for a real clock
		}
		if !next.Before(end) {
			return nil
		}
		r.now.Store(next.UnixMilli())
	}
}

// decided lists what was decided at an instant: about people, and about slots that are about nobody.
func (r *rehearsal) decided(ctx context.Context, last, now time.Time) ([]forecast, error) {
	var lines []forecast
	about := map[schedule.Slot]bool{}
	for _, p := range r.seen {
		messages := map[people.PersonID]channel.Message{}
		for _, m := range p.Messages {
			if w, ok := addressed(m); ok {
				messages[w.who] = w.said
			}
		}
		for _, n := range p.Notes {
			f := forecastOf(n, now, r.zone)
			if m, ok := messages[n.Person]; ok && n.Do == remind.Send {
				f.Channel, f.Characters = string(m.To.Channel), utf8.RuneCountInString(m.Text)
			}
			f, err := r.named(ctx, f, n.Person)
			if err != nil {
				return nil, err
			}
			about[slotKey(f.Job, f.Due)] = true
			lines = append(lines, f)
		}
	}
	var slots []schedule.Occurrence
	err := r.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		slots, err = tx.Occurrences(ctx, last, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, o := range slots {
		if about[slotKey(o.Job, o.Due)] {
			continue
		}
		f := forecast{At: now.In(r.zone), Job: o.Job, Due: o.Due.In(r.zone), Do: slotDone, Why: o.Reason}
		if o.State == schedule.Skipped {
			f.Do = slotNone
		}
		lines = append(lines, f)
	}
	return lines, nil
}

// slotKey makes slots comparable, whatever zone their instants are in.
func slotKey(job schedule.Code, due time.Time) schedule.Slot {
	return schedule.Slot{Job: job, Due: due.UTC()}
}

// look reads who a person is.
func (r *rehearsal) look(ctx context.Context, who people.PersonID, on day.Day) (a people.Actor, err error) {
	err = r.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		a, _, err = tx.ActorByID(ctx, who, on)
		return err
	})
	return a, err
}
