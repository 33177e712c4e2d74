package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/job"
	"sohoc/internal/quizfile"
	"sohoc/internal/sqlite"
)

// questionJobs are the jobs about files of questions.
func (s *server) questionJobs(into map[job.Kind]job.Handler[*sqlite.Tx]) map[job.Kind]job.Handler[*sqlite.Tx] {
	into[bot.QuestionFileJob] = s.readQuestions
	into[bot.QuestionApplyJob] = s.applyQuestions
	into[bot.QuestionExportJob] = s.exportQuestions
	return into
}

// readQuestions fetches a file of questions and shows what it would change. It is not kept: what it says is.
func (s *server) readQuestions(ctx context.Context, r job.Row) (apply, error) {
	var a bot.QuestionArgs
	if err := json.Unmarshal(r.Args, &a); err != nil {
		return nil, job.Final(fmt.Errorf("decode job: %w", err))
	}
	fetcher := s.fetcher(a.To, a.Upload)
	if fetcher == nil {
		return nil, job.Final(fmt.Errorf("no channel %s to fetch from", a.To.Channel))
	}
	var content bytes.Buffer
	err := fetcher.Fetch(ctx, a.To, a.Upload, &content, quizfile.MaxBytes)
	if errors.Is(err, channel.ErrTooLarge) {
		return s.questionsRefused(r, "cauhoi.tep_too_large"), nil
	}
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *sqlite.Tx) error {
		messages, err := s.bot.PreviewQuestions(ctx, tx, r.Args, content.Bytes())
		if err != nil {
			return err
		}
		return tx.QueueMessages(ctx, messages...)
	}, nil
}

// applyQuestions writes a file of questions that was shown.
func (s *server) applyQuestions(_ context.Context, r job.Row) (apply, error) {
	return func(ctx context.Context, tx *sqlite.Tx) error {
		messages, err := s.bot.ApplyQuestions(ctx, tx, r.Args)
		if err != nil {
			return err
		}
		return tx.QueueMessages(ctx, messages...)
	}, nil
}

// exportQuestions makes the bank into a file, on a snapshot, and queues it.
func (s *server) exportQuestions(ctx context.Context, r job.Row) (apply, error) {
	var content []byte
	var m channel.Message
	err := s.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		content, m, err = s.bot.ExportQuestions(ctx, tx, r.Args)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(content) == 0 || m.File == nil {
		return nil, nil
	}
	name := filepath.Join(outgoing, "questions-"+strconv.FormatInt(int64(r.ID), 10)+filepath.Ext(m.File.Name))
	if err := writeWhole(filepath.Join(s.files.Dir, name), content); err != nil {
		return nil, err
	}
	m.File.Path = name
	return func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) }, nil
}

func (s *server) questionsRefused(r job.Row, key string) apply {
	return func(ctx context.Context, tx *sqlite.Tx) error {
		messages, err := s.bot.QuestionsRefused(r.Args, key)
		if err != nil {
			return err
		}
		return tx.QueueMessages(ctx, messages...)
	}
}
