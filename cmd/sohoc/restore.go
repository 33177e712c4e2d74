package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sohoc/internal/evidence"
	"sohoc/internal/sqlite"
)

// restoreCmd checks a backup, or brings it back to life in an empty folder.
type restoreCmd struct {
	File   string `arg:"" name:"tệp" help:"Tệp sohoc-….db trong thư mục sao lưu."`
	Verify bool   `xor:"what" help:"Chỉ kiểm tra bản sao lưu, không khôi phục."`
	To     string `xor:"what" placeholder:"THƯ MỤC" help:"Khôi phục vào thư mục này; phải trống hoặc chưa có."`
}

// Help shows the ways to call the command.
func (restoreCmd) Help() string {
	return "sohoc restore --verify TỆP: chỉ kiểm tra.\n\nsohoc restore TỆP --to \"THƯ MỤC\": khôi phục vào thư mục trống."
}

// Run checks the backup first in any case.
func (c restoreCmd) Run(a *app) error {
	if c.To == "" && !c.Verify {
		return fmt.Errorf("cần chọn một: sohoc restore --verify %[1]s (chỉ kiểm tra) hoặc sohoc restore %[1]s --to \"THƯ MỤC\" (khôi phục)", c.File)
	}
	if c.To != "" {
		if err := mustBeEmpty(c.To); err != nil {
			return err
		}
	}
	found, err := verifyBackup(a.ctx, a.stdout, c.File)
	if err != nil {
		return err
	}
	if c.Verify {
		fmt.Fprintln(a.stdout, "Bản sao lưu tốt.")
		return nil
	}
	return c.restore(a, found)
}

func mustBeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("xem thư mục đích: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("thư mục %s không trống; chỉ khôi phục vào thư mục trống để không đè lên dữ liệu đang có", dir)
	}
	return nil
}

// evidenceBeside is where the evidence of a backup lies.
func evidenceBeside(file string) evidence.Folder {
	return evidence.Folder{Dir: filepath.Join(filepath.Dir(file), "files")}
}

// verifyBackup checks everything about a backup and prints what is in it.
func verifyBackup(ctx context.Context, w io.Writer, file string) (sqlite.Inspection, error) {
	sum, err := hashFile(file)
	if err != nil {
		return sqlite.Inspection{}, openFailure(file, err)
	}
	note, err := compareSum(file, sum)
	if err != nil {
		return sqlite.Inspection{}, err
	}
	found, err := sqlite.Inspect(ctx, file)
	if err != nil {
		return found, fmt.Errorf("bản sao lưu hỏng, không phải cơ sở dữ liệu của Sổ Học: %w", err)
	}
	if len(found.Faults) > 0 {
		return found, fmt.Errorf("bản sao lưu hỏng: %s", strings.Join(found.Faults, "; "))
	}
	fmt.Fprintf(w, "Bản sao lưu: %s\nSHA-256: %s (%s)\nLược đồ: %d\n", file, sum, note, found.Schema)
	for _, t := range found.Tables {
		fmt.Fprintf(w, "  %-20s %d\n", t.Name, t.Rows)
	}
	return found, verifyEvidence(ctx, w, evidenceBeside(file), found.Files)
}

// compareSum compares a file with the checksum that was written beside it.
func compareSum(file, sum string) (note string, err error) {
	raw, err := os.ReadFile(file + ".sha256")
	if errors.Is(err, os.ErrNotExist) {
		return "không có tệp .sha256 để so", nil
	}
	if err != nil {
		return "", fmt.Errorf("đọc tệp .sha256: %w", err)
	}
	if want, _, _ := strings.Cut(string(raw), " "); strings.TrimSpace(want) != sum {
		return "", errors.New("bản sao lưu hỏng: không khớp với tệp .sha256 bên cạnh")
	}
	return "khớp với tệp .sha256", nil
}

// verifyEvidence reads every file of evidence that the rows refer to.
func verifyEvidence(ctx context.Context, w io.Writer, from evidence.Folder, files []sqlite.FileNeeded) error {
	var bad []string
	var size int64
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if sum, err := hashFile(from.Path(f.Hash)); err != nil || sum != f.Hash {
			bad = append(bad, f.Hash)
		}
		size += f.Size
	}
	if len(bad) > 0 {
		return fmt.Errorf("bản sao lưu thiếu hoặc hỏng %d trong %d tệp minh chứng, ví dụ %s", len(bad), len(files), from.Path(bad[0]))
	}
	fmt.Fprintf(w, "Tệp minh chứng: %d (%d byte), đủ và đúng.\n", len(files), size)
	return nil
}

// restore fills the folder. The database gets its name last: a folder with one is complete.
func (c restoreCmd) restore(a *app, found sqlite.Inspection) error {
	if err := os.MkdirAll(c.To, 0o700); err != nil {
		return fmt.Errorf("tạo thư mục đích: %w", err)
	}
	to := evidence.Folder{Dir: filepath.Join(c.To, "files")}
	for _, f := range found.Files {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		if _, err := shelve(evidenceBeside(c.File).Path(f.Hash), to.Path(f.Hash), f); err != nil {
			return err
		}
	}
	// Under this name the messages that waited are held back, so that nobody can serve the copy before.
	raw, db := filepath.Join(c.To, "restoring.db"), filepath.Join(c.To, "sohoc.db")
	if err := copyDurably(c.File, raw); err != nil {
		return err
	}
	held, err := sqlite.HoldBack(a.ctx, raw, a.clock.Now())
	if err != nil {
		return fmt.Errorf("giữ lại các tin đang chờ: %w", err)
	}
	if err := os.Rename(raw, db); err != nil {
		return fmt.Errorf("đặt tên cơ sở dữ liệu: %w", err)
	}
	if err := syncFolder(c.To); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Đã khôi phục vào %s.\n", c.To)
	if held > 0 {
		fmt.Fprintf(a.stdout, "%d tin còn chờ gửi lúc sao lưu được giữ lại, không gửi; xem bằng sohoc outbox --failed.\n", held)
	}
	fmt.Fprintf(a.stdout, "Để dùng: đặt SOHOC_DATA_DIR=%s rồi chạy sohoc serve.\n", c.To)
	return nil
}
