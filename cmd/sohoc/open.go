package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"sohoc/internal/sqlite"
)

// open opens the database of the data folder and creates it when there is none.
func (a *app) open() (*sqlite.DB, error) {
	db, err := sqlite.Open(a.ctx, sqlite.Options{Path: a.cfg.Database(), Now: a.clock.Now})
	var newer *sqlite.NewerSchema
	if errors.As(err, &newer) {
		return nil, fmt.Errorf("cơ sở dữ liệu có lược đồ %d, mới hơn bản chương trình này (%d): hãy dùng bản sohoc mới hơn", newer.Database, newer.Program)
	}
	if err != nil {
		return nil, fmt.Errorf("mở cơ sở dữ liệu %s: %w", a.cfg.Database(), err)
	}
	return db, nil
}

// noDatabase is why a command that reads does nothing: most likely it was told the wrong folder.
type noDatabase struct{ path string }

// Error implements error.
func (e *noDatabase) Error() string {
	return fmt.Sprintf("Chưa có cơ sở dữ liệu ở %s. Đặt SOHOC_DATA_DIR đúng thư mục, hoặc nhập danh sách trước: sohoc import roster TỆP --apply", e.path)
}

// openExisting opens the database of the data folder and leaves a folder without one as it is. Error: *noDatabase.
func (a *app) openExisting() (*sqlite.DB, error) {
	if _, err := os.Stat(a.cfg.Database()); errors.Is(err, os.ErrNotExist) {
		return nil, &noDatabase{a.cfg.Database()}
	}
	return a.open()
}

// listenFailure says in the reader's words why an address does not open.
func listenFailure(address string, err error) error {
	_, port, _ := net.SplitHostPort(address) // the configuration has been checked
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("cổng %s đang có chương trình khác dùng; đổi SOHOC_HTTP_ADDR hoặc dừng chương trình kia", port)
	}
	return fmt.Errorf("không mở được địa chỉ SOHOC_HTTP_ADDR %s: %w", address, err)
}
