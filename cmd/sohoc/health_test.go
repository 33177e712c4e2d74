package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// serving answers /healthz as a running program would, on an address of this machine.
func serving(t *testing.T, status int, body string) (port string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/healthz" {
			t.Errorf("asked for %s %s", r.Method, r.URL)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// Answers of /healthz.
const (
	healthy = `{"ok":true,"database":"ok","worker":"ok"}`
	sick    = `{"ok":false,"database":"does not answer","worker":"ok"}`
)

func TestHealthOfAProgramThatIsWell(t *testing.T) {
	t.Parallel()
	port := serving(t, http.StatusOK, healthy+"\n")
	for _, host := range []string{"127.0.0.1", "localhost", "", "0.0.0.0", "[::]"} { // an address to listen at is none to ask
		o := newOffice(t)
		o.environ = append(o.environ, "SOHOC_HTTP_ADDR="+host+":"+port)
		out, said, code := o.run("health", "--json")
		if code != 0 || out != healthy+"\n" || said != "" {
			t.Errorf("%q: exit %d, wrote %q, said %q", host, code, out, said)
		}
		if out, said, code := o.run("health"); code != 0 || out != "Khỏe. Chờ gửi: 0.\n" || said != "" {
			t.Errorf("%q, for people: exit %d, wrote %q, said %q", host, code, out, said)
		}
	}
}

func TestHealthOfAProgramThatIsNot(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_HTTP_ADDR=127.0.0.1:"+serving(t, http.StatusServiceUnavailable, sick))
	out, said, code := o.run("health")
	if want := "KHÔNG KHỎE. Cơ sở dữ liệu không trả lời. Chờ gửi: 0.\n"; code == 0 || out != want || said != "sohoc: sohoc serve trả lời 503 Service Unavailable\n" {
		t.Errorf("exit %d, wrote %q, said %q", code, out, said)
	}
}

func TestHealthOfNobody(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_HTTP_ADDR="+address)
	out, said, code := o.run("health")
	if code == 0 || out != "" || said != "sohoc: sohoc serve không trả lời ở "+address+"\n" {
		t.Errorf("exit %d, wrote %q, said %q", code, out, said)
	}
}

func TestHealthBoundsWhatItReads(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_HTTP_ADDR=127.0.0.1:"+serving(t, http.StatusOK, strings.Repeat("x", 3<<20)))
	if out, _, code := o.run("health", "--json"); code != 0 || len(out) != maxHealth {
		t.Errorf("exit %d, wrote %d bytes", code, len(out))
	}
	if out, said, code := o.run("health"); code == 0 || out != "" || !strings.Contains(said, "không phải sohoc serve") {
		t.Errorf("another program: exit %d, wrote %q, said %q", code, out, said)
	}
}
