package outbox

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"sohoc/internal/channel"
)

// A queue holds what a sorted list would, whatever comes and goes.
func TestQueueIsASortedList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		var want []ID
		next := ID(0)
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			switch {
			case len(want) > 0 && rapid.IntRange(0, 2).Draw(t, "pop") == 0:
				if got := q.pop().row.ID; got != want[0] {
					t.Fatalf("popped %d, want %d", got, want[0])
				}
				want = want[1:]
			default:
				id := next
				if rapid.Bool().Draw(t, "late") { // another process's, or one that comes back
					id = ID(rapid.Int64Range(0, int64(next)).Draw(t, "id"))
				}
				if slices.Contains(want, id) {
					continue
				}
				next = max(next, id) + 1
				q.insert(item{row: &Row{ID: id}})
				want = append(want, id)
				slices.Sort(want)
			}
			if q.len() != len(want) || (len(want) > 0 && q.first().ID != want[0]) || (len(want) == 0 && q.first() != nil) {
				t.Fatalf("holds %d, want %v", q.len(), want)
			}
		}
	})
}

func TestQueueDoesNotGrowWithWhatWentThrough(t *testing.T) {
	t.Parallel()
	var q queue
	for id := range ID(10_000) {
		q.insert(item{row: &Row{ID: id}})
		if id >= 10 {
			q.pop()
		}
	}
	if cap(q.items) > 64 {
		t.Errorf("room for %d, to hold %d", cap(q.items), q.len())
	}
}

// In no minute does a group get more than its limit, and it gets that much.
func TestMinuteHoldsTheLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := newPace(true, Limits{GroupRate: 5})
		now := time.Unix(1_000_000, 0)
		var sent []time.Time
		for range 60 {
			now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "pause")) * time.Second)
			now = p.next(now)
			p.spend(now)
			sent = append(sent, now)
			if n := len(sent); n > 5 && now.Sub(sent[n-6]) < time.Minute {
				t.Fatalf("six messages in %v", now.Sub(sent[n-6]))
			}
			if n := len(sent); n > 5 && p.next(now).After(later(now, sent[n-5].Add(time.Minute))) {
				t.Fatalf("made to wait until %v", p.next(now))
			}
		}
		if p.rested(now.Add(time.Minute-1)) || !p.rested(now.Add(time.Minute)) {
			t.Fatal("rested at the wrong time")
		}
	})
}

func TestPaceOfWhatIsUnpaced(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	for name, p := range map[string]pace{
		"private": newPace(false, Limits{GroupRate: 20}),
		"group":   newPace(true, Limits{ChatRate: 1}),
	} {
		for range 1000 {
			p.spend(now)
		}
		if !p.next(now).Equal(now) || !p.rested(now) {
			t.Errorf("%s: waits until %v", name, p.next(now))
		}
	}
}

func TestDelayIsEnough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := rate.NewLimiter(rate.Limit(rapid.Float64Range(0.1, 1000).Draw(t, "rate")), 1)
		now := time.UnixMilli(1_000_000)
		for range 20 {
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "pause")) * time.Millisecond)
			now = now.Add(delay(l, now))
			if !l.AllowN(now, 1) {
				t.Fatal("the limiter asks to wait longer")
			}
		}
	})
}

func TestBackoffStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		fails, id := rapid.IntRange(1, 1<<30).Draw(t, "fails"), rapid.Int64().Draw(t, "id")
		d := backoff(fails, ID(id))
		if d < firstRetry*3/4 || d > lastRetry*5/4 {
			t.Fatalf("waits %v", d)
		}
		if fails >= 10 && d < lastRetry*3/4 {
			t.Fatalf("waits only %v after %d failures", d, fails)
		}
	})
}

func TestReasonIsShortAndWhole(t *testing.T) {
	t.Parallel()
	long := why(&channel.SendError{Reason: channel.Rejected, Err: errors.New(strings.Repeat("ữ", 300))})
	if len(long) > maxReason || !utf8.ValidString(long) || !strings.HasPrefix(long, "rejected: ữ") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
	if got := why(&channel.SendError{Reason: channel.Temporary}); got != "temporary" {
		t.Errorf("without a cause: %q", got)
	}
}

func TestUnknownClassIsTheLeastUrgent(t *testing.T) {
	t.Parallel()
	order := []channel.Class{channel.Reply, channel.Reminder, channel.Broadcast}
	for want, c := range order {
		if rankOf(c) != want {
			t.Errorf("%s has rank %d", c, rankOf(c))
		}
	}
	if rankOf("news") != rankOf(channel.Broadcast) {
		t.Error("an unknown class overtakes")
	}
}
