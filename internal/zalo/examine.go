package zalo

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// Answer is what the platform says to one call.
type Answer struct {
	OK          bool
	Code        int    // of a refusal
	Description string // of a refusal, without the token
	Result      json.RawMessage
}

// Call makes one call and returns the answer as it came, for who examines the platform. Its error says that there
// was no answer, or none from the platform itself.
func (a *Adapter) Call(ctx context.Context, method string, params any, limit time.Duration) (Answer, error) {
	result, err := a.wire.raw(ctx, limit, method, params)
	var api *apiError
	switch {
	case errors.As(err, &api) && !api.foreign:
		return Answer{Code: api.code, Description: api.description}, nil
	case err != nil:
		return Answer{}, a.sendError(err)
	}
	return Answer{OK: true, Result: result}, nil
}

// HookAddress asks to which address the platform posts; "" for none.
func (a *Adapter) HookAddress(ctx context.Context) (string, error) {
	var now hookInfo
	err := a.wire.call(ctx, callTimeout, "getWebhookInfo", struct{}{}, &now)
	var api *apiError
	if errors.As(err, &api) && api.code == http.StatusNotFound {
		return "", nil // some servers of the API do not know the question
	}
	if err != nil {
		return "", a.sendError(err)
	}
	return string(now.URL), nil
}
