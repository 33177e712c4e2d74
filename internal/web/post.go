package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/viet"
	"sohoc/internal/webchat"
)

// maxUpload bounds one file, as much as evidence may have (learning.MaxEvidenceBytes).
const maxUpload = 10 << 20

// said is what a form of the chat brings.
type said struct {
	csrf, key, text, choice string
	file                    *channel.FileRef
}

// post takes in what a person says, chooses or uploads. The same key with the same content is the same message,
// however often it comes.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	v, ok := s.insider(w, r)
	if !ok {
		return
	}
	if isUpload(r) && s.limits.messages.spent(string(v.session.Chat)) {
		s.tooMany(w, r) // before the file is on the disk
		return
	}
	in, err := s.read(w, r, v)
	if err != nil {
		s.unread(w, r, err)
		return
	}
	e, ok, err := s.eventOf(r.Context(), v, in)
	switch {
	case err != nil:
		s.broken(w, r, err)
	case !ok:
		s.refuse(w, r, http.StatusConflict, "web.nut_khong_co")
	case e.Kind == "":
		s.taken(w, r, in)
	case !s.limits.messages.allow(string(v.session.Chat)):
		s.tooMany(w, r)
	default:
		if err := s.accept(r, e); err != nil {
			s.broken(w, r, err)
			return
		}
		s.taken(w, r, in)
	}
}

// How long a page without a script waits for what the bot says to it.
const (
	answerWithin = 2 * time.Second
	quietAfter   = 60 * time.Millisecond
)

// accept hands an event over. For a page without a script it waits for the answer: the next page is to show it.
func (s *Server) accept(r *http.Request, e channel.Event) error {
	defer s.hub.wake(e.Chat)
	if wantsJSON(r) {
		return s.cfg.Accept(r.Context(), []channel.Event{e})
	}
	st := s.hub.listen(e.Chat)
	defer s.hub.leave(st)
	if err := s.cfg.Accept(r.Context(), []channel.Event{e}); err != nil {
		return err
	}
	patience := time.NewTimer(answerWithin)
	defer patience.Stop()
	for {
		select {
		case <-st.news: // there may be more than one
			patience.Reset(quietAfter)
		case <-patience.C:
			return nil
		case <-st.done:
			return nil
		case <-r.Context().Done():
			return nil
		}
	}
}

// taken says that what came is safe.
func (s *Server) taken(w http.ResponseWriter, r *http.Request, in said) {
	if wantsJSON(r) {
		s.program(w, r, http.StatusOK, taking{OK: true, Key: in.key})
		return
	}
	http.Redirect(w, r, s.site.base+"/", http.StatusSeeOther)
}

// The ways in which a form cannot be read.
var (
	errForm    = errors.New("the form cannot be read")
	errForeign = errors.New("the form was not this session's")
)

// unread says why a form was not taken.
func (s *Server) unread(w http.ResponseWriter, r *http.Request, err error) {
	var long *http.MaxBytesError
	switch {
	case errors.Is(err, channel.ErrTooLarge), errors.As(err, &long):
		s.refuse(w, r, http.StatusRequestEntityTooLarge, "web.tep_lon")
	case errors.Is(err, errForeign):
		s.refuse(w, r, http.StatusForbidden, "web.khac_nguon")
	case errors.Is(err, errForm):
		s.refuse(w, r, http.StatusBadRequest, "web.loi_mau")
	default:
		s.broken(w, r, err)
	}
}

// isUpload reports whether a form may bring a file.
func isUpload(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "multipart/form-data"
}

// read reads a form, with or without a file.
func (s *Server) read(w http.ResponseWriter, r *http.Request, v visitor) (said, error) {
	if isUpload(r) {
		return s.readParts(w, r, v)
	}
	if err := readForm(w, r); err != nil {
		return said{}, errors.Join(errForm, err)
	}
	in := said{csrf: r.PostFormValue("csrf"), key: r.PostFormValue("key"), text: r.PostFormValue("text"), choice: r.PostFormValue("choice")}
	if !v.owns(in.csrf) {
		return in, errForeign
	}
	return in, nil
}

// readParts reads a form part by part: a file goes to the disk as it comes, and only after the form has shown
// that it is this session's.
func (s *Server) readParts(w http.ResponseWriter, r *http.Request, v visitor) (said, error) {
	s.allowTime(w)
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload+maxForm)
	parts, err := r.MultipartReader()
	if err != nil {
		return said{}, errors.Join(errForm, err)
	}
	var in said
	fields := map[string]*string{"csrf": &in.csrf, "key": &in.key, "text": &in.text, "choice": &in.choice}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return in, errors.Join(errForm, err)
		}
		if part.FormName() == "file" {
			if !v.owns(in.csrf) {
				return in, errForeign
			}
			if in.file, err = s.keep(v, part); err != nil {
				return in, err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, maxForm))
		if err != nil {
			return in, errors.Join(errForm, err)
		}
		if field := fields[part.FormName()]; field != nil && *field == "" {
			*field = string(value)
		}
	}
	if !v.owns(in.csrf) {
		return in, errForeign
	}
	return in, nil
}

// keep stores an uploaded file until it is fetched. A field in which nothing was chosen is no file.
func (s *Server) keep(v visitor, part *multipart.Part) (*channel.FileRef, error) {
	name := viet.NFC(path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")))
	if part.FileName() == "" {
		return nil, nil //nolint:nilnil // nothing was chosen
	}
	id := string(webchat.NewSecret())
	head := make([]byte, 512)
	n, err := io.ReadFull(part, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.Join(errForm, err)
	}
	size, err := s.depot.take(uploadPath(v.session.Chat, id), io.MultiReader(strings.NewReader(string(head[:n])), part), maxUpload)
	if err != nil {
		return nil, err
	}
	return &channel.FileRef{ID: id, Name: channel.Clip(name, 120), MIME: mimeOf(head[:n], part), Size: size}, nil
}

// mimeOf is what a file is by its content, or else by what the browser says.
func mimeOf(head []byte, part *multipart.Part) string {
	found := http.DetectContentType(head)
	if declared, _, err := mime.ParseMediaType(part.Header.Get("Content-Type")); err == nil && found == "application/octet-stream" {
		return declared
	}
	kind, _, _ := mime.ParseMediaType(found)
	return kind
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// eventOf turns a form into an event; one without content has no kind. ok is false when a choice was sent that
// the chat was not offered.
func (s *Server) eventOf(ctx context.Context, v visitor, in said) (e channel.Event, ok bool, err error) {
	if !keyForm.MatchString(in.key) {
		in.key = string(webchat.NewSecret())
	}
	text := strings.TrimSpace(viet.NFC(strings.ToValidUTF8(strings.ReplaceAll(in.text, "\r\n", "\n"), "\ufffd")))
	name := ""
	if in.file != nil {
		name = in.file.Name
	}
	content := sha256.Sum256([]byte(strings.Join([]string{in.choice, text, name}, "\x00")))
	e = s.event(v, in.key+"/"+hex.EncodeToString(content[:6]), "")
	switch {
	case in.file != nil:
		e.Kind, e.Text, e.File = channel.Upload, text, in.file
	case in.choice != "":
		e.Kind = channel.Press
		e.Message, e.Press, ok, err = s.offered(ctx, v, in.choice)
		e.PressID = in.key
		return e, ok, err
	case text != "":
		e.Kind, e.Text = channel.Text, text
	}
	return e, true, nil
}

// event is an event of the visitor's chat.
func (s *Server) event(v visitor, key string, kind channel.EventKind) channel.Event {
	chat := v.session.Chat
	return channel.Event{
		Address: webchat.Address(chat), Key: channel.UpdateKey(string(chat) + "/" + key), Kind: kind,
		User: channel.UserID(chat), Message: channel.MessageID(key), Language: string(v.lang), Sent: s.cfg.Now(),
	}
}

// lookBack is in how many messages a choice is looked for that does not say under which it stood.
const lookBack = 50

// offered finds the choice that was pressed: "12~data", or only its data. Nobody may press what the chat was
// never offered.
func (s *Server) offered(ctx context.Context, v visitor, choice string) (at channel.MessageID, data string, ok bool, err error) {
	var among []webchat.Message
	number, data, exact := strings.Cut(choice, "~")
	err = s.cfg.View(ctx, func(tx Store) error {
		if exact {
			m, found, err := tx.WebMessage(ctx, v.session.Chat, messageID(number))
			if found {
				among = append(among, m)
			}
			return err
		}
		data = choice
		among, err = tx.WebMessagesBefore(ctx, v.session.Chat, 1<<62, lookBack)
		return err
	})
	if err != nil {
		return "", "", false, fmt.Errorf("look for choice: %w", err)
	}
	for i := len(among) - 1; i >= 0; i-- {
		for _, c := range among[i].Choices {
			if c.Data == data {
				return channel.MessageID(fmt.Sprint(among[i].ID)), data, true, nil
			}
		}
	}
	return "", data, false, nil
}
