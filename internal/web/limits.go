package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits bound what one browser and one address may do. An address may be a whole office behind one router: its
// bounds let a hundred people join in one morning.
type limits struct {
	posts    *gauge // by address: whatever changes something
	messages *gauge // by session: what is said
	guesses  *gauge // by address: wrong codes
	reads    *gauge // by session: pages and streams
	uploads  *gauge // by link: files that come by a page
}

func newLimits(now func() time.Time) *limits {
	return &limits{
		posts:    newGauge(now, rate.Limit(20), 200),
		messages: newGauge(now, rate.Limit(1), 20),
		// 39 bits of a code against 20 tries an hour and address.
		guesses: newGauge(now, rate.Every(3*time.Minute), 20),
		reads:   newGauge(now, rate.Limit(10), 100),
		// Some 30 files while a link is good for more: several certificates, and some second tries.
		uploads: newGauge(now, rate.Every(30*time.Second), 10),
	}
}

// gauge is one bound for each of many names.
type gauge struct {
	now   func() time.Time
	rate  rate.Limit
	burst int

	mu    sync.Mutex
	names map[string]*rate.Limiter
}

// maxNames bounds the names that are remembered: some 150 bytes each.
const maxNames = 20_000

func newGauge(now func() time.Time, r rate.Limit, burst int) *gauge {
	return &gauge{now: now, rate: r, burst: burst, names: map[string]*rate.Limiter{}}
}

// allow takes one from what a name has left, if anything is.
func (g *gauge) allow(name string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	l, ok := g.names[name]
	if !ok {
		if len(g.names) >= maxNames {
			g.forget(now)
		}
		l = rate.NewLimiter(g.rate, g.burst)
		g.names[name] = l
	}
	return l.AllowN(now, 1)
}

// spent reports whether a name has nothing left.
func (g *gauge) spent(name string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, ok := g.names[name]
	return ok && l.TokensAt(g.now()) < 1
}

// forget drops the names that have all their due again. When there are none, all are dropped: then somebody
// has very many addresses, and a bound for each of them is of no use.
func (g *gauge) forget(now time.Time) {
	for name, l := range g.names {
		if l.TokensAt(now) >= float64(g.burst) {
			delete(g.names, name)
		}
	}
	if len(g.names) >= maxNames {
		clear(g.names)
	}
}
