package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"sohoc/internal/channel"
)

// Hook is what Telegram says of a bot's webhook.
type Hook struct {
	URL     string    // "" for none
	Pending int       // updates that wait to be fetched or posted
	Failed  time.Time // the last post that failed; zero for none
	Problem string    // what was wrong then, in Telegram's words
}

// Hook asks for the state of the webhook, for who examines the bot. Its errors are *channel.SendError.
func (a *Adapter) Hook(ctx context.Context) (Hook, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	body, err := a.wire.call(ctx, "getWebhookInfo", struct{}{})
	if err != nil {
		return Hook{}, sendError(err, false)
	}
	var answer struct {
		Result struct {
			URL     string `json:"url"`
			Pending int    `json:"pending_update_count"`
			At      int64  `json:"last_error_date"`
			Message string `json:"last_error_message"`
		} `json:"result"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return Hook{}, &channel.SendError{Reason: channel.Temporary, Err: errors.New("telegram: the webhook cannot be read")}
	}
	r := answer.Result
	h := Hook{URL: r.URL, Pending: r.Pending, Problem: a.wire.clean(r.Message)}
	if r.At > 0 && r.At <= lastSecond {
		h.Failed = time.Unix(r.At, 0).UTC()
	}
	return h, nil
}
