package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sohoc/internal/webchat"
)

// pageSize is how many messages a page shows.
const pageSize = 50

// chatView is the page of the chat.
type chatView struct {
	view

	Bubbles  []bubble
	Older    webchat.MessageID // from which older messages can be asked for; 0 = there are none
	Old      bool              // the page shows older messages and does not follow the chat
	Last     webchat.MessageID
	Key      string // of this page's forms
	Chat     string // names the chat in the browser's own memory
	Suggest  []Suggestion
	Personas []Persona
	Persona  string // the one who is being played
	Forward  bool   // the clock can be put forward
	Around   string // names what stands around the messages; see Server.around
}

// page shows the chat, or the way to the door.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	v, err := s.visitor(r)
	switch {
	case err != nil:
		s.broken(w, r, err)
		return
	case !v.in:
		http.Redirect(w, r, s.site.base+"/moi", http.StatusSeeOther)
		return
	case !s.limits.reads.allow(string(v.session.Chat)):
		s.tooMany(w, r)
		return
	}
	if err := s.renew(w, r, v); err != nil {
		s.broken(w, r, err)
		return
	}
	before := messageID(r.URL.Query().Get("truoc"))
	said, err := s.before(r, v, before)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "chat", s.chatView(v, said, before))
}

// before reads the last messages before one, 0 for the last of all, and one more.
func (s *Server) before(r *http.Request, v visitor, before webchat.MessageID) (said []webchat.Message, err error) {
	if before == 0 {
		before = 1 << 62
	}
	err = s.cfg.View(r.Context(), func(tx Store) (err error) {
		said, err = tx.WebMessagesBefore(r.Context(), v.session.Chat, before, pageSize+1)
		return err
	})
	return said, err
}

func (s *Server) chatView(v visitor, said []webchat.Message, before webchat.MessageID) chatView {
	name := webchat.Secret(v.session.Chat).Hash()
	p := chatView{
		view: s.view(v), Old: before > 0, Key: string(webchat.NewSecret())[:22], Chat: shortHash(name),
		Suggest: s.cfg.Suggest(v.actor, v.lang), Personas: s.personas(v.lang), Around: s.around(v), Forward: s.cfg.Forward != nil,
	}
	for _, persona := range s.cfg.Personas {
		if persona.Chat == v.session.Chat {
			p.Persona = persona.Key
		}
	}
	if len(said) > pageSize {
		said = said[1:]
		p.Older = said[0].ID
	}
	p.Bubbles = s.bubbles(v, said)
	if n := len(said); n > 0 {
		p.Last = said[n-1].ID
	}
	return p
}

// around is a fingerprint of what stands around the messages: who this is, and what can be asked for. A page that
// opens its stream with another one than that of now is to renew them: what changed before the stream was open
// was told to nobody.
func (s *Server) around(v visitor) string {
	var b strings.Builder
	fmt.Fprintln(&b, v.lang, v.actor.Person.Name, v.actor.Member.UnitName)
	for _, c := range s.cfg.Suggest(v.actor, v.lang) {
		fmt.Fprintln(&b, c.Text, c.Label)
	}
	return shortHash(webchat.Secret(b.String()).Hash())
}

// bubbles lays messages out: days between them, and the choices that stand now.
func (s *Server) bubbles(v visitor, said []webchat.Message) []bubble {
	out := make([]bubble, len(said))
	day := ""
	for i, m := range said {
		out[i] = s.bubble(v, m)
		out[i].NewDay = out[i].Day != day
		day = out[i].Day
	}
	for i := range slices.Backward(out) {
		if out[i].Mine {
			break
		}
		if len(out[i].Choices) > 0 {
			out[i].Now = true
			break
		}
	}
	return out
}

// item is a message for programs.
type item struct {
	ID      webchat.MessageID `json:"id"`
	Key     string            `json:"key,omitempty"` // made in the browser, of the person's own messages
	Mine    bool              `json:"mine"`
	Text    string            `json:"text"`
	At      string            `json:"at"` // RFC 3339, UTC
	Choices []choice          `json:"choices,omitempty"`
	Photo   *attached         `json:"photo,omitempty"`
	File    *attached         `json:"file,omitempty"`
	Day     string            `json:"day,omitempty"`
	DayName string            `json:"day_name,omitempty"`
	HTML    string            `json:"html,omitempty"`
}

// choice is what a form sends as "choice", with what the button says.
type choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// attached is a file of a message.
type attached struct {
	URL    string `json:"url"`
	Name   string `json:"name"`
	Size   string `json:"-"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Gone   bool   `json:"gone,omitempty"` // it has had its time
}

// json gives the messages after one, at most a batch of them; "more" says that there are further ones.
func (s *Server) json(w http.ResponseWriter, r *http.Request) {
	r.Header.Set("Accept", "application/json")
	v, ok := s.insider(w, r)
	if !ok {
		return
	}
	after := sinceOf(r)
	var said []webchat.Message
	err := s.cfg.View(r.Context(), func(tx Store) (err error) {
		said, err = tx.WebMessagesAfter(r.Context(), v.session.Chat, after, batch)
		return err
	})
	if err != nil {
		s.broken(w, r, err)
		return
	}
	out := struct {
		Messages []item            `json:"messages"`
		Last     webchat.MessageID `json:"last"`
		More     bool              `json:"more"`
	}{Messages: []item{}, Last: after, More: len(said) == batch}
	for _, m := range said {
		out.Messages = append(out.Messages, s.item(v, m, r.URL.Query().Has("html")))
		out.Last = m.ID
	}
	s.program(w, r, http.StatusOK, out)
}
