package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

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
		return fmt.Errorf("SOHOC_HTTP_ADDR: %w", err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("sohoc serve không trả lời ở %s", a.cfg.HTTPAddr)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(a.stdout, io.LimitReader(resp.Body, 1<<20)); err != nil {
		return fmt.Errorf("đọc trả lời của sohoc serve: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("sohoc serve trả lời %s", resp.Status)
	}
	return nil
}
