package zalo

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"sohoc/internal/channel"
)

// apiError is an answer that is not a success.
type apiError struct {
	code        int
	description string // the platform's words
	foreign     bool   // not in the platform's envelope
}

func (e *apiError) Error() string {
	if e.foreign {
		return fmt.Sprintf("zalo: %d %s, not in Zalo's format", e.code, http.StatusText(e.code))
	}
	return fmt.Sprintf("zalo: %d %s", e.code, e.description)
}

// netError is a call without an answer, or with one that broke off.
type netError struct {
	cause   error
	written bool // something may have been written, so the call may have been done
}

func (e *netError) Error() string { return "zalo: " + e.cause.Error() }
func (e *netError) Unwrap() error { return e.cause }

// The platform's codes that mean something else than in HTTP.
const (
	codeIdle     = http.StatusRequestTimeout // nothing to tell
	codeInternal = http.StatusForbidden      // "Internal server error": it passes
	codeQuota    = http.StatusTooManyRequests
)

// sendError says what a failed call means for a message.
func (a *Adapter) sendError(err error) *channel.SendError {
	var own *channel.SendError
	if errors.As(err, &own) {
		return own
	}
	var net *netError
	if errors.As(err, &net) {
		return &channel.SendError{Reason: channel.Temporary, Uncertain: net.written, Err: net}
	}
	var api *apiError
	if !errors.As(err, &api) {
		return &channel.SendError{Reason: channel.Rejected, Err: err} // it could not even be put together
	}
	out := &channel.SendError{Reason: reasonOf(api), Err: api}
	switch out.Reason {
	case channel.Throttled:
		out.RetryAfter = a.quota.spent(a.log, a.cfg.Clock.Now())
	case channel.Temporary:
		// Who gave up waiting does not know whether the call was done. Somebody in between who refuses it has not
		// let it through.
		out.Uncertain = !api.foreign || api.code < http.StatusBadRequest || api.code >= http.StatusInternalServerError
	default:
	}
	return out
}

func reasonOf(api *apiError) channel.Reason {
	switch {
	case api.code == codeQuota:
		return channel.Throttled
	case api.foreign:
		return channel.Temporary
	case api.code == http.StatusUnauthorized:
		return channel.Credentials
	case api.code == codeInternal, api.code == codeIdle, api.code >= http.StatusInternalServerError:
		return channel.Temporary
	case api.code >= http.StatusBadRequest:
		return channel.Rejected
	default:
		return channel.Temporary
	}
}

// Waiting when the quota is used up. The platform names no time; a month's quota comes back with the month, a rate
// limit within minutes.
const (
	firstQuotaWait = time.Minute
	lastQuotaWait  = time.Hour
)

// quota holds all calls back for a while once the platform has said that the quota is used up.
type quota struct {
	mu    sync.Mutex
	until time.Time
	wait  time.Duration // the last one; 0 = the quota is good
}

// spent notes a refusal and returns how long to send nothing.
func (q *quota) spent(log logger, now time.Time) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if left := q.until.Sub(now); left > 0 && left <= lastQuotaWait {
		return left // several chats were refused at once
	}
	if q.wait == 0 {
		log.Error("zalo says that the quota of this bot is used up: nothing is sent for a while, messages wait")
	}
	q.wait = min(max(2*q.wait, firstQuotaWait), lastQuotaWait)
	q.until = now.Add(q.wait)
	return q.wait
}

// closed returns how long nothing may be sent, 0 when something may.
func (q *quota) closed(now time.Time) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	left := q.until.Sub(now)
	if left <= 0 || left > lastQuotaWait { // further off, the clock was set back
		return 0
	}
	return left
}

// good notes that something was taken.
func (q *quota) good(log logger) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.wait > 0 {
		log.Info("zalo takes messages of this bot again")
	}
	q.wait, q.until = 0, time.Time{}
}

// exhausted reports whether the last thing heard of the quota is that it is used up.
func (q *quota) exhausted() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.wait > 0
}

// logger is the part of slog.Logger that is needed here.
type logger interface {
	Info(msg string, args ...any)
	Error(msg string, args ...any)
}
