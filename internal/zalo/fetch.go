package zalo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"sohoc/internal/channel"
)

// fetchTimeout bounds the download of one picture.
const fetchTimeout = 2 * time.Minute

// errAddress says that a picture is said to lie where this program does not go.
var errAddress = errors.New("zalo: the picture does not lie on a public https address")

// newPhotoClient fetches pictures. Their addresses come in messages, so it must not be led into the department's
// own network: it goes to public addresses only, and looks at the address after the name was resolved. The API's
// own host is trusted as the API is.
func newPhotoClient(client *http.Client, base string) *http.Client {
	api, _ := url.Parse(base)
	dialer := &net.Dialer{Timeout: dialTimeout, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		return publicOnly(address)
	}}
	guarded := newTransport(dialer.DialContext)
	guarded.Proxy = nil // a proxy would go anywhere
	trusted := http.RoundTripper(newTransport((&net.Dialer{Timeout: dialTimeout}).DialContext))
	if client != nil {
		trusted = client.Transport
	}
	return &http.Client{
		Transport: &guard{api: api, guarded: guarded, trusted: trusted},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			const most = 3
			if len(via) > most {
				return errAddress
			}
			return nil // the guard looks at each
		},
	}
}

// guard lets a request pass that goes to the API's own host, or over https to a public one.
type guard struct {
	api              *url.URL
	guarded, trusted http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case g.api != nil && r.URL.Scheme == g.api.Scheme && r.URL.Host == g.api.Host:
		if g.trusted == nil {
			return http.DefaultTransport.RoundTrip(r) //nolint:wrapcheck // scrubbed by Fetch
		}
		return g.trusted.RoundTrip(r) //nolint:wrapcheck // likewise
	case r.URL.Scheme != "https" || r.URL.User != nil:
		return nil, errAddress
	case r.URL.Port() != "" && r.URL.Port() != "443":
		return nil, errAddress
	default:
		return g.guarded.RoundTrip(r) //nolint:wrapcheck // likewise
	}
}

// publicOnly refuses addresses that are not of the public internet.
func publicOnly(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errAddress
	}
	ip := at.Addr().Unmap()
	for _, closed := range notPublic() {
		if closed.Contains(ip) {
			return errAddress
		}
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Zone() != "" {
		return errAddress
	}
	return nil
}

// notPublic are networks that net/netip takes for ordinary ones (IANA's special-purpose registries).
func notPublic() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
		netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
		netip.MustParsePrefix("fec0::/10"),
	}
}

// Fetch implements channel.Fetcher: it downloads a picture from where the platform says it lies. Errors of the line
// are *channel.SendError; what w returns is passed on.
func (a *Adapter) Fetch(ctx context.Context, _ channel.Address, ref channel.FileRef, w io.Writer, limit int64) error {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ref.ID, http.NoBody)
	if err != nil || req.URL.Host == "" {
		return &channel.SendError{Reason: channel.Rejected, Err: errAddress}
	}
	resp, err := a.photos.Do(req)
	if errors.Is(err, errAddress) {
		return &channel.SendError{Reason: channel.Rejected, Err: errAddress}
	}
	if err != nil {
		return &channel.SendError{Reason: channel.Temporary, Err: a.wire.scrub(err)}
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusGone, resp.StatusCode == http.StatusForbidden:
		// The addresses hold for a while only.
		return &channel.SendError{Reason: channel.Rejected, Err: fmt.Errorf("zalo: the picture is no longer there: %d", resp.StatusCode)}
	case resp.StatusCode != http.StatusOK:
		return &channel.SendError{Reason: channel.Temporary, Err: fmt.Errorf("zalo: the picture cannot be had: %d", resp.StatusCode)}
	case resp.ContentLength > limit:
		return channel.ErrTooLarge
	}
	n, err := io.Copy(w, &lineReader{body: io.LimitReader(resp.Body, limit+1), wire: a.wire})
	if err != nil {
		return fmt.Errorf("copy picture: %w", err)
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
	return n, &channel.SendError{Reason: channel.Temporary, Err: r.wire.scrub(err)}
}
