// Package zalo is the door to Zalo: it turns what the Zalo Bot Platform tells of into channel events, and channel
// messages into its calls. It is the only package that knows the platform's wire format; there is no library.
//
// The platform forgets a message as soon as it has answered a poll with it. So what a poll brought is on the disk
// before anything else is done with it, and is taken in from there, after a crash as well; what can still be lost
// is what the platform gave to an answer that never arrived, and such answers are counted (Status.Broken). A send
// is one attempt; its error says whether the message may have arrived. When the platform says that the quota is
// used up, calls stop by themselves for a while. The token stands in no error and in no log line.
//
// There are no buttons, no files and no edits there: choices become a numbered list, files a link. Texts go out
// plain, so no word of a person can break a message. It keeps no budgets and decides nothing.
package zalo

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/clock"
)

// DefaultAPIURL is where the platform serves its API.
const DefaultAPIURL = "https://bot-api.zaloplatforms.com"

// DefaultPollTimeout is how long a poll waits at the platform for something to happen.
const DefaultPollTimeout = 30 * time.Second

// Config says which bot the adapter is, and where things are.
type Config struct {
	Token  string // as the platform gave it: digits, a colon, letters
	APIURL string // empty means DefaultAPIURL
	// Dir is a folder of this bot's own for what polls brought; it is made when Run begins.
	Dir string
	// Share makes a picture or document reachable for a reader who cannot be sent it; nil means nothing is.
	Share       func(ctx context.Context, to channel.Address, f channel.File) (Shared, error)
	PollTimeout time.Duration // 0 means DefaultPollTimeout; whole seconds
	Log         *slog.Logger  // nil means no log
	Clock       clock.Clock
	HTTP        *http.Client // nil means one of the adapter's own; for tests
}

// In returns the config with a folder of its bot's own below dir.
func (c Config) In(dir string) Config {
	account, _, _ := strings.Cut(c.Token, ":")
	c.Dir = filepath.Join(dir, filepath.Base(account))
	return c
}

// Shared is how a reader gets at a file.
type Shared struct {
	Picture string // a public https address from which the platform fetches a picture; empty = there is none
	Words   string // what to say where the file cannot be shown, with its link if it has one
}

// Adapter speaks for one bot. Its methods may be called from several goroutines; Run only once at a time.
type Adapter struct {
	cfg     Config
	account channel.Account
	log     *slog.Logger
	wire    *wire
	photos  *http.Client

	name   atomic.Pointer[string] // nil until getMe has answered
	health health
	quota  quota
	sent   partial
}

var (
	_ channel.Sender  = (*Adapter)(nil)
	_ channel.Fetcher = (*Adapter)(nil)
)

var tokenShape = regexp.MustCompile(`^([0-9]{1,20}):[A-Za-z0-9._~-]{1,200}$`)

// New returns the adapter of one bot. It checks the shape of what it is given and contacts nobody: the program has
// to start while Zalo cannot be reached.
func New(cfg Config) (*Adapter, error) {
	shape := tokenShape.FindStringSubmatch(cfg.Token)
	if shape == nil {
		return nil, errors.New("zalo: the token is not of the shape 123456:letters")
	}
	base, err := baseURL(cfg.APIURL)
	if err != nil {
		return nil, err
	}
	if cfg.PollTimeout == 0 {
		cfg.PollTimeout = DefaultPollTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	a := &Adapter{
		cfg: cfg, account: channel.Account(shape[1]), wire: newWire(cfg.HTTP, base, cfg.Token),
		log: cfg.Log.With("channel", channel.Zalo, "account", shape[1]),
	}
	a.photos = newPhotoClient(cfg.HTTP, base)
	a.cfg.Token = "" // the wire alone holds it
	return a, nil
}

// baseURL checks the address of the API and cuts the slash at its end.
func baseURL(raw string) (string, error) {
	if raw == "" {
		return DefaultAPIURL, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("zalo: the API URL is not of the shape https://host[:port][/path]")
	}
	return strings.TrimRight(raw, "/"), nil
}

// Account is the bot's id, the number before the colon of its token.
func (a *Adapter) Account() channel.Account { return a.account }

// Name is what the bot is called on Zalo, empty while that is not known.
func (a *Adapter) Name() string {
	if name := a.name.Load(); name != nil {
		return *name
	}
	return ""
}

// Close lets go of idle connections. Call it after Run and the last Send have returned.
func (a *Adapter) Close() {
	a.wire.http.CloseIdleConnections()
	a.photos.CloseIdleConnections()
}

// me is what getMe tells of the bot.
type me struct {
	ID          text `json:"id"`
	DisplayName text `json:"display_name"`
	AccountName text `json:"account_name"`
	Name        text `json:"name"` // of older descriptions of the API
}

// Learn asks for the bot's name. It also shows whether the token is good.
func (a *Adapter) Learn(ctx context.Context) error {
	var m me
	if err := a.wire.call(ctx, callTimeout, "getMe", struct{}{}, &m); err != nil {
		return err
	}
	name := string(m.DisplayName)
	if name == "" {
		name = string(m.Name)
	}
	if name == "" {
		name = string(m.AccountName)
	}
	a.name.Store(&name)
	return nil
}

// pause waits, or returns as soon as ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
