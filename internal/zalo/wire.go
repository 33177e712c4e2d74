package zalo

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

// Limits of the connection to the platform.
const (
	connectionsKept = 32
	dialTimeout     = 10 * time.Second
	idleTimeout     = 90 * time.Second
	maxAnswer       = 1 << 20 // one update, or the description of one message
	callTimeout     = 30 * time.Second
	// photoTimeout is long: the platform fetches the picture from us before it answers.
	photoTimeout = 150 * time.Second
)

// wire carries calls to the platform and is the only place that holds the token. Whatever is not a success leaves
// it as an *apiError or a *netError, neither of which can hold the token or a text of a message.
type wire struct {
	http  *http.Client
	base  string // https://bot-api.zaloplatforms.com
	token string
}

func newWire(client *http.Client, base, token string) *wire {
	own := http.Client{Transport: newTransport((&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext)}
	if client != nil {
		own = *client
	}
	// The token is in the path: no redirect may carry it elsewhere.
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &wire{http: &own, base: base, token: token}
}

func newTransport(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dial,
		TLSHandshakeTimeout:   dialTimeout,
		MaxIdleConns:          connectionsKept,
		MaxIdleConnsPerHost:   connectionsKept,
		IdleConnTimeout:       idleTimeout,
		ExpectContinueTimeout: time.Second,
		// HTTP/1.1 on purpose: over one HTTP/2 connection a hanging line would hold up every chat.
		ForceAttemptHTTP2: false,
	}
}

// call makes one call and reads its result into result, which may be nil. A result that is a success and is not
// understood counts as a success: the call was done.
func (w *wire) call(ctx context.Context, limit time.Duration, method string, params, result any) error {
	raw, err := w.raw(ctx, limit, method, params)
	if err != nil {
		return err
	}
	if result != nil && len(raw) > 0 {
		_ = json.Unmarshal(raw, result) // see above
	}
	return nil
}

// raw makes one call and returns the result as it came.
func (w *wire) raw(ctx context.Context, limit time.Duration, method string, params any) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	body, err := json.Marshal(params)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", method, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.base+"/bot"+w.token+"/"+method, bytes.NewReader(body))
	if err != nil {
		return nil, w.scrub(err)
	}
	req.Header.Set("Content-Type", "application/json")
	status, answer, err := w.exchange(req)
	if err != nil {
		return nil, err
	}
	return w.open(status, answer)
}

// exchange sends a request and reads the whole answer.
func (w *wire) exchange(req *http.Request) (status int, body []byte, err error) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	resp, err := w.http.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err != nil {
		// Name resolution, refused connections and TLS fail before a connection is had.
		return 0, nil, &netError{cause: w.scrub(err), written: connected.Load()}
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return 0, nil, &netError{cause: w.scrub(err), written: true}
	}
	return resp.StatusCode, body, nil
}

// open takes an answer out of its envelope. "ok" decides, whatever the HTTP status: a bad token comes with 200. An
// answer that is not in the envelope comes from somebody in between, such as a gateway.
func (w *wire) open(status int, body []byte) (json.RawMessage, error) {
	var envelope struct {
		OK          *bool           `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Code        int             `json:"error_code"`
		CamelCode   int             `json:"errorCode"` // as some methods spell it
		Description string          `json:"description"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil || envelope.OK == nil {
		return nil, &apiError{code: status, foreign: true}
	}
	if *envelope.OK {
		return envelope.Result, nil
	}
	code := envelope.Code
	if code == 0 {
		code = envelope.CamelCode
	}
	if code == 0 {
		code = status
	}
	return nil, &apiError{code: code, description: w.clean(envelope.Description)}
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
	const longest = 200
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
