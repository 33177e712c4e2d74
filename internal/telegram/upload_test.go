package telegram_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

// inFolder gives the adapter a folder with a chart and a report in it.
func inFolder(t *testing.T) func(*telegram.Config) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"out/chart.png": pixel(), "out/report.docx": "PK", "../outside": "secret"} {
		path := filepath.Join(dir, "files", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(c *telegram.Config) { c.Files = filepath.Join(dir, "files") }
}

// pixel is the smallest picture: the fake looks whether it is one.
func pixel() string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	return b.String()
}

func chart() *channel.File {
	return &channel.File{Path: "out/chart.png", Name: "tiendo.png", MIME: "image/png"}
}
func report() *channel.File {
	return &channel.File{Path: "out/report.docx", Name: "Báo cáo \"tháng 9\".docx"}
}

func TestSendFiles(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Phòng Hành chính tư pháp: 5/8 người\n", 40) // over 1,024 and under 4,096
	choices := []channel.Choice{{Data: "x", Label: "Xem đơn vị"}}
	type call struct{ method, text, upload string }
	tests := map[string]struct {
		message channel.Message
		want    []call
	}{
		"a picture with its caption": {
			channel.Message{Text: "Tiến độ", Photo: chart()}, []call{{"sendPhoto", "Tiến độ", pixel()}},
		},
		"a document without": {channel.Message{File: report()}, []call{{"sendDocument", "", "PK"}}},
		"a caption that just fits": {
			channel.Message{Text: strings.Repeat("😀", 512), Photo: chart()},
			[]call{{"sendPhoto", strings.Repeat("😀", 512), pixel()}},
		},
		"a caption that is too long follows": {
			channel.Message{Text: long, Photo: chart()}, []call{{"sendPhoto", "", pixel()}, {"sendMessage", strings.TrimSpace(long), ""}},
		},
		"both": {
			channel.Message{Text: "Tiến độ", Photo: chart(), File: report()},
			[]call{{"sendPhoto", "", pixel()}, {"sendDocument", "Tiến độ", "PK"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, inFolder(t))
			test.message.To, test.message.Choices = to("1001"), choices
			if err := r.adapter.Send(t.Context(), test.message); err != nil {
				t.Fatal(err)
			}
			sent := r.Sent(1001)
			if len(sent) != len(test.want) {
				t.Fatalf("%d messages, want %d: %+v", len(sent), len(test.want), sent)
			}
			for i, m := range sent {
				got := call{m.Method, m.Text, ""}
				if len(m.Uploads) > 0 {
					got.upload = m.Uploads[0].Data
				}
				if got != test.want[i] {
					t.Errorf("message %d is %+v, want %+v", i, got, test.want[i])
				}
				if last := i == len(sent)-1; last != (m.Markup != "") {
					t.Errorf("message %d of %d has buttons %q", i+1, len(sent), m.Markup)
				}
			}
		})
	}
}

func TestFileKeepsItsName(t *testing.T) {
	t.Parallel()
	r := newRig(t, inFolder(t))
	if err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), File: report()}); err != nil {
		t.Fatal(err)
	}
	if got := r.Sent(1001)[0].Uploads[0].Name; got != report().Name {
		t.Errorf("the file is called %q, want %q", got, report().Name)
	}
}

func TestFileThatCannotBeSent(t *testing.T) {
	t.Parallel()
	r := newRig(t, inFolder(t))
	for _, path := range []string{"out/gone.png", "../outside", "/etc/hostname", "", "out/chart.png/x"} {
		err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Photo: &channel.File{Path: path, Name: "x.png"}})
		if got := asSendError(t, err); got.Reason != channel.Rejected || got.Uncertain {
			t.Errorf("%q: the error says %+v", path, got)
		}
	}
	if n := len(r.Sent(1001)); n != 0 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestBadNewsOfAnUpload(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     telegramtest.Fault
		reason    channel.Reason
		uncertain bool
		delivered int
	}{
		"429":            {telegramtest.TooManyRequests{RetryAfter: 3}, channel.Throttled, false, 0},
		"403":            {telegramtest.Blocked{}, channel.Unreachable, false, 0},
		"400":            {&telegramtest.APIError{Code: 400, Description: "Bad Request: PHOTO_INVALID_DIMENSIONS"}, channel.Rejected, false, 0},
		"too large":      {&telegramtest.APIError{Code: 413, Description: "Request Entity Too Large"}, channel.Rejected, false, 0},
		"too large page": {telegramtest.HTMLPage{Status: 413}, channel.Rejected, false, 0},
		"401":            {telegramtest.Unauthorized{}, channel.Credentials, false, 0},
		"502":            {telegramtest.HTMLPage{Status: 502}, channel.Temporary, true, 0},
		"cut":            {telegramtest.CutBody{}, channel.Temporary, true, 1},
		"drop before":    {telegramtest.DropBefore{}, channel.Temporary, true, 0},
		"drop after":     {telegramtest.DropAfter{}, channel.Temporary, true, 1},
		"hang":           {telegramtest.Hang{}, channel.Temporary, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := bubbleRig(t, inFolder(t))
				r.Fail("sendPhoto", test.fault)
				err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Photo: chart()})
				got := asSendError(t, err)
				if got.Reason != test.reason || got.Uncertain != test.uncertain || len(r.Sent(1001)) != test.delivered {
					t.Errorf("the error says %+v, %d arrived", got, len(r.Sent(1001)))
				}
				checkHarmless(t, err, r.Token())
			})
		})
	}
}

// TestResultThatMakesNoSense is a success all the same: to send it again would be to send it twice.
func TestResultThatMakesNoSense(t *testing.T) {
	t.Parallel()
	r := newRig(t, inFolder(t))
	r.Fail("sendPhoto", telegramtest.EmptyResult{})
	r.Fail("sendMessage", telegramtest.EmptyResult{})
	if err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Photo: chart()}); err != nil {
		t.Errorf("a picture: %v", err)
	}
	if err := r.adapter.Send(t.Context(), card()); err != nil {
		t.Errorf("a text: %v", err)
	}
}
