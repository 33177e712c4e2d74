package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
)

// Bounds of what is well.
const (
	lowDisk      = 2 << 30
	noDisk       = 200 << 20
	oldBackup    = 36 * time.Hour // a nightly one that was missed
	ancient      = 8 * 24 * time.Hour
	longWaiting  = 15 * time.Minute
	maxListed    = 1000
	recentFailed = 24 * time.Hour
)

// machine looks at the data folder and its disk.
func (d *doctor) machine(context.Context) []finding {
	dir := d.cfg.DataDir
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return []finding{bad("Tạo thư mục, hoặc đặt SOHOC_DATA_DIR đúng chỗ.", "Thư mục dữ liệu %s không dùng được.", dir)}
	}
	free := int64(st.Bavail) * st.Bsize
	next := "Dọn đĩa hoặc chuyển bản sao lưu sang đĩa khác: sohoc backup --to THƯ MỤC"
	switch {
	case free < noDisk:
		return []finding{bad(next, "Đĩa của %s chỉ còn %s.", dir, sizeText(free))}
	case free < lowDisk:
		return []finding{warn(next, "Đĩa của %s còn %s.", dir, sizeText(free))}
	}
	return []finding{good("Thư mục dữ liệu %s, đĩa còn đủ chỗ.", dir)}
}

func sizeText(n int64) string {
	if n < 1<<30 {
		return strconv.FormatInt(n>>20, 10) + " MB"
	}
	tenths := n * 10 >> 30
	return fmt.Sprintf("%d,%d GB", tenths/10, tenths%10)
}

// database looks whether the database answers and is sound.
func (d *doctor) database(ctx context.Context) []finding {
	if d.db == nil {
		return []finding{bad("Nhập danh sách trước: sohoc import roster TỆP --apply", "Chưa có cơ sở dữ liệu ở %s.", d.cfg.Database())}
	}
	found, err := sqlite.Inspect(ctx, d.cfg.Database())
	switch {
	case err != nil:
		return []finding{bad("Xem nhật ký của sohoc serve; phục hồi bằng sohoc restore nếu cần.", "Cơ sở dữ liệu không đọc được: %v.", err)}
	case len(found.Faults) > 0:
		return []finding{bad("Dừng sohoc serve, rồi phục hồi bản sao lưu gần nhất: sohoc restore",
			"Cơ sở dữ liệu hỏng %d chỗ, đầu tiên: %s", len(found.Faults), found.Faults[0])}
	}
	return []finding{good("Cơ sở dữ liệu nguyên vẹn.")}
}

// backups looks for the newest copy.
func (d *doctor) backups(context.Context) []finding {
	const next = "Sao lưu ngay: sohoc backup. Lịch sao lưu hằng đêm nằm trong /caidat."
	folder := d.backupFolder("")
	entries, err := os.ReadDir(folder.dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return []finding{bad(next, "Không đọc được thư mục sao lưu %s.", folder.dir)}
	}
	var newest time.Time
	for _, e := range entries {
		if !backupName.MatchString(e.Name()) {
			continue
		}
		if info, err := os.Stat(filepath.Join(folder.dir, e.Name())); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	age := time.Since(newest) // of a file: by the clock of the machine
	switch {
	case newest.IsZero():
		return []finding{warn(next, "Chưa có bản sao lưu nào trong %s.", folder.dir)}
	case age > ancient:
		return []finding{bad(next, "Bản sao lưu mới nhất đã %s.", spanText(age))}
	case age > oldBackup:
		return []finding{warn(next, "Bản sao lưu mới nhất đã %s.", spanText(age))}
	}
	return []finding{good("Bản sao lưu mới nhất cách đây %s.", spanText(age))}
}

// running asks the program how it fares.
func (d *doctor) running(context.Context) []finding {
	resp, err := d.askHealth()
	if err != nil {
		return []finding{bad("Khởi động: sohoc serve (hoặc systemctl start sohoc).", "sohoc serve không trả lời ở %s.", d.cfg.HTTPAddr)}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxHealth))
	var h web.Health
	if err != nil || json.Unmarshal(body, &h) != nil || h.Database == "" {
		return []finding{bad("Đổi SOHOC_HTTP_ADDR hoặc dừng chương trình kia.", "Ở %s không phải sohoc serve trả lời.", d.cfg.HTTPAddr)}
	}
	d.health = &h
	if resp.StatusCode != http.StatusOK {
		return []finding{bad("Xem nhật ký, rồi khởi động lại sohoc serve.", "sohoc serve không khỏe: cơ sở dữ liệu %s, xử lý tin %s.", h.Database, h.Worker)}
	}
	return []finding{good("sohoc serve đang chạy, bản %s.", h.Version)}
}

// outgoing looks at what waits to be sent and what did not go out.
func (d *doctor) outgoing(ctx context.Context) []finding {
	if d.db == nil {
		return nil
	}
	var waiting, lost []outbox.Row
	var now time.Time
	err := d.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		now = tx.Now()
		if waiting, err = tx.WaitingMessages(ctx, 0, maxListed); err != nil {
			return err
		}
		lost, err = tx.FailedMessages(ctx, maxListed)
		return err
	})
	if err != nil {
		return []finding{bad("Xem nhật ký của sohoc serve.", "Không đọc được hàng tin chờ gửi.")}
	}
	out := []finding{good("Tin chờ gửi: %d.", len(waiting))}
	if len(waiting) > 0 && now.Sub(waiting[0].Created) > longWaiting {
		out[0] = warn("Xem lý do: sohoc outbox", "Tin chờ gửi: %d, lâu nhất %s.", len(waiting), spanText(now.Sub(waiting[0].Created)))
	}
	failed, unsure := 0, 0
	for _, r := range lost {
		switch {
		case now.Sub(r.Created) > recentFailed:
		case r.State == outbox.Uncertain:
			unsure++
		default:
			failed++
		}
	}
	if failed+unsure > 0 {
		out = append(out, warn("Xem từng tin: sohoc outbox --failed",
			"Trong một ngày: %d tin không gửi được, %d tin không rõ đã tới.", failed, unsure))
	}
	return out
}
