// Package web is what the program serves over HTTP: how it fares (/healthz, /metrics) and, as a channel of its
// own, the browser chat.
//
// It knows no rules of the product. A blocked messenger never makes /healthz fail: the program is well as long
// as its database answers and its worker moves.
package web

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"
)

// Channel says how a door fares.
type Channel struct {
	Name     string     `json:"name"`
	Account  string     `json:"account,omitempty"` // where a channel has several
	LastPoll *time.Time `json:"last_poll,omitempty"`
	Failures int        `json:"failures"`
	Problem  string     `json:"problem,omitempty"`
	// Broken counts answers that broke off and that the channel does not give twice: each may have lost a message.
	Broken int64 `json:"broken_off,omitempty"`
}

// Health is the body of /healthz.
type Health struct {
	OK       bool    `json:"ok"`
	Version  string  `json:"version"`
	Database string  `json:"database"` // "ok", or what is wrong
	Worker   string  `json:"worker"`
	Waiting  int     `json:"outbox_waiting"`
	Oldest   float64 `json:"outbox_oldest_seconds"`
	Jobs     int     `json:"jobs_waiting"`
	// LastSchedule is when all that was due had been done, LastBackup when the last nightly backup was made.
	LastSchedule *time.Time `json:"last_schedule,omitempty"`
	LastBackup   *time.Time `json:"last_backup,omitempty"`
	Channels     []Channel  `json:"channels"`
}

// healthTimeout bounds how long an answer may take.
const healthTimeout = 5 * time.Second

// HealthHandler serves /healthz: 200 while check says OK, else 503.
func HealthHandler(check func(context.Context) Health) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
		defer cancel()
		h := check(ctx)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if !h.OK {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(h) // the caller hung up
	})
}

// Guard lets a request pass that comes straight from this machine, or that bears the token. Without a token
// only this machine passes. A request that a proxy passed on does not count as this machine's.
func Guard(token string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		bears := token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
		if !bears && !local(r) {
			http.Error(w, "forbidden", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func local(r *http.Request) bool {
	if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}
