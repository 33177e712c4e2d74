package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"sohoc/internal/web"
)

// healthCmd asks the running program how it fares.
type healthCmd struct {
	JSON bool `name:"json" help:"In nguyên trả lời của /healthz, cho chương trình."`
}

// maxHealth bounds how much of an answer is read: who holds the port may be another program.
const maxHealth = 1 << 20

// Run tells how the program fares; one that is not well, or not there, is an error.
func (c healthCmd) Run(a *app) error {
	resp, err := a.askHealth()
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxHealth))
	if err != nil {
		return fmt.Errorf("đọc trả lời của sohoc serve: %w", err)
	}
	if c.JSON {
		if err := a.printf("%s", body); err != nil {
			return err
		}
	} else if err := a.tellHealth(body, resp.Header.Get("Date")); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("sohoc serve trả lời %s", resp.Status)
	}
	return nil
}

// askHealth gets /healthz. An address to listen at, such as 0.0.0.0, is none to ask.
func (a *app) askHealth() (*http.Response, error) {
	host, port, err := net.SplitHostPort(a.cfg.HTTPAddr)
	if err != nil {
		return nil, fmt.Errorf("SOHOC_HTTP_ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	client := &http.Client{Timeout: 10 * time.Second}
	req, err := http.NewRequestWithContext(a.ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return nil, fmt.Errorf("SOHOC_HTTP_ADDR: %w", err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("sohoc serve không trả lời ở %s", a.cfg.HTTPAddr)
	}
	return resp, nil
}

// tellHealth says in one line what an answer of /healthz means.
func (a *app) tellHealth(body []byte, date string) error {
	var h web.Health
	if json.Unmarshal(body, &h) != nil || h.Database == "" {
		return fmt.Errorf("ở %s không phải sohoc serve trả lời", a.cfg.HTTPAddr)
	}
	// The age of a poll is by the clock of the machine that answers. A clock that was shifted cannot be seen from here.
	now, err := http.ParseTime(date)
	if err != nil || a.clock.Shifted() {
		now = time.Time{}
	}
	return a.printf("%s\n", healthText(h, now, a.zone))
}
