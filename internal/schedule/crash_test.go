package schedule_test

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// errKilled is what a life ends with.
var errKilled = errors.New("killed")

// killer counts what a life does to its database, and kills it before the fatal statement, at a commit, or between the
// commit and the moment at which the program learns of it. The files are copied at that instant: so they would lie there
// after a kill.
type killer struct {
	t     *testing.T
	path  string
	fatal int // which deed is the last; 0 = none
	deeds int
	copy  string // where the files lie that it left
}

// deed is something after which the process may be gone.
func (k *killer) deed() error {
	if k.copy != "" {
		return errKilled // the dead do nothing
	}
	if k.deeds++; k.deeds != k.fatal {
		return nil
	}
	k.copy = filepath.Join(k.t.TempDir(), "sohoc.db")
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(k.path + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(k.copy+suffix, raw, 0o600)
		}
		if err != nil {
			k.t.Error(err)
		}
	}
	return errKilled
}

// mortal is a transaction in which any statement may be the last.
type mortal struct {
	*sqlite.Tx
	k *killer
}

func (m mortal) Schedules(ctx context.Context) ([]schedule.Entry, error) {
	if err := m.k.deed(); err != nil {
		return nil, err
	}
	return m.Tx.Schedules(ctx)
}

func (m mortal) TakeTo(ctx context.Context, job schedule.Code, to time.Time) error {
	return errors.Join(m.k.deed(), m.Tx.TakeTo(ctx, job, to))
}

func (m mortal) AddOccurrence(ctx context.Context, o schedule.Occurrence) (bool, error) {
	added, err := m.Tx.AddOccurrence(ctx, o)
	return added, errors.Join(err, m.k.deed())
}

func (m mortal) OpenOccurrences(ctx context.Context, limit int) ([]schedule.Occurrence, error) {
	all, err := m.Tx.OpenOccurrences(ctx, limit)
	return all, errors.Join(err, m.k.deed())
}

func (m mortal) Occurrence(ctx context.Context, s schedule.Slot) (schedule.Occurrence, bool, error) {
	o, ok, err := m.Tx.Occurrence(ctx, s)
	return o, ok, errors.Join(err, m.k.deed())
}

func (m mortal) SaveOccurrence(ctx context.Context, o schedule.Occurrence) error {
	return errors.Join(m.Tx.SaveOccurrence(ctx, o), m.k.deed())
}

func (m mortal) QueueMessages(ctx context.Context, messages ...channel.Message) error {
	return errors.Join(m.Tx.QueueMessages(ctx, messages...), m.k.deed())
}

// life runs what is due at one moment, and is killed at the fatal deed. It returns the files that it leaves, and how much
// it did.
func life(t *testing.T, path string, now time.Time, fatal int) (left string, deeds int) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: now.UTC, Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	k := &killer{t: t, path: path, fatal: fatal}
	plan := func(ctx context.Context, tx mortal, s schedule.Slot, cursor string) (schedule.Step, error) {
		return deal(ctx, tx, s, dealt{cursor: cursor, people: crashPeople, each: 2})
	}
	r := schedule.NewRunner(schedule.Config[mortal]{
		Update: func(ctx context.Context, fn func(mortal) error) error {
			err := db.Update(ctx, func(tx *sqlite.Tx) error {
				if err := fn(mortal{tx, k}); err != nil {
					return err
				}
				return k.deed() // all is said, nothing committed
			})
			return errors.Join(err, k.deed()) // it is committed, and nobody knows
		},
		Planners: map[schedule.Code]schedule.Planner[mortal]{"weekly": plan, "digest": plan}, Zone: vietnam, Log: discard,
		Now: func() time.Time { return now },
	})
	_, err = r.Pass(t.Context())
	if k.copy == "" {
		if err != nil {
			t.Fatal(err)
		}
		return path, k.deeds
	}
	return k.copy, k.deeds
}

const crashPeople = 5

// crashHouse is a database on which two slots are due, one of them missed for long.
func crashHouse(t *testing.T) (path string, now time.Time) {
	t.Helper()
	jobs := []schedule.Job{weekly, {Code: "digest", Cron: "0 8 * * *", Policy: schedule.Latest, Grace: 8 * time.Hour, On: true}}
	h := newHouse(t, "2026-11-25 09:00", jobs...)
	h.pass(h.runner())
	if err := h.db.Close(); err != nil {
		t.Fatal(err)
	}
	return h.path, at(t, "2026-11-27 15:31")
}

// copied is a database of its own with the same content.
func copied(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "sohoc.db")
	if err := os.WriteFile(to, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// checkCrashed finds that everybody got each message once, and that the ledger says so.
func checkCrashed(t *testing.T, path string, now time.Time) {
	t.Helper()
	h := &house{t: t, now: now, people: crashPeople}
	h.open(path)
	want := map[string][]int{"weekly 27/11 15:30": ones(crashPeople), "digest 27/11 08:00": ones(crashPeople)}
	if d := cmp.Diff(want, h.got()); d != "" {
		t.Error(d)
	}
	ledger := []string{"digest 26/11 08:00 skipped superseded", "digest 27/11 08:00 done", "weekly 27/11 15:30 done"}
	if d := cmp.Diff(ledger, h.ledger()); d != "" {
		t.Error(d)
	}
}

// TestKilledBetweenAnyTwoStatements kills the program at every single thing that it does to its database, takes up the
// files as they lay there, and finds each message once. Nothing but the ledger keeps one from coming twice: the messages
// have no key.
func TestKilledBetweenAnyTwoStatements(t *testing.T) {
	t.Parallel()
	begin, now := crashHouse(t)
	_, deeds := life(t, copied(t, begin), now, 0)
	if deeds < 40 {
		t.Fatalf("a life without a kill has %d deeds: that proves little", deeds)
	}
	for fatal := 1; fatal <= deeds; fatal++ {
		left, did := life(t, copied(t, begin), now, fatal)
		if did != fatal {
			t.Fatalf("it was killed at deed %d, not %d", did, fatal)
		}
		left, _ = life(t, left, now.Add(time.Minute), 0)
		checkCrashed(t, left, now)
		if t.Failed() {
			t.Fatalf("killed at deed %d of %d", fatal, deeds)
		}
	}
	t.Logf("killed at each of %d deeds", deeds)
}

// TestKilledAgainAndAgain kills every life after a few deeds, as a machine does whose power fails all the time.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	begin, now := crashHouse(t)
	for round := range uint64(5) {
		dice := rand.New(rand.NewPCG(round, 7))
		path, lives := copied(t, begin), 0
		for ended := false; !ended; lives++ {
			before := path
			path, _ = life(t, path, now.Add(time.Duration(lives)*time.Second), 3+dice.IntN(14))
			ended = before == path
		}
		checkCrashed(t, path, now)
		if lives < 4 {
			t.Errorf("round %d has %d lives: that proves little", round, lives)
		}
	}
}

// The harness must find what is wrong: a planner that forgets where it was writes twice.
func TestTheKillerFindsADouble(t *testing.T) {
	t.Parallel()
	begin, now := crashHouse(t)
	path := copied(t, begin)
	h := &house{t: t, now: now, people: crashPeople, each: crashPeople}
	h.open(path)
	h.plan = map[schedule.Code]schedule.Planner[*sqlite.Tx]{"digest": h.planner}
	h.plan["weekly"] = func(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
		step, err := h.planner(ctx, tx, s, "")
		step.Cursor, step.Done = cursor+".", len(cursor) == 1
		return step, err
	}
	h.pass(h.runner())
	if got := h.got()["weekly 27/11 15:30"]; !slices.Equal(got, slices.Repeat([]int{2}, crashPeople)) {
		t.Errorf("people got %v", got)
	}
	if !strings.Contains(strings.Join(h.ledger(), "\n"), "weekly 27/11 15:30 done") {
		t.Errorf("the ledger: %v", h.ledger())
	}
}
