package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the sizes of pictures
	_ "image/png"  // likewise
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/webchat"
)

// textLimit is far above what the bot says at once; it keeps a page readable.
const textLimit = 16_000

// errClosed says that no browser may open the chat any more.
var errClosed = errors.New("web: nobody can open this chat")

// Capabilities implements channel.Sender. Nothing wakes a reader: what is sent waits to be read.
func (s *Server) Capabilities() channel.Capabilities {
	return channel.Capabilities{Buttons: true, Files: true, Photos: true, TextLimit: textLimit}
}

// Send implements channel.Sender: the message stands in the chat's history when it returns. The same message
// sent again stands there once.
func (s *Server) Send(ctx context.Context, m channel.Message) error {
	said := webchat.Message{
		Chat: m.To.Chat, Key: "so/" + cmp.Or(m.Ref, string(webchat.NewSecret())), Text: strings.TrimSpace(m.Text), Choices: m.Choices,
	}
	var err error
	if said.Photo, err = s.attach(said, "p", m.Photo); err != nil {
		return err
	}
	if said.File, err = s.attach(said, "f", m.File); err != nil {
		return err
	}
	if said.Text == "" && said.Photo == nil && said.File == nil {
		return &channel.SendError{Reason: channel.Rejected, Err: errors.New("web: an empty message")}
	}
	open := false
	err = s.cfg.Update(ctx, func(tx Store) (err error) {
		if open, err = tx.WebChatOpen(ctx, said.Chat); err != nil || !open {
			return err
		}
		return addParts(ctx, tx, said)
	})
	switch {
	case err != nil:
		return &channel.SendError{Reason: channel.Temporary, Err: err}
	case !open:
		return &channel.SendError{Reason: channel.Unreachable, Err: errClosed}
	}
	s.hub.wake(said.Chat)
	return nil
}

// addParts stores a message, one that is longer than a page bears in several: the first has the files, the last
// the choices.
func addParts(ctx context.Context, tx Store, m webchat.Message) error {
	parts := channel.Split(m.Text, textLimit)
	for i, part := range parts {
		p := m
		p.Text = part
		if i > 0 {
			p.Key, p.Photo, p.File = fmt.Sprintf("%s/%d", m.Key, i+1), nil, nil
		}
		if i < len(parts)-1 {
			p.Choices = nil
		}
		if err := tx.AddWebMessage(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// attach brings a file of a message into the depot. Its errors are *channel.SendError.
func (s *Server) attach(m webchat.Message, part string, f *channel.File) (*webchat.Attachment, error) {
	if f == nil {
		return nil, nil //nolint:nilnil // no file, no attachment
	}
	if !filepath.IsLocal(f.Path) {
		return nil, &channel.SendError{Reason: channel.Rejected, Err: errors.New("web: a path out of the folder of files")}
	}
	name := sha256.Sum256([]byte(string(m.Chat) + "/" + m.Key + "/" + part))
	a := webchat.Attachment{Path: outgoing + "/" + hex.EncodeToString(name[:16]), Name: f.Name, MIME: f.MIME}
	if err := s.depot.share(filepath.Join(s.cfg.Files, filepath.FromSlash(f.Path)), a.Path); err != nil {
		reason := channel.Temporary
		if errors.Is(err, fs.ErrNotExist) {
			reason = channel.Rejected
		}
		return nil, &channel.SendError{Reason: reason, Err: err}
	}
	s.measure(&a)
	return &a, nil
}

// measure notes the size of a file and of a picture, so that pages can keep room for it. What cannot be measured
// stays unknown.
func (s *Server) measure(a *webchat.Attachment) {
	r, err := s.depot.open(a.Path)
	if err != nil {
		return
	}
	defer r.Close()
	if info, err := r.Stat(); err == nil {
		a.Size = info.Size()
	}
	if picture(a.MIME) {
		if c, _, err := image.DecodeConfig(r); err == nil {
			a.Width, a.Height = c.Width, c.Height
		}
	}
}

// picture reports whether browsers show a file by itself.
func picture(mime string) bool {
	switch mime {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return true
	}
	return false
}

// Answer implements channel.Sender: a page needs no acknowledgement of a press.
func (*Server) Answer(context.Context, channel.PressAnswer) error { return nil }

// Typing implements channel.Sender.
func (s *Server) Typing(_ context.Context, to channel.Address) error {
	s.hub.typing(to.Chat)
	return nil
}

// Refresh has open pages of a chat renew what stands around the messages: the name, and what can be asked for.
func (s *Server) Refresh(chat channel.ChatID) { s.hub.refresh(chat) }

// Fetch implements channel.Fetcher: it reads what was uploaded in a chat.
func (s *Server) Fetch(_ context.Context, from channel.Address, ref channel.FileRef, w io.Writer, limit int64) error {
	if ref.Size > limit {
		return channel.ErrTooLarge
	}
	if !keyForm.MatchString(ref.ID) {
		return fmt.Errorf("fetch upload: %w", fs.ErrNotExist) // no id that this program gave
	}
	r, err := s.depot.open(uploadPath(from.Chat, ref.ID))
	if err != nil {
		return err
	}
	defer r.Close()
	n, err := io.Copy(w, io.LimitReader(r, limit+1))
	if err != nil {
		return fmt.Errorf("copy upload: %w", err)
	}
	if n > limit {
		return channel.ErrTooLarge
	}
	return nil
}

func uploadPath(chat channel.ChatID, id string) string {
	return incoming + "/" + string(chat) + "/" + id
}

// Heard stores what a person did in the browser as the person's own message. Call it in the transaction in
// which the event is handled: so it stands there once, before what the bot says to it.
func (s *Server) Heard(ctx context.Context, tx Store, e channel.Event) error {
	if e.Channel != channel.Web {
		return nil
	}
	m := webchat.Message{Chat: e.Chat, Key: "me/" + strings.TrimPrefix(string(e.Key), string(e.Chat)+"/"), Mine: true, Text: e.Text}
	switch e.Kind {
	case channel.Text:
		if strings.HasPrefix(e.Text, "/start ") {
			return nil // the code that opened the chat
		}
	case channel.Press:
		label, err := s.label(ctx, tx, e)
		if err != nil {
			return err
		}
		m.Text = label
	case channel.Upload:
		a := &webchat.Attachment{Path: uploadPath(e.Chat, e.File.ID), Name: e.File.Name, MIME: e.File.MIME, Size: e.File.Size}
		if s.measure(a); picture(a.MIME) {
			m.Photo = a
		} else {
			m.File = a
		}
	default:
		return nil
	}
	return tx.AddWebMessage(ctx, m)
}

// label is what the button said that was pressed.
func (s *Server) label(ctx context.Context, tx Store, e channel.Event) (string, error) {
	m, ok, err := tx.WebMessage(ctx, e.Chat, messageID(string(e.Message)))
	if err != nil || !ok {
		return "", err
	}
	for _, c := range m.Choices {
		if c.Data == e.Press {
			return c.Label, nil
		}
	}
	return "", nil
}
