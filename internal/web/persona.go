package web

import (
	"cmp"
	"net/http"
	"slices"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/webchat"
)

// Persona is somebody whom visitors of a demonstration may play. The chat and its account exist already; all
// who play the same persona share the chat.
type Persona struct {
	Key   string // in forms
	Label string // what the button says, such as "Trưởng phòng"
	Note  string // who that is
	Chat  channel.ChatID

	Labels map[i18n.Lang]string // Label by language; where there is none, Label
}

// personas are the people to play, with their labels in a visitor's language.
func (s *Server) personas(lang i18n.Lang) []Persona {
	out := slices.Clone(s.cfg.Personas)
	for i, p := range out {
		out[i].Label = cmp.Or(p.Labels[lang], p.Label)
	}
	return out
}

// play opens a session of a persona's chat.
func (s *Server) play(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil || !s.cookiesAllowed(r) {
		s.refuse(w, r, http.StatusBadRequest, "web.loi_mau")
		return
	}
	for _, p := range s.cfg.Personas {
		if p.Key != r.PostFormValue("persona") {
			continue
		}
		secret := webchat.NewSecret()
		err := s.cfg.Update(r.Context(), func(tx Store) error {
			if err := tx.AddWebChat(r.Context(), p.Chat); err != nil {
				return err
			}
			return tx.OpenWebSession(r.Context(), webchat.Opening{
				Chat: p.Chat, Token: secret.Hash(), Expires: tx.Now().Add(webchat.SessionLife),
			})
		})
		if err != nil {
			s.broken(w, r, err)
			return
		}
		s.setCookie(w, r, secret, int(webchat.SessionLife.Seconds()))
		http.Redirect(w, r, s.site.base+"/", http.StatusSeeOther)
		return
	}
	s.refuse(w, r, http.StatusNotFound, "web.khong_co")
}
