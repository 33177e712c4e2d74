// Package telegram is the door to Telegram: it turns the Bot API's updates into channel events and channel
// messages into calls of the Bot API. It is the only package that knows the API or its library.
//
// An update is acknowledged only after whoever takes it in has returned without an error, so it comes again
// when the program dies between the two; what was acknowledged never comes again unless Telegram repeats it,
// and then with the same key. A send is one attempt; its error says whether the message may have arrived. The
// token stands in no error and in no log line.
//
// It keeps no limits, stores nothing and decides nothing: pacing and retries are the outbox's, sentences are
// the bot's. It sends plain text only, without a parse mode, so no word of a person can break a message.
package telegram

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	tgbot "github.com/go-telegram/bot"

	"sohoc/internal/channel"
	"sohoc/internal/clock"
)

// DefaultAPIURL is where Telegram serves the Bot API.
const DefaultAPIURL = "https://api.telegram.org"

// DefaultPollTimeout is how long a poll waits at Telegram for something to happen. Longer saves nothing worth
// having; shorter finds a line that went silent sooner, since a poll is given up pollGrace after it.
const DefaultPollTimeout = 30 * time.Second

// Config says which bot the adapter is, and where things are.
type Config struct {
	Token       string        // as BotFather gave it: digits, a colon, letters
	APIURL      string        // empty means DefaultAPIURL
	Files       string        // the directory below which the paths of channel.File lie
	PollTimeout time.Duration // 0 means DefaultPollTimeout; whole seconds
	Log         *slog.Logger  // nil means no log
	Clock       clock.Clock
	HTTP        *http.Client // nil means one of the adapter's own; for tests
}

// Adapter speaks for one bot. Its methods may be called from several goroutines; Run only once at a time.
type Adapter struct {
	account channel.Account
	self    int64 // the same as a number
	files   string
	poll    time.Duration
	log     *slog.Logger
	clock   clock.Clock
	wire    *wire
	library *tgbot.Bot

	username atomic.Pointer[string] // nil until getMe has answered
	health   health
	partial  partial
}

var (
	_ channel.Sender   = (*Adapter)(nil)
	_ channel.Fetcher  = (*Adapter)(nil)
	_ tgbot.HttpClient = (*wire)(nil)
)

var tokenShape = regexp.MustCompile(`^([0-9]{1,18}):[A-Za-z0-9_-]{1,200}$`)

// New returns the adapter of one bot. It checks the shape of what it is given and contacts nobody: the
// program has to start while Telegram cannot be reached.
func New(cfg Config) (*Adapter, error) {
	shape := tokenShape.FindStringSubmatch(cfg.Token)
	if shape == nil {
		return nil, errors.New("telegram: the token is not of the shape 123456:letters")
	}
	self, err := strconv.ParseInt(shape[1], 10, 64)
	if err != nil {
		return nil, errors.New("telegram: the number of the token is none")
	}
	base, err := baseURL(cfg.APIURL)
	if err != nil {
		return nil, err
	}
	a := &Adapter{
		account: channel.Account(shape[1]),
		self:    self,
		files:   cfg.Files,
		poll:    cfg.PollTimeout,
		log:     cfg.Log,
		clock:   cfg.Clock,
		wire:    newWire(cfg.HTTP, base, cfg.Token),
	}
	if a.poll == 0 {
		a.poll = DefaultPollTimeout
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	a.log = a.log.With("channel", channel.Telegram, "account", a.account)
	a.library, err = tgbot.New(cfg.Token, tgbot.WithSkipGetMe(), tgbot.WithServerURL(base),
		tgbot.WithHTTPClient(a.poll, a.wire), tgbot.WithErrorsHandler(a.libraryError))
	if err != nil {
		return nil, fmt.Errorf("telegram: set up the library: %w", a.wire.scrub(err))
	}
	return a, nil
}

// baseURL checks the address of the Bot API server and cuts the slash at its end.
func baseURL(raw string) (string, error) {
	if raw == "" {
		return DefaultAPIURL, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("telegram: the API URL is not of the shape https://host[:port][/path]")
	}
	return strings.TrimRight(raw, "/"), nil
}

// libraryError takes what the library finds worth telling besides the errors that it returns.
func (a *Adapter) libraryError(err error) {
	a.log.Debug("telegram library", "error", a.wire.scrub(err))
}

// Account is the bot's id, the number before the colon of its token.
func (a *Adapter) Account() channel.Account { return a.account }

// Username is the bot's user name without the @, empty while Run has not learned it yet.
func (a *Adapter) Username() string {
	if name := a.username.Load(); name != nil {
		return *name
	}
	return ""
}

// Close lets go of idle connections. Call it after Run and the last Send have returned.
func (a *Adapter) Close() { a.wire.close() }
