package sqlite_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/job"
	"sohoc/internal/sqlite"
)

func TestJobs(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	told := make(chan []job.Row, 10)
	d.SetHooks(sqlite.Hooks{Jobs: func(rows []job.Row) { told <- rows }})
	queue := func(kind job.Kind) (id job.ID) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			id, err = tx.QueueJob(ctx, job.Request{Kind: kind, Args: json.RawMessage(`{"unit":3}`)})
			return err
		})
		return id
	}
	waiting := func(after job.ID, limit int) (rows []job.Row) {
		d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
			rows, err = tx.WaitingJobs(ctx, after, limit)
			return err
		})
		return rows
	}
	chart, menu, evidence := queue("chart"), queue("menu"), queue("evidence")
	want := job.Row{ID: chart, Request: job.Request{Kind: "chart", Args: json.RawMessage(`{"unit":3}`)}}
	if diff := cmp.Diff([]job.Row{want}, <-told); diff != "" {
		t.Errorf("told: %s", diff)
	}
	if all := waiting(0, 10); len(all) != 3 || !cmp.Equal(all[0], want) || all[1].ID != menu || all[2].ID != evidence {
		t.Errorf("waiting are %+v", all)
	}
	if next := waiting(chart, 1); len(next) != 1 || next[0].ID != menu {
		t.Errorf("after the first waits %+v", next)
	}
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return errors.Join(tx.RetryJob(ctx, chart, 2, noon.Add(time.Minute), "busy"), tx.FailJob(ctx, menu, 5, "gone"), tx.FinishJob(ctx, evidence))
	})
	left := waiting(0, 10)
	if len(left) != 1 || left[0].Attempts != 2 || !left[0].NotBefore.Equal(noon.Add(time.Minute)) {
		t.Errorf("waiting are %+v", left)
	}
	if n := d.count("SELECT count(*) FROM jobs WHERE state = 'failed' AND attempts = 5 AND reason = 'gone'"); n != 1 {
		t.Error("what was given up is not on record")
	}
	if next := queue("chart"); next <= evidence {
		t.Errorf("number %d was given again", next)
	}
}

func TestJobsWithoutArgsOfJSONAreRefused(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	err := d.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := tx.QueueJob(t.Context(), job.Request{Kind: "chart", Args: json.RawMessage("{")})
		return err
	})
	if err == nil {
		t.Error("it is queued")
	}
}
