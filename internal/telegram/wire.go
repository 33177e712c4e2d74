package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// Limits of the connection to Telegram. A sender works for up to 16 chats at a time besides the poll, the
// load tests for 64; connections beyond that are not worth keeping open.
const (
	connectionsKept = 64
	dialTimeout     = 10 * time.Second
	idleTimeout     = 90 * time.Second
)

// wire carries calls to Telegram and is the only place that holds the token. Whatever answer is not a success
// leaves it as an *apiError or a *netError, neither of which can hold the token or a text of a message. It is
// also the HTTP client of the library, whose own errors quote the whole answer.
type wire struct {
	// transport is asked itself, without a client around it that would follow redirects: the token is in the path, and
	// no redirect may carry it elsewhere.
	transport http.RoundTripper
	base      string // https://api.telegram.org
	token     string
	methods   *url.URL // where the methods are, base and token in it
}

// newWire takes the transport of a client, if there is one. base is a URL that was parsed before.
func newWire(client *http.Client, base, token string) *wire {
	w := &wire{base: base, token: token, methods: &url.URL{}}
	switch {
	case client == nil:
		w.transport = newTransport()
	case client.Transport == nil:
		w.transport = http.DefaultTransport
	default:
		w.transport = client.Transport
	}
	if at, err := url.Parse(base + "/bot" + token + "/"); err == nil {
		w.methods = at
	}
	return w
}

// close closes the connections that nobody uses.
func (w *wire) close() {
	if t, ok := w.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment, // Telegram may be reachable through one only
		DialContext:           (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   dialTimeout,
		MaxIdleConns:          connectionsKept,
		MaxIdleConnsPerHost:   connectionsKept,
		IdleConnTimeout:       idleTimeout,
		ExpectContinueTimeout: time.Second,
		// HTTP/1.1 on purpose: over one HTTP/2 connection a hanging line would hold up every chat.
		ForceAttemptHTTP2: false,
	}
}

// call makes one call with JSON parameters and returns the whole answer, whose "ok" is true. It costs about a
// third of the library's multipart request, which is why the frequent calls go this way.
func (w *wire) call(ctx context.Context, method string, params any) ([]byte, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", method, err)
	}
	at := *w.methods
	at.Path += method
	// As http.NewRequest makes it, from a URL that is parsed already.
	req := &http.Request{
		Method: http.MethodPost, URL: &at, Host: at.Host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader(body)),
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
	}
	return w.exchange(req.WithContext(ctx))
}

// Do serves the library. The answer that it returns is a success and is already read.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	body, err := w.exchange(req)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Request: req, Header: http.Header{},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// exchange sends a request and reads the answer.
func (w *wire) exchange(req *http.Request) ([]byte, error) {
	resp, connected, err := w.roundTrip(req)
	if err != nil {
		return nil, &netError{cause: w.scrub(err), written: connected}
	}
	defer resp.Body.Close()
	body, err := readAnswer(resp)
	if err != nil {
		return nil, &netError{cause: w.scrub(err), written: true}
	}
	return body, w.checkAnswer(resp.StatusCode, body)
}

// roundTrip reports besides the answer whether a connection was had, that is, whether something may have been
// written. Name resolution, refused connections and TLS fail before that. The error still has the URL in it.
func (w *wire) roundTrip(req *http.Request) (*http.Response, bool, error) {
	if u := req.URL.User; u != nil { // a Bot API server of one's own may stand behind a password
		password, _ := u.Password()
		req.SetBasicAuth(u.Username(), password)
	}
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	resp, err := w.transport.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	return resp, connected.Load(), err
}

// scrub returns err without the URL that net/http puts around it, and without the token wherever it stands.
func (w *wire) scrub(err error) error {
	cause := err
	var outer *url.Error
	if errors.As(cause, &outer) {
		cause = outer.Err
	}
	return &scrubbed{text: w.clean(cause.Error()), cause: cause}
}

// clean cuts the token out of a text that others wrote, and the text to a length that suits a log line.
func (w *wire) clean(text string) string {
	const longest = 300
	text = strings.ReplaceAll(text, w.token, "***")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}

// scrubbed is an error that can be compared but not unwrapped: what it was made from could print the token.
type scrubbed struct {
	text  string
	cause error
}

func (e *scrubbed) Error() string        { return e.text }
func (e *scrubbed) Is(target error) bool { return errors.Is(e.cause, target) }
