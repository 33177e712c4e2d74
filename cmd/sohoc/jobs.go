package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/evidence"
	"sohoc/internal/i18n"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram"
	"sohoc/internal/web"
)

// menuJob sets the command menu of a chat.
const menuJob job.Kind = "menu"

// apply is what a job writes at its end.
type apply = job.Apply[*sqlite.Tx]

func (s *server) handlers() map[job.Kind]job.Handler[*sqlite.Tx] {
	return s.questionJobs(map[job.Kind]job.Handler[*sqlite.Tx]{
		bot.EvidenceJob: s.fetchEvidence,
		bot.ChartJob:    s.drawChart,
		menuJob:         s.setMenu,
		backupJob:       s.makeBackup,
	})
}

// fetchEvidence copies an uploaded file from its channel and ties it to its entry.
func (s *server) fetchEvidence(ctx context.Context, r job.Row) (apply, error) {
	var a bot.EvidenceArgs
	if err := json.Unmarshal(r.Args, &a); err != nil {
		return nil, job.Final(fmt.Errorf("decode job: %w", err))
	}
	fetcher := s.fetcher(a.To, a.File)
	if fetcher == nil {
		return nil, job.Final(fmt.Errorf("no channel %s to fetch from", a.To.Channel))
	}
	kept, err := s.files.Keep(ctx, func(ctx context.Context, w io.Writer) error {
		return fetcher.Fetch(ctx, a.To, a.File, w, learning.MaxEvidenceBytes)
	})
	switch {
	case errors.Is(err, channel.ErrTooLarge):
		return s.evidenceRefused(r, "mc.qua_lon"), nil
	case errors.Is(err, evidence.ErrType):
		return s.evidenceRefused(r, "mc.sai_loai"), nil
	case isRejected(err):
		return nil, job.Final(err) // it is no longer there, or never was where a file can be
	case err != nil:
		return nil, err
	}
	return func(ctx context.Context, tx *sqlite.Tx) error {
		e := learning.Evidence{Hash: kept.Hash, Name: a.File.Name, MIME: kept.MIME, Size: kept.Size}
		messages, err := s.bot.Attach(ctx, tx, r.Args, e)
		if err != nil {
			return err
		}
		return tx.QueueMessages(ctx, messages...)
	}, nil
}

// fetcher says who fetches a file: what was uploaded at a page lies here, whichever channel it is for.
func (s *server) fetcher(from channel.Address, f channel.FileRef) channel.Fetcher {
	if strings.HasPrefix(f.ID, web.PageUpload) {
		return pages{s.web}
	}
	if from.Channel == channel.Telegram && s.telegram != nil && s.telegram.Account() == from.Account {
		return s.telegram
	}
	if from.Channel == channel.Web {
		return s.web
	}
	if a := s.bySameBot(from.Account); from.Channel == channel.Zalo && a != nil {
		return a
	}
	return nil
}

// isRejected reports whether trying again would be in vain.
func isRejected(err error) bool {
	var failed *channel.SendError
	return errors.As(err, &failed) && failed.Reason == channel.Rejected
}

// pages fetches what was uploaded at a page.
type pages struct{ web *web.Server }

// Fetch implements channel.Fetcher.
func (p pages) Fetch(ctx context.Context, _ channel.Address, ref channel.FileRef, w io.Writer, limit int64) error {
	return p.web.FetchPage(ctx, ref, w, limit)
}

func (s *server) evidenceRefused(r job.Row, key string) apply {
	return func(ctx context.Context, tx *sqlite.Tx) error {
		messages, err := s.bot.AttachFailed(r.Args, key)
		if err != nil {
			return err
		}
		return tx.QueueMessages(ctx, messages...)
	}
}

// drawChart reads on a snapshot, draws, and queues the picture.
func (s *server) drawChart(ctx context.Context, r job.Row) (apply, error) {
	var png []byte
	var m channel.Message
	err := s.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		png, m, err = s.bot.DepartmentChart(ctx, tx, r.Args)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(png) == 0 || m.Photo == nil {
		return nil, nil
	}
	name := filepath.Join(outgoing, "chart-"+strconv.FormatInt(int64(r.ID), 10)+".png")
	if err := writeWhole(filepath.Join(s.files.Dir, name), png); err != nil {
		return nil, err
	}
	m.Photo.Path = name
	return func(ctx context.Context, tx *sqlite.Tx) error { return tx.QueueMessages(ctx, m) }, nil
}

// outgoing is the folder, below that of the files, of what was made to be sent. Its files are swept after a week.
const outgoing = "outgoing"

// writeWhole writes a file that is either complete or not there.
func writeWhole(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return fmt.Errorf("create folder: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "incoming-*")
	if err != nil {
		return fmt.Errorf("create file: %w", err)
	}
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write file: %w", err), os.Remove(tmp.Name()))
	}
	return nil
}

// setMenu sets the command menu of a chat.
func (s *server) setMenu(ctx context.Context, r job.Row) (apply, error) {
	var m bot.MenuChange
	if err := json.Unmarshal(r.Args, &m); err != nil {
		return nil, job.Final(fmt.Errorf("decode job: %w", err))
	}
	if m.To.Channel == channel.Web {
		s.web.Refresh(m.To.Chat)
	}
	if m.To.Channel != channel.Telegram || s.telegram == nil {
		return nil, nil
	}
	return nil, s.telegram.Commands(ctx, m.To.Chat, "", menuCommands(m.Commands))
}

func menuCommands(items []bot.MenuItem) []telegram.Command {
	out := make([]telegram.Command, len(items))
	for i, item := range items {
		out[i] = telegram.Command{Name: item.Name, Description: item.Description}
	}
	return out
}

// gaveUp tells who waits for a job that will not be done.
func (s *server) gaveUp(ctx context.Context, tx *sqlite.Tx, r job.Row) error {
	switch r.Kind {
	case bot.EvidenceJob:
		return s.evidenceRefused(r, "mc.khong_tai_duoc")(ctx, tx)
	case bot.QuestionFileJob:
		return s.questionsRefused(r, "mc.khong_tai_duoc")(ctx, tx)
	case backupJob:
		return backupGivenUp(ctx, tx, r)
	default:
		return nil
	}
}

// languages are those in which the bot presents itself: its own, and "" for all others.
func languages() map[string]i18n.Lang {
	return map[string]i18n.Lang{"": i18n.VI, "vi": i18n.VI, "en": i18n.EN}
}
