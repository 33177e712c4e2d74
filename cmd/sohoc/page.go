package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"sohoc/internal/web"
)

// newPage makes the HTTP server.
func (s *server) newPage() *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", web.HealthHandler(s.health))
	metrics := promhttp.HandlerFor(s.metrics(), promhttp.HandlerOpts{})
	mux.Handle("GET /metrics", web.Guard(string(s.app.cfg.MetricsToken), metrics))
	mux.Handle("GET /debug/pprof/profile", web.Guard(string(s.app.cfg.MetricsToken), http.HandlerFunc(pprof.Profile)))
	mux.Handle("GET /debug/pprof/", web.Guard(string(s.app.cfg.MetricsToken), http.HandlerFunc(pprof.Index)))
	hooks := s.hooks()
	mux.Handle("/webhook/", hooks)
	if base := s.web.Base(); base != "" {
		mux.Handle(base+"/webhook/", hooks)
	}
	mux.Handle("/", s.web)
	return &http.Server{
		Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
}

// listen takes the address, so that a port in use stops the start at once.
func (s *server) listen(ctx context.Context) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.app.cfg.HTTPAddr)
	if err != nil {
		return nil, listenFailure(s.app.cfg.HTTPAddr, err)
	}
	return l, nil
}

// servePage serves until ctx ends.
func (s *server) servePage(ctx context.Context, l net.Listener) error {
	done := make(chan error, 1)
	page := s.newPage()
	go func() { done <- page.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	s.web.Close() // its streams would keep the page up
	err := page.Shutdown(stopping)
	if errors.Is(err, context.DeadlineExceeded) {
		err = page.Close() // somebody's request does not end
	}
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// health looks at the parts.
func (s *server) health(ctx context.Context) web.Health {
	sent, jobs := s.sender.Stats(), s.jobs.Stats()
	h := web.Health{
		OK: true, Version: version(), Database: "ok", Worker: "ok",
		Waiting: sent.Waiting, Oldest: sent.Oldest.Seconds(), Jobs: jobs.Waiting, Channels: []web.Channel{},
	}
	if err := s.db.Ping(ctx); err != nil {
		h.OK, h.Database = false, "does not answer"
	}
	if err := s.worker.Ping(ctx); err != nil {
		h.OK, h.Worker = false, "does not move"
	}
	if at := s.schedule.LastPass(); !at.IsZero() {
		h.LastSchedule = &at
	}
	h.LastBackup = s.lastBackup(ctx)
	if s.telegram != nil {
		st := s.telegram.Status()
		c := web.Channel{Name: "telegram", Failures: st.Failures, Problem: string(st.Problem)}
		if !st.LastPoll.IsZero() {
			c.LastPoll = &st.LastPoll
		}
		h.Channels = append(h.Channels, c)
	}
	for _, a := range s.zalo {
		st := a.Status()
		c := web.Channel{Name: "zalo", Account: string(a.Account()), Failures: st.Failures, Problem: string(st.Problem), Broken: st.Broken}
		if !st.LastPoll.IsZero() {
			c.LastPoll = &st.LastPoll
		}
		h.Channels = append(h.Channels, c)
	}
	return h
}

// metrics are read from the parts when somebody asks.
func (s *server) metrics() *prometheus.Registry {
	r := prometheus.NewRegistry()
	add := func(name, help string, counts bool, value func() float64) {
		if counts {
			r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
			return
		}
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
	}
	add("sohoc_events_handled_total", "Events that were handled.", true, func() float64 { return float64(s.worker.Stats().Handled) })
	add("sohoc_events_failed_total", "Events that could not be handled.", true, func() float64 { return float64(s.worker.Stats().Failed) })
	add("sohoc_messages_sent_total", "Messages that a channel took.", true, func() float64 { return float64(s.sender.Stats().Sent) })
	add("sohoc_messages_failed_total", "Messages that will not be sent.", true, func() float64 { return float64(s.sender.Stats().Failed) })
	add("sohoc_messages_retried_total", "Attempts that will be repeated.", true, func() float64 { return float64(s.sender.Stats().Retried) })
	add("sohoc_messages_moved_total", "Messages that went by another door of the same person.", true, func() float64 { return float64(s.sender.Stats().Moved) })
	add("sohoc_accounts_out_of_reach", "Accounts that are given up for the moment.", false, func() float64 { return float64(len(s.sender.Stats().Down)) })
	add("sohoc_outbox_waiting", "Messages in memory that wait to be sent.", false, func() float64 { return float64(s.sender.Stats().Waiting) })
	add("sohoc_outbox_oldest_seconds", "Age of the oldest of them.", false, func() float64 { return s.sender.Stats().Oldest.Seconds() })
	add("sohoc_jobs_failed_total", "Jobs that were given up.", true, func() float64 { return float64(s.jobs.Stats().Failed) })
	add("sohoc_jobs_waiting", "Jobs in memory that wait.", false, func() float64 { return float64(s.jobs.Stats().Waiting) })
	r.MustRegister(corrections{s})
	if len(s.zalo) > 0 {
		broken := func() (n float64) {
			for _, a := range s.zalo {
				n += float64(a.Status().Broken)
			}
			return n
		}
		add("sohoc_zalo_polls_broken_total", "Polls of Zalo whose answer broke off, each of which may have lost a message.", true, broken)
	}
	if s.telegram != nil {
		add("sohoc_telegram_poll_failures", "Polls of Telegram that failed in a row.", false, func() float64 { return float64(s.telegram.Status().Failures) })
	}
	return r
}
