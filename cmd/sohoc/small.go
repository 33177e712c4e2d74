package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// versionCmd prints the version.
type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(a *app) error {
	_, err := fmt.Fprintln(a.stdout, "sohoc", version())
	return err
}

// release is set by the linker when a release is built: -X main.release=v1.2.3.
var release string

// version is the release, the module's version or the revision that the binary was built from.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	if info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}

// migrateCmd brings the database's schema up to date.
type migrateCmd struct{}

// Run opens the database, which migrates it.
func (migrateCmd) Run(a *app) error {
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	v, err := db.SchemaVersion(a.ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "Cơ sở dữ liệu đang ở lược đồ %d.\n", v)
	return err
}

// healthCmd asks the running program how it fares.
type healthCmd struct{}

// Run prints the answer of /healthz; a program that is not well, or not there, is an error.
func (healthCmd) Run(a *app) error {
	host, port, err := net.SplitHostPort(a.cfg.HTTPAddr)
	if err != nil {
		return fmt.Errorf("SOHOC_HTTP_ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	client := &http.Client{Timeout: 10 * time.Second}
	req, err := http.NewRequestWithContext(a.ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("sohoc serve không trả lời ở %s", a.cfg.HTTPAddr)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(a.stdout, io.LimitReader(resp.Body, 1<<20)); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("sohoc serve trả lời %s", resp.Status)
	}
	return nil
}

// outboxCmd lists messages.
type outboxCmd struct {
	Failed bool   `help:"Chỉ các tin không gửi được hoặc không rõ đã tới."`
	Format string `help:"text hoặc jsonl." enum:"text,jsonl" default:"text"`
	Limit  int    `help:"Nhiều nhất bao nhiêu tin." default:"100"`
}

// outboxLine is a message in the list. It holds no text: that is between the sender and the reader.
type outboxLine struct {
	ID       outbox.ID    `json:"id"`
	Channel  string       `json:"channel"`
	Chat     string       `json:"chat"`
	Class    string       `json:"class"`
	State    outbox.State `json:"state"`
	Attempts int          `json:"attempts"`
	Reason   string       `json:"reason,omitempty"`
	Created  time.Time    `json:"created_at"`
	Length   int          `json:"characters"`
}

// Run prints the messages.
func (c *outboxCmd) Run(a *app) error {
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	var rows []outbox.Row
	err = db.View(a.ctx, func(tx *sqlite.Tx) (err error) {
		if c.Failed {
			rows, err = tx.FailedMessages(a.ctx, c.Limit)
			return err
		}
		rows, err = tx.WaitingMessages(a.ctx, 0, c.Limit)
		return err
	})
	if err != nil {
		return err
	}
	return c.print(a, rows)
}

func (c *outboxCmd) print(a *app, rows []outbox.Row) error {
	out := json.NewEncoder(a.stdout)
	for _, r := range rows {
		m := r.Message
		line := outboxLine{
			ID: r.ID, Channel: string(m.To.Channel), Chat: string(m.To.Chat), Class: string(m.Class), State: r.State,
			Attempts: r.Attempts, Reason: r.Reason, Created: r.Created, Length: utf8.RuneCountInString(m.Text),
		}
		var err error
		if c.Format == "jsonl" {
			err = out.Encode(line)
		} else {
			_, err = fmt.Fprintf(a.stdout, "%d\t%s\t%s %s\t%s\t%d lần\t%s\n", line.ID,
				line.Created.In(a.zone).Format("02/01/2006 15:04"), line.Channel, line.Chat, line.State, line.Attempts, line.Reason)
		}
		if err != nil {
			return err
		}
	}
	if len(rows) == 0 && c.Format == "text" {
		_, err := fmt.Fprintln(a.stderr, "Không có tin nào.")
		return err
	}
	return nil
}
