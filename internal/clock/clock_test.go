package clock_test

import (
	"testing"
	"testing/synctest"
	"time"

	"sohoc/internal/clock"
)

func TestZeroClockIsTheSystems(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		time.Sleep(1500*time.Millisecond + 700*time.Microsecond)
		now := c.Now()
		if want := time.Now().UTC().Truncate(time.Millisecond); !now.Equal(want) || now.Location() != time.UTC {
			t.Errorf("it is %s, want %s", now, want)
		}
		if now.Nanosecond()%int(time.Millisecond) != 0 {
			t.Errorf("%s is finer than what is stored", now)
		}
		if c.Shifted() {
			t.Error("it says that it was shifted")
		}
	})
}

func TestStartingAtRunsOnFromThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("+07", 7*60*60))
		c := clock.StartingAt(start)
		if now := c.Now(); !now.Equal(start) || now.Location() != time.UTC {
			t.Errorf("it starts at %s, want %s", now, start)
		}
		time.Sleep(36 * time.Hour)
		if now := c.Now(); !now.Equal(start.Add(36 * time.Hour)) {
			t.Errorf("36 hours later it is %s", now)
		}
	})
}

func TestShifted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for offset, want := range map[time.Duration]bool{
			0: false, time.Second: false, -time.Second: false, 1001 * time.Millisecond: true, -1001 * time.Millisecond: true,
			240 * time.Hour: true, -240 * time.Hour: true,
		} {
			if got := clock.StartingAt(time.Now().Add(offset)).Shifted(); got != want {
				t.Errorf("off by %s: shifted is %v", offset, got)
			}
		}
	})
}

func TestForwardMovesAllCopiesAndNeverBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		c := clock.StartingAt(start).Adjustable()
		now := c.Now // as a part of the program holds it
		time.Sleep(time.Hour)
		c.Forward(start.AddDate(0, 1, 0))
		if got := now(); !got.Equal(start.AddDate(0, 1, 0)) {
			t.Errorf("after the jump it is %s", got)
		}
		c.Forward(start)
		time.Sleep(time.Minute)
		if got := now(); !got.Equal(start.AddDate(0, 1, 0).Add(time.Minute)) {
			t.Errorf("a minute later it is %s", got)
		}
		fixed := clock.StartingAt(start)
		fixed.Forward(start.AddDate(1, 0, 0))
		if got := fixed.Now(); !got.Equal(start) {
			t.Errorf("a clock that is not adjustable jumped to %s", got)
		}
	})
}
