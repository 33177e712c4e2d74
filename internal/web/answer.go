package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// wantsJSON reports whether a program asks, and not a person.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") || strings.Contains(accept, "text/event-stream")
}

// refuse answers with one sentence of the catalogue, as a page or for a program.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, key string) {
	p := refusalView{view: s.view(visitor{lang: accepted(r)})}
	p.Sentence = p.T(key)
	if wantsJSON(r) {
		s.program(w, r, status, taking{Error: p.Sentence})
		return
	}
	s.render(w, r, status, "refusal", p)
}

// taking says to a program what became of what it sent.
type taking struct {
	OK    bool   `json:"ok"`
	Key   string `json:"key,omitempty"`
	Error string `json:"error,omitempty"`
}

// program answers a program.
func (s *Server) program(w http.ResponseWriter, r *http.Request, status int, what any) {
	raw, err := json.Marshal(what)
	if err != nil {
		s.tell(r, "encode an answer", err)
		status, raw = http.StatusServiceUnavailable, []byte(`{"ok":false}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // the caller hung up
}

// tooMany answers who comes too often.
func (s *Server) tooMany(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", "5")
	s.refuse(w, r, http.StatusTooManyRequests, "web.nhieu_qua")
}

// broken answers when the program is at fault.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, err error) {
	s.tell(r, "a request failed", err)
	s.refuse(w, r, http.StatusServiceUnavailable, "web.loi")
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, r, http.StatusNotFound, "web.khong_co")
}

// allowTime gives a file the time that it needs on a slow line.
func (s *Server) allowTime(w http.ResponseWriter) {
	clock := http.NewResponseController(w)
	until := time.Now().Add(fileTime) //nolint:forbidigo // a deadline of the machine
	_ = clock.SetReadDeadline(until)
	_ = clock.SetWriteDeadline(until)
}
