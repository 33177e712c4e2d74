package zalo

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The files of a tray.
const (
	trayFile    = "incoming.jsonl"   // what polls brought and was not taken in yet
	brokenFile  = "unreadable.jsonl" // what could not be read, for whoever looks into it
	maxTray     = 64 << 20           // bytes; some 100,000 messages
	maxBroken   = 1 << 20
	maxTrayLine = 2 * maxAnswer
)

var errTrayFull = errors.New("the tray is full")

// tray keeps on the disk what the platform gave away, until it is taken in elsewhere. A line holds one body as it
// came. The file is emptied whenever nothing in it waits, so a body may be read from it that was taken in already:
// its key is known then.
type tray struct {
	dir string

	mu      sync.Mutex
	file    *os.File
	size    int64
	waiting int // bodies in the file that were not taken in
}

// open makes the folder and returns what an earlier life left. A last line that is not whole is dropped: the
// program died while it was written.
func (t *tray) open() ([][]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return nil, fmt.Errorf("create folder of what polls brought: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(t.dir, trayFile), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open what polls brought: %w", err)
	}
	left, err := lines(f)
	if err == nil {
		t.size, err = f.Seek(0, io.SeekEnd)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read what polls brought: %w", err), f.Close())
	}
	t.file, t.waiting = f, len(left)
	return left, nil
}

func lines(r io.Reader) ([][]byte, error) {
	var out [][]byte
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, maxTrayLine)
	for scan.Scan() {
		var body []byte
		if json.Unmarshal(scan.Bytes(), &body) == nil {
			out = append(out, body)
		}
	}
	return out, scan.Err()
}

// put stores a body; it is on the disk when put returns.
func (t *tray) put(body []byte) error {
	line, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode what a poll brought: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.size > maxTray {
		return errTrayFull
	}
	// A line that was cut short by a full disk must not swallow this one.
	n, err := t.file.Write(append(append([]byte{'\n'}, line...), '\n'))
	t.size += int64(n)
	if err == nil {
		err = t.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("store what a poll brought: %w", err)
	}
	t.waiting++
	return nil
}

// done says that so many bodies were taken in. An emptying that is lost in a crash costs a second look only.
func (t *tray) done(n int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting = max(0, t.waiting-n)
	if t.waiting > 0 || t.size == 0 {
		return nil
	}
	if err := t.file.Truncate(0); err != nil {
		return fmt.Errorf("empty what polls brought: %w", err)
	}
	t.size = 0
	return nil
}

// setAside keeps a body that could not be read, as long as there are not many.
func (t *tray) setAside(body []byte) error {
	line, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode what could not be read: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(t.dir, brokenFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open what could not be read: %w", err)
	}
	info, err := f.Stat()
	if err == nil && info.Size() < maxBroken {
		_, err = f.Write(append(line, '\n'))
	}
	return errors.Join(err, f.Close())
}

// Forget removes what could not be read, in the folders of all bots below dir, once nothing was added for so long: it
// holds what people wrote.
func Forget(dir string, age time.Duration) error {
	files, err := filepath.Glob(filepath.Join(dir, "*", brokenFile))
	if err != nil {
		return fmt.Errorf("look for what could not be read: %w", err)
	}
	for _, path := range files {
		info, err := os.Stat(path)
		if err != nil || time.Since(info.ModTime()) < age { //nolint:forbidigo // files carry the machine's own time
			continue
		}
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("forget what could not be read: %w", err)
		}
	}
	return nil
}

func (t *tray) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	t.file = nil
	if err != nil {
		return fmt.Errorf("close what polls brought: %w", err)
	}
	return nil
}
