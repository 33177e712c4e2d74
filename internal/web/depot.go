package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/webchat"
)

// The folders of a depot.
const (
	incoming = "incoming" // what people uploaded
	outgoing = "sent"     // what was sent to them
)

// depot keeps the files of conversations for a while, each under a name that says nothing.
type depot struct{ dir string }

func (d depot) prepare() error {
	for _, folder := range []string{incoming, outgoing} {
		if err := os.MkdirAll(filepath.Join(d.dir, folder), 0o750); err != nil {
			return fmt.Errorf("create folder of the browser chat: %w", err)
		}
	}
	return nil
}

// take stores what r holds, whole or not at all. More than limit bytes are channel.ErrTooLarge.
func (d depot) take(path string, r io.Reader, limit int64) (size int64, err error) {
	to := filepath.Join(d.dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return 0, fmt.Errorf("create folder of uploads: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(to), "part-*")
	if err != nil {
		return 0, fmt.Errorf("create upload: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // gone already when it was renamed
	size, err = io.Copy(tmp, io.LimitReader(r, limit+1))
	if err == nil && size > limit {
		err = channel.ErrTooLarge
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return 0, fmt.Errorf("store upload: %w", err)
	}
	if err := os.Rename(tmp.Name(), to); err != nil {
		return 0, fmt.Errorf("place upload: %w", err)
	}
	return size, syncFolder(filepath.Dir(to))
}

// share gives a file that is to be sent a second name in the depot, so that it outlives the first. One that has
// it already is left.
func (d depot) share(from, path string) error {
	to := filepath.Join(d.dir, filepath.FromSlash(path))
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return syncFolder(filepath.Dir(to))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("find file to send: %w", err)
	}
	r, err := os.Open(from) // another file system: copy
	if err != nil {
		return fmt.Errorf("read file to send: %w", err)
	}
	defer r.Close()
	const all = 1 << 40
	_, err = d.take(path, r, all)
	return err
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// open opens a file of the depot, never one beside it.
func (d depot) open(path string) (*os.File, error) { return openBelow(d.dir, path) }

func openBelow(dir, path string) (*os.File, error) {
	f, err := os.OpenInRoot(dir, filepath.FromSlash(path))
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return f, nil
}

// sweep removes what is older than a folder keeps.
func (d depot) sweep(now time.Time, folder string, life time.Duration) error {
	err := filepath.WalkDir(filepath.Join(d.dir, folder), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return fmt.Errorf("look at file: %w", err)
		}
		if now.Sub(info.ModTime()) < life {
			return nil
		}
		return os.Remove(path)
	})
	if err != nil {
		return fmt.Errorf("sweep files of the browser chat: %w", err)
	}
	return nil
}

// Sweep removes files that have had their time. The rows are forgotten by the store (ForgetWeb).
func (s *Server) Sweep(_ context.Context) error {
	now := time.Now() //nolint:forbidigo // files carry the machine's own time
	return errors.Join(
		s.depot.sweep(now, incoming, webchat.UploadLife),
		s.depot.sweep(now, outgoing, webchat.SentLife),
	)
}
