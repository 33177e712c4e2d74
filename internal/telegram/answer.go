package telegram

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxAnswer bounds an answer of Telegram, in bytes: a hundred updates of the largest kind are far smaller.
const maxAnswer = 32 << 20

func readAnswer(resp *http.Response) ([]byte, error) {
	var buf bytes.Buffer
	if resp.ContentLength > 0 && resp.ContentLength <= maxAnswer {
		buf.Grow(int(resp.ContentLength) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(resp.Body, maxAnswer)); err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	return buf.Bytes(), nil
}

// checkAnswer tells a success from the rest. An answer that is not in Telegram's envelope comes from somebody
// in between: a gateway's page, a captive portal.
func (w *wire) checkAnswer(status int, body []byte) error {
	if status == http.StatusOK && bytes.HasPrefix(body, []byte(`{"ok":true`)) && body[len(body)-1] == '}' {
		return nil
	}
	var envelope struct {
		OK          *bool  `json:"ok"`
		Code        int    `json:"error_code"`
		Description string `json:"description"`
		Parameters  struct {
			MigrateTo  int64 `json:"migrate_to_chat_id"`
			RetryAfter int   `json:"retry_after"`
		} `json:"parameters"`
	}
	switch err := json.Unmarshal(body, &envelope); {
	case err != nil || envelope.OK == nil:
		return &apiError{code: status, foreign: true}
	case *envelope.OK && status == http.StatusOK:
		return nil
	}
	code := envelope.Code
	if code == 0 {
		code = status
	}
	return &apiError{
		code:        code,
		description: w.clean(envelope.Description),
		migrateTo:   envelope.Parameters.MigrateTo,
		retryAfter:  time.Duration(envelope.Parameters.RetryAfter) * time.Second,
	}
}
