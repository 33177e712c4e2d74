package web

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

func TestAGaugeHoldsOneNameAndNoOther(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	g := newGauge(func() time.Time { return now }, rate.Every(time.Minute), 3)
	for i := range 3 {
		if g.spent("a") || !g.allow("a") {
			t.Fatalf("use %d was refused", i+1)
		}
	}
	if g.allow("a") || !g.spent("a") {
		t.Error("a fourth use was allowed")
	}
	if !g.allow("b") {
		t.Error("another name is held as well")
	}
	now = now.Add(time.Minute)
	if !g.allow("a") || g.allow("a") {
		t.Error("after a minute there is not exactly one more")
	}
}

func TestAGaugeForgetsNamesThatHaveAllTheirDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	g := newGauge(func() time.Time { return now }, rate.Every(time.Second), 1)
	for i := range maxNames {
		g.allow(fmt.Sprint(i))
	}
	now = now.Add(2 * time.Second)
	g.allow("late")
	if n := len(g.names); n != 1 {
		t.Errorf("%d names are remembered, want 1", n)
	}
	for i := range 3 * maxNames { // more names than fit, all of them in use
		g.allow(fmt.Sprint(i))
	}
	if n := len(g.names); n > maxNames {
		t.Errorf("%d names are remembered, over the bound of %d", n, maxNames)
	}
}
