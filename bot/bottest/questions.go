package bottest

import (
	"bytes"
	"context"
	"strings"

	"github.com/xuri/excelize/v2"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/job"
	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

// content is what an uploaded file holds: the section of its name. That of a workbook is written as a table, a row a
// line, with bars between the cells.
func (p *player) content(name string) []byte {
	p.t.Helper()
	raw, ok := p.files[name]
	if !ok {
		p.t.Fatalf("there is no section %q for the file", name)
	}
	if !strings.HasSuffix(name, ".xlsx") {
		return raw
	}
	book := excelize.NewFile()
	row := 0
	for line := range strings.Lines(string(raw)) {
		row++
		for i, cell := range strings.Split(strings.TrimSpace(line), "|") {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			p.must(err)
			p.must(book.SetCellStr(book.GetSheetName(0), at, strings.TrimSpace(cell)))
		}
	}
	var out bytes.Buffer
	p.must(book.Write(&out))
	p.must(book.Close())
	return out.Bytes()
}

// bank fills the bank of questions with what a file says, states and all.
func (p *player) bank(name string) {
	p.t.Helper()
	list, _, fault := bot.ReadQuestions(p.content(name), p.today())
	if fault != nil || len(list.Problems) > 0 {
		p.t.Fatalf("bank %s: %v %v", name, fault, list.Problems)
	}
	p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error {
		d, err := quiz.Prepare(p.ctx(), tx, list, quiz.Whole)
		if err != nil {
			return err
		}
		return quiz.Import(p.ctx(), tx, d, quiz.Actor{Channel: "cli", Now: tx.Now(), Today: p.today()})
	}))
}

// questionJob does a job about a file of questions; done is false for other jobs.
func (p *player) questionJob(ctx context.Context, tx *sqlite.Tx, r job.Request) (messages []channel.Message, done bool, err error) {
	p.t.Helper()
	switch r.Kind {
	case bot.QuestionFileJob:
		messages, err = p.bot.PreviewQuestions(ctx, tx, r.Args, p.content(p.uploaded))
	case bot.QuestionApplyJob:
		messages, err = p.bot.ApplyQuestions(ctx, tx, r.Args)
	case bot.QuestionExportJob:
		var m channel.Message
		_, m, err = p.bot.ExportQuestions(ctx, tx, r.Args)
		messages = []channel.Message{m}
	default:
		return nil, false, nil
	}
	return messages, true, err
}
