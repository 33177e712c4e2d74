package bot

import (
	"context"
	"time"

	"sohoc/internal/channel"
)

// Offered notes what a message that nobody asked for offers, so that it can be answered by a number: numbers mean
// the list that was shown last. A form that is open there stays open; its buttons still work.
func Offered(ctx context.Context, tx Tx, to channel.Address, choices []channel.Choice, now time.Time) error {
	if len(choices) == 0 {
		return nil
	}
	state, err := tx.Conversation(ctx, to)
	if err != nil {
		return err
	}
	state.Offer, state.OfferedAt = choices, now.UnixMilli()
	return tx.SaveConversation(ctx, to, state, now)
}
