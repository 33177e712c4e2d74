package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/webchat"
)

// received is what a persona of a demonstration was sent while the clock was put forward.
type received struct {
	Persona

	Said []dispatch
}

// dispatch is a message that was sent, to be looked at and not answered.
type dispatch struct {
	item

	Clock      string // hour and minute
	Lead, Rest template.HTML
}

// forwardView is the page of what everybody has received.
type forwardView struct {
	view

	From, To string // days
	All      []received
}

// maxReceived bounds what the page shows of one persona; a month brings far less.
const maxReceived = 100

// forward puts the clock of a demonstration forward and shows what that has brought.
func (s *Server) forward(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.poster(w, r); !ok {
		return
	}
	since := s.cfg.Now()
	if err := s.cfg.Forward(r.Context()); err != nil {
		s.broken(w, r, err)
		return
	}
	http.Redirect(w, r, fmt.Sprintf("%s/tua?tu=%d", s.site.base, since.UnixMilli()), http.StatusSeeOther)
}

// forwarded is the page of what each persona has received since an instant (unix ms).
func (s *Server) forwarded(w http.ResponseWriter, r *http.Request) {
	v, ok := s.insider(w, r)
	if !ok {
		return
	}
	ms, err := strconv.ParseInt(r.URL.Query().Get("tu"), 10, 64)
	since := time.UnixMilli(ms)
	if err != nil || since.After(s.cfg.Now()) {
		s.refuse(w, r, http.StatusNotFound, "web.khong_co")
		return
	}
	page := forwardView{
		view: s.view(v), From: dayOf(since, s.cfg.Zone).Local(), To: dayOf(s.cfg.Now(), s.cfg.Zone).Local(),
	}
	for _, p := range s.personas(v.lang) {
		said, err := s.saidTo(r, p, since)
		if err != nil {
			s.broken(w, r, err)
			return
		}
		got := received{Persona: p}
		for _, m := range said {
			lead, rest, _ := strings.Cut(m.Text, "\n")
			got.Said = append(got.Said, dispatch{
				item: s.item(v, m, false), Clock: m.At.In(s.cfg.Zone).Format("15:04"), Lead: markup(lead, false), Rest: markup(rest, false),
			})
		}
		page.All = append(page.All, got)
	}
	s.render(w, r, http.StatusOK, "forwarded", page)
}

// saidTo reads what a persona was sent since an instant, the oldest first. Pictures are left to the chat: they
// are for who is in it.
func (s *Server) saidTo(r *http.Request, p Persona, since time.Time) ([]webchat.Message, error) {
	var all, out []webchat.Message
	err := s.cfg.View(r.Context(), func(tx Store) (err error) {
		all, err = tx.WebMessagesBefore(r.Context(), p.Chat, 1<<62, maxReceived)
		return err
	})
	for _, m := range all {
		if !m.Mine && !m.At.Before(since) {
			m.Photo, m.File = nil, nil
			out = append(out, m)
		}
	}
	return out, err
}
