package zalo

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Problem says what keeps events from coming, or messages from going.
type Problem string

// The problems.
const (
	NoProblem    Problem = ""
	Unreachable  Problem = "unreachable"    // no answer, or none from the platform itself
	Overloaded   Problem = "overloaded"     // the platform has trouble of its own
	QuotaSpent   Problem = "quota"          // the month's messages are used up, or too many came at once
	BadToken     Problem = "bad_token"      // the token is not, or no longer, good
	NotTakingIn  Problem = "not_taking_in"  // the program itself could not store
	BadWebhook   Problem = "bad_webhook"    // the platform cannot reach the public address
	otherRefusal Problem = "other_refusals" // the platform says no for a reason that is not foreseen
)

// Status says how the adapter fares.
type Status struct {
	Name     string    // of the bot, empty until learned
	LastPoll time.Time // the last poll or webhook that succeeded, zero for none yet
	Failures int       // in a row
	Problem  Problem   // of the last failure, NoProblem after a success
	Received int64     // events that were taken in
	// Broken counts polls whose answer broke off or never came: the platform may have given a message to each of
	// them, and gives none twice.
	Broken int64
}

// Status says how the adapter fares, for the health page.
func (a *Adapter) Status() Status {
	s := a.health.status()
	s.Name = a.Name()
	if s.Problem == NoProblem && a.quota.exhausted() {
		s.Problem = QuotaSpent
	}
	return s
}

// Waiting after failures.
const (
	firstWait   = time.Second
	longestWait = time.Minute
	// tokenWait is long: a token does not get better by itself.
	tokenWait = 5 * time.Minute
	// reportAgain is the failure in a row at which a hiccup has become an outage.
	reportAgain = 3
)

// health keeps count of failures and says something about them at their first, when they last, and at their end.
type health struct {
	mu        sync.Mutex
	s         Status
	sameInRow int
	reported  bool // something was said about the present row of failures
}

func (h *health) status() Status {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.s
}

// polled notes a poll or a webhook that succeeded.
func (h *health) polled(log *slog.Logger, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.s.LastPoll = now
	if h.s.Problem != NotTakingIn {
		h.recoverLocked(log)
	}
}

// took notes that events were taken in.
func (h *health) took(log *slog.Logger, events int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.s.Received += int64(events)
	if h.s.Problem == NotTakingIn {
		h.recoverLocked(log)
	}
}

// brokeOff notes a poll whose answer was lost.
func (h *health) brokeOff() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.s.Broken++
}

func (h *health) recoverLocked(log *slog.Logger) {
	if h.reported {
		log.Info("zalo works again", "after_failures", h.s.Failures, "problem", h.s.Problem, "polls_broken_off", h.s.Broken)
	}
	h.s.Failures, h.s.Problem, h.sameInRow, h.reported = 0, NoProblem, 0, false
}

// failed notes a failure, says what is worth saying, and returns how long to wait.
func (h *health) failed(log *slog.Logger, err error) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	problem := problemOf(err)
	if problem != h.s.Problem {
		h.sameInRow = 0
	}
	h.s.Failures++
	h.sameInRow++
	h.s.Problem = problem
	h.reportLocked(log, err)
	if problem == BadToken {
		return tokenWait
	}
	return backoff(h.sameInRow)
}

// reportLocked writes the line that the present failure deserves, if any.
func (h *health) reportLocked(log *slog.Logger, err error) {
	log = log.With("problem", h.s.Problem, "failures", h.s.Failures, "error", err)
	first, lasting := h.sameInRow == 1, h.sameInRow == reportAgain
	switch {
	case h.s.Problem == BadToken && first:
		log.Error("zalo does not accept the token: nothing comes in and nothing goes out by this bot " +
			"until the program is started with a good one")
	case h.s.Problem == BadToken:
		return
	case h.s.Problem == QuotaSpent && first:
		log.Error("zalo says that the quota of this bot is used up")
	case h.s.Problem == NotTakingIn && first:
		log.Warn("zalo updates could not be stored, trying again")
	case h.s.Problem == BadWebhook && first:
		log.Error("zalo cannot reach the public address: nothing comes in by this bot")
	case first:
		log.Warn("zalo poll failed, trying again")
	case lasting:
		log.Error("zalo is still in trouble")
	default:
		return
	}
	h.reported = true
}

func problemOf(err error) Problem {
	var store *storeError
	var net *netError
	var api *apiError
	var hook *hookError
	switch {
	case errors.As(err, &store):
		return NotTakingIn
	case errors.As(err, &hook):
		return BadWebhook
	case errors.As(err, &net):
		return Unreachable
	case !errors.As(err, &api):
		return otherRefusal
	case api.code == codeQuota:
		return QuotaSpent
	case api.foreign && api.code < http.StatusInternalServerError:
		return Unreachable
	case api.code == http.StatusUnauthorized:
		return BadToken
	case api.code == codeInternal, api.code == codeIdle, api.code >= http.StatusInternalServerError:
		return Overloaded
	default:
		return otherRefusal
	}
}

// backoff doubles from firstWait to longestWait; a random half keeps programs that lost the same line from coming
// back in step.
func backoff(failures int) time.Duration {
	d := longestWait
	if shift := failures - 1; shift < 6 {
		d = min(firstWait<<shift, longestWait)
	}
	return d/2 + rand.N(d/2+1) //nolint:gosec // spreads load, guards nothing
}
