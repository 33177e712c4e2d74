package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	tgbot "github.com/go-telegram/bot"

	"sohoc/internal/channel"
)

// fetchTimeout bounds the download of one file: 20 MB over a line of 1.4 Mbit/s.
const fetchTimeout = 2 * time.Minute

// Fetch implements channel.Fetcher. Telegram hands out no file over 20 MB, whatever the limit. Errors of the
// line and of Telegram are *channel.SendError; what w returns is passed on.
func (a *Adapter) Fetch(ctx context.Context, _ channel.Address, ref channel.FileRef, w io.Writer, limit int64) error {
	if ref.Size > min(limit, maxFetch) {
		return channel.ErrTooLarge
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	path, err := a.locate(ctx, ref)
	if err != nil {
		return err
	}
	body, err := a.download(ctx, path)
	if err != nil {
		return fmt.Errorf("download file: %w", sendError(err, false))
	}
	defer body.Close()
	return copyAtMost(w, &lineReader{body: body, wire: a.wire}, limit)
}

// locate asks where a file can be downloaded. The answer holds for an hour.
func (a *Adapter) locate(ctx context.Context, ref channel.FileRef) (path string, err error) {
	found, err := a.library.GetFile(ctx, &tgbot.GetFileParams{FileID: ref.ID})
	if err = a.ownError(err); err != nil {
		var api *apiError
		if errors.As(err, &api) && tooBig(api.description) {
			return "", channel.ErrTooLarge
		}
		return "", fmt.Errorf("locate file: %w", sendError(err, false))
	}
	return found.FilePath, nil
}

func (a *Adapter) download(ctx context.Context, path string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.wire.base+"/file/bot"+a.wire.token+"/"+path, http.NoBody)
	if err != nil {
		return nil, a.wire.scrub(err)
	}
	resp, connected, err := a.wire.roundTrip(req)
	if err != nil {
		return nil, &netError{cause: a.wire.scrub(err), written: connected}
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close() // its content does not matter
		return nil, &apiError{code: resp.StatusCode, description: http.StatusText(resp.StatusCode), foreign: true}
	}
	return resp.Body, nil
}

// copyAtMost copies all of r, or returns ErrTooLarge when that is more than limit bytes.
func copyAtMost(w io.Writer, r io.Reader, limit int64) error {
	n, err := io.Copy(w, io.LimitReader(r, limit+1))
	if err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	if n > limit {
		return channel.ErrTooLarge
	}
	return nil
}

// lineReader turns what breaks a download off into the adapter's own kind of error.
type lineReader struct {
	body io.Reader
	wire *wire
}

// Read implements io.Reader.
func (r *lineReader) Read(p []byte) (int, error) {
	n, err := r.body.Read(p)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, sendError(&netError{cause: r.wire.scrub(err), written: true}, false)
}
