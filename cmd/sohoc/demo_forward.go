package main

import (
	"context"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

const (
	// forwardMonths is how far one press puts the clock of a demonstration forward.
	forwardMonths = 1
	// settleWithin bounds the wait for messages to reach their chats before the clock moves on.
	settleWithin = 2 * time.Second
	lookAgain    = time.Minute
	// demoDaily is how many entries the invented people write on a working day: as many as in the year before.
	demoDaily = demoEntries / 250
)

// runSchedule runs what is due at an hour. In a demonstration a visitor may do so too, who puts the clock
// forward: then one at a time.
func (s *server) runSchedule(ctx context.Context) error {
	if s.app.demo == nil {
		return s.schedule.Run(ctx)
	}
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		s.app.demo.passing.Lock()
		_, err := s.schedule.Pass(ctx)
		s.app.demo.passing.Unlock()
		if err != nil && ctx.Err() == nil {
			s.log.Error("what is due cannot be looked up", "err", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// forward puts the clock of a demonstration forward. It stops at each instant at which something is due, so that
// everything is decided and stamped at its own time.
func (s *server) forward(ctx context.Context) error {
	s.app.demo.passing.Lock()
	defer s.app.demo.passing.Unlock()
	until := s.app.clock.Now().AddDate(0, forwardMonths, 0)
	if err := s.keepOpen(ctx, until); err != nil {
		return err
	}
	for {
		next, err := s.schedule.Pass(ctx)
		if err != nil {
			return err
		}
		if err := s.settle(ctx); err != nil {
			return err
		}
		now := s.app.clock.Now()
		if next.IsZero() || next.After(until) || now.After(until) {
			break
		}
		if !next.After(now) {
			next = now.Add(lookAgain) // it waits for something else than the clock
		}
		if err := s.liveUntil(ctx, next); err != nil {
			return err
		}
	}
	return s.liveUntil(ctx, until)
}

// liveUntil puts the clock forward; on the working days that end meanwhile the people who are not played have
// written into their notebooks.
func (s *server) liveUntil(ctx context.Context, at time.Time) error {
	for {
		now := s.app.clock.Now().In(s.app.zone)
		evening := day.Of(now).Add(1).In(s.app.zone).Add(-time.Hour)
		if !now.Before(evening) {
			evening = day.Of(now).Add(2).In(s.app.zone).Add(-time.Hour)
		}
		if evening.After(at) {
			s.app.clock.Forward(at)
			return nil
		}
		s.app.clock.Forward(evening)
		on := day.Of(evening)
		if w := on.Weekday(); w == time.Saturday || w == time.Sunday {
			continue
		}
		err := s.db.Update(ctx, func(tx *sqlite.Tx) error { return s.app.demo.aDay(ctx, tx, on) })
		if err != nil {
			return err
		}
	}
}

// aDay writes what the people who are not played have learnt on a day. What a played one learns is up to the
// visitor.
func (d *demonstration) aDay(ctx context.Context, tx *sqlite.Tx, on day.Day) error {
	played := map[people.PersonID]bool{}
	for _, r := range demoRoles {
		played[d.seeder.people[r.place].id] = true
	}
	for range demoDaily {
		e := d.seeder.entryOn(on)
		if played[e.Person] {
			continue
		}
		if _, err := tx.AddEntry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// keepOpen sees to it that the chats of the personas can still be opened then: what nobody can open takes no
// message.
func (s *server) keepOpen(ctx context.Context, until time.Time) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		for _, p := range s.app.demo.personas {
			err := tx.OpenWebSession(ctx, webchat.Opening{
				Chat: p.Chat, Token: webchat.NewSecret().Hash(), Expires: until.Add(webchat.SessionLife),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// settle waits until what was queued stands in its chats, or until it is clear that something holds it up.
func (s *server) settle(ctx context.Context) error {
	patience := time.NewTimer(settleWithin)
	defer patience.Stop()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for s.sender.Stats().Waiting > 0 {
		select {
		case <-look.C:
		case <-patience.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
