package web

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"strings"

	"sohoc/internal/people"
	"sohoc/internal/webchat"
)

// file serves a picture or document of a message to the chat that it stands in.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	v, ok := s.insider(w, r)
	if !ok {
		return
	}
	var m webchat.Message
	err := s.cfg.View(r.Context(), func(tx Store) (err error) {
		m, ok, err = tx.WebMessage(r.Context(), v.session.Chat, messageID(r.PathValue("message")))
		return err
	})
	if err != nil {
		s.broken(w, r, err)
		return
	}
	part := map[string]*webchat.Attachment{"photo": m.Photo, "file": m.File}[r.PathValue("part")]
	if !ok || part == nil {
		s.notFound(w, r)
		return
	}
	f, err := s.depot.open(part.Path)
	if err != nil {
		s.refuse(w, r, http.StatusGone, "web.tep_da_don")
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=86400, immutable")
	s.serveFile(w, r, f, *part)
}

// serveFile sends a file and closes it. What is not a picture is downloaded, and nothing that it holds can run
// as a page of ours.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, f *os.File, a webchat.Attachment) {
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.allowTime(w)
	how, kind := "attachment", a.MIME
	if picture(a.MIME) {
		how = "inline"
	}
	if kind == "" || strings.Contains(kind, "html") || strings.Contains(kind, "xml") && !strings.Contains(kind, "openxml") {
		kind = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": path.Base(a.Name)}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	http.ServeContent(w, r, "", info.ModTime(), f)
}

// FileURL returns the address of a link, "" when no public address is known. The address opens the file to
// whoever has it: say so beside it.
func (s *Server) FileURL(secret webchat.Secret) string {
	if s.cfg.PublicURL == "" {
		return ""
	}
	return s.site.origin + s.site.base + "/tep/" + string(secret)
}

// link finds the link of a request that is still open; without one it answers and ok is false.
func (s *Server) link(w http.ResponseWriter, r *http.Request) (l webchat.FileLink, ok bool) {
	err := s.cfg.View(r.Context(), func(tx Store) (err error) {
		l, ok, err = tx.FileLink(r.Context(), webchat.Secret(r.PathValue("secret")).Hash())
		return err
	})
	switch {
	case err != nil:
		s.broken(w, r, err)
	case !ok:
		s.notFound(w, r)
	case !l.Open(s.cfg.Now()):
		s.refuse(w, r, http.StatusGone, "web.lien_ket_het_han")
	default:
		return l, true
	}
	return l, false
}

// linkPage shows what a link leads to. It spends nothing: programs that look at links before people do come
// here too.
func (s *Server) linkPage(w http.ResponseWriter, r *http.Request) {
	l, ok := s.link(w, r)
	if !ok {
		return
	}
	p := linkView{view: s.view(visitor{lang: accepted(r)}), Name: l.File.Name, Action: s.site.base + "/tep/" + r.PathValue("secret")}
	p.Until = p.T("web.han", "Gio", l.Expires.In(s.cfg.Zone).Format("15:04"), "Ngay", dayOf(l.Expires, s.cfg.Zone).Local())
	s.render(w, r, http.StatusOK, "link", p)
}

// download sends the file of a link, and notes that it did.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	l, ok := s.link(w, r)
	if !ok {
		return
	}
	f, err := openBelow(s.cfg.Files, l.File.Path)
	if errors.Is(err, fs.ErrNotExist) {
		s.refuse(w, r, http.StatusGone, "web.tep_da_don")
		return
	}
	if err == nil {
		err = s.cfg.Update(r.Context(), func(tx Store) error {
			if err := tx.UseFileLink(r.Context(), webchat.Secret(r.PathValue("secret")).Hash()); err != nil {
				return err
			}
			line := people.AuditLine{By: l.Person, Action: "file_link", Person: l.Person, Channel: "web", Detail: l.File.Name}
			return tx.Audit(r.Context(), line, tx.Now())
		})
	}
	if err != nil {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
		s.broken(w, r, err)
		return
	}
	_, _ = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, maxForm)) // an empty form
	s.serveFile(w, r, f, webchat.Attachment{Name: l.File.Name, MIME: l.File.MIME})
}
