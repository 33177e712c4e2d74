package telegram

import (
	"context"

	"sohoc/internal/channel"
)

var _ channel.Prober = (*Adapter)(nil)

// Probe implements channel.Prober: it asks who the bot is.
func (a *Adapter) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if _, err := a.wire.call(ctx, "getMe", struct{}{}); err != nil {
		return sendError(err, false)
	}
	return nil
}
