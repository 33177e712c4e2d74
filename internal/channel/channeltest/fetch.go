package channeltest

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"testing"

	"sohoc/internal/channel"
)

// PNG is a small picture.
func PNG() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// checkFetch fetches what came with an event, and tries a limit that is too small.
func (f Fixture) checkFetch(t *testing.T, e channel.Event, content []byte) {
	t.Helper()
	fetcher, ok := f.Sender.(channel.Fetcher)
	if !ok {
		t.Fatal("uploads come in that nobody can fetch")
	}
	var got bytes.Buffer
	if err := fetcher.Fetch(t.Context(), f.To, *e.File, &got, 1<<20); err != nil {
		t.Fatalf("fetch: %v", err)
	}
	if !bytes.Equal(got.Bytes(), content) {
		t.Errorf("%d bytes were fetched, %d were sent", got.Len(), len(content))
	}
	got.Reset()
	err := fetcher.Fetch(t.Context(), f.To, *e.File, &got, int64(len(content)-1))
	if !errors.Is(err, channel.ErrTooLarge) {
		t.Errorf("over the limit: %v", err)
	}
	f.checkError(t, err)
}
