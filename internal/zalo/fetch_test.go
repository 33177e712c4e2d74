package zalo_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/zalo"
	"sohoc/internal/zalo/zalotest"
)

func TestFetch(t *testing.T) {
	t.Parallel()
	r := newRig(t, zalotest.Options{}, nil)
	r.SharePhoto(lan, []byte("một tấm ảnh"), "")
	box := newInbox()
	stop := run(t, r.adapter, box.accept)
	ref := *box.wait(t, 1)[0].File
	stop()
	var got bytes.Buffer
	if err := r.adapter.Fetch(t.Context(), address(lan), ref, &got, 100); err != nil || got.String() != "một tấm ảnh" {
		t.Errorf("fetched %q, %v", got.String(), err)
	}
	if err := r.adapter.Fetch(t.Context(), address(lan), ref, &got, 5); !errors.Is(err, channel.ErrTooLarge) {
		t.Errorf("beyond the bound: %v", err)
	}
	r.Forget()
	var failed *channel.SendError
	if err := r.adapter.Fetch(t.Context(), address(lan), ref, &got, 100); !errors.As(err, &failed) || failed.Reason != channel.Rejected {
		t.Errorf("a picture that is gone: %v", err)
	}
}

// TestAMessageLeadsNobodyIntoTheHouse: whoever can put an address into a message cannot have the program call at the
// department's own machines.
func TestAMessageLeadsNobodyIntoTheHouse(t *testing.T) {
	t.Parallel()
	called := false
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer inside.Close()
	r := newRig(t, zalotest.Options{}, nil)
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	for _, address := range []string{
		inside.URL, "https://localhost" + port + "/x", "http://127.0.0.1" + port + "/", "https://127.0.0.1/x", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
		"https://10.0.0.5/x", "https://192.168.1.1/", "https://172.16.3.4/", "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/",
		"https://0.0.0.0/", "https://[fd00::1]/", "https://[fe80::1]/", "https://[64:ff9b::a00:1]/", "https://224.0.0.1/",
		"http://photo.zdn.vn/a.jpg", "https://user:pass@photo.zdn.vn/a.jpg", "https://photo.zdn.vn:8443/a.jpg", "ftp://x/y", "file:///etc/passwd", "", "page/abc", "https://",
	} {
		var got bytes.Buffer
		var failed *channel.SendError
		err := r.adapter.Fetch(t.Context(), channel.Address{}, channel.FileRef{ID: address}, &got, 100)
		if !errors.As(err, &failed) || failed.Reason != channel.Rejected || got.Len() > 0 {
			t.Errorf("%s: %v", address, err)
		}
	}
	if called {
		t.Error("a machine of the house was called")
	}
}

// TestARedirectLeadsNowhereElse looks at each step, not at the first alone.
func TestARedirectLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://127.0.0.1:443/secret", http.StatusFound)
	}))
	defer api.Close()
	a, err := zalo.New(zalo.Config{Token: "12:ab", APIURL: api.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var failed *channel.SendError
	err = a.Fetch(t.Context(), channel.Address{}, channel.FileRef{ID: api.URL + "/photo.jpg"}, &bytes.Buffer{}, 100)
	if !errors.As(err, &failed) || failed.Reason != channel.Rejected {
		t.Errorf("it was followed: %v", err)
	}
}
