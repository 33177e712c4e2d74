// Package evidence keeps uploaded files on disk, once each, under the hash of their content.
//
// A file is complete on disk (temporary name, fsync, rename) before anything refers to it; what nothing refers
// to is swept by Sweep. The package looks at the content, not at names, to say what a file is. It knows
// neither entries nor channels, and leaves alone what others keep in the same folder.
package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// Folder is where the files lie.
type Folder struct{ Dir string }

// Kept is a file in the folder.
type Kept struct {
	Hash string // SHA-256, hexadecimal
	MIME string // by content
	Size int64  // bytes
}

// How files are named: under the first letters of their hash, and until they are complete.
const (
	shelfLetters = 2
	incoming     = "incoming-"
)

// ErrType says that a content is neither a picture nor a PDF.
var ErrType = errors.New("neither a picture nor a PDF")

// Keep stores what fetch writes. A content that is there already takes the place of itself, so that it is as new
// to Sweep as any. Errors: ErrType, and those of fetch.
func (f Folder) Keep(ctx context.Context, fetch func(ctx context.Context, w io.Writer) error) (Kept, error) {
	if err := os.MkdirAll(f.Dir, 0o750); err != nil {
		return Kept{}, fmt.Errorf("create folder of files: %w", err)
	}
	tmp, err := os.CreateTemp(f.Dir, incoming+"*")
	if err != nil {
		return Kept{}, fmt.Errorf("create file: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // gone already when it was renamed
	hash := sha256.New()
	err = fetch(ctx, io.MultiWriter(tmp, hash))
	if err == nil {
		err = tmp.Sync()
	}
	if err := errors.Join(err, tmp.Close()); err != nil {
		return Kept{}, fmt.Errorf("write file: %w", err)
	}
	k, err := describe(tmp.Name())
	if err != nil {
		return Kept{}, err
	}
	k.Hash = hex.EncodeToString(hash.Sum(nil))
	return k, f.place(tmp.Name(), k.Hash)
}

// describe says what a file is.
func describe(path string) (Kept, error) {
	r, err := os.Open(path)
	if err != nil {
		return Kept{}, fmt.Errorf("read file: %w", err)
	}
	defer r.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Kept{}, fmt.Errorf("read file: %w", err)
	}
	info, err := r.Stat()
	if err != nil {
		return Kept{}, fmt.Errorf("read file: %w", err)
	}
	mime := http.DetectContentType(head[:n])
	switch mime {
	case "image/jpeg", "image/png", "image/webp", "application/pdf":
		return Kept{MIME: mime, Size: info.Size()}, nil
	default:
		return Kept{}, ErrType
	}
}

// place moves a complete file to its name and makes the name durable.
func (f Folder) place(tmp, hash string) error {
	to := f.Path(hash)
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return fmt.Errorf("create folder of files: %w", err)
	}
	if err := os.Rename(tmp, to); err != nil {
		return fmt.Errorf("place file: %w", err)
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return fmt.Errorf("open folder of files: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("make file's name durable: %w", err)
	}
	return nil
}

// Path is where a content lies.
func (f Folder) Path(hash string) string { return filepath.Join(f.Dir, hash[:shelfLetters], hash) }
