// Package tray keeps on the disk what a channel gave away, until it is taken in elsewhere.
//
// What was put is on the disk, and comes back from the next Open unless it was done. The file is emptied whenever nothing
// in it waits, so something may come back that was taken in already: who takes it in must know it again. The package does
// not look at what it keeps.
package tray

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// File is the name of the file in the folder of a tray.
const File = "incoming.jsonl"

// maxLine bounds what is read back of one body, in bytes.
const maxLine = 64 << 20

// ErrFull says that the tray holds as much as it may.
var ErrFull = errors.New("the tray is full")

// Tray is a folder with a file, a line of which holds one body. It is safe for concurrent use.
type Tray struct {
	Dir string
	Max int64 // bytes that it may hold, and one body more

	mu      sync.Mutex
	file    *os.File
	size    int64
	waiting int // bodies in the file that were not taken in
}

// Open makes the folder and returns what an earlier life left. A last line that is not whole is dropped: the
// program died while it was written.
func (t *Tray) Open() ([][]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := os.MkdirAll(t.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("create folder of what came in: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(t.Dir, File), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open what came in: %w", err)
	}
	left, err := lines(f)
	if err == nil {
		t.size, err = f.Seek(0, io.SeekEnd)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read what came in: %w", err), f.Close())
	}
	t.file, t.waiting = f, len(left)
	return left, nil
}

func lines(r io.Reader) ([][]byte, error) {
	var out [][]byte
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, maxLine)
	for scan.Scan() {
		var body []byte
		if json.Unmarshal(scan.Bytes(), &body) == nil {
			out = append(out, body)
		}
	}
	return out, scan.Err()
}

// Put stores a body; it is on the disk when Put returns. Error: ErrFull, or what the disk says.
func (t *Tray) Put(body []byte) error {
	line, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode what came in: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.size > t.Max {
		return ErrFull
	}
	// A line that was cut short by a full disk must not swallow this one.
	n, err := t.file.Write(append(append([]byte{'\n'}, line...), '\n'))
	t.size += int64(n)
	if err == nil {
		err = t.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("store what came in: %w", err)
	}
	t.waiting++
	return nil
}

// Done says that so many bodies were taken in. An emptying that is lost in a crash costs a second look only.
func (t *Tray) Done(n int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting = max(0, t.waiting-n)
	if t.waiting > 0 || t.size == 0 {
		return nil
	}
	if err := t.file.Truncate(0); err != nil {
		return fmt.Errorf("empty what came in: %w", err)
	}
	t.size = 0
	return nil
}

// Close closes the file; what is in it comes back from the next Open. It may be called twice.
func (t *Tray) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	t.file = nil
	if err != nil {
		return fmt.Errorf("close what came in: %w", err)
	}
	return nil
}
