package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// lockFolder makes this process the one that serves a data folder. The lock goes with the process.
func lockFolder(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("tạo thư mục dữ liệu: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "sohoc.lock"), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, fmt.Errorf("mở khóa thư mục dữ liệu: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := io.ReadAll(io.LimitReader(f, 200))
		_ = f.Close()
		return nil, fmt.Errorf("thư mục %s đang do một tiến trình sohoc khác dùng (%s): hãy dừng tiến trình đó trước", dir, strings.TrimSpace(string(holder)))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("khóa thư mục dữ liệu: %w", err), f.Close())
	}
	host, _ := os.Hostname()
	if err := f.Truncate(0); err == nil {
		_, _ = fmt.Fprintf(f, "máy %s, tiến trình %d", host, os.Getpid())
	}
	return func() { _ = f.Close() }, nil
}
