package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/webchat"
)

// loginPage shows the form for a code. It spends nothing and hands out no cookie: programs that look at links
// before people do come here too.
func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	v, err := s.visitor(r)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.showLogin(w, r, v, "")
}

// showLogin shows the form with what was wrong, a key of the catalogue.
func (s *Server) showLogin(w http.ResponseWriter, r *http.Request, v visitor, wrong string) {
	p := loginView{view: s.view(v), Form: string(webchat.NewSecret()), Out: r.URL.Query().Has("ra"), Personas: s.personas(v.lang)}
	p.Code = r.FormValue("code")
	if code, ok := people.ReadCode(p.Code); ok {
		p.Code = code[:people.CodeLength/2] + "-" + code[people.CodeLength/2:]
	}
	p.Linked = r.Method == http.MethodGet && p.Code != ""
	p.Unsafe = !s.cookiesAllowed(r)
	status := http.StatusOK
	if wrong != "" {
		p.Wrong, status = p.T(wrong), http.StatusUnprocessableEntity
	}
	s.render(w, r, status, "login", p)
}

// login lets in by a code: it begins a conversation, opens a session of it and hands the code to the bot, as
// another messenger would.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "web.loi_mau")
		return
	}
	v, err := s.visitor(r)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !s.cookiesAllowed(r) {
		s.showLogin(w, r, v, "web.khong_an_toan")
		return
	}
	code, ok := people.ReadCode(pasted(r.PostFormValue("code")))
	if !ok {
		s.showLogin(w, r, v, "web.ma_sai_dang")
		return
	}
	if s.limits.guesses.spent(s.house(r)) {
		s.showLogin(w, r, v, "web.nhieu_ma")
		return
	}
	secret, wrong, err := s.enter(r, v, code)
	switch {
	case err != nil:
		s.broken(w, r, err)
	case wrong != "":
		s.limits.guesses.allow(s.house(r))
		s.showLogin(w, r, v, wrong)
	default:
		if secret != v.secret {
			s.setCookie(w, r, secret, int(webchat.SessionLife.Seconds()))
		}
		http.Redirect(w, r, s.site.base+"/", http.StatusSeeOther)
	}
}

// pasted takes the code out of a whole link.
func pasted(text string) string {
	if _, code, ok := strings.Cut(text, "code="); ok {
		return code
	}
	return text
}

// enter returns the secret of the session that a code opens, or the key of what is wrong with the code. The same
// form gets the same session: an answer may get lost, and a button be pressed twice.
func (s *Server) enter(r *http.Request, v visitor, code string) (secret webchat.Secret, wrong string, err error) {
	ctx := r.Context()
	form := webchat.Secret(r.PostFormValue("form") + "/" + code).Hash()
	if len(r.PostFormValue("form")) < 16 {
		form = webchat.Hash{} // no form of ours
	}
	var opened webchat.Session
	var again, own bool
	err = s.cfg.View(ctx, func(tx Store) (err error) {
		if opened, again, err = tx.WebSessionOfForm(ctx, form); err != nil || again {
			return err
		}
		wrong, own, err = s.check(ctx, tx, v, code)
		return err
	})
	switch {
	case err != nil || wrong != "":
		return "", wrong, err
	case own:
		secret, opened = v.secret, v.session
	default:
		if secret, opened, err = s.open(ctx, form, opened); err != nil {
			return "", "", err
		}
	}
	guest := v
	guest.session = opened
	start := s.event(guest, "start/"+code, channel.Text)
	start.Text = "/start " + code
	if err := s.accept(r, start); err != nil {
		return "", "", fmt.Errorf("hand over code: %w", err)
	}
	if v.in && v.session.Chat != opened.Chat {
		return secret, "", s.leave(ctx, v)
	}
	return secret, "", nil
}

// check says what is wrong with a code. own says that it is that of the person who is in.
func (s *Server) check(ctx context.Context, tx Store, v visitor, code string) (wrong string, own bool, err error) {
	in, ok, err := tx.InviteByHash(ctx, people.HashCode(code))
	switch {
	case err != nil:
		return "", false, fmt.Errorf("look at code: %w", err)
	case !ok:
		return "web.ma_la", false, nil
	case in.Used:
		return "web.ma_da_dung", false, nil
	case in.Ended, tx.Now().After(in.Expires):
		return "web.ma_het_han", false, nil
	}
	return "", v.in && v.actor.Person.ID == in.Person, nil
}

// open opens a session: a new one, or with a new secret the one that an earlier answer did not bring home.
func (s *Server) open(ctx context.Context, form webchat.Hash, earlier webchat.Session) (webchat.Secret, webchat.Session, error) {
	secret := webchat.NewSecret()
	opened := earlier
	err := s.cfg.Update(ctx, func(tx Store) error {
		if earlier.Chat != "" {
			return tx.RekeyWebSession(ctx, earlier.ID, secret.Hash())
		}
		opened.Chat = webchat.NewChat()
		if err := tx.AddWebChat(ctx, opened.Chat); err != nil {
			return err
		}
		return tx.OpenWebSession(ctx, webchat.Opening{
			Chat: opened.Chat, Token: secret.Hash(), Form: form, Expires: tx.Now().Add(webchat.SessionLife),
		})
	})
	return secret, opened, err
}

// leave ends the session whose place another one takes in the same browser.
func (s *Server) leave(ctx context.Context, v visitor) error {
	var alone bool
	err := s.cfg.Update(ctx, func(tx Store) (err error) {
		alone, err = tx.EndWebSession(ctx, v.session)
		return err
	})
	s.hub.drop(v.session.ID)
	if err != nil || !alone {
		return err
	}
	return s.closed(ctx, v)
}
