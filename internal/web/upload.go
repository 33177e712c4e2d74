package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/viet"
	"sohoc/internal/webchat"
)

// PageUpload begins the ids of files that were uploaded at a page for another channel.
const PageUpload = "page/"

// UploadURL returns the address of a page to upload at, "" when no public address is known.
func (s *Server) UploadURL(secret webchat.Secret) string {
	if s.cfg.PublicURL == "" {
		return ""
	}
	return s.site.origin + s.site.base + "/gui/" + string(secret)
}

// uploadView is the page to upload at.
type uploadView struct {
	view

	Action, Until string
	Sent          bool // a file was sent just now
}

// uploadLink finds the link of a request that is still open; without one it answers and ok is false.
func (s *Server) uploadLink(w http.ResponseWriter, r *http.Request) (l webchat.UploadLink, ok bool) {
	err := s.cfg.View(r.Context(), func(tx Store) (err error) {
		l, ok, err = tx.UploadLink(r.Context(), webchat.Secret(r.PathValue("secret")).Hash())
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

// uploadPage shows the form. It spends nothing: programs that look at links before people do come here too. It names
// nobody: the address may have been passed on.
func (s *Server) uploadPage(w http.ResponseWriter, r *http.Request) {
	l, ok := s.uploadLink(w, r)
	if !ok {
		return
	}
	s.render(w, r, http.StatusOK, "upload", s.uploadView(r, l))
}

func (s *Server) uploadView(r *http.Request, l webchat.UploadLink) uploadView {
	v := uploadView{view: s.view(visitor{lang: accepted(r)}), Action: s.site.base + "/gui/" + r.PathValue("secret")}
	v.Until = v.T("web.han", "Gio", l.Expires.In(s.cfg.Zone).Format("15:04"), "Ngay", dayOf(l.Expires, s.cfg.Zone).Local())
	return v
}

// upload takes a file in as sent by the chat that the link is for. The same file sent twice is the same event.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	l, ok := s.uploadLink(w, r)
	if !ok {
		return
	}
	if !s.limits.uploads.allow(shortHash(webchat.Secret(r.PathValue("secret")).Hash())) {
		s.tooMany(w, r)
		return
	}
	e, err := s.readUpload(w, r, l)
	if err != nil {
		s.unread(w, r, err)
		return
	}
	if err := s.cfg.Accept(r.Context(), []channel.Event{e}); err != nil {
		s.broken(w, r, err)
		return
	}
	err = s.cfg.Update(r.Context(), func(tx Store) error {
		return tx.UseUploadLink(r.Context(), webchat.Secret(r.PathValue("secret")).Hash())
	})
	if err != nil {
		s.tell(r, "note the use of an upload link", err) // the file is in
	}
	v := s.uploadView(r, l)
	v.Sent = true
	s.render(w, r, http.StatusOK, "upload", v)
}

// readUpload reads the form, whose file goes to the disk as it comes.
func (s *Server) readUpload(w http.ResponseWriter, r *http.Request, l webchat.UploadLink) (channel.Event, error) {
	s.allowTime(w)
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload+maxForm)
	parts, err := r.MultipartReader()
	if err != nil {
		return channel.Event{}, errors.Join(errForm, err)
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return channel.Event{}, errors.Join(errForm, err) // the end as well: there was no file
		}
		name := viet.NFC(path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")))
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		head := make([]byte, 512)
		n, err := io.ReadFull(part, head)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return channel.Event{}, errors.Join(errForm, err)
		}
		id := string(webchat.NewSecret())
		sum := sha256.New()
		_, _ = io.WriteString(sum, r.PathValue("secret")) // a hash takes everything
		body := io.TeeReader(io.MultiReader(strings.NewReader(string(head[:n])), part), sum)
		size, err := s.depot.take(pagePath(id), body, maxUpload)
		if err != nil {
			return channel.Event{}, err
		}
		return channel.Event{
			Address: l.To, User: l.User, Kind: channel.Upload, Sent: s.cfg.Now(), Language: string(accepted(r)),
			Key:  channel.UpdateKey(PageUpload + hex.EncodeToString(sum.Sum(nil)[:16])),
			File: &channel.FileRef{ID: PageUpload + id, Name: channel.Clip(name, 120), MIME: mimeOf(head[:n], part), Size: size},
		}, nil
	}
}

func pagePath(id string) string { return incoming + "/page/" + id }

// FetchPage reads what was uploaded at a page.
func (s *Server) FetchPage(_ context.Context, ref channel.FileRef, w io.Writer, limit int64) error {
	id, ok := strings.CutPrefix(ref.ID, PageUpload)
	if !ok || !keyForm.MatchString(id) {
		return fmt.Errorf("fetch upload: %w", fs.ErrNotExist) // no id that this program gave
	}
	f, err := s.depot.open(pagePath(id))
	if err != nil {
		return err
	}
	defer f.Close()
	n, err := io.Copy(w, io.LimitReader(f, limit+1))
	if err != nil {
		return fmt.Errorf("copy upload: %w", err)
	}
	if n > limit {
		return channel.ErrTooLarge
	}
	return nil
}
