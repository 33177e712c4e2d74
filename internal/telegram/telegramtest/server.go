package telegramtest

import (
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// DefaultToken is the token of the bot that a Server carries when Options names none.
const DefaultToken = "7000000001:AAFakeTokenForTestsOnly000000000000000"

// Options says what a Server is made of; the zero value is a server on a loopback port with one bot, full record and full check.
type Options struct {
	// Listener is where the server listens; nil means a free port of 127.0.0.1. The server closes it.
	Listener net.Listener
	// Bots are the bots that exist; empty means one with DefaultToken.
	Bots []Profile
	// Now gives the dates of messages; nil means time.Now.
	Now func() time.Time
	// CountOnly keeps counters instead of the record, for load runs: Calls, Sent and Press find nothing then, and a bot can
	// edit nothing.
	CountOnly bool
	// NoCheck turns off the comparison with the API description and the limits of keyboards, for load runs.
	NoCheck bool
	// KnownChatsOnly refuses messages to private chats that never wrote to the bot, as Telegram does.
	KnownChatsOnly bool
	// Observe, if set, sees each delivered message at once, in the goroutine that serves the call. It must be quick.
	Observe func(Sent)
}

// Server is the fake. It embeds its first bot, so that a test with one bot talks to the server alone.
type Server struct {
	*Bot

	opts     Options
	listener net.Listener
	http     *http.Server
	closing  chan struct{}
	running  sync.WaitGroup
	once     sync.Once
	registry registry
	buffers  sync.Pool // of *bytes.Buffer, for the bodies of requests
}

// New starts a server. It panics when no port can be had, as net/http/httptest does.
func New(opts Options) *Server {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if len(opts.Bots) == 0 {
		opts.Bots = []Profile{{Token: DefaultToken, Username: "SoHocTestBot", FirstName: "Sổ Học (thử)"}}
	}
	listener := opts.Listener
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			panic("telegramtest: listen: " + err.Error())
		}
	}
	s := &Server{opts: opts, listener: listener, closing: make(chan struct{})}
	for _, profile := range opts.Bots {
		s.AddBot(profile)
	}
	s.Bot = s.registry.find(opts.Bots[0].Token)
	// Broken connections are part of the plan here; net/http must not write about them into a test's output.
	s.http = &http.Server{Handler: s, ErrorLog: log.New(io.Discard, "", 0)}
	s.running.Go(func() { _ = s.http.Serve(listener) })
	return s
}

// TB is the part of testing.TB that Start needs; a load program can do without the testing package.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
}

// Start is New for tests: the server is closed at the test's end, and each violation of the API is an error of the test.
func Start(t TB, opts Options) *Server {
	t.Helper()
	s := New(opts)
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("the call breaks the Bot API: %s", v)
		}
	})
	return s
}

// URL is what a bot uses in place of https://api.telegram.org, without a slash at the end.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Close ends polls, hangs and connections and waits until no call is being served. It may be called twice.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closing)
		_ = s.http.Close()
	})
	s.running.Wait()
}

// Violations lists the breaches of the API description by all bots, in the order in which they happened for each bot.
func (s *Server) Violations() []Violation {
	var all []Violation
	for _, b := range s.registry.all() {
		all = append(all, b.journal.allViolations()...)
	}
	return all
}

// Strangers counts the requests that came with a token of no bot.
func (s *Server) Strangers() int { return int(s.registry.strangers.Load()) }
