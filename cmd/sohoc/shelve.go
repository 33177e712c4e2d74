package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sohoc/internal/sqlite"
)

// errEvidence says that a file of evidence is not there, or not what its name says.
var errEvidence = errors.New("tệp minh chứng không có hoặc hỏng")

// shelve puts a file of evidence in its place in another folder, unless it is there. On the same disk it becomes a
// second name of the same content, since the content of evidence never changes. Error: errEvidence.
func shelve(from, to string, f sqlite.FileNeeded) (copied bool, err error) {
	if info, err := os.Stat(to); err == nil && info.Size() == f.Size {
		return false, nil
	}
	if sum, err := hashFile(from); err != nil || sum != f.Hash {
		return false, fmt.Errorf("%w: %s", errEvidence, f.Hash)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return false, fmt.Errorf("tạo thư mục: %w", err)
	}
	if err := removeIfThere(to); err != nil {
		return false, err
	}
	if os.Link(from, to) != nil { // another disk, or one that knows no links
		if err := copyDurably(from, to); err != nil {
			return false, err
		}
	}
	return true, syncFolder(filepath.Dir(to))
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(path string) (sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("đọc tệp: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("đọc tệp: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// copyDurably copies a file; under its name it is complete and on the disk, or not there.
func copyDurably(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("đọc tệp: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return placeDurably(to, in)
}

func placeDurably(to string, content io.Reader) (err error) {
	part, err := os.OpenFile(to+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("ghi tệp: %w", err)
	}
	_, err = io.Copy(part, content)
	if err == nil {
		err = part.Sync()
	}
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), to)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("ghi tệp: %w", err), removeIfThere(part.Name()))
	}
	return syncFolder(filepath.Dir(to))
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("mở thư mục: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("ghi thư mục xuống đĩa: %w", err)
	}
	return nil
}
