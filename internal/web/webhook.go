package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// Webhook is a door through which a messenger posts what happens.
type Webhook struct {
	Header string // in which the messenger sends the secret
	Secret string // required: without one nobody is let in
	// Take stores what a body tells of; when it returns nil that is safe, and the messenger may forget it.
	Take func(ctx context.Context, body []byte) error
	Log  *slog.Logger
}

// maxHook bounds the body of a webhook's request; an update is far smaller.
const maxHook = 1 << 20

// ServeHTTP implements http.Handler. It answers 200 only when what came is safe, and 503 when it is not, so that
// the messenger brings it again. A request without a body, by which some messengers look whether somebody is there,
// is answered 200 whoever sends it: it does nothing.
func (h Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readTime)) //nolint:forbidigo // a deadline of the machine, not a time of day
	if !h.knows(r.Header.Get(h.Header)) {
		if n, err := r.Body.Read(make([]byte, 1)); n == 0 && errors.Is(err, io.EOF) {
			hookTaken(w)
			return
		}
		http.Error(w, "forbidden", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHook))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "bad request", http.StatusBadRequest)
	case strings.TrimSpace(string(body)) == "":
		hookTaken(w)
	default:
		h.take(w, r, body)
	}
}

// knows compares in constant time.
func (h Webhook) knows(given string) bool {
	return h.Secret != "" && subtle.ConstantTimeCompare([]byte(given), []byte(h.Secret)) == 1
}

func (h Webhook) take(w http.ResponseWriter, r *http.Request, body []byte) {
	// Who sent it may hang up: what has begun to be stored is stored all the same.
	if err := h.Take(context.WithoutCancel(r.Context()), body); err != nil {
		h.Log.Error("what came by webhook could not be stored", "path", r.Pattern, "err", err)
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	hookTaken(w)
}

func hookTaken(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"ok":true}`)) // the caller hung up
}

// Strip cuts the path of the public address off, where it is there: some proxies do so themselves and some do not.
func (s *Server) Strip(next http.Handler) http.Handler { return s.site.strip(next) }

// Base is the path of the public address, without a slash at its end.
func (s *Server) Base() string { return s.site.base }
