package zalo

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// What could not be read, for whoever looks into it.
const (
	brokenFile = "unreadable.jsonl"
	maxBroken  = 1 << 20
)

// setAside keeps, in a folder, a body that could not be read, as long as there are not many.
func setAside(dir string, body []byte) error {
	line, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode what could not be read: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, brokenFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
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
