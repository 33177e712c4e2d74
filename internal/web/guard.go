package web

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"
)

// Bounds of requests. A phone's photo over a line of 1 Mbit/s takes 80 s.
const (
	maxForm   = 64 << 10
	readTime  = 30 * time.Second
	writeTime = 60 * time.Second
	fileTime  = 3 * time.Minute
)

// policy lets a page load what this program serves, run no script of its own text, and stand in no frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands before every page: headers, other sites' forms, too many requests, panics, time.
func (s *Server) guard(next http.Handler) (http.Handler, error) {
	origins := http.NewCrossOriginProtection()
	if s.site.origin != "" {
		if err := origins.AddTrustedOrigin(s.site.origin); err != nil {
			return nil, fmt.Errorf("trust the public address: %w", err)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.recovered(w, r)
		headers(w.Header(), s.site.secure)
		clock := http.NewResponseController(w)
		_ = clock.SetReadDeadline(time.Now().Add(readTime))   //nolint:forbidigo // a deadline of the machine, not a time of day
		_ = clock.SetWriteDeadline(time.Now().Add(writeTime)) //nolint:forbidigo // likewise
		if err := origins.Check(r); err != nil || !s.sameOrigin(r) {
			s.refuse(w, r, http.StatusForbidden, "web.khac_nguon")
			return
		}
		if r.Method == http.MethodPost && !s.limits.posts.allow(s.house(r)) {
			s.tooMany(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

func headers(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", "geolocation=(), microphone=(), camera=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// sameOrigin holds browsers that came round the public https address to it: their cookies would travel in the
// open. Who names no origin is no browser with a form.
func (s *Server) sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if !s.site.secure || origin == "" || origin == "null" || r.Method != http.MethodPost {
		return true
	}
	return strings.EqualFold(origin, s.site.origin) || strings.HasPrefix(origin, "http://") && loopback(strings.TrimPrefix(origin, "http://"))
}

// recovered keeps a panic from ending the program. Its value is left out of the log: it may be personal.
func (s *Server) recovered(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v) // the way to break off an answer
	}
	s.cfg.Log.Error("a page panicked", "type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
	s.refuse(w, r, http.StatusInternalServerError, "web.loi")
}

// cookiesAllowed reports whether a cookie handed to this browser travels encrypted, or not beyond its machine.
func (s *Server) cookiesAllowed(r *http.Request) bool {
	if s.https(r) {
		return true
	}
	return loopback(r.Host) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// https reports whether the browser speaks https: by itself, as a trusted proxy says, or because the public
// address is of that kind and nothing says otherwise.
func (s *Server) https(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	if proto := r.Header.Get("X-Forwarded-Proto"); proto != "" && s.trusted(peer(r)) {
		return strings.EqualFold(proto, "https")
	}
	return s.site.secure && !loopback(r.Host)
}

// loopback reports whether a host, with or without a port, is this machine.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// peer is the other end of the connection.
func peer(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

func (s *Server) trusted(a netip.Addr) bool {
	for _, p := range s.cfg.Proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// house names the browser's address for limits: of IPv6 the network, since a house has 2⁶⁴ addresses.
func (s *Server) house(r *http.Request) string {
	at := s.client(r)
	if at.Is6() {
		if network, err := at.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return at.String()
}

// client is the address of the browser: the last one that no trusted proxy has added.
func (s *Server) client(r *http.Request) netip.Addr {
	at := peer(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusted(at); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = hop.Unmap()
	}
	return at
}
