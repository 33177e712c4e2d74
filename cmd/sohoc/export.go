package main

import (
	"errors"
	"fmt"

	"sohoc/internal/entryfile"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// exportCmd takes data out.
type exportCmd struct {
	Entries   exportEntriesCmd   `cmd:"" help:"Xuất các mục học ra màn hình (chuyển vào tệp bằng >)."`
	Questions exportQuestionsCmd `cmd:"" help:"Xuất ngân hàng câu hỏi ra tệp .xlsx hoặc .json."`
}

// exportEntriesCmd writes all entries to stdout.
type exportEntriesCmd struct {
	Format string `enum:"jsonl,csv" default:"jsonl" help:"jsonl hoặc csv (mở được bằng Excel)."`
	All    bool   `help:"Cả những mục đã xóa."`
}

// exportPage is how many entries are held in memory at a time.
const exportPage = 2000

// Run writes the entries of one instant; what is written meanwhile is not among them.
func (c exportEntriesCmd) Run(a *app) (err error) {
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Update(a.ctx, func(tx *sqlite.Tx) error {
		return tx.Audit(a.ctx, people.AuditLine{Action: "export_entries", Channel: "cli"}, tx.Now())
	})
	if err != nil {
		return err
	}
	out, err := entryfile.NewWriter(a.stdout, entryfile.Format(c.Format))
	if err != nil {
		return err
	}
	count := 0
	err = db.View(a.ctx, func(tx *sqlite.Tx) error {
		var last learning.EntryID
		for {
			page, err := tx.EntryRecords(a.ctx, last, exportPage, c.All)
			if err != nil || len(page) == 0 {
				return err
			}
			for _, r := range page {
				if err := out.Write(r); err != nil {
					return err
				}
			}
			count += len(page)
			last = learning.EntryID(page[len(page)-1].ID)
		}
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("xuất các mục học: %w", err)
	}
	fmt.Fprintf(a.stderr, "Đã xuất %d mục.\n", count)
	return nil
}
