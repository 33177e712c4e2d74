// Package endtoend runs the real binary against a fake Telegram that speaks the real wire format, as the
// people would who use it: its tests are the proof that nothing is lost and nothing doubled, whatever dies.
//
// It is no part of the product. The folder load holds a program that measures.
package endtoend

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Build builds the program into a folder and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	bin := filepath.Join(dir, "sohoc")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", bin, "sohoc/cmd/sohoc")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return bin, nil
}

// Machine is where the program is installed: its binary, its data folder, its environment.
type Machine struct {
	Bin  string
	Data string
	Env  []string // beyond the data folder
}

func (m Machine) environ() []string {
	env := []string{"SOHOC_DATA_DIR=" + m.Data, "SOHOC_HTTP_ADDR=127.0.0.1:0", "TZ=America/New_York"}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "SOHOC_") && !strings.HasPrefix(v, "TZ=") {
			env = append(env, v)
		}
	}
	return append(env, m.Env...)
}

// Run runs a command of the program to its end and returns what it printed.
func (m Machine) Run(ctx context.Context, args ...string) (stdout string, err error) {
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, m.Bin, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = m.environ(), &out, &problems
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("sohoc %s: %w\n%s", strings.Join(args, " "), err, problems.String())
	}
	return out.String(), nil
}

// Process is a running "sohoc serve".
type Process struct {
	cmd     *exec.Cmd
	started chan struct{}
	done    chan struct{}
	err     error

	mu   sync.Mutex
	log  bytes.Buffer
	addr string
}

// Serve starts the program.
func (m Machine) Serve(ctx context.Context) (*Process, error) {
	p := &Process{cmd: exec.CommandContext(ctx, m.Bin, "serve"), started: make(chan struct{}), done: make(chan struct{})}
	p.cmd.Env = m.environ()
	problems, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	go p.follow(bufio.NewScanner(problems))
	return p, nil
}

// follow reads the log until the process ends.
func (p *Process) follow(lines *bufio.Scanner) {
	defer close(p.done)
	up := false
	for lines.Scan() {
		p.mu.Lock()
		p.log.Write(append(lines.Bytes(), '\n'))
		if _, addr, ok := strings.Cut(lines.Text(), " address="); ok && !up {
			p.addr, up = addr, true
			close(p.started)
		}
		p.mu.Unlock()
	}
	p.err = p.cmd.Wait()
}

// Started waits until the program says that it has started.
func (p *Process) Started(ctx context.Context) error {
	select {
	case <-p.started:
		return nil
	case <-p.done:
		return fmt.Errorf("the program ended: %w\n%s", p.err, p.Log())
	case <-ctx.Done():
		return fmt.Errorf("the program did not start: %w\n%s", context.Cause(ctx), p.Log())
	}
}

// Survives waits for a span of time, which the program must outlive.
func (p *Process) Survives(span time.Duration) error {
	timer := time.NewTimer(span)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-p.done:
		return fmt.Errorf("the program ended by itself: %w\n%s", p.err, p.Log())
	}
}

// URL is where the program serves.
func (p *Process) URL() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return "http://" + p.addr
}

// PID is the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Kill ends the process as a power cut does, and waits for its end.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// Stop ends the process in order and returns how long it took. More than the bound is an error.
func (p *Process) Stop(bound time.Duration) (time.Duration, error) {
	begun := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, fmt.Errorf("stop: %w", err)
	}
	select {
	case <-p.done:
	case <-time.After(bound):
		p.Kill()
		return time.Since(begun), fmt.Errorf("the program did not stop within %s\n%s", bound, p.Log())
	}
	var exit *exec.ExitError
	if errors.As(p.err, &exit) {
		return time.Since(begun), fmt.Errorf("the program ended with %w\n%s", p.err, p.Log())
	}
	return time.Since(begun), p.err
}

// Log is what the program has logged.
func (p *Process) Log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}
