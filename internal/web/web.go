package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
)

// Config says with what the browser chat works. All but PublicURL, Proxies, Suggest, Personas and Forward
// is required.
type Config struct {
	// View and Update run fn on a snapshot and in a transaction; Update may run it twice.
	View, Update func(ctx context.Context, fn func(Store) error) error
	// Accept takes in what people do; see inbox.Worker.
	Accept  func(ctx context.Context, events []channel.Event) error
	Catalog *i18n.Catalog
	Zone    *time.Location
	Now     func() time.Time
	Log     *slog.Logger
	Dir     string // a folder of the browser chat's own
	Files   string // the folder below which the paths of channel.File lie
	// PublicURL is where browsers find the program, perhaps with a path; empty = on this machine only.
	PublicURL string
	Proxies   []netip.Prefix // whose X-Forwarded-For is believed
	// Suggest returns what a person may ask for, the most wanted first; nil = nothing.
	Suggest func(a people.Actor, lang i18n.Lang) []Suggestion
	// Personas, when there are any, are people whom every visitor may play. For demonstrations only.
	Personas []Persona
	// Forward, when there is one, puts the clock of a demonstration forward and returns when all that became due
	// has been said.
	Forward func(ctx context.Context) error
}

// Suggestion is something to say at one press.
type Suggestion struct{ Text, Label string }

// Server is the browser chat: pages, streams of messages, and the adapter that puts messages there. It is safe
// for concurrent use.
type Server struct {
	cfg     Config
	site    site
	pages   *pages
	hub     *hub
	limits  *limits
	depot   depot
	handler http.Handler

	showcase showcase
}

var (
	_ channel.Sender  = (*Server)(nil)
	_ channel.Fetcher = (*Server)(nil)
)

// New returns the browser chat. It creates its folder.
func New(cfg Config) (*Server, error) {
	site, err := newSite(cfg.PublicURL)
	if err != nil {
		return nil, err
	}
	if cfg.Suggest == nil {
		cfg.Suggest = func(people.Actor, i18n.Lang) []Suggestion { return nil }
	}
	s := &Server{
		cfg: cfg, site: site, hub: newHub(), limits: newLimits(cfg.Now), depot: depot{dir: cfg.Dir},
	}
	if err := s.depot.prepare(); err != nil {
		return nil, err
	}
	if s.pages, err = loadPages(s); err != nil {
		return nil, err
	}
	s.handler, err = s.routes()
	return s, err
}

// ServeHTTP implements http.Handler. Paths are taken with and without the path of the public address: some
// proxies cut it off and some do not.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends all streams, and those that begin later. Call it before the HTTP server is shut down, which waits
// for them.
func (s *Server) Close() { s.hub.close() }

// Link returns the address that opens a chat with a code, "" when no public address is known.
func (s *Server) Link(code string) string {
	if s.cfg.PublicURL == "" {
		return ""
	}
	return s.site.origin + s.site.base + "/moi?code=" + url.QueryEscape(code)
}

// routes ties paths to what answers them.
func (s *Server) routes() (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page)
	mux.HandleFunc("GET /chat.json", s.json)
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("POST /chat", s.post)
	mux.HandleFunc("GET /moi", s.loginPage)
	mux.HandleFunc("POST /moi", s.login)
	mux.HandleFunc("POST /logout", s.logout)
	mux.HandleFunc("GET /files/{message}/{part}", s.file)
	mux.HandleFunc("GET /tep/{secret}", s.linkPage)
	mux.HandleFunc("POST /tep/{secret}", s.download)
	mux.HandleFunc("GET /anh/{name}", s.shown)
	mux.HandleFunc("GET /gui/{secret}", s.uploadPage)
	mux.HandleFunc("POST /gui/{secret}", s.upload)
	mux.HandleFunc("GET /assets/{name}", s.pages.asset)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.HandleFunc("/", s.notFound)
	if len(s.cfg.Personas) > 0 {
		mux.HandleFunc("POST /vai", s.play)
	}
	if s.cfg.Forward != nil {
		mux.HandleFunc("POST /tua", s.forward)
		mux.HandleFunc("GET /tua", s.forwarded)
	}
	guarded, err := s.guard(mux)
	if err != nil {
		return nil, err
	}
	return s.site.strip(guarded), nil
}

func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /\n")) // the caller hung up
}

func (s *Server) today() day.Day { return day.Of(s.cfg.Now().In(s.cfg.Zone)) }

// tell logs what went wrong on the way of a request. It names no person, no address and no text.
func (s *Server) tell(r *http.Request, what string, err error) {
	if r.Context().Err() != nil || errors.Is(err, context.Canceled) {
		return // the caller hung up
	}
	route := r.Pattern
	if route == "" {
		route = r.Method
	}
	s.cfg.Log.Error("a page failed", "channel", channel.Web, "route", route, "doing", what, "err", err)
}

// site is where browsers find the program.
type site struct {
	origin string // scheme and host; empty when no public address is known
	base   string // path before all others, without a slash at its end
	secure bool   // over https
}

func newSite(public string) (site, error) {
	if public == "" {
		return site{}, nil
	}
	u, err := url.Parse(public)
	if err != nil {
		return site{}, fmt.Errorf("read public address: %w", err)
	}
	return site{
		origin: u.Scheme + "://" + u.Host, base: strings.TrimRight(u.EscapedPath(), "/"), secure: u.Scheme == "https",
	}, nil
}

// strip cuts the path of the public address off, where it is there.
func (s site) strip(next http.Handler) http.Handler {
	if s.base == "" {
		return next
	}
	cut := http.StripPrefix(s.base, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == s.base:
			http.Redirect(w, r, s.base+"/", http.StatusMovedPermanently)
		case strings.HasPrefix(r.URL.Path, s.base+"/"):
			cut.ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}
