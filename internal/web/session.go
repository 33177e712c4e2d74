package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/webchat"
)

const cookieName = "sohoc"

// visitor is who sent a request.
type visitor struct {
	in      bool // there is a session
	secret  webchat.Secret
	session webchat.Session
	actor   people.Actor
	lang    i18n.Lang
}

// csrf is what forms of this session carry. It tells nothing of the secret that it is made from.
func (v visitor) csrf() string {
	mac := hmac.New(sha256.New, []byte(v.secret))
	_, _ = mac.Write([]byte("sohoc form")) // never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// owns reports whether a form carries what this session's forms carry.
func (v visitor) owns(csrf string) bool {
	return subtle.ConstantTimeCompare([]byte(csrf), []byte(v.csrf())) == 1
}

// visitor reads the cookie. Without one, or with one whose time is over, nobody is in.
func (s *Server) visitor(r *http.Request) (visitor, error) {
	v := visitor{lang: accepted(r)}
	c, err := r.Cookie(cookieName)
	if err != nil || c.Value == "" {
		return v, nil //nolint:nilerr // no cookie is no fault
	}
	v.secret = webchat.Secret(c.Value)
	err = s.cfg.View(r.Context(), func(tx Store) (err error) {
		v.session, v.in, err = tx.WebSession(r.Context(), v.secret.Hash())
		if err != nil || !v.in {
			return err
		}
		v.actor, err = tx.ActorByAccount(r.Context(), webchat.AccountOf(v.session.Chat), s.today())
		return err
	})
	if lang := v.actor.Person.Lang; lang != "" {
		v.lang = i18n.Lang(lang)
	}
	return v, err
}

// accepted guesses a language from what the browser prefers.
func accepted(r *http.Request) i18n.Lang { return i18n.Guess(r.Header.Get("Accept-Language")) }

// insider returns the visitor of a request that needs a session; without one it answers and ok is false.
func (s *Server) insider(w http.ResponseWriter, r *http.Request) (v visitor, ok bool) {
	v, err := s.visitor(r)
	switch {
	case err != nil:
		s.broken(w, r, err)
	case !v.in:
		s.refuse(w, r, http.StatusUnauthorized, "web.het_phien")
	case !s.limits.reads.allow(string(v.session.Chat)):
		s.tooMany(w, r)
	default:
		return v, true
	}
	return v, false
}

// renew gives the session a new end, at most once a day.
func (s *Server) renew(w http.ResponseWriter, r *http.Request, v visitor) error {
	now := s.cfg.Now()
	if !v.session.Fresh && v.session.Expires.Sub(now) > webchat.SessionLife-webchat.RenewAfter {
		return nil
	}
	expires := now.Add(webchat.SessionLife)
	err := s.cfg.Update(r.Context(), func(tx Store) error {
		return tx.RenewWebSession(r.Context(), v.session.ID, expires)
	})
	if err == nil {
		s.setCookie(w, r, v.secret, int(webchat.SessionLife.Seconds()))
	}
	return err
}

// setCookie hands out the session's secret; age is in seconds, -1 takes it back.
func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, secret webchat.Secret, age int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure wherever there is https; elsewhere cookiesAllowed stands before
		Name: cookieName, Value: string(secret), Path: s.site.base + "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.https(r),
	})
}

// logout ends the session. The bot is told when nobody can read the chat any more.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	v, ok := s.poster(w, r)
	if !ok {
		return
	}
	if err := s.leave(r.Context(), v); err != nil {
		s.broken(w, r, err)
		return
	}
	s.setCookie(w, r, "", -1)
	http.Redirect(w, r, s.site.base+"/moi?ra=1", http.StatusSeeOther)
}

// poster is insider for a form: it reads the form and sees to it that it was this session's.
func (s *Server) poster(w http.ResponseWriter, r *http.Request) (visitor, bool) {
	v, ok := s.insider(w, r)
	if !ok {
		return v, false
	}
	if err := readForm(w, r); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "web.loi_mau")
		return v, false
	}
	if !v.owns(r.PostFormValue("csrf")) {
		s.refuse(w, r, http.StatusForbidden, "web.khac_nguon")
		return v, false
	}
	return v, true
}

// readForm reads a small form.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	return r.ParseForm() //nolint:wrapcheck // told apart by no one
}

// closed tells the bot that a chat cannot be read any more.
func (s *Server) closed(ctx context.Context, v visitor) error {
	gone := s.event(v, "closed/"+string(webchat.NewSecret()), channel.Blocked)
	return s.cfg.Accept(ctx, []channel.Event{gone})
}
