package telegram_test

import (
	"bytes"
	"errors"
	"testing"
	"testing/synctest"

	"sohoc/internal/channel"
	"sohoc/internal/telegram/telegramtest"
)

// shared lets a person share a file and returns what the event says of it.
func (r *rig) shared(t *testing.T, f telegramtest.File) channel.FileRef {
	t.Helper()
	stop := r.run(t)
	r.ShareDocument(1001, f, "")
	ref := *r.taken.wait(t, 1)[0].File
	stop()
	return ref
}

func TestFetch(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ref := r.shared(t, telegramtest.File{Name: "cc.pdf", Data: []byte("%PDF-1.7")})
	for _, test := range []struct {
		limit int64
		want  error
	}{{100, nil}, {8, nil}, {7, channel.ErrTooLarge}} {
		for _, told := range []int64{ref.Size, 0} {
			var got bytes.Buffer
			asked := channel.FileRef{ID: ref.ID, Size: told}
			err := r.adapter.Fetch(t.Context(), to("1001"), asked, &got, test.limit)
			if !errors.Is(err, test.want) || err == nil && got.String() != "%PDF-1.7" {
				t.Errorf("limit %d, size told %d: %v, got %q", test.limit, told, err, got.String())
			}
		}
	}
}

func TestFetchTooLargeForTelegram(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ref := r.shared(t, telegramtest.File{Name: "film.mp4", Size: 20<<20 + 1})
	for _, told := range []int64{ref.Size, 0} {
		err := r.adapter.Fetch(t.Context(), to("1001"), channel.FileRef{ID: ref.ID, Size: told}, &bytes.Buffer{}, 1<<30)
		if !errors.Is(err, channel.ErrTooLarge) {
			t.Errorf("size told %d: %v, want ErrTooLarge", told, err)
		}
	}
}

func TestFetchFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method string
		fault  telegramtest.Fault
		want   channel.Reason
	}{
		"unknown file":     {"getFile", &telegramtest.APIError{Code: 400, Description: "Bad Request: invalid file_id"}, channel.Rejected},
		"locate throttled": {"getFile", telegramtest.TooManyRequests{RetryAfter: 3}, channel.Throttled},
		"locate cut":       {"getFile", telegramtest.CutBody{}, channel.Temporary},
		"locate page":      {"getFile", telegramtest.HTMLPage{Status: 502}, channel.Temporary},
		"locate nonsense":  {"getFile", telegramtest.EmptyResult{}, channel.Temporary},
		"download page":    {telegramtest.MethodDownload, telegramtest.HTMLPage{Status: 502}, channel.Temporary},
		"download dropped": {telegramtest.MethodDownload, telegramtest.DropBefore{}, channel.Temporary},
		"download cut":     {telegramtest.MethodDownload, telegramtest.CutBody{}, channel.Temporary},
		"download hangs":   {telegramtest.MethodDownload, telegramtest.Hang{}, channel.Temporary},
		"download gone":    {telegramtest.MethodDownload, &telegramtest.APIError{Code: 404, Description: "Not Found"}, channel.Temporary},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := bubbleRig(t)
				ref := r.shared(t, telegramtest.File{Name: "cc.pdf", Data: []byte("%PDF-1.7")})
				// For ever: net/http repeats a download by itself when a kept connection breaks.
				r.Script(telegramtest.Rule{Method: test.method, Times: telegramtest.Forever, Fault: test.fault})
				err := r.adapter.Fetch(t.Context(), to("1001"), ref, &bytes.Buffer{}, 100)
				if got := asSendError(t, err); got.Reason != test.want {
					t.Errorf("the error says %+v, want %s", got, test.want)
				}
				checkHarmless(t, err, r.Token())
			})
		})
	}
}

var errDisk = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errDisk }

func TestFetchPassesOnTheWritersError(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ref := r.shared(t, telegramtest.File{Name: "cc.pdf", Data: []byte("%PDF-1.7")})
	if err := r.adapter.Fetch(t.Context(), to("1001"), ref, fullDisk{}, 100); !errors.Is(err, errDisk) {
		t.Errorf("%v, want the writer's error", err)
	}
}
