package web_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestOtherSitesCanDoNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	good := c.page().form()
	good.Set("text", "/hoc 2h luật đất đai")
	before := len(c.messages())
	for _, test := range []struct {
		name string
		head map[string]string
		csrf string
		path string
	}{
		{"another site, new browser", map[string]string{"Sec-Fetch-Site": "cross-site"}, good.Get("csrf"), "/chat"},
		{"another site, old browser", map[string]string{"Origin": "https://evil.example"}, good.Get("csrf"), "/chat"},
		{"a page without an origin", map[string]string{"Origin": "null"}, good.Get("csrf"), "/chat"},
		{"a form without its mark", nil, "", "/chat"},
		{"a form with another's mark", nil, "abcdefghijklmnopqrstuvwx", "/chat"},
		{"a logout from elsewhere", nil, "", "/logout"},
		{"a login from elsewhere", map[string]string{"Sec-Fetch-Site": "cross-site"}, "", "/moi"},
	} {
		for k, v := range test.head {
			c.head.Set(k, v)
		}
		form := url.Values{"text": good["text"], "key": good["key"], "csrf": {test.csrf}, "code": {"ABCD2346"}}
		if a := c.post(test.path, form); a.status != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", test.name, a.status)
		}
		clear(c.head)
	}
	if a := c.post2(url.Values{"text": {"x"}, "csrf": {"wrong"}}, "a.png", "image/png", []byte("x")); a.status != http.StatusForbidden {
		t.Errorf("a file from elsewhere: %d, want 403", a.status)
	}
	if after := len(c.messages()); after != before {
		t.Errorf("%d messages have come all the same", after-before)
	}
	c.head.Set("Sec-Fetch-Site", "same-origin")
	if a := c.post("/chat", good); a.status != http.StatusSeeOther {
		t.Errorf("the own page: %d", a.status)
	}
}

func TestPagesAreGuardedByTheirHeaders(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	for _, path := range []string{"/", "/moi", "/chat.json", "/nowhere", "/files/1/photo"} {
		a := c.get(path)
		csp := a.head.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy lacks %s: %s", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: the policy is weak: %s", path, csp)
		}
		if a.head.Get("X-Content-Type-Options") != "nosniff" || a.head.Get("Referrer-Policy") != "no-referrer" || a.head.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", path, a.head)
		}
		if strings.Contains(a.body, "<script>") || strings.Contains(a.body, "style=") || strings.Contains(a.body, "onclick=") {
			t.Errorf("%s has text that the policy forbids", path)
		}
	}
}

func TestNoCookiesInTheOpen(t *testing.T) {
	t.Parallel()
	proxy := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for _, test := range []struct {
		name, public string
		head         map[string]string
		proxies      []netip.Prefix
		in, secure   bool
	}{
		{"this machine", "", nil, nil, true, false},
		{"the local network by http", "", map[string]string{"Host": "10.0.0.5:8080"}, nil, false, false},
		{"a name by http", "", map[string]string{"Host": "hoc.example.vn"}, nil, false, false},
		{"a proxy in front that says nothing of https", "", map[string]string{"X-Forwarded-For": "203.0.113.9"}, nil, false, false},
		{"a proxy that says https and is trusted", "", map[string]string{"Host": "hoc.example.vn", "X-Forwarded-Proto": "https"}, proxy, true, true},
		{"a stranger who says https", "", map[string]string{"Host": "hoc.example.vn", "X-Forwarded-Proto": "https"}, nil, false, false},
		{"https by the public address", "https://hoc.example.vn", map[string]string{"Host": "hoc.example.vn"}, nil, true, true},
		{"round the public address", "https://hoc.example.vn", map[string]string{"Host": "10.0.0.5:8080", "Origin": "http://10.0.0.5:8080"}, nil, false, false},
		{"a trusted proxy that was asked by http", "https://hoc.example.vn", map[string]string{"Host": "hoc.example.vn", "X-Forwarded-Proto": "http"}, proxy, false, false},
		{"a public address by http", "http://hoc.example.vn", map[string]string{"Host": "hoc.example.vn"}, nil, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, options{publicURL: test.public, proxies: test.proxies})
			c := h.client()
			for k, v := range test.head {
				c.head.Set(k, v)
			}
			form := c.get("/moi").form()
			form.Set("code", h.code("Hoàng Thị Lan"))
			a := c.post("/moi", form)
			cookie := a.head.Get("Set-Cookie")
			if test.in != (cookie != "") {
				t.Fatalf("%d, cookie %q", a.status, cookie)
			}
			if !test.in {
				return
			}
			if test.secure != strings.Contains(cookie, "; Secure") || !strings.Contains(cookie, "; HttpOnly") || !strings.Contains(cookie, "; SameSite=Lax") {
				t.Errorf("cookie %q", cookie)
			}
		})
	}
}

func TestUnderAPath(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{publicURL: "http://127.0.0.1/noibo/sohoc/"})
	for _, test := range []struct{ name, cut string }{
		{"a proxy that leaves the path", "/noibo/sohoc"},
		{"a proxy that cuts it off", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := h.client()
			form := c.get(test.cut + "/moi").form()
			form.Set("code", h.code("Hoàng Thị Lan"))
			a := c.post(test.cut+"/moi", form)
			if a.head.Get("Location") != "/noibo/sohoc/" || !strings.Contains(a.head.Get("Set-Cookie"), "Path=/noibo/sohoc/;") {
				t.Fatalf("login: %d, to %q, cookie %q", a.status, a.head.Get("Location"), a.head.Get("Set-Cookie"))
			}
			c.head.Set("Cookie", strings.Split(a.head.Get("Set-Cookie"), ";")[0])
			page := c.get(test.cut + "/")
			for _, want := range []string{`action="/noibo/sohoc/chat"`, `href="/noibo/sohoc/assets/app.`, `data-base="/noibo/sohoc"`} {
				if !strings.Contains(page.body, want) {
					t.Errorf("the page lacks %s", want)
				}
			}
			if strings.Contains(page.body, `="/assets`) || strings.Contains(page.body, `="/chat`) {
				t.Error("the page leads out of the path")
			}
		})
	}
	if a := h.client().get("/noibo/sohoc"); a.status != http.StatusMovedPermanently || a.head.Get("Location") != "/noibo/sohoc/" {
		t.Errorf("without the slash: %d %s", a.status, a.head.Get("Location"))
	}
	if got := h.web.Link("ABCD2346"); got != "http://127.0.0.1/noibo/sohoc/moi?code=ABCD2346" {
		t.Errorf("the link is %s", got)
	}
}

func TestAddressesAreTakenFromTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	// 21 wrong codes from one address close it; they do not close its neighbour.
	try := func(h *house, forwarded, code string) answer {
		c := h.client()
		c.head.Set("X-Forwarded-For", forwarded)
		c.head.Set("Host", "hoc.example.vn")
		form := c.get("/moi").form()
		form.Set("code", code)
		return c.post("/moi", form)
	}
	exhaust := func(h *house, forwarded func(i int) string) {
		for i := range 21 {
			try(h, forwarded(i), "ABCD234"+string("ABCDEFGHJKMNPQRTUVWXYZ"[i]))
		}
	}
	h := newHouse(t, options{publicURL: "https://hoc.example.vn", proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}})
	exhaust(h, func(i int) string { return "198.51.100." + string(rune('1'+i%9)) + ", 203.0.113.7, 10.1.1.1" })
	if a := try(h, "203.0.113.7", "ABCD2346"); !strings.Contains(a.body, "nhiều mã sai") {
		t.Errorf("what a client writes before its own address counts: %s", text(a.body))
	}
	if a := try(h, "203.0.113.8", "ABCD2346"); strings.Contains(a.body, "nhiều mã sai") {
		t.Error("the neighbour is shut out as well")
	}
	exhaust(h, func(i int) string { return "2001:db8:0:1::" + string(rune('1'+i%9)) })
	if a := try(h, "2001:db8:0:1:ffff::1", "ABCD2346"); !strings.Contains(a.body, "nhiều mã sai") {
		t.Error("a house with many addresses has many tries")
	}
	if a := try(h, "2001:db8:0:2::1", "ABCD2346"); strings.Contains(a.body, "nhiều mã sai") {
		t.Error("the neighbour's house is shut out as well")
	}
	untrusting := newHouse(t, options{publicURL: "https://hoc.example.vn"})
	exhaust(untrusting, func(i int) string { return "198.51.100." + string(rune('1'+i%9)) })
	if a := try(untrusting, "192.0.2.1", "ABCD2346"); !strings.Contains(a.body, "nhiều mã sai") {
		t.Errorf("anybody may choose an address: %s", text(a.body))
	}
}

func TestAPanicIsAPageAndNoEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	c := h.client()
	c.join(h.code("Hoàng Thị Lan"))
	h.panics.Store(true)
	form := c.page().form()
	form.Set("text", "/toi")
	if a := c.post("/chat", form); a.status != http.StatusInternalServerError || !strings.Contains(a.body, "trục trặc") {
		t.Errorf("%d %s", a.status, text(a.body))
	}
	h.panics.Store(false)
	c.say("/toi")
}
