package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"sohoc/internal/endtoend"
	"sohoc/internal/telegram/telegramtest"
)

var (
	slotPeople = flag.Int("slot", 0, "instead of the runs: how many people get the reminder of a Friday while others write")
	slotRate   = flag.Int("slotrate", 50, "updates a second meanwhile")
)

// before is how long the program runs before the hour of the slot, so that it has settled.
const before = 5 * time.Second

// slotHour is when the weekly reminder is due.
var slotHour = time.Date(2026, 12, 11, 15, 30, 0, 0, time.FixedZone("+07", 7*60*60))

// slot measures how long one reminder to everybody takes to be planned and queued, how much memory that takes, and how
// long people who write meanwhile wait for their answers. Reminders leave at the usual 25 a second.
func slot(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "sohoc-slot-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	bin, err := endtoend.Build(ctx, dir)
	if err != nil {
		return err
	}
	*people = *slotPeople
	m := &meter{begun: make([]atomic.Int64, *people)}
	fake := telegramtest.New(telegramtest.Options{CountOnly: true, NoCheck: true, Observe: func(s telegramtest.Sent) {
		if strings.Contains(s.Text, "/hoc") || !strings.Contains(s.Text, "uật đất đai") {
			return // a reminder is no answer
		}
		m.observe(s)
	}})
	defer fake.Close()
	machine := endtoend.Machine{Bin: bin, Data: filepath.Join(dir, "data"), Env: []string{
		"SOHOC_TELEGRAM_TOKEN=" + fake.Token(), "SOHOC_TELEGRAM_API_URL=" + fake.URL(), "SOHOC_TELEGRAM_CHAT_RATE=0",
	}}
	at := func(t time.Time) endtoend.Machine {
		shifted := machine
		shifted.Env = append(append([]string(nil), machine.Env...), "SOHOC_CLOCK="+t.Format(time.RFC3339))
		return shifted
	}
	begun := time.Now()
	_, err = at(slotHour.AddDate(0, -1, 0)).Run(ctx, "seed", "--people", strconv.Itoa(*people), "--entries", strconv.Itoa(*entries),
		"--telegram-from", strconv.Itoa(firstChat))
	if err != nil {
		return err
	}
	fmt.Printf("seed: %.1f s\n", time.Since(begun).Seconds())
	begun = time.Now()
	p, err := at(slotHour.Add(-before)).Serve(ctx)
	if err != nil {
		return err
	}
	if err := p.Started(ctx); err != nil {
		return err
	}
	due := begun.Add(before)
	fmt.Printf("start: %.0f ms; resident before the slot: %s\n", float64(time.Since(begun).Microseconds())/1000, peak(p.PID()))
	<-time.After(time.Until(due) - 2*time.Second)
	say := sayer(fake, m)
	writing := make(chan struct{})
	go func() {
		defer close(writing)
		write(m, say)
	}()
	<-time.After(time.Until(due))
	profiled := make(chan error, 1)
	go func() { profiled <- record(ctx, p.URL()) }()
	used := spent(p.PID())
	done := slotDone(ctx, p)
	fmt.Printf("planned and queued for %d people: %.2f s after the hour; processor time %.2f s, the answers' included\n", *people,
		done.Sub(due).Seconds(), (spent(p.PID()) - used).Seconds())
	fmt.Printf("resident at the peak: %s\n", peak(p.PID()))
	<-writing
	if err := <-profiled; err != nil {
		return err
	}
	fmt.Printf("resident at the peak, later: %s\n", peak(p.PID()))
	_, err = p.Stop(20 * time.Second)
	return err
}

// slotDone waits until the program says that the slot is done.
func slotDone(ctx context.Context, p *endtoend.Process) time.Time {
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	limit := time.After(2 * time.Minute)
	for {
		for line := range strings.Lines(p.Log()) {
			if strings.Contains(line, "a slot is done") && strings.Contains(line, "weekly_reminder") {
				return time.Now()
			}
		}
		select {
		case <-look.C:
		case <-limit:
			fmt.Println("the slot does not end:\n" + p.Log())
			return time.Now()
		case <-ctx.Done():
			return time.Now()
		}
	}
}

// write sends at a steady rate for as long as a slot may take, whether or not answers come.
func write(m *meter, say func(int)) {
	m.mu.Lock()
	m.took, m.next = nil, nil
	m.mu.Unlock()
	begun := time.Now()
	end := begun.Add(*span + 2*time.Second)
	for i := 0; ; i++ {
		at := begun.Add(time.Duration(i) * time.Second / time.Duration(*slotRate))
		if at.After(end) {
			break
		}
		<-time.After(time.Until(at))
		say(i * 7 % *people)
	}
	<-time.After(500 * time.Millisecond)
	m.report(fmt.Sprintf("meanwhile, at %d/s", *slotRate), begun, end)
}
