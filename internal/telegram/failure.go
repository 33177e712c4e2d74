package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sohoc/internal/channel"
)

// apiError is an answer that is not a success.
type apiError struct {
	code        int
	description string // Telegram's words; it quotes no text, since none is sent with markup
	foreign     bool   // not in Telegram's envelope
	retryAfter  time.Duration
	migrateTo   int64
}

func (e *apiError) Error() string {
	if e.foreign {
		return fmt.Sprintf("telegram: %d %s, not in Telegram's format", e.code, http.StatusText(e.code))
	}
	return fmt.Sprintf("telegram: %d %s", e.code, e.description)
}

// netError is a call without an answer, or with one that broke off.
type netError struct {
	cause   error
	written bool // something may have been written, so the call may have been done
}

func (e *netError) Error() string { return "telegram: " + e.cause.Error() }
func (e *netError) Unwrap() error { return e.cause }

// sendError says what a failed call means for a message. markup tells whether the call had buttons.
func sendError(err error, markup bool) *channel.SendError {
	var net *netError
	if errors.As(err, &net) {
		return &channel.SendError{Reason: channel.Temporary, Uncertain: net.written, Err: net}
	}
	var disk *fileError
	if errors.As(err, &disk) && !disk.lasting() {
		return &channel.SendError{Reason: channel.Temporary, Err: disk}
	}
	if errors.Is(err, errResult) {
		return &channel.SendError{Reason: channel.Temporary, Uncertain: true, Err: err}
	}
	var api *apiError
	if !errors.As(err, &api) {
		// It could not even be put together: nothing went out, and nothing will next time.
		return &channel.SendError{Reason: channel.Rejected, Err: err}
	}
	out := &channel.SendError{Reason: reasonOf(api, markup), Err: api}
	switch out.Reason {
	case channel.Throttled:
		out.RetryAfter = max(api.retryAfter, time.Second)
	case channel.MovedChat:
		out.NewChat = chatID(api.migrateTo)
	case channel.Temporary:
		// A gateway that gave up waiting does not know whether the call was done. Somebody in between who
		// refuses it has not let it through.
		out.Uncertain = !api.foreign || api.code < http.StatusBadRequest || api.code >= http.StatusInternalServerError
	default:
	}
	return out
}

func reasonOf(api *apiError, markup bool) channel.Reason {
	switch {
	case api.foreign && api.code != http.StatusRequestEntityTooLarge:
		return channel.Temporary
	case api.code == http.StatusTooManyRequests:
		return channel.Throttled
	case api.code == http.StatusForbidden:
		return channel.Unreachable
	case api.code == http.StatusUnauthorized, api.code == http.StatusNotFound:
		// 404 is Telegram's answer to a token that it cannot even read.
		return channel.Credentials
	case api.migrateTo != 0:
		return channel.MovedChat
	case api.code >= http.StatusInternalServerError:
		return channel.Temporary
	case api.code == http.StatusBadRequest && nobodyThere(api.description):
		return channel.Unreachable
	case api.code == http.StatusBadRequest && markup:
		return channel.Markup
	case api.code >= http.StatusBadRequest:
		return channel.Rejected
	default:
		return channel.Temporary
	}
}

// nobodyThere tells the refusals that are about the chat from those about the message. Telegram has no code
// for them; the sentences have stood for years.
func nobodyThere(description string) bool {
	return saysAny(description,
		"chat not found", "user is deactivated", "user_is_blocked", "user not found", "group chat was deactivated",
		"peer_id_invalid", "have no rights to send", "not enough rights to send", "chat_write_forbidden",
	)
}

// tooBig recognises the refusal of getFile.
func tooBig(description string) bool { return saysAny(description, "file is too big") }

func saysAny(description string, sentences ...string) bool {
	description = strings.ToLower(description)
	for _, sentence := range sentences {
		if strings.Contains(description, sentence) {
			return true
		}
	}
	return false
}
