package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"sohoc/bot"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

// exportQuestionsCmd writes the whole bank into a file that import questions reads back without loss.
type exportQuestionsCmd struct {
	File string `arg:"" name:"tệp" help:"Tệp .xlsx hoặc .json sẽ được ghi."`
}

// Run writes the file, whole or not at all.
func (c exportQuestionsCmd) Run(a *app) (err error) {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.File)), ".")
	if format != "xlsx" && format != "json" {
		return errors.New("tên tệp phải kết thúc bằng .xlsx hoặc .json")
	}
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var questions []quiz.Question
	var topics []quiz.TopicName
	err = db.View(a.ctx, func(tx *sqlite.Tx) (err error) {
		if questions, err = tx.Questions(a.ctx, quiz.Filter{}); err != nil {
			return err
		}
		topics, err = tx.Topics(a.ctx)
		return err
	})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := bot.WriteQuestions(&out, format, questions, topics); err != nil {
		return fmt.Errorf("làm tệp: %w", err)
	}
	if err := writeWhole(c.File, out.Bytes()); err != nil {
		return fmt.Errorf("ghi tệp %s: %w", c.File, err)
	}
	err = db.Update(a.ctx, func(tx *sqlite.Tx) error {
		line := people.AuditLine{Action: "export_questions", Channel: "cli", Detail: fmt.Sprintf("n=%d", len(questions))}
		return tx.Audit(a.ctx, line, tx.Now())
	})
	if err != nil {
		return err
	}
	return a.printf("Đã xuất %d câu vào %s.\n", len(questions), c.File)
}
