package schedule_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// fresh is the file of an empty database, made once.
var fresh = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "sohoc-schedule-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "sohoc.db")
	db, err := sqlite.Open(context.Background(), sqlite.Options{Path: path, Now: time.Now})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// house is a database with jobs of a test, a clock and people who get what is planned: a message each, without
// anything but the ledger to keep it from coming twice.
type house struct {
	t      *testing.T
	db     *sqlite.DB
	now    time.Time
	people int
	each   int // people in a part
	log    bytes.Buffer
	plan   map[schedule.Code]schedule.Planner[*sqlite.Tx]
	parts  int // that were planned
	path   string
}

func newHouse(t *testing.T, now string, jobs ...schedule.Job) *house {
	t.Helper()
	h := &house{t: t, now: at(t, now), people: 5, each: 2}
	path := filepath.Join(t.TempDir(), "sohoc.db")
	file, err := fresh()
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.open(path)
	h.plan = map[schedule.Code]schedule.Planner[*sqlite.Tx]{}
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.ExecForTest(ctx, "DELETE FROM schedules"); err != nil {
			return err
		}
		for i, j := range jobs {
			h.plan[j.Code] = h.planner
			if err := addJob(ctx, tx, j, i); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func addJob(ctx context.Context, tx *sqlite.Tx, j schedule.Job, sort int) error {
	return tx.ExecForTest(ctx, "INSERT INTO schedules (job, sort, cron, rule, policy, grace, enabled) VALUES (?, ?, ?, ?, ?, ?, ?)",
		j.Code, sort, j.Cron, j.Rule, j.Policy, j.Grace.Milliseconds(), j.On)
}

func (h *house) open(path string) {
	h.t.Helper()
	db, err := sqlite.Open(context.WithoutCancel(h.t.Context()), sqlite.Options{Path: path, Now: func() time.Time { return h.now.UTC() }})
	if err != nil {
		h.t.Fatal(err)
	}
	h.db, h.path = db, path
	h.t.Cleanup(func() { _ = db.Close() })
}

func (h *house) update(fn func(ctx context.Context, tx *sqlite.Tx) error) {
	h.t.Helper()
	if err := h.db.Update(h.t.Context(), func(tx *sqlite.Tx) error { return fn(h.t.Context(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

// planner writes to a few people at a time.
func (h *house) planner(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
	h.parts++
	return deal(ctx, tx, s, dealt{cursor: cursor, people: h.people, each: h.each})
}

// dealt is a part of a slot: who gets something in it.
type dealt struct {
	cursor       string
	people, each int
}

// queuer is what a planner needs of a transaction.
type queuer interface {
	QueueMessages(ctx context.Context, messages ...channel.Message) error
}

func deal(ctx context.Context, tx queuer, s schedule.Slot, d dealt) (schedule.Step, error) {
	from := 0
	if d.cursor != "" {
		var err error
		if from, err = strconv.Atoi(d.cursor); err != nil {
			return schedule.Step{}, err
		}
	}
	to := min(from+d.each, d.people)
	for n := from; n < to; n++ {
		err := tx.QueueMessages(ctx, channel.Message{
			To:   channel.Address{Channel: channel.Telegram, Account: "1", Chat: channel.ChatID("c" + strconv.Itoa(n))},
			Text: string(s.Job) + " " + s.Due.In(vietnam).Format("02/01 15:04"), Class: channel.Reminder, Policy: channel.Once,
		})
		if err != nil {
			return schedule.Step{}, err
		}
	}
	return schedule.Step{Cursor: strconv.Itoa(to), Done: to == d.people}, nil
}

func (h *house) runner() *schedule.Runner[*sqlite.Tx] {
	return schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: h.db.Update, Planners: h.plan, Zone: vietnam, Now: func() time.Time { return h.now },
		Log: slog.New(slog.NewTextHandler(&h.log, nil)),
	})
}

// pass does what is due, and returns when there is more.
func (h *house) pass(r *schedule.Runner[*sqlite.Tx]) string {
	h.t.Helper()
	next, err := r.Pass(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	if next.IsZero() {
		return "never"
	}
	return next.In(vietnam).Format("02/01 15:04")
}

// ledger is what stands there, such as "weekly 27/11 15:30 done".
func (h *house) ledger() []string {
	h.t.Helper()
	var out []string
	err := h.db.View(h.t.Context(), func(tx *sqlite.Tx) error {
		all, err := tx.Occurrences(h.t.Context(), time.UnixMilli(0), h.now.AddDate(1, 0, 0))
		for _, o := range all {
			line := fmt.Sprintf("%s %s %s %s", o.Job, o.Due.In(vietnam).Format("02/01 15:04"), o.State, o.Reason)
			out = append(out, strings.TrimSpace(line))
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// got is how many messages of each kind every person got: "weekly 27/11 15:30": [1 1 1 1 1].
func (h *house) got() map[string][]int {
	h.t.Helper()
	return received(h.t, h.db, h.people)
}

func received(t *testing.T, db *sqlite.DB, people int) map[string][]int {
	t.Helper()
	out := map[string][]int{}
	err := db.View(t.Context(), func(tx *sqlite.Tx) error {
		rows, err := tx.WaitingMessages(t.Context(), 0, 100_000)
		for _, r := range rows {
			if out[r.Message.Text] == nil {
				out[r.Message.Text] = make([]int, people)
			}
			n, err := strconv.Atoi(strings.TrimPrefix(string(r.Message.To.Chat), "c"))
			if err != nil {
				return err
			}
			out[r.Message.Text][n]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
