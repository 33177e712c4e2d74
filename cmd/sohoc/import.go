package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/roster"
	"sohoc/internal/sqlite"
)

// importCmd brings data in.
type importCmd struct {
	Roster    importRosterCmd    `cmd:"" help:"Nhập danh sách cán bộ từ tệp Excel hoặc CSV; xem trước, chỉ ghi khi có --apply."`
	Calendar  importCalendarCmd  `cmd:"" help:"Nhập ngày nghỉ lễ, ngày làm bù từ tệp Excel hoặc CSV; xem trước, chỉ ghi khi có --apply."`
	Entries   importEntriesCmd   `cmd:"" help:"Nhập các mục học từ tệp mà lệnh export entries đã xuất."`
	Questions importQuestionsCmd `cmd:"" help:"Nhập câu hỏi từ tệp Excel hoặc JSON; xem trước, chỉ ghi khi có --apply."`
}

// importRosterCmd compares a list with the register and, when told to, writes the difference.
type importRosterCmd struct {
	File           string `arg:"" name:"tệp" help:"Tệp .xlsx hoặc .csv."`
	Since          string `placeholder:"NGÀY" help:"Ngày thay đổi có hiệu lực (2026-11-01 hoặc 01/11/2026). Mặc định: hôm nay; lần nhập đầu: 01/01 năm nay."`
	Redate         bool   `help:"Lùi về ngày --since cả những người đã đúng đơn vị nhưng được ghi từ ngày muộn hơn."`
	Apply          bool   `help:"Ghi vào sổ. Không có cờ này thì chỉ xem trước."`
	ConfirmLeavers bool   `help:"Cần thêm khi hơn một phần ba số người sẽ rời danh sách."`
}

// errManyLeave stops an import that would empty the register.
var errManyLeave = errors.New("chưa ghi gì: hơn một phần ba số người trong sổ sẽ rời danh sách. Nếu đúng như vậy, thêm --confirm-leavers")

// Run previews or writes.
func (c importRosterCmd) Run(a *app) (err error) {
	today := day.Of(a.clock.Now().In(a.zone))
	w := roster.When{Today: today, Redate: c.Redate}
	if c.Since != "" {
		if w.Since, err = readSince(c.Since, today); err != nil {
			return err
		}
	}
	list, err := readRoster(c.File)
	if err != nil {
		return err
	}
	if len(list.Problems) > 0 {
		writeProblems(a.stderr, list.Problems)
		return fmt.Errorf("chưa ghi gì: tệp có %d lỗi, hãy sửa rồi chạy lại", len(list.Problems))
	}
	if !c.Apply {
		return c.preview(a, list, w)
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return c.write(a, db, list, w)
}

// readSince reads the day of --since.
func readSince(text string, today day.Day) (day.Day, error) {
	since, err := day.ParseLocal(text, today)
	if err != nil {
		return "", fmt.Errorf("--since “%s” không phải là ngày; viết 2026-11-01 hoặc 01/11/2026", text)
	}
	if err := roster.CheckSince(since, today); fault.Is(err, fault.Invalid) {
		return "", fmt.Errorf("--since %s quá xa hôm nay (%s); hãy kiểm tra lại năm", since.Local(), today.Local())
	}
	return since, nil
}

// openFailure says in the reader's words why a file does not open.
func openFailure(path string, err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("không có tệp %s", path)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("không được phép đọc tệp %s", path)
	}
	return fmt.Errorf("không mở được tệp %s: %w", path, err)
}

// readRoster reads a file; one that is far too large is not read to its end.
func readRoster(path string) (list roster.List, err error) {
	f, err := os.Open(path)
	if err != nil {
		return list, openFailure(path, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err := io.ReadAll(io.LimitReader(f, roster.MaxBytes+1))
	if err != nil {
		return list, fmt.Errorf("không đọc được tệp: %w", err)
	}
	return roster.Read(data), nil
}

func (c importRosterCmd) preview(a *app, list roster.List, w roster.When) error {
	d, err := compare(a, list, w)
	if err != nil {
		return err
	}
	writeDifference(a.stdout, list, d)
	switch {
	case d.Nothing():
	case d.ManyLeave():
		fmt.Fprintln(a.stdout, "Chưa ghi gì. Thêm --apply --confirm-leavers để ghi.")
	default:
		fmt.Fprintln(a.stdout, "Chưa ghi gì. Thêm --apply để ghi.")
	}
	return nil
}

// compare returns what a list would change. Where there is no database yet it leaves none behind.
func compare(a *app, list roster.List, w roster.When) (d roster.Difference, err error) {
	prepare := func(from roster.Reader) (err error) {
		if d, err = roster.Prepare(a.ctx, from, list, w); err != nil {
			return fmt.Errorf("so sánh với sổ: %w", err)
		}
		return nil
	}
	db, err := a.openExisting()
	var none *noDatabase
	if errors.As(err, &none) {
		fmt.Fprintf(a.stderr, "Chưa có cơ sở dữ liệu ở %s: so sánh với sổ trống.\n", none.path)
		err = prepare(emptyRegister{})
		return d, err
	}
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.View(a.ctx, func(tx *sqlite.Tx) error { return prepare(tx) })
	return d, err
}

// emptyRegister is the register of a folder without a database.
type emptyRegister struct{}

// Register implements roster.Reader.
func (emptyRegister) Register(context.Context) (roster.Register, error) {
	return roster.Register{}, nil
}

// CountEntriesFrom implements roster.Reader.
func (emptyRegister) CountEntriesFrom(context.Context, people.PersonID, day.Day, people.UnitID) (int, error) {
	return 0, nil
}

func (c importRosterCmd) write(a *app, db *sqlite.DB, list roster.List, w roster.When) error {
	var d roster.Difference
	var entries int
	err := db.Update(a.ctx, func(tx *sqlite.Tx) (err error) {
		if d, err = roster.Prepare(a.ctx, tx, list, w); err != nil {
			return fmt.Errorf("so sánh với sổ: %w", err)
		}
		switch {
		case d.Nothing():
			return nil
		case d.ManyLeave() && !c.ConfirmLeavers:
			return errManyLeave
		}
		if entries, err = roster.Apply(a.ctx, tx, d, tx.Now()); err != nil {
			return fmt.Errorf("ghi danh sách: %w", err)
		}
		return nil
	})
	if err == nil || errors.Is(err, errManyLeave) {
		writeDifference(a.stdout, list, d)
	}
	if err != nil || d.Nothing() {
		return err
	}
	fmt.Fprintf(a.stdout, "Đã ghi: %s.\n", differenceCounts(d))
	if entries > 0 {
		fmt.Fprintf(a.stdout, "%d mục đã ghi nay tính cho đơn vị mới.\n", entries)
	}
	return nil
}
