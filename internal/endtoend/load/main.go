// Command load measures the real binary over a fake Telegram on loopback: how many entries a second it logs
// with a number of updates in flight, and how long an answer takes at a steady rate.
//
//	go run ./internal/endtoend/load
//	go run ./internal/endtoend/load -slot 100000 -entries 0
//
// The fake's share of the two cores is in the figures. synchronous=FULL, nothing paced; each update is a log
// that is parsed, checked against rights and the day, stored, summed up, answered by a card with buttons.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sohoc/internal/endtoend"
	"sohoc/internal/telegram/telegramtest"
)

var (
	people   = flag.Int("people", 1000, "people who write")
	entries  = flag.Int("entries", 5000, "entries that are there already")
	inFlight = flag.Int("inflight", 100, "updates in flight in the closed run")
	span     = flag.Duration("span", 10*time.Second, "length of each run")
	rate     = flag.Int("rate", 300, "updates a second in the open run")
	profile  = flag.String("profile", "", "file for a CPU profile of the closed run")
)

func main() {
	flag.Parse()
	// The fake shares the cores with what is measured: it had better not spend them on collecting its garbage.
	debug.SetGCPercent(800)
	measure := run
	if *slotPeople > 0 {
		measure = slot
	}
	if err := measure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

const firstChat = 100_000

// meter times answers: one update of a person is in flight at a time.
type meter struct {
	begun []atomic.Int64 // unix ns of the person's update, 0 = none
	mu    sync.Mutex
	took  []time.Duration
	next  func(person int)
}

func (m *meter) observe(s telegramtest.Sent) {
	person := int(s.Chat) - firstChat
	if person < 0 || person >= len(m.begun) {
		return
	}
	at := m.begun[person].Swap(0)
	if at == 0 {
		return
	}
	took := time.Duration(time.Now().UnixNano() - at)
	m.mu.Lock()
	m.took = append(m.took, took)
	next := m.next
	m.mu.Unlock()
	if next != nil {
		next(person)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "sohoc-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bin, err := endtoend.Build(ctx, dir)
	if err != nil {
		return err
	}
	m := &meter{begun: make([]atomic.Int64, *people)}
	fake := telegramtest.New(telegramtest.Options{CountOnly: true, NoCheck: true, Observe: m.observe})
	defer fake.Close()
	machine := endtoend.Machine{Bin: bin, Data: filepath.Join(dir, "data"), Env: []string{
		"SOHOC_TELEGRAM_TOKEN=" + fake.Token(), "SOHOC_TELEGRAM_API_URL=" + fake.URL(),
		"SOHOC_TELEGRAM_RATE=0", "SOHOC_TELEGRAM_CHAT_RATE=0",
	}}
	if _, err := machine.Run(ctx, "seed", "--people", strconv.Itoa(*people), "--entries", strconv.Itoa(*entries),
		"--telegram-from", strconv.Itoa(firstChat)); err != nil {
		return err
	}
	begun := time.Now()
	p, err := machine.Serve(ctx)
	if err != nil {
		return err
	}
	if err := p.Started(ctx); err != nil {
		return err
	}
	fmt.Printf("start: %.0f ms\n", float64(time.Since(begun).Microseconds())/1000)
	say := sayer(fake, m)
	open("everybody's first", m, say, time.Duration(*people)*time.Second/time.Duration(*rate))
	open(fmt.Sprintf("open at %d/s", *rate), m, say, *span)
	fmt.Printf("resident at the peak so far: %s\n", peak(p.PID()))
	before, own := spent(p.PID()), spent(os.Getpid())
	profiled := make(chan error, 1)
	go func() { profiled <- record(ctx, p.URL()) }()
	closed(m, say)
	if err := <-profiled; err != nil {
		return err
	}
	each := func(spent time.Duration) float64 { return float64(spent.Microseconds()) / float64(m.answers()) }
	fmt.Printf("processor time for each entry: %.0f µs in the program, %.0f µs in the fake\n", each(spent(p.PID())-before), each(spent(os.Getpid())-own))
	fmt.Printf("resident at the peak: %s\n", peak(p.PID()))
	_, err = p.Stop(20 * time.Second)
	return err
}

// record keeps a CPU profile of the middle of the closed run, if one is asked for.
func record(ctx context.Context, url string) error {
	if *profile == "" {
		return nil
	}
	seconds := strconv.Itoa(max(1, int(span.Seconds())-2))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/debug/pprof/profile?seconds="+seconds, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	defer resp.Body.Close()
	f, err := os.Create(*profile)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, resp.Body)
	return errors.Join(err, f.Close())
}

// sayer returns what sends one person's next log. Titles differ, so that none is taken for a duplicate.
func sayer(fake *telegramtest.Server, m *meter) func(person int) {
	counts := make([]atomic.Int64, *people)
	return func(person int) {
		n := counts[person].Add(1)
		m.begun[person].Store(time.Now().UnixNano())
		fake.Say(telegramtest.ChatID(firstChat+person), "/hoc 1 phút luật đất đai "+word(int(n))+" trên MOOC hôm qua")
	}
}

func word(n int) string {
	var b strings.Builder
	b.WriteString("phần ")
	for ; n > 0; n /= 20 {
		b.WriteByte("bcdghklmnpqrstvxbcdg"[n%20])
	}
	return b.String()
}

// closed keeps a number of updates in flight: the next person writes when an answer has come.
func closed(m *meter, say func(int)) {
	var turn atomic.Int64
	end := time.Now().Add(*span)
	m.mu.Lock()
	m.took = nil
	m.next = func(int) {
		if time.Now().Before(end) {
			say(int(turn.Add(1)) % *people)
		}
	}
	m.mu.Unlock()
	begun := time.Now()
	for range *inFlight {
		say(int(turn.Add(1)) % *people)
	}
	<-time.After(time.Until(end) + 500*time.Millisecond)
	m.report("closed", begun, end)
}

// open sends at a steady rate, whether or not answers come.
func open(name string, m *meter, say func(int), span time.Duration) {
	m.mu.Lock()
	m.took, m.next = nil, nil
	m.mu.Unlock()
	begun := time.Now()
	end := begun.Add(span)
	for i := 0; ; i++ {
		at := begun.Add(time.Duration(i) * time.Second / time.Duration(*rate))
		if at.After(end) {
			break
		}
		<-time.After(time.Until(at))
		say(i * 7919 % *people)
	}
	<-time.After(500 * time.Millisecond)
	m.report(name, begun, end)
}

func (m *meter) report(name string, begun, end time.Time) {
	m.mu.Lock()
	took := m.took
	m.next = nil
	m.mu.Unlock()
	if len(took) == 0 {
		fmt.Printf("%s: no answers\n", name)
		return
	}
	slices.Sort(took)
	at := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
	fmt.Printf("%s: %.0f entries/s, answers after p50 %.1f ms, p99 %.1f ms, longest %.1f ms (%d answers)\n", name,
		float64(len(took))/end.Sub(begun).Seconds(), at(0.5), at(0.99), at(1), len(took))
}

func (m *meter) answers() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return max(1, len(m.took))
}

// spent reads the processor time of a process, in user and system mode.
func spent(pid int) time.Duration {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / 100 // the kernel counts in hundredths here
}

// peak reads the largest resident size that a process has had.
func peak(pid int) string {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(raw)) {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(v)
		}
	}
	return "unknown"
}
