package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"sohoc/bot"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/quiz"
	"sohoc/internal/quiz/seed"
	"sohoc/internal/quizfile"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

// importQuestionsCmd compares a file of questions with the bank and, when told to, writes the difference. Nothing that
// it brings is asked before the Office has released it, unless --states says so.
type importQuestionsCmd struct {
	File   string `arg:"" optional:"" name:"tệp" help:"Tệp .xlsx hoặc .json."`
	Seed   bool   `help:"Ngân hàng câu hỏi đi kèm chương trình, thay cho tệp: chỉ thêm những câu chưa có."`
	States bool   `help:"Lấy cả trạng thái trong tệp, kể cả đang dùng: để chuyển sang máy khác."`
	Apply  bool   `help:"Ghi vào sổ. Không có cờ này thì chỉ xem trước."`
}

// Run previews or writes.
func (c importQuestionsCmd) Run(a *app) (err error) {
	if (c.File == "") == !c.Seed {
		return errors.New("cần một tệp, hoặc --seed")
	}
	content := seed.Bank()
	trust := quiz.OnlyNew
	if !c.Seed {
		trust = quiz.Checked
		if content, err = readWhole(c.File, quizfile.MaxBytes); err != nil {
			return err
		}
	}
	if c.States {
		trust = quiz.Whole
	}
	p, err := vietnamese()
	if err != nil {
		return err
	}
	today := a.today()
	if c.Seed {
		today = whenever
	}
	list, table, unusable := bot.ReadQuestions(content, today)
	if unusable != nil {
		fmt.Fprintln(a.stderr, bot.QuestionFault(p, *unusable))
		return &quiet{errors.New("the file cannot be used")}
	}
	if len(list.Problems) > 0 {
		fmt.Fprintln(a.stderr, bot.QuestionProblems(p, list.Problems, table))
		return &quiet{errors.New("the file has faults")}
	}
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	d, err := c.do(a, db, list, trust)
	switch {
	case err != nil:
		return err
	case len(d.Problems) > 0:
		fmt.Fprintln(a.stderr, bot.QuestionProblems(p, d.Problems, table))
		return &quiet{errors.New("the file has faults")}
	}
	fmt.Fprintln(a.stdout, bot.QuestionDifference(p, d, table.Ignored))
	switch {
	case d.Nothing():
		fmt.Fprintln(a.stdout, "Không có gì để ghi.")
	case c.Apply:
		fmt.Fprintln(a.stdout, "Đã ghi. Văn phòng xem và phát hành bằng lệnh /cauhoi trong khung chat.")
	default:
		fmt.Fprintln(a.stdout, "Chưa ghi gì. Thêm --apply để ghi.")
	}
	return nil
}

// do compares, and writes when it is told to and nothing is wrong.
func (c importQuestionsCmd) do(a *app, db *sqlite.DB, list quiz.List, trust quiz.Trust) (d quiz.Difference, err error) {
	if !c.Apply {
		err = db.View(a.ctx, func(tx *sqlite.Tx) (err error) {
			d, err = quiz.Prepare(a.ctx, tx, list, trust)
			return err
		})
		return d, err
	}
	err = db.Update(a.ctx, func(tx *sqlite.Tx) (err error) {
		d, err = importBank(a.ctx, tx, list, trust, a.today())
		return err
	})
	return d, err
}

// importBank writes what a list changes, if nothing is wrong with it and it changes anything.
func importBank(ctx context.Context, tx *sqlite.Tx, list quiz.List, trust quiz.Trust, today day.Day) (quiz.Difference, error) {
	d, err := quiz.Prepare(ctx, tx, list, trust)
	if err != nil || d.Nothing() || len(d.Problems) > 0 {
		return d, err
	}
	return d, quiz.Import(ctx, tx, d, quiz.Actor{Channel: "cli", Now: tx.Now(), Today: today})
}

// whenever stands for today where the program's own bank is read: its facts were checked whatever the clock says.
const whenever day.Day = "9999-12-31"

// bringBank adds the questions that come with the program and are not in the bank, for the Office to release.
func bringBank(ctx context.Context, tx *sqlite.Tx, today day.Day) error {
	list, _, unusable := bot.ReadQuestions(seed.Bank(), whenever)
	if unusable != nil || len(list.Problems) > 0 {
		return fmt.Errorf("the program's own bank of questions cannot be read: %v %v", unusable, list.Problems)
	}
	if _, err := importBank(ctx, tx, list, quiz.OnlyNew, today); err != nil {
		return fmt.Errorf("bring the program's bank of questions: %w", err)
	}
	return nil
}

// releaseBank releases all that waits, as only a demonstration does by itself.
func releaseBank(ctx context.Context, tx *sqlite.Tx, today day.Day) error {
	if err := bringBank(ctx, tx, today); err != nil {
		return err
	}
	if _, _, err := quiz.ReleaseAll(ctx, tx, quiz.Actor{Channel: "cli", Now: tx.Now(), Today: today}); err != nil {
		return fmt.Errorf("release the bank of questions: %w", err)
	}
	return nil
}

// today is the local day.
func (a *app) today() day.Day { return day.Of(a.clock.Now().In(a.zone)) }

// vietnamese is the printer of the command line's language.
func vietnamese() (*i18n.Printer, error) {
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		return nil, err
	}
	return catalog.In(i18n.VI), nil
}

// readWhole reads a file; one that is far too large is not read to its end.
func readWhole(path string, limit int64) (data []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, openFailure(path, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if data, err = io.ReadAll(io.LimitReader(f, limit+1)); err != nil {
		return nil, fmt.Errorf("không đọc được tệp: %w", err)
	}
	return data, nil
}
