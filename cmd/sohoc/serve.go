package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/evidence"
	"sohoc/internal/i18n"
	"sohoc/internal/inbox"
	"sohoc/internal/job"
	"sohoc/internal/outbox"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/internal/telegram"
	"sohoc/internal/web"
	"sohoc/internal/webchat"
	"sohoc/internal/zalo"
	"sohoc/locales"
)

// serveCmd runs every configured channel until it is told to stop.
type serveCmd struct{}

// stopWithin bounds an orderly stop. What is not finished then is taken up by the next start.
const stopWithin = 20 * time.Second

// drainWithin bounds each of the sender's two last things: what is in flight, and the marks of it.
const drainWithin = 5 * time.Second

// Run runs the program.
func (c *serveCmd) Run(a *app) error {
	unlock, err := lockFolder(a.cfg.DataDir)
	if err != nil {
		return err
	}
	defer unlock()
	db, err := a.open()
	if err != nil {
		return err
	}
	if err := db.Update(a.ctx, func(tx *sqlite.Tx) error { return bringBank(a.ctx, tx, a.today()) }); err != nil {
		return errors.Join(err, db.Close())
	}
	s, err := newServer(a, db)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(s.run(a.ctx), db.Close())
}

// server holds the parts of the running program. What each does stands in its own package; here they are tied.
type server struct {
	app   *app
	log   *slog.Logger
	db    *sqlite.DB
	bot   *bot.Bot
	files evidence.Folder
	engines
	doors
}

// engines are the durable machinery.
type engines struct {
	worker   *inbox.Worker[*sqlite.Tx]
	sender   *outbox.Sender
	jobs     *job.Runner[*sqlite.Tx]
	schedule *schedule.Runner[*sqlite.Tx]
}

// doors are the channels that are open.
type doors struct {
	telegram *telegram.Adapter // nil when no token is set
	zalo     []*zalo.Adapter   // one for each bot
	web      *web.Server
}

func newServer(a *app, db *sqlite.DB) (*server, error) {
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		return nil, err
	}
	s := &server{
		app: a, db: db, files: evidence.Folder{Dir: a.cfg.Files()},
		log: slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelInfo})),
	}
	if a.cfg.TelegramToken != "" {
		s.telegram, err = telegram.New(telegram.Config{
			Token: string(a.cfg.TelegramToken), APIURL: a.cfg.TelegramAPIURL, Files: a.cfg.Files(), Log: s.log, Clock: a.clock,
		})
		if err != nil {
			return nil, err
		}
	}
	if err := s.openZalo(catalog); err != nil {
		return nil, err
	}
	s.bot = bot.New(bot.Config{Catalog: catalog, Zone: a.zone, Links: s.joinLink, Upload: s.uploadPage})
	s.worker = inbox.New(inbox.Config[*sqlite.Tx]{Update: db.Update, Handle: s.handle, Apologise: s.apologise, Log: s.log})
	if s.web, err = s.newWeb(catalog); err != nil {
		return nil, err
	}
	s.sender = outbox.New(outbox.Config{
		Update: outboxUpdate(db.Update), UpdateSoon: outboxUpdate(db.UpdateSoon),
		Lanes: s.lanes(), Guide: guide{s}, GiveUp: a.cfg.GiveUpAfter, Log: s.log, Now: a.clock.Now, Drain: drainWithin,
	})
	s.jobs = job.NewRunner(job.Config[*sqlite.Tx]{
		Update: db.Update, Handlers: limited(s.handlers()), GaveUp: s.gaveUp, Log: s.log, Now: a.clock.Now, Limit: backupWithin,
	})
	s.schedule = s.newSchedule()
	db.SetHooks(sqlite.Hooks{Messages: s.sender.Queue, Jobs: s.jobs.Wake, Schedule: s.schedule.Wake})
	return s, nil
}

// lanes are the accounts through which messages leave.
func (s *server) lanes() map[outbox.Account]outbox.Lane {
	lanes := map[outbox.Account]outbox.Lane{{Channel: channel.Web, ID: webchat.Account}: {Sender: s.web}}
	if s.telegram != nil {
		limits := outbox.Limits{Rate: s.app.cfg.TelegramRate, ChatRate: s.app.cfg.TelegramChatRate, GroupRate: outbox.DefaultGroupRate}
		if limits.Rate == 0 && limits.ChatRate == 0 {
			limits.GroupRate = 0 // unpaced altogether, for load tests
		}
		lanes[outbox.Account{Channel: channel.Telegram, ID: s.telegram.Account()}] = outbox.Lane{Sender: s.telegram, Limits: limits}
	}
	s.zaloLanes(lanes)
	return lanes
}

// outboxUpdate hands transactions to the outbox, which knows of no database.
func outboxUpdate(update func(context.Context, func(*sqlite.Tx) error) error) func(context.Context, func(outbox.Store) error) error {
	return func(ctx context.Context, fn func(outbox.Store) error) error {
		return update(ctx, func(tx *sqlite.Tx) error { return fn(tx) })
	}
}

func (s *server) joinLink(kind channel.Kind, code string) string {
	if kind == channel.Telegram && s.telegram != nil && s.telegram.Username() != "" {
		return "https://t.me/" + s.telegram.Username() + "?start=" + code
	}
	if kind == channel.Web {
		return s.web.Link(code)
	}
	if kind == channel.Zalo {
		return s.zaloNames()
	}
	return ""
}

// run starts the parts and stops them in order: first nothing comes in any more, then what was caused by it
// goes out.
func (s *server) run(ctx context.Context) error {
	listener, err := s.listen(ctx)
	if err != nil {
		return err
	}
	defer s.hurry(ctx)()
	out, stopOut := context.WithCancel(context.WithoutCancel(ctx))
	defer stopOut()
	sending, failing := errgroup.WithContext(out)
	sending.Go(func() error { return s.sender.Run(failing) })
	sending.Go(func() error { return s.jobs.Run(failing) })

	if err := s.worker.Start(ctx); err != nil {
		stopOut()
		return errors.Join(fmt.Errorf("start: %w", err), sending.Wait(), listener.Close())
	}
	receiving, in := errgroup.WithContext(ctx)
	receiving.Go(func() error { return brokenWhile(in, failing) })
	receiving.Go(func() error { return s.servePage(in, listener) })
	receiving.Go(func() error { return s.tidy(in) })
	receiving.Go(func() error { s.worker.Run(in); return nil })
	receiving.Go(func() error { return s.runSchedule(in) })
	s.receive(in, receiving)
	s.log.Info("started", "version", version(), "address", listener.Addr().String())
	if s.app.demo != nil {
		s.app.demo.started(listener.Addr().String())
	}
	err = receiving.Wait()
	s.log.Info("stopping")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	err = errors.Join(err, s.worker.Stop(stopping))
	stopOut()
	err = errors.Join(err, sending.Wait())
	s.log.Info("stopped")
	return err
}

// hurry ends the process when an orderly stop takes too long, as when somebody else holds the database: nothing
// is lost by it that a kill would not lose. The returned function calls it off.
func (s *server) hurry(ctx context.Context) (callOff func() bool) {
	var timer atomic.Pointer[time.Timer]
	watch := context.AfterFunc(ctx, func() {
		timer.Store(time.AfterFunc(stopWithin-time.Second, func() {
			s.log.Error("the stop takes too long: ending at once")
			os.Exit(1) //nolint:revive // what is stuck cannot be waited for
		}))
	})
	return func() bool {
		if late := timer.Load(); late != nil {
			late.Stop()
		}
		return watch()
	}
}

// brokenWhile ends, with an error, when the sending half ends before the receiving one is told to.
func brokenWhile(in, failing context.Context) error {
	select {
	case <-in.Done():
		return nil
	case <-failing.Done():
		return errors.New("the sending half ended by itself")
	}
}

// ended leaves out the error of a part that was told to end.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// handle has the bot answer an event and queues what it says, in the event's transaction.
func (s *server) handle(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
	if err := s.web.Heard(ctx, tx, e); err != nil {
		return err
	}
	outcome, err := s.bot.Handle(ctx, tx, e)
	if err != nil {
		return err
	}
	if err := tx.QueueMessages(ctx, outcome.Messages...); err != nil {
		return err
	}
	if outcome.Menu != nil {
		r, err := job.New(menuJob, outcome.Menu)
		if err != nil {
			return err
		}
		outcome.Jobs = append(outcome.Jobs, r)
	}
	for _, r := range outcome.Jobs {
		if _, err := tx.QueueJob(ctx, r); err != nil {
			return err
		}
	}
	if outcome.Answer != nil {
		s.sender.Answer(*outcome.Answer)
	}
	if outcome.Typing {
		s.sender.Typing(e.Address)
	}
	return nil
}

// apologise queues a word to who sent an event that could not be handled.
func (s *server) apologise(ctx context.Context, tx *sqlite.Tx, e channel.Event) error {
	if err := s.web.Heard(ctx, tx, e); err != nil {
		return err
	}
	messages, err := s.bot.Apologise(ctx, tx, e)
	if err != nil {
		return err
	}
	return tx.QueueMessages(ctx, messages...)
}
