package telegram

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/channel"
)

// upload sends a picture or a document from the disk. These go through the library, which streams them.
func (a *Adapter) upload(ctx context.Context, chat channel.ChatID, s step) error {
	what := s.photo
	if what == nil {
		what = s.file
	}
	content, err := a.open(what)
	if err != nil {
		return err
	}
	defer content.Close()
	data := &models.InputFileUpload{Filename: what.Name, Data: content}
	if s.photo != nil {
		_, err = a.library.SendPhoto(ctx, &tgbot.SendPhotoParams{
			ChatID: chat, Photo: data, Caption: s.text, ReplyMarkup: keyboard(s.choices),
		})
	} else {
		_, err = a.library.SendDocument(ctx, &tgbot.SendDocumentParams{
			ChatID: chat, Document: data, Caption: s.text, ReplyMarkup: keyboard(s.choices),
		})
	}
	err = a.ownError(err)
	if errors.Is(err, errResult) {
		return nil // the message is there, only its description is not understood
	}
	return err
}

// open opens a file below the adapter's directory and nowhere else.
func (a *Adapter) open(f *channel.File) (*os.File, error) {
	file, err := os.OpenInRoot(a.files, f.Path)
	if err == nil {
		return file, nil
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // without the path
	}
	return nil, &fileError{cause: fmt.Errorf("open file to send: %w", err)}
}

// fileError says that what was to be sent is not there.
type fileError struct{ cause error }

func (e *fileError) Error() string { return "telegram: " + e.cause.Error() }
func (e *fileError) Unwrap() error { return e.cause }

// lasting tells a file that is not there, or not ours to send, from a disk that has a bad moment.
func (e *fileError) lasting() bool {
	var number syscall.Errno
	return !errors.As(e.cause, &number) || number == syscall.ENOENT || number == syscall.ENOTDIR
}

// ownError takes the wire's own error out of what the library made of it. The library knows no other failure
// of a call but that it could not read the result; the call was done then.
func (a *Adapter) ownError(err error) error {
	var api *apiError
	var net *netError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &api):
		return api
	case errors.As(err, &net):
		return net
	default:
		return errResult
	}
}

// errResult is a success whose result makes no sense. What the library says about it quotes the answer, so
// nothing of that is kept.
var errResult = errors.New("telegram: the result cannot be read")
