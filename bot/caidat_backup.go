package bot

import (
	"context"
	"time"

	"sohoc/internal/channel"
)

// TellBackupFailed tells the operators that a nightly backup was not made, and which one is the last.
func (b *Bot) TellBackupFailed(ctx context.Context, tx Tx, due, last time.Time) ([]channel.Message, error) {
	dedupe := "backup/" + number(due.UnixMilli())
	return b.tellOperators(ctx, tx, dedupe, func(t *turn) string {
		if last.IsZero() {
			return t.p.T("lichhen.chua_sao_luu", args{"Luc": t.readable(due)})
		}
		return t.p.T("lichhen.sao_luu_hong", args{"Luc": t.readable(due), "Truoc": t.readable(last)})
	})
}
