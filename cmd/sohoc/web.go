package main

import (
	"context"
	"errors"
	"path/filepath"

	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
)

// newWeb makes the browser chat, which is always there.
func (s *server) newWeb(catalog *i18n.Catalog) (*web.Server, error) {
	proxies, err := s.app.cfg.Proxies()
	if err != nil {
		return nil, err
	}
	var personas []web.Persona
	var forward func(context.Context) error
	if s.app.demo != nil {
		personas, forward = s.app.demo.personas, s.forward
	}
	return web.New(web.Config{
		View:   func(ctx context.Context, fn func(web.Store) error) error { return s.db.View(ctx, asWeb(fn)) },
		Update: func(ctx context.Context, fn func(web.Store) error) error { return s.db.Update(ctx, asWeb(fn)) },
		Accept: s.worker.Accept, Catalog: catalog, Zone: s.app.zone, Now: s.app.clock.Now, Log: s.log,
		Dir: filepath.Join(s.app.cfg.DataDir, "web"), Files: s.app.cfg.Files(),
		PublicURL: s.app.cfg.PublicURL, Proxies: proxies, Suggest: s.suggest, Personas: personas, Forward: forward,
	})
}

func asWeb(fn func(web.Store) error) func(*sqlite.Tx) error {
	return func(tx *sqlite.Tx) error { return fn(tx) }
}

// suggest offers what the command menu has, in its order.
func (s *server) suggest(a people.Actor, lang i18n.Lang) []web.Suggestion {
	var out []web.Suggestion
	for _, item := range s.bot.Menu(a.Member.Roles, a.State, lang) {
		out = append(out, web.Suggestion{Text: "/" + item.Name, Label: item.Description})
	}
	return out
}

// tidyWeb forgets what the browser chat has kept long enough.
func (s *server) tidyWeb(ctx context.Context) error {
	return errors.Join(s.db.Update(ctx, func(tx *sqlite.Tx) error {
		return errors.Join(tx.ForgetWeb(ctx), tx.ForgetUploads(ctx), tx.ForgetKnocks(ctx, tx.Now().Add(-people.KnockLife)))
	}), s.web.Sweep(ctx))
}
