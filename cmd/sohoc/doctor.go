package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"sohoc/internal/sqlite"
	"sohoc/internal/web"
)

// doctorCmd looks at all that the program needs and says what to do next.
type doctorCmd struct {
	What    string `arg:"" optional:"" enum:"zalo," default:"" help:"Để trống: khám mọi thứ. zalo: chỉ Zalo."`
	Live    bool   `help:"Với zalo: hỏi nền tảng thật những điều tài liệu chưa nói rõ, cùng người ngồi máy."`
	Account string `placeholder:"SỐ" help:"Với zalo --live: bot nào, khi có nhiều token."`
}

// level is how bad a finding is.
type level int

// The levels.
const (
	fine level = iota
	worth
	broken
)

// finding is one thing that was looked at. What to do next is named where there is something to do.
type finding struct {
	level level
	what  string
	next  string
}

func good(format string, args ...any) finding { return finding{what: fmt.Sprintf(format, args...)} }

func warn(next, format string, args ...any) finding {
	return finding{level: worth, what: fmt.Sprintf(format, args...), next: next}
}

func bad(next, format string, args ...any) finding {
	return finding{level: broken, what: fmt.Sprintf(format, args...), next: next}
}

// doctor is one examination.
type doctor struct {
	*app

	db     *sqlite.DB  // nil when there is none
	health *web.Health // of the running program, nil when it does not answer
	http   *http.Client
}

// lookFor bounds each question to the outside.
const lookFor = 15 * time.Second

// Run examines. It is an error when something is broken.
func (c *doctorCmd) Run(a *app) (err error) {
	if c.Live && c.What != "zalo" {
		return errors.New("--live dùng với zalo: sohoc doctor zalo --live")
	}
	d := &doctor{app: a, http: &http.Client{Timeout: lookFor, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
	defer d.http.CloseIdleConnections()
	if c.Live {
		return d.live(c.Account)
	}
	d.db, err = a.openExisting()
	var none *noDatabase
	if err != nil && !errors.As(err, &none) {
		return err
	}
	if d.db != nil {
		defer func() { err = errors.Join(err, d.db.Close()) }()
	}
	return d.report(c.What)
}

// report prints the findings as they come.
func (d *doctor) report(what string) error {
	rooms := []func(context.Context) []finding{d.machine, d.database, d.backups, d.running, d.telegram, d.zalo, d.public, d.outgoing}
	if what == "zalo" {
		rooms = []func(context.Context) []finding{d.running, d.zalo}
	}
	var count [broken + 1]int
	for _, look := range rooms {
		for _, f := range look(d.ctx) {
			count[f.level]++
			if err := d.print(f); err != nil {
				return err
			}
		}
		if d.ctx.Err() != nil {
			return fmt.Errorf("khám dở dang: %w", d.ctx.Err())
		}
	}
	switch {
	case count[broken] > 0:
		return fmt.Errorf("%d chỗ hỏng, %d chỗ cần lưu ý", count[broken], count[worth])
	case count[worth] > 0:
		return d.printf("Không có gì hỏng. %d chỗ cần lưu ý.\n", count[worth])
	}
	return d.printf("Mọi thứ đều tốt.\n")
}

func (d *doctor) print(f finding) error {
	mark := [...]string{"tốt   ", "lưu ý ", "HỎNG  "}[f.level]
	if err := d.printf("%s  %s\n", mark, f.what); err != nil || f.next == "" {
		return err
	}
	return d.printf("        → %s\n", f.next)
}
