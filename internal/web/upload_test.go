package web_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

var pdf = []byte("%PDF-1.4\nnội dung\n%%EOF\n")

// uploads is a house with a page to upload at, and what came by it.
type uploads struct {
	*house
	path string
	mu   sync.Mutex
	came []channel.Event
}

func newUploads(t *testing.T) *uploads {
	t.Helper()
	u := &uploads{}
	u.house = newHouse(t, options{publicURL: "http://127.0.0.1", hear: func(events []channel.Event) {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.came = append(u.came, events...)
	}})
	var secret webchat.Secret
	u.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		secret, err = webchat.OpenUpload(ctx, tx, webchat.UploadLink{
			Person: u.people["Ma Thị Hoa"], To: channel.Address{Channel: channel.Zalo, Account: "1459", Chat: "c1"}, User: "u1",
		})
		return err
	})
	at, err := url.Parse(u.web.UploadURL(secret))
	u.must(err)
	u.path = at.RequestURI()
	return u
}

func (u *uploads) events() []channel.Event {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]channel.Event(nil), u.came...)
}

// sendFile posts a form with a file.
func (u *uploads) sendFile(name string, content []byte, header ...string) *http.Response {
	u.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	u.must(err)
	_, err = part.Write(content)
	u.must(err)
	u.must(form.Close())
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, u.server.URL+u.path, &body)
	u.must(err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	u.must(err)
	u.must(resp.Body.Close())
	return resp
}

func TestAFileComesByAPageForAnotherChannel(t *testing.T) {
	t.Parallel()
	u := newUploads(t)
	c := u.client()
	for range 3 { // previews look and spend nothing
		a := c.get(u.path)
		if a.status != http.StatusOK || !strings.Contains(a.body, `type="file"`) || strings.Contains(a.body, "Ma Thị Hoa") {
			t.Fatalf("%d %s", a.status, text(a.body))
		}
	}
	if got := u.sendFile("giấy.pdf", pdf); got.StatusCode != http.StatusOK {
		t.Fatalf("the upload: %d", got.StatusCode)
	}
	came := u.events()
	if len(came) != 1 {
		t.Fatalf("%d events", len(came))
	}
	e := came[0]
	if e.Channel != channel.Zalo || e.Chat != "c1" || e.User != "u1" || e.Kind != channel.Upload || e.File.Name != "giấy.pdf" ||
		e.File.MIME != "application/pdf" || e.File.Size != int64(len(pdf)) {
		t.Errorf("it came as %+v with %+v", e, e.File)
	}
	var got bytes.Buffer
	u.must(u.web.FetchPage(t.Context(), *e.File, &got, 1<<20))
	if !bytes.Equal(got.Bytes(), pdf) {
		t.Errorf("fetched %q", got.Bytes())
	}
	if err := u.web.FetchPage(t.Context(), *e.File, &got, 5); err == nil {
		t.Error("a bound of 5 bytes lets all of it through")
	}
	if err := u.web.FetchPage(t.Context(), channel.FileRef{ID: "page/../../sohoc.db"}, &got, 1<<20); err == nil {
		t.Error("it reads beside the folder of uploads")
	}
}

func TestAPageToUploadAtIsForOneUse(t *testing.T) {
	t.Parallel()
	u := newUploads(t)
	u.sendFile("a.pdf", pdf)
	u.sendFile("a.pdf", pdf) // the answer got lost
	if came := u.events(); came[0].Key != came[1].Key {
		t.Error("the same file sent twice are two events")
	}
	if got := u.sendFile("b.pdf", append(pdf, '2')); got.StatusCode != http.StatusOK || u.events()[2].Key == u.events()[0].Key {
		t.Errorf("a second file right behind the first: %d", got.StatusCode)
	}
	u.pass(webchat.LinkRetry + time.Second)
	if got := u.sendFile("c.pdf", pdf); got.StatusCode != http.StatusGone {
		t.Errorf("after its use: %d", got.StatusCode)
	}
	late := newUploads(t)
	late.pass(webchat.UploadLinkLife + time.Second)
	if got := late.sendFile("c.pdf", pdf); got.StatusCode != http.StatusGone || len(late.events()) != 0 {
		t.Errorf("after its time: %d", got.StatusCode)
	}
}

func TestAPageToUploadAtTakesSomeFilesAndNotAllOfADisk(t *testing.T) {
	t.Parallel()
	u := newUploads(t)
	taken, held := 0, 0
	for i := range 15 {
		switch got := u.sendFile(fmt.Sprintf("%d.pdf", i), append(pdf, byte(i))); got.StatusCode {
		case http.StatusOK:
			taken++
		case http.StatusTooManyRequests:
			held++
		default:
			t.Errorf("file %d: %d", i, got.StatusCode)
		}
	}
	if taken < 10 || held == 0 || len(u.events()) != taken {
		t.Errorf("%d taken, %d held up, %d events", taken, held, len(u.events()))
	}
	u.pass(time.Minute)
	if got := u.sendFile("later.pdf", append(pdf, 'l')); got.StatusCode != http.StatusOK {
		t.Errorf("a minute later: %d", got.StatusCode)
	}
}

func TestAPageToUploadAtIsBounded(t *testing.T) {
	t.Parallel()
	u := newUploads(t)
	if got := u.sendFile("lớn.pdf", append(pdf, make([]byte, 10<<20)...)); got.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a file of 10 MB and more: %d", got.StatusCode)
	}
	if got := u.sendFile("a.pdf", pdf, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); got.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: %d", got.StatusCode)
	}
	if a := u.client().post(u.path, url.Values{"file": {"x"}}); a.status != http.StatusBadRequest {
		t.Errorf("a form without a file: %d", a.status)
	}
	path := u.path
	u.path = path[:len(path)-4] + "xxxx"
	if got := u.sendFile("a.pdf", pdf); got.StatusCode != http.StatusNotFound {
		t.Errorf("a guessed address: %d", got.StatusCode)
	}
	if n := len(u.events()); n != 0 {
		t.Errorf("%d events came", n)
	}
}
