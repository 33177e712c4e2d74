package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/outbox"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
	"sohoc/internal/zalo"
)

// openZalo makes an adapter for each bot on Zalo.
func (s *server) openZalo(catalog *i18n.Catalog) error {
	for _, token := range s.app.cfg.ZaloTokens() {
		cfg := zalo.Config{Token: string(token), APIURL: s.app.cfg.ZaloAPIURL, Log: s.log, Clock: s.app.clock}
		cfg.Share = func(ctx context.Context, to channel.Address, f channel.File) (zalo.Shared, error) {
			return s.share(ctx, catalog, to, f)
		}
		a, err := zalo.New(cfg.In(filepath.Join(s.app.cfg.DataDir, "zalo")))
		if err != nil {
			return err
		}
		s.zalo = append(s.zalo, a)
	}
	return nil
}

// zaloLanes adds the bots on Zalo to the accounts through which messages leave.
func (s *server) zaloLanes(lanes map[outbox.Account]outbox.Lane) {
	limits := outbox.Limits{Rate: s.app.cfg.ZaloRate, ChatRate: s.app.cfg.ZaloChatRate}
	for _, a := range s.zalo {
		lanes[outbox.Account{Channel: channel.Zalo, ID: a.Account()}] = outbox.Lane{Sender: a, Limits: limits, Metered: true}
	}
}

// bySameBot is the adapter that speaks for an account on Zalo, nil when no token of it is set.
func (s *server) bySameBot(account channel.Account) *zalo.Adapter {
	for _, a := range s.zalo {
		if a.Account() == account {
			return a
		}
	}
	return nil
}

// zaloNames is by what the bots are found on Zalo, where no address carries a code; "" while none is known.
func (s *server) zaloNames() string {
	var names []string
	for _, a := range s.zalo {
		if name := a.Name(); name != "" && !slices.Contains(names, "«"+name+"»") {
			names = append(names, "«"+name+"»")
		}
	}
	return strings.Join(names, " / ")
}

// uploadPage opens a page for what a chat does not take.
func (s *server) uploadPage(ctx context.Context, tx bot.Tx, e channel.Event, person people.PersonID) (string, error) {
	store, ok := tx.(webchat.UploadStore)
	if !ok || s.app.cfg.PublicURL == "" {
		return "", nil
	}
	secret, err := webchat.OpenUpload(ctx, store, webchat.UploadLink{Person: person, To: e.Address, User: e.User})
	if err != nil {
		return "", err
	}
	return s.web.UploadURL(secret), nil
}

// share lets somebody see a file who cannot be sent it: a picture by an address from which the messenger fetches it,
// anything by a link for one use.
func (s *server) share(ctx context.Context, catalog *i18n.Catalog, to channel.Address, f channel.File) (zalo.Shared, error) {
	var who people.Actor
	account := people.Account{Channel: string(to.Channel), Account: string(to.Account), User: string(to.Chat), Chat: string(to.Chat)}
	err := s.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		who, err = tx.ActorByAccount(ctx, account, day.Of(tx.Now().In(s.app.zone)))
		return err
	})
	if err != nil {
		return zalo.Shared{}, fmt.Errorf("find who is to have a file: %w", err)
	}
	lang := i18n.VI
	if who.Person.Lang != "" {
		lang = i18n.Lang(who.Person.Lang)
	}
	p := catalog.In(lang)
	if s.app.cfg.PublicURL == "" || who.State != people.Active {
		return zalo.Shared{Words: p.T("zalo.khong_co_lien_ket", i18n.Args{"Ten": f.Name})}, nil
	}
	if address := s.web.Show(f); address != "" {
		return zalo.Shared{Picture: address}, nil
	}
	var secret webchat.Secret
	err = s.db.Update(ctx, func(tx *sqlite.Tx) (err error) {
		secret, err = webchat.ShareFile(ctx, tx, who.Person.ID, f)
		return err
	})
	if err != nil {
		return zalo.Shared{}, err
	}
	return zalo.Shared{Words: p.T("zalo.tai_ve", i18n.Args{"Ten": f.Name, "Link": s.web.FileURL(secret)})}, nil
}
