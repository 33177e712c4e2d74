package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/evidence"
)

var (
	pdf  = "%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
	png  = "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 600)
	jpeg = "\xff\xd8\xff\xe0\x00\x10JFIF" + strings.Repeat("\x01", 20)
	webp = "RIFF\x24\x00\x00\x00WEBPVP8 " + strings.Repeat("\x02", 30)
)

// writing is a fetch that brings a content.
func writing(content string) func(context.Context, io.Writer) error {
	return func(_ context.Context, w io.Writer) error {
		_, err := io.Copy(w, strings.NewReader(content))
		return err
	}
}

func newFolder(t *testing.T) evidence.Folder {
	t.Helper()
	return evidence.Folder{Dir: filepath.Join(t.TempDir(), "data", "files")}
}

// names lists the files below a folder.
func names(t *testing.T, f evidence.Folder) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(f.Dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(f.Dir, path)
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestKeepStoresByContent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, mime string }{
		{"PDF", pdf, "application/pdf"}, {"PNG", png, "image/png"}, {"JPEG", jpeg, "image/jpeg"}, {"WebP", webp, "image/webp"},
		{"long", pdf + strings.Repeat("x", 1<<20), "application/pdf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t)
			k, err := f.Keep(t.Context(), writing(c.content))
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256([]byte(c.content))
			want := evidence.Kept{Hash: hex.EncodeToString(sum[:]), MIME: c.mime, Size: int64(len(c.content))}
			if k != want {
				t.Errorf("kept %+v, want %+v", k, want)
			}
			if got, err := os.ReadFile(f.Path(k.Hash)); err != nil || !bytes.Equal(got, []byte(c.content)) {
				t.Errorf("on disk lie %d bytes (%v)", len(got), err)
			}
			if got := names(t, f); !slices.Equal(got, []string{filepath.Join(k.Hash[:2], k.Hash)}) {
				t.Errorf("the folder holds %v", got)
			}
		})
	}
}

func TestTheSameContentIsStoredOnce(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	var all sync.WaitGroup
	hashes := make([]string, 8)
	for i := range hashes {
		all.Go(func() {
			k, err := f.Keep(t.Context(), writing(pdf))
			if err != nil {
				t.Error(err)
			}
			hashes[i] = k.Hash
		})
	}
	all.Wait()
	if len(slices.Compact(hashes)) != 1 {
		t.Errorf("one content has the hashes %v", hashes)
	}
	if got := names(t, f); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
	if _, err := f.Keep(t.Context(), writing(png)); err != nil || len(names(t, f)) != 2 {
		t.Errorf("another content: %v (%v)", names(t, f), err)
	}
}

func TestKeepLeavesNothingOfWhatItRefuses(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	half := func(err error) func(context.Context, io.Writer) error {
		return func(_ context.Context, w io.Writer) error {
			_, _ = io.WriteString(w, pdf)
			return err
		}
	}
	for _, c := range []struct {
		name  string
		fetch func(context.Context, io.Writer) error
		want  error
	}{
		{"text", writing("Luật Đất đai"), evidence.ErrType},
		{"a page", writing("<!DOCTYPE html><html>"), evidence.ErrType},
		{"a program", writing("\x7fELF\x02\x01\x01"), evidence.ErrType},
		{"an archive", writing("PK\x03\x04"), evidence.ErrType},
		{"an animation", writing("GIF89a"), evidence.ErrType},
		{"nothing", writing(""), evidence.ErrType},
		{"a PDF only by its second line", writing("x\n" + pdf), evidence.ErrType},
		{"too large", half(channel.ErrTooLarge), channel.ErrTooLarge},
		{"broken off", half(broken), broken},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t)
			if k, err := f.Keep(t.Context(), c.fetch); !errors.Is(err, c.want) || k != (evidence.Kept{}) {
				t.Errorf("kept %+v, %v; want %v", k, err, c.want)
			}
			if got := names(t, f); len(got) != 0 {
				t.Errorf("the folder holds %v", got)
			}
		})
	}
}

func TestKeepHandsOnItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newFolder(t).Keep(ctx, func(ctx context.Context, _ io.Writer) error { return ctx.Err() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestKeepWithoutAFolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (evidence.Folder{Dir: path}).Keep(t.Context(), writing(pdf)); err == nil {
		t.Error("it keeps a file where no folder can be")
	}
}
