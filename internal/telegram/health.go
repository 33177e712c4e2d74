package telegram

import (
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Problem says what keeps Run from bringing updates.
type Problem string

// The problems.
const (
	NoProblem    Problem = ""
	Unreachable  Problem = "unreachable"    // no answer, or none from Telegram itself
	Overloaded   Problem = "overloaded"     // Telegram asks to wait, or has trouble of its own
	SecondCopy   Problem = "second_copy"    // somebody else polls with the same token
	BadToken     Problem = "bad_token"      // the token is not, or no longer, good
	Unreadable   Problem = "unreadable"     // the answer makes no sense
	NotTakingIn  Problem = "not_taking_in"  // the program itself could not store
	otherRefusal Problem = "other_refusals" // Telegram says no for a reason that is not foreseen
)

// Status says how Run fares.
type Status struct {
	Username string    // without the @, empty until learned
	LastPoll time.Time // the last poll that succeeded, zero for none yet
	Failures int       // in a row
	Problem  Problem   // of the last failure, NoProblem after a success
}

// Status says how Run fares, for the health page.
func (a *Adapter) Status() Status {
	s := a.health.status()
	s.Username = a.Username()
	return s
}

// Waiting after failures.
const (
	firstWait   = time.Second
	longestWait = time.Minute
	// tokenWait is long: a token does not get better by itself, but BotFather may be asked to restore a bot.
	tokenWait = 5 * time.Minute
	// reportEvery bounds the lines about a second copy; failures and successes alternate then.
	reportEvery = time.Minute
	// reportAgain is the failure in a row at which a hiccup has become an outage.
	reportAgain = 3
)

// health keeps count of failures and says something about them at their first, when they last, and at their
// end, so that a night without a line does not fill the log.
type health struct {
	mu         sync.Mutex
	lastPoll   time.Time
	failures   int
	problem    Problem
	sameInRow  int
	reported   bool      // something was said about the present row of failures
	copyReport time.Time // when a second copy was last reported
}

func (h *health) status() Status {
	h.mu.Lock()
	defer h.mu.Unlock()
	return Status{LastPoll: h.lastPoll, Failures: h.failures, Problem: h.problem}
}

// polled notes a poll that succeeded.
func (h *health) polled(log *slog.Logger, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lastPoll = now
	h.recoverLocked(log)
}

// stored notes that events were taken in.
func (h *health) stored(log *slog.Logger) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recoverLocked(log)
}

func (h *health) recoverLocked(log *slog.Logger) {
	if h.reported {
		log.Info("telegram works again", "after_failures", h.failures, "problem", h.problem)
	}
	h.failures, h.sameInRow, h.problem, h.reported = 0, 0, NoProblem, false
}

// failed notes a failure, says what is worth saying, and returns how long to wait.
func (h *health) failed(log *slog.Logger, now time.Time, err error) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	problem := problemOf(err)
	if problem != h.problem {
		h.sameInRow = 0
	}
	h.failures++
	h.sameInRow++
	h.problem = problem
	h.reportLocked(log, now, err)
	switch problem {
	case BadToken:
		return tokenWait
	case Overloaded:
		var api *apiError
		if errors.As(err, &api) && api.retryAfter > 0 {
			return api.retryAfter
		}
	default:
	}
	return backoff(h.sameInRow)
}

// reportLocked writes the line that the present failure deserves, if any.
func (h *health) reportLocked(log *slog.Logger, now time.Time, err error) {
	log = log.With("problem", h.problem, "failures", h.failures, "error", err)
	first, lasting := h.sameInRow == 1, h.sameInRow == reportAgain
	switch {
	case h.problem == SecondCopy && now.Sub(h.copyReport) >= reportEvery:
		h.copyReport = now
		log.Error("another copy of the program is polling telegram with the same token: stop it; " +
			"if there is none, the token has leaked: have BotFather revoke it")
	case h.problem == SecondCopy:
		return
	case h.problem == BadToken && first:
		log.Error("telegram does not accept the token: nothing comes in and nothing goes out by this channel " +
			"until the program is started with a good one")
	case h.problem == BadToken:
		return
	case h.problem == NotTakingIn && first:
		log.Warn("telegram updates could not be stored, trying again")
	case h.problem == NotTakingIn && lasting:
		log.Error("telegram updates still cannot be stored")
	case first:
		log.Warn("telegram poll failed, trying again")
	case lasting:
		log.Error("telegram is unreachable")
	default:
		return
	}
	h.reported = true
}

func problemOf(err error) Problem {
	var store *storeError
	var net *netError
	var api *apiError
	switch {
	case errors.As(err, &store):
		return NotTakingIn
	case errors.As(err, &net):
		return Unreachable
	case !errors.As(err, &api):
		return Unreadable
	case api.foreign && api.code < http.StatusInternalServerError:
		return Unreachable
	case api.code == http.StatusConflict:
		return SecondCopy
	case api.code == http.StatusUnauthorized, api.code == http.StatusNotFound:
		return BadToken
	case api.code == http.StatusTooManyRequests, api.code >= http.StatusInternalServerError:
		return Overloaded
	default:
		return otherRefusal
	}
}

// backoff doubles from firstWait to longestWait; a random half keeps programs that lost the same line from
// coming back in step.
func backoff(failures int) time.Duration {
	d := longestWait
	if shift := failures - 1; shift < 6 {
		d = min(firstWait<<shift, longestWait)
	}
	return d/2 + rand.N(d/2+1) //nolint:gosec // spreads load, guards nothing
}
