package job_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/job"
	"sohoc/internal/sqlite"
)

var errDead = errors.New("the program is dead")

// The model: however often jobs fail and the program stops or dies, each job has its effect once, or is
// given up and apologized for once, and never both.
func TestModel(t *testing.T) {
	empty := emptyDatabase(t)
	rapid.Check(t, func(rt *rapid.T) {
		moods := []string{"well", "well", "fails", "is hopeless", "panics", "effect fails", "effect panics", "hangs"}
		plan := rapid.SliceOfN(rapid.SampledFrom([]string{"queue", "queue", "wait", "stop", "kill"}), 1, 25).Draw(rt, "plan")
		weather := rapid.SliceOfN(rapid.SampledFrom(moods), 0, 40).Draw(rt, "weather")
		path := filepath.Join(t.TempDir(), "sohoc.db")
		if err := os.WriteFile(path, empty, 0o600); err != nil {
			rt.Fatal(err)
		}
		m := &model{weather: weather}
		synctest.Test(t, func(t *testing.T) { m.play(t, path, plan) })
		for _, fault := range m.faults {
			rt.Error(fault)
		}
	})
}

func emptyDatabase(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "empty.db")
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type model struct {
	weather []string
	tries   atomic.Int64
	queued  int
	faults  []string
}

func (m *model) fault(format string, args ...any) {
	m.faults = append(m.faults, fmt.Sprintf(format, args...))
}

// handle does a job as the weather has it.
func (m *model) handle(ctx context.Context, r job.Row) (apply, error) {
	mood := "well"
	if n := int(m.tries.Add(1)) - 1; n < len(m.weather) {
		mood = m.weather[n]
	}
	select {
	case <-time.After(300 * time.Millisecond):
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	effect := say("done " + string(r.Args))
	switch mood {
	case "fails":
		return nil, errNoLuck
	case "is hopeless":
		return nil, job.Final(errNoLuck)
	case "panics":
		panic(mood)
	case "hangs":
		<-ctx.Done()
		return nil, context.Cause(ctx)
	case "effect fails":
		return func(ctx context.Context, tx *sqlite.Tx) error { return errors.Join(effect(ctx, tx), errNoLuck) }, nil
	case "effect panics":
		return func(ctx context.Context, tx *sqlite.Tx) error { panic(effect(ctx, tx)) }, nil
	default:
		return effect, nil
	}
}

func (m *model) play(t *testing.T, path string, plan []string) {
	b := &bench{T: t, cancel: func() {}}
	var err error
	if b.db, err = sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now}); err != nil {
		m.fault("open: %v", err)
		return
	}
	defer func() {
		b.stop()
		if err := b.db.Close(); err != nil {
			m.fault("close: %v", err)
		}
	}()
	kill := m.live(b)
	for i, do := range plan {
		switch do {
		case "queue":
			for range i%4 + 1 {
				m.queue(b)
			}
		case "wait":
			time.Sleep(time.Duration(i*i) * 40 * time.Millisecond)
		case "stop":
			b.stop()
			kill = m.live(b)
		case "kill":
			kill()
			kill = m.live(b)
		}
	}
	for end := time.Now().Add(time.Hour); len(b.waiting()) > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Second)
	}
	m.judge(b)
}

func (m *model) queue(b *bench) {
	m.queued++
	b.update(func(ctx context.Context, tx *sqlite.Tx) error {
		r, err := job.New(work, m.queued)
		if err != nil {
			return err
		}
		_, err = tx.QueueJob(ctx, r)
		return err
	})
}

// live begins a life, and returns what kills it: from then on nothing of it reaches the store.
func (m *model) live(b *bench) (kill func()) {
	var dead atomic.Bool
	b.start(m.handle, func(c *config) {
		c.Update = func(ctx context.Context, fn func(*sqlite.Tx) error) error {
			return b.db.Update(ctx, func(tx *sqlite.Tx) error {
				if dead.Load() {
					return errDead
				}
				return fn(tx)
			})
		}
	})
	return func() {
		dead.Store(true)
		b.stop()
	}
}

func (m *model) judge(b *bench) {
	if left := b.waiting(); len(left) > 0 {
		m.fault("still waiting: %v", left)
	}
	said := b.said()
	for n := 1; n <= m.queued; n++ {
		count := func(text string) (k int) {
			for _, s := range said {
				if s == text {
					k++
				}
			}
			return k
		}
		done, sorry := count(fmt.Sprintf("done %d", n)), count(fmt.Sprintf("sorry for %d", n))
		if done+sorry != 1 {
			m.fault("job %d: done %d times, given up %d times", n, done, sorry)
		}
	}
}
