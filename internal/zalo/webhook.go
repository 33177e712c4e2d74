package zalo

import (
	"context"
	"errors"
	"net/http"
)

// SecretHeader is the header in which the platform sends a webhook's secret.
const SecretHeader = "X-Bot-Api-Secret-Token"

// hookInfo is what getWebhookInfo and setWebhook tell.
type hookInfo struct {
	URL          text `json:"url"`
	Verification *struct {
		OK      bool `json:"ok"`
		Outcome text `json:"outcome"`
	} `json:"verification"`
}

// hookError says that the platform could not reach the address that it was given.
type hookError struct{ outcome string }

func (e *hookError) Error() string {
	return "zalo: the platform cannot reach the public address: " + e.outcome
}

// Webhook sees to it that the platform posts to an address. Since setting is limited per day, it asks first and
// sets only when another address is set, or when known is false: the secret cannot be asked for, so the caller
// remembers which was set last. set reports whether it was set now; it is true even with an error that says that
// the platform could not reach the address, since it keeps it all the same.
func (a *Adapter) Webhook(ctx context.Context, address, secret string, known bool) (set bool, err error) {
	var now hookInfo
	err = a.wire.call(ctx, callTimeout, "getWebhookInfo", struct{}{}, &now)
	var api *apiError
	if missing := errors.As(err, &api) && api.code == http.StatusNotFound; err != nil && !missing {
		return false, err
	}
	if known && string(now.URL) == address {
		return false, nil
	}
	now = hookInfo{}
	params := map[string]string{"url": address, "secret_token": secret}
	if err := a.wire.call(ctx, callTimeout, "setWebhook", params, &now); err != nil {
		return false, err
	}
	if now.Verification != nil && !now.Verification.OK {
		return true, &hookError{outcome: a.wire.clean(string(now.Verification.Outcome))}
	}
	return true, nil
}

// DropWebhook takes the webhook away, if there is one.
func (a *Adapter) DropWebhook(ctx context.Context) error {
	var now hookInfo
	err := a.wire.call(ctx, callTimeout, "getWebhookInfo", struct{}{}, &now)
	var api *apiError
	switch {
	case errors.As(err, &api) && api.code == http.StatusNotFound:
		return nil // some servers of the API do not know the question
	case err != nil:
		return err
	case now.URL == "":
		return nil
	}
	err = a.wire.call(ctx, callTimeout, "deleteWebhook", struct{}{}, nil)
	if errors.As(err, &api) && api.code == http.StatusBadRequest {
		return nil // there was none
	}
	return err
}

// Listen keeps the webhook set until that has succeeded, and returns then or when ctx ends. remember is called with
// what known is to be at the next start.
func (a *Adapter) Listen(ctx context.Context, address, secret string, known bool, remember func() error) error {
	for ctx.Err() == nil {
		err := a.Learn(ctx)
		set := false
		if err == nil {
			set, err = a.Webhook(ctx, address, secret, known)
		}
		if set {
			known = true
			if err := remember(); err != nil {
				return err
			}
		}
		if err == nil {
			a.health.polled(a.log, a.cfg.Clock.Now())
			return nil
		}
		wait := a.health.failed(a.log, err)
		var unseen *hookError
		if errors.As(err, &unseen) {
			return nil // it is set, and setting is limited per day: what comes later shows that it works
		}
		pause(ctx, wait)
	}
	return nil
}

// Receive takes in the body of a webhook's request. With nil the events are safe; what cannot be read is passed over,
// since it would come again for ever. An error says that it must come again.
func (a *Adapter) Receive(ctx context.Context, body []byte, accept Accept) error {
	events, err := a.Decode(body)
	if err != nil {
		a.log.Error("what came by the zalo webhook cannot be read and is passed over", "bytes", len(body))
	}
	a.health.polled(a.log, a.cfg.Clock.Now())
	if len(events) == 0 {
		return nil
	}
	if err := accept(ctx, events); err != nil {
		a.health.failed(a.log, &storeError{cause: err})
		return err
	}
	a.health.took(a.log, len(events))
	return nil
}
