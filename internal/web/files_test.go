package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

// shared makes a link to a report and returns its path.
func (h *house) shared(name string) string {
	h.t.Helper()
	f := h.fileToSend("outgoing/bao-cao.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []byte("số liệu"))
	var secret webchat.Secret
	h.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		secret, err = webchat.ShareFile(ctx, tx, h.people[name], *f)
		return err
	})
	u, err := url.Parse(h.web.FileURL(secret))
	h.must(err)
	return u.RequestURI()
}

func TestALinkToAFileWorksOnceAndSaysWhatItIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{publicURL: "http://127.0.0.1"})
	path := h.shared("Ma Thị Hoa")
	c := h.client()
	for range 3 { // previews look and spend nothing
		if a := c.get(path); a.status != http.StatusOK || !strings.Contains(a.body, "Ai có địa chỉ này cũng tải được tệp") || !strings.Contains(a.body, "bao-cao.xlsx") {
			t.Fatalf("%d %s", a.status, text(a.body))
		}
	}
	a := c.post(path, url.Values{})
	if a.status != http.StatusOK || a.body != "số liệu" || !strings.Contains(a.head.Get("Content-Disposition"), "attachment; filename=bao-cao.xlsx") {
		t.Fatalf("the download: %d %q %v", a.status, a.body, a.head)
	}
	if a := c.post(path, url.Values{}); a.status != http.StatusOK {
		t.Errorf("a download that broke off cannot be begun again: %d", a.status)
	}
	h.pass(webchat.LinkRetry + time.Second)
	for _, a := range []answer{c.get(path), c.post(path, url.Values{})} {
		if a.status != http.StatusGone || strings.Contains(a.body, "số liệu") {
			t.Errorf("after its use: %d", a.status)
		}
	}
	h.must(h.db.View(t.Context(), func(tx *sqlite.Tx) error {
		n, err := tx.CountForTest(t.Context(), "SELECT count(*) FROM audit WHERE action = 'file_link' AND person_id = ?", h.people["Ma Thị Hoa"])
		if n != 2 {
			t.Errorf("%d downloads are on record, want 2", n)
		}
		return err
	}))
}

func TestALinkToAFileEndsAfterADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{publicURL: "http://127.0.0.1"})
	path := h.shared("Ma Thị Hoa")
	h.pass(webchat.LinkLife + time.Second)
	if a := h.client().post(path, url.Values{}); a.status != http.StatusGone {
		t.Errorf("%d", a.status)
	}
	if a := h.client().get("/tep/" + string(webchat.NewSecret())); a.status != http.StatusNotFound {
		t.Errorf("a made-up address: %d", a.status)
	}
	if a := h.client().get("/tep/..%2f..%2fsohoc.db"); a.status != http.StatusNotFound {
		t.Errorf("a path: %d", a.status)
	}
}

func TestTheSameMessageOfTheOutboxStandsThereOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	before := len(c.messages())
	m := channel.Message{To: webchat.Address(h.chat("Hoàng Thị Lan")), Text: "Nhắc nhẹ", Ref: "4711"}
	m.Photo = h.fileToSend("outgoing/chart.png", "image/png", []byte("\x89PNG"))
	for range 3 { // the process was killed between the send and its mark
		h.must(h.web.Send(t.Context(), m))
	}
	if after := len(c.messages()); after != before+1 {
		t.Errorf("%d messages stand there, want 1", after-before)
	}
}

func TestASentPictureOutlivesTheFileThatWasSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	m := channel.Message{To: webchat.Address(h.chat("Hoàng Thị Lan")), Text: "Biểu đồ"}
	m.Photo = h.fileToSend("outgoing/chart.png", "image/png", []byte("\x89PNG\r\n\x1a\nrest"))
	h.must(h.web.Send(t.Context(), m))
	h.must(os.Remove(filepath.Join(h.files.Dir, m.Photo.Path)))
	all := c.messages()
	if a := c.get(all[len(all)-1].Photo.URL); a.status != http.StatusOK || a.body != "\x89PNG\r\n\x1a\nrest" {
		t.Errorf("%d %q", a.status, a.body)
	}
	h.pass(webchat.SentLife + time.Hour)
	if page := c.page(); !strings.Contains(page.body, "quá hạn lưu") || strings.Contains(page.body, "<img src=\"/files") {
		t.Errorf("the page still shows a picture that is swept:\n%s", text(page.body))
	}
}

func TestWhatASendSaysOfItsFailure(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	chat := h.chat("Hoàng Thị Lan")
	to := webchat.Address(chat)
	gone := channel.File{Path: "outgoing/gone.png", Name: "gone.png", MIME: "image/png"}
	for _, test := range []struct {
		name string
		m    channel.Message
		want channel.Reason
	}{
		{"to nobody", channel.Message{To: webchat.Address(webchat.NewChat()), Text: "Chào"}, channel.Unreachable},
		{"nothing", channel.Message{To: to, Text: "  "}, channel.Rejected},
		{"a file that is gone", channel.Message{To: to, Photo: &gone}, channel.Rejected},
		{"a path out of the folder", channel.Message{To: to, File: &channel.File{Path: "../sohoc.db"}}, channel.Rejected},
	} {
		if got := reason(h.web.Send(t.Context(), test.m)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	c.post("/logout", c.page().form())
	if got := reason(h.web.Send(t.Context(), channel.Message{To: to, Text: "Chào"})); got != channel.Unreachable {
		t.Errorf("after the logout: %q", got)
	}
	if caps := h.web.Capabilities(); caps.Proactive || !caps.Buttons || !caps.Files || !caps.Photos {
		t.Errorf("capabilities: %+v", caps)
	}
}

func reason(err error) channel.Reason {
	var e *channel.SendError
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestUploadsAreFetchedInTheirOwnChatOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	lan, minh := h.client(), h.client()
	lan.join(h.code("Hoàng Thị Lan"))
	minh.join(h.code("Trần Văn Minh"))
	lan.follow(lan.upload("a.pdf", "application/pdf", []byte("%PDF-1.4 nội dung"), ""))
	folder, err := filepath.Glob(filepath.Join(filepath.Dir(h.files.Dir), "web", "incoming", string(h.chat("Hoàng Thị Lan")), "*"))
	if err != nil || len(folder) != 1 {
		t.Fatalf("uploads: %v %v", folder, err)
	}
	ref := channel.FileRef{ID: filepath.Base(folder[0])}
	var got strings.Builder
	h.must(h.web.Fetch(t.Context(), webchat.Address(h.chat("Hoàng Thị Lan")), ref, &got, 100))
	if got.String() != "%PDF-1.4 nội dung" {
		t.Errorf("fetched %q", got.String())
	}
	if err := h.web.Fetch(t.Context(), webchat.Address(h.chat("Trần Văn Minh")), ref, &got, 100); err == nil {
		t.Error("it was fetched for another chat")
	}
	if err := h.web.Fetch(t.Context(), webchat.Address(h.chat("Trần Văn Minh")), channel.FileRef{ID: "../" + string(h.chat("Hoàng Thị Lan")) + "/" + ref.ID}, &got, 100); err == nil {
		t.Error("it was fetched by a path")
	}
	if err := h.web.Fetch(t.Context(), webchat.Address(h.chat("Hoàng Thị Lan")), ref, &got, 5); !errors.Is(err, channel.ErrTooLarge) {
		t.Errorf("over the limit: %v", err)
	}
	h.must(os.Chtimes(folder[0], time.Now().Add(-webchat.UploadLife-time.Hour), time.Now().Add(-webchat.UploadLife-time.Hour)))
	h.must(h.web.Sweep(t.Context()))
	if _, err := os.Stat(folder[0]); !os.IsNotExist(err) {
		t.Errorf("after its time it is still there: %v", err)
	}
}
