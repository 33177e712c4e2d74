package telegram

import (
	"context"
	"encoding/json"
	"fmt"

	"sohoc/internal/channel"
)

// SecretHeader is the header in which Telegram sends a webhook's secret.
const SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

// setWebhook has one connection only: what one person does must be taken in in its order.
type setWebhook struct {
	URL            string   `json:"url"`
	Secret         string   `json:"secret_token"`
	MaxConnections int      `json:"max_connections"`
	Allowed        []string `json:"allowed_updates"`
}

// hookAt asks to which address Telegram posts, "" for none.
func (a *Adapter) hookAt(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	body, err := a.wire.call(ctx, "getWebhookInfo", struct{}{})
	if err != nil {
		return "", fmt.Errorf("ask for the webhook: %w", err)
	}
	var answer struct {
		Result struct {
			URL string `json:"url"`
		} `json:"result"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", fmt.Errorf("read the webhook: %w", withoutValue(err))
	}
	return answer.Result.URL, nil
}

// Listen has Telegram post to an address until that has succeeded, and returns then or when ctx ends. When the
// address is set already it sets nothing, unless known is false: the secret cannot be asked for, so the caller
// remembers which was set last. remember is called when known is to be true at the next start.
func (a *Adapter) Listen(ctx context.Context, address, secret string, known bool, remember func() error) error {
	for ctx.Err() == nil {
		err := a.listen(ctx, address, secret, known)
		if err == nil {
			a.health.polled(a.log, a.clock.Now())
			return remember()
		}
		pause(ctx, a.health.failed(a.log, a.clock.Now(), err))
	}
	return nil
}

func (a *Adapter) listen(ctx context.Context, address, secret string, known bool) error {
	if err := a.learnName(ctx); err != nil {
		return err
	}
	now, err := a.hookAt(ctx)
	if err != nil || known && now == address {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	_, err = a.wire.call(ctx, "setWebhook", setWebhook{
		URL: address, Secret: secret, MaxConnections: 1, Allowed: allowedUpdates(),
	})
	if err != nil {
		return fmt.Errorf("set the webhook: %w", err)
	}
	return nil
}

// Poll is Run after a webhook, with which polling does not work, has been taken away.
func (a *Adapter) Poll(ctx context.Context, accept Accept) error {
	for ctx.Err() == nil {
		err := a.dropHook(ctx)
		if err == nil {
			break
		}
		if ctx.Err() == nil {
			pause(ctx, a.health.failed(a.log, a.clock.Now(), err))
		}
	}
	return a.Run(ctx, accept)
}

func (a *Adapter) dropHook(ctx context.Context) error {
	now, err := a.hookAt(ctx)
	if err != nil || now == "" {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if _, err := a.wire.call(ctx, "deleteWebhook", struct{}{}); err != nil {
		return fmt.Errorf("take the webhook away: %w", err)
	}
	return nil
}

// Receive takes in the body of a webhook's request. With nil the event is safe; what cannot be read is passed over,
// since it would come again for ever. An error says that it must come again.
func (a *Adapter) Receive(ctx context.Context, body []byte, accept Accept) error {
	event, ok, err := a.Decode(body)
	if err != nil {
		a.log.Error("telegram update cannot be read and is passed over", "error", err)
	}
	if err == nil && ok {
		if err := accept(ctx, []channel.Event{event}); err != nil {
			a.health.failed(a.log, a.clock.Now(), &storeError{cause: err})
			return err
		}
	}
	a.health.polled(a.log, a.clock.Now())
	return nil
}
