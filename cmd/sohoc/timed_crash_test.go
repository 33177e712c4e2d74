package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/bot"
	"sohoc/internal/i18n"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

var errKilled = errors.New("killed")

// mortal is a program that does what is due, and is killed right after one of its commits: what it then leaves is all
// that a kill before the next one can leave.
type mortal struct {
	t       *testing.T
	path    string
	db      *sqlite.DB
	now     time.Time
	commits int
	fatal   int    // after which commit it is killed; 0 = never
	left    string // the copy of its files
}

func revive(t *testing.T, path string, now time.Time, fatal int) *mortal {
	t.Helper()
	m := &mortal{t: t, path: path, now: now, fatal: fatal}
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: func() time.Time { return m.now.UTC() }, Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	m.db = db
	return m
}

// update commits, and may be the last thing that is done.
func (m *mortal) update(ctx context.Context, fn func(*sqlite.Tx) error) error {
	if m.left != "" {
		return errKilled
	}
	err := m.db.Update(ctx, fn)
	if m.commits++; m.commits != m.fatal {
		return err
	}
	m.left = filepath.Join(m.t.TempDir(), "sohoc.db")
	for _, suffix := range []string{"", "-wal"} {
		raw, read := os.ReadFile(m.path + suffix)
		if errors.Is(read, fs.ErrNotExist) {
			continue
		}
		if err := errors.Join(read, os.WriteFile(m.left+suffix, raw, 0o600)); err != nil {
			m.t.Error(err)
		}
	}
	return errKilled
}

// live does what is due until the end, or until it is killed.
func (m *mortal) live(end time.Time) {
	m.t.Helper()
	speech, err := i18n.Load(locales.FS)
	if err != nil {
		m.t.Fatal(err)
	}
	b := bot.New(bot.Config{Catalog: speech, Zone: end.Location()})
	r := schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: m.update, Planners: planners(b, nil), Held: held(b, nil), Calendar: workingDays(end.Location()), Zone: end.Location(),
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return m.now },
	})
	for m.left == "" && m.now.Before(end) {
		next, err := r.Pass(m.t.Context())
		if err != nil && m.left == "" {
			m.t.Fatal(err)
		}
		if m.left == "" {
			if !next.After(m.now) {
				next = m.now.Add(time.Minute)
			}
			m.now = next
		}
	}
	if err := m.db.Close(); err != nil {
		m.t.Error(err)
	}
}

// queuedBy lists what was queued for whom, and the ledger.
func queuedBy(t *testing.T, path string) (messages, ledger []string) {
	t.Helper()
	m := revive(t, path, time.Now(), 0)
	err := m.db.View(t.Context(), func(tx *sqlite.Tx) error {
		all, err := tx.WaitingMessages(t.Context(), 0, 100_000)
		if err != nil {
			return err
		}
		for _, r := range all {
			messages = append(messages, r.Message.Dedupe+" to "+string(r.Message.To.Chat))
		}
		slots, err := tx.Occurrences(t.Context(), time.UnixMilli(0), time.Now().AddDate(10, 0, 0))
		for _, o := range slots {
			ledger = append(ledger, string(o.Job)+" "+o.Due.Format(time.RFC3339)+" "+string(o.State))
		}
		return err
	})
	if err := errors.Join(err, m.db.Close()); err != nil {
		t.Fatal(err)
	}
	slices.Sort(messages)
	return messages, ledger
}

// TestAKillAfterAnyCommitChangesNothing plays the days around a weekend with the real planner: reminders, digests that
// are merged, summaries that are held for others. Killed after any of its commits and taken up again on a copy of its
// files, the program queues the same messages as if nothing had happened, each once.
func TestAKillAfterAnyCommitChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("seed", "--people", "8", "--entries", "20", "--telegram-from", "1000", "--telegram-account", "42")
	path := filepath.Join(o.dir, "data", "sohoc.db")
	begin := time.Date(2026, 11, 27, 15, 0, 0, 0, stageZone())
	end := time.Date(2026, 12, 1, 12, 0, 0, 0, stageZone()) // over Friday's reminder, Monday's digests, Tuesday's summaries
	m := revive(t, path, begin.AddDate(0, 0, -1), 0)
	m.live(begin) // the day before, so that the jobs have a past
	again := func() string {
		to := filepath.Join(t.TempDir(), "sohoc.db")
		raw, err := os.ReadFile(path)
		if err := errors.Join(err, os.WriteFile(to, raw, 0o600)); err != nil {
			t.Fatal(err)
		}
		return to
	}
	whole := again()
	calm := revive(t, whole, begin, 0)
	calm.live(end)
	wantMessages, wantLedger := queuedBy(t, whole)
	if len(wantMessages) < 12 || len(slices.Compact(slices.Clone(wantMessages))) != len(wantMessages) {
		t.Fatalf("without a kill: %v", wantMessages)
	}
	for fatal := 1; fatal <= calm.commits; fatal++ {
		first := revive(t, again(), begin, fatal)
		first.live(end)
		revive(t, first.left, first.now, 0).live(end)
		messages, ledger := queuedBy(t, first.left)
		if d := cmp.Diff(wantMessages, messages) + cmp.Diff(wantLedger, ledger); d != "" {
			t.Fatalf("killed after commit %d of %d: %s", fatal, calm.commits, d)
		}
	}
	t.Logf("killed after each of %d commits; %d messages, %d slots", calm.commits, len(wantMessages), len(wantLedger))
}
