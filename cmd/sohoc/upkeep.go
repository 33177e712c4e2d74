package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/zalo"
)

// How long things are kept, and how often somebody looks.
const (
	keepKeys      = 30 * 24 * time.Hour  // of events: a channel repeats none that is older
	keepStrangers = time.Hour            // when a stranger was refused or sent a wrong code: no limit looks further back
	keepSlots     = 400 * 24 * time.Hour // of the ledger: a year and a month can be looked back at
	keepOutgoing  = 7 * 24 * time.Hour   // files that were made to be sent
	keepOrphans   = 24 * time.Hour       // files to which nothing refers
	tidyEvery     = 24 * time.Hour
	askNameEvery  = 2 * time.Second
)

// tidy forgets what has had its time, once at the start and then daily.
func (s *server) tidy(ctx context.Context) error {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		if err := s.tidyOnce(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("tidy up", "err", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (s *server) tidyOnce(ctx context.Context) error {
	var forgotten int64
	err := s.db.Update(ctx, func(tx *sqlite.Tx) (err error) {
		if forgotten, err = tx.ForgetEvents(ctx, tx.Now().Add(-keepKeys)); err != nil {
			return err
		}
		if _, err = tx.ForgetOccurrences(ctx, tx.Now().Add(-keepSlots)); err != nil {
			return err
		}
		if err = tx.ForgetQuota(ctx, tx.Now().Add(-keepSlots)); err != nil {
			return err
		}
		_, err = tx.ForgetStrangers(ctx, tx.Now().Add(-keepStrangers))
		return err
	})
	if err != nil {
		return err
	}
	if err := s.tidyWeb(ctx); err != nil {
		return err
	}
	if err := zalo.Forget(filepath.Join(s.app.cfg.DataDir, "zalo"), keepKeys); err != nil {
		return err
	}
	if err := sweepRehearsals(s.app.cfg.DataDir); err != nil {
		return err
	}
	if err := s.db.Optimize(ctx); err != nil {
		return err
	}
	if err := sweepOld(filepath.Join(s.files.Dir, outgoing), keepOutgoing); err != nil {
		return err
	}
	swept, err := s.files.Sweep(time.Now(), keepOrphans, func(hash string) (known bool, err error) {
		err = s.db.View(ctx, func(tx *sqlite.Tx) (err error) {
			known, err = tx.KnowsFile(ctx, hash)
			return err
		})
		return known, err
	})
	if forgotten > 0 || swept > 0 {
		s.log.Info("tidied up", "event_keys", forgotten, "files", swept)
	}
	return err
}

// sweepOld removes the files of a folder that are older than age.
func sweepOld(dir string, age time.Duration) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sweep folder: %w", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || time.Since(info.ModTime()) < age {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("sweep file: %w", err)
		}
	}
	return nil
}

// introduce has the bot present itself on Telegram once its name is known: menu, description, and the name
// for the links of invitations. What fails is said, and tried again at the next start.
func (s *server) introduce(ctx context.Context) error {
	tick := time.NewTicker(askNameEvery)
	defer tick.Stop()
	for s.telegram.Username() == "" {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
	err := s.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.Set(ctx, "telegram_username", s.telegram.Username()) })
	if err != nil {
		return err
	}
	for tag, lang := range languages() {
		menu := menuCommands(s.bot.Menu(people.Roles{}, people.Unknown, lang))
		if err := s.telegram.Commands(ctx, "", tag, menu); err != nil {
			s.log.Warn("set the command menu", "lang", tag, "err", err)
			continue
		}
		long, short := s.bot.Introduction(lang)
		if err := s.telegram.Describe(ctx, tag, long, short); err != nil {
			s.log.Warn("set the description", "lang", tag, "err", err)
		}
	}
	return nil
}
