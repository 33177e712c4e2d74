package telegramtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// ErrNothingPending says that there is no update to post to a webhook.
var ErrNothingPending = errors.New("no update is pending")

// PostUpdate delivers the next unconfirmed update to a webhook at url, as Telegram does to the URL that setWebhook named (which
// must be https there, so a test says where its handler listens). An answer 2xx confirms the update; with any other it stays the
// next one. The secret of setWebhook goes along.
func (b *Bot) PostUpdate(ctx context.Context, client *http.Client, url string) (status int, err error) {
	next, ok := b.queue.first()
	if !ok {
		return 0, ErrNothingPending
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(next.body))
	if err != nil {
		return 0, fmt.Errorf("make webhook request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if secret := b.settings.hook().secret; secret != "" {
		request.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, fmt.Errorf("post update to webhook: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.StatusCode/100 == 2 {
		b.queue.confirm(next)
	}
	return response.StatusCode, nil
}

// first is the update that a webhook gets next: a repetition before a new one.
func (q *queue) first() (update, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case len(q.again) > 0:
		return q.again[0], true
	case q.head < len(q.all):
		return q.all[q.head], true
	}
	return update{}, false
}

func (q *queue) confirm(u update) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.again) > 0 && q.again[0].id == u.id {
		q.again = q.again[1:]
		return
	}
	q.confirmLocked(int64(u.id) + 1)
}
