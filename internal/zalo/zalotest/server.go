package zalotest

import (
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the token of the bot that a Server carries when Options names none.
const DefaultToken = "1459232241454765289:FakeTokenForTestsOnly0000"

// Options says what a Server is made of; the zero value is a server on a loopback port with one bot.
type Options struct {
	// Listener is where the server listens; nil means a free port of 127.0.0.1. The server closes it.
	Listener net.Listener
	// Tokens are the tokens of the bots that exist; empty means DefaultToken.
	Tokens []string
	// Now gives the dates of messages; nil means time.Now.
	Now func() time.Time
	// Idle is how long a poll waits at most before it is refused as idle; 0 means as long as the bot asks for.
	Idle time.Duration
	// Quota is how many messages a bot has in all, those that people send counted; 0 = no end.
	Quota int
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
	bots     map[string]*Bot
}

// New starts a server. It panics when no port can be had, as net/http/httptest does.
func New(opts Options) *Server {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if len(opts.Tokens) == 0 {
		opts.Tokens = []string{DefaultToken}
	}
	listener := opts.Listener
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			panic("zalotest: listen: " + err.Error())
		}
	}
	s := &Server{opts: opts, listener: listener, closing: make(chan struct{}), bots: map[string]*Bot{}}
	for _, token := range opts.Tokens {
		s.bots[token] = newBot(s, token)
	}
	s.Bot = s.bots[opts.Tokens[0]]
	// Broken connections are part of the plan here; net/http must not write about them into a test's output.
	s.http = &http.Server{Handler: s, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	s.running.Go(func() { _ = s.http.Serve(listener) })
	return s
}

// TB is the part of testing.TB that Start needs; a load program can do without the testing package.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
}

// Start is New for tests: the server is closed at the test's end, and each call that the platform would not understand is an
// error of the test.
func Start(t TB, opts Options) *Server {
	t.Helper()
	s := New(opts)
	t.Cleanup(func() {
		s.Close()
		for _, b := range s.bots {
			for _, v := range b.Violations() {
				t.Errorf("the call breaks the API: %s", v)
			}
		}
	})
	return s
}

// URL is what a bot uses in place of https://bot-api.zaloplatforms.com, without a slash at the end.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Of returns the bot of a token, nil when there is none.
func (s *Server) Of(token string) *Bot { return s.bots[token] }

// Close ends polls, hangs and connections and waits until no call is being served. It may be called twice.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closing)
		_ = s.http.Close()
	})
	s.running.Wait()
}

// ServeHTTP serves /bot<TOKEN>/<method> and /photo/<name>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	if name, ok := strings.CutPrefix(r.URL.Path, "/photo/"); ok {
		s.photo(w, name)
		return
	}
	path, _ := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, _ := strings.Cut(path, "/")
	x := &exchange{w: w, r: r, method: method, bot: s.bots[token]}
	if x.bot == nil {
		x.refuse(Refusal{401, "Unauthorized"})
		return
	}
	x.run()
}

// photo serves a picture that somebody has sent.
func (s *Server) photo(w http.ResponseWriter, name string) {
	for _, b := range s.bots {
		if data, ok := b.picture(name); ok {
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = w.Write(data) // a client that has gone is the client's matter
			return
		}
	}
	http.NotFound(w, nil)
}
