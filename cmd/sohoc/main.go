// Command sohoc is Sổ Học: a staff learning notebook that is kept by chatting.
//
// "sohoc serve" runs every configured channel; the other commands prepare, look after and move its data, and
// work beside a running serve. Results go to stdout, everything else to stderr.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // bare servers have no zone data

	"sohoc/internal/clock"
	"sohoc/internal/config"
)

// app is what every command gets.
type app struct {
	ctx            context.Context //nolint:containedctx // the command's own, for its whole life
	stdin          io.Reader
	stdout, stderr io.Writer
	cfg            config.Config
	clock          clock.Clock
	zone           *time.Location
	demo           *demonstration // nil except in a demonstration
}

// commands are the subcommands; each lives in a file of its own.
type commands struct {
	Demo     demoCmd     `cmd:"" help:"Chạy thử ngay với dữ liệu mẫu, xem bằng trình duyệt."`
	Serve    serveCmd    `cmd:"" help:"Chạy Sổ Học trên mọi kênh đã cấu hình."`
	Import   importCmd   `cmd:"" help:"Nhập dữ liệu từ tệp."`
	Invite   inviteCmd   `cmd:"" help:"Cấp mã mời tham gia."`
	Export   exportCmd   `cmd:"" help:"Xuất dữ liệu ra tệp."`
	Seed     seedCmd     `cmd:"" help:"Đổ dữ liệu mẫu vào thư mục trống, để thử tải."`
	Backup   backupCmd   `cmd:"" help:"Sao lưu cơ sở dữ liệu và tệp minh chứng."`
	Restore  restoreCmd  `cmd:"" help:"Kiểm tra hoặc phục hồi một bản sao lưu."`
	Parse    parseCmd    `cmd:"" help:"Đọc từng dòng ghi nhanh, in ra JSON."`
	Outbox   outboxCmd   `cmd:"" help:"Xem tin đang chờ gửi hoặc không gửi được."`
	Schedule scheduleCmd `cmd:"" help:"Xem trước ai sẽ được gửi gì và khi nào, không gửi gì."`
	Migrate  migrateCmd  `cmd:"" help:"Nâng cấp cơ sở dữ liệu."`
	Health   healthCmd   `cmd:"" help:"Hỏi tiến trình đang chạy có khỏe không."`
	Doctor   doctorCmd   `cmd:"" help:"Khám từng kênh, máy và dữ liệu; nói cần làm gì tiếp."`
	Version  versionCmd  `cmd:"" help:"In phiên bản."`
}

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	return execute(ctx, os.Args[1:], os.Environ(), streams{os.Stdin, os.Stdout, os.Stderr})
}

// streams are the standard streams of a command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// execute runs one command and returns the exit code: 0, or 1 with one sentence on stderr.
func execute(ctx context.Context, args, environ []string, s streams) int {
	var cmds commands
	exited := -1
	parser, err := newParser(&cmds, s, func(code int) { exited = code })
	if err != nil {
		return fail(s.err, err)
	}
	chosen, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help
	}
	if err != nil {
		return fail(s.err, errors.New(usageText(err)))
	}
	cfg, err := config.Read(environ)
	if err != nil {
		return fail(s.err, fmt.Errorf("cấu hình chưa đúng:\n%w", err))
	}
	a := &app{ctx: ctx, stdin: s.in, stdout: s.out, stderr: s.err, cfg: cfg, clock: cfg.NewClock(), zone: cfg.Zone()}
	if a.clock.Shifted() {
		fmt.Fprintf(s.err, "CHÚ Ý: SOHOC_CLOCK đang đặt, đồng hồ của chương trình bắt đầu từ %s.\n", a.clock.Now().In(a.zone).Format("15:04:05 02/01/2006"))
	}
	if err := chosen.Run(a); err != nil {
		return fail(s.err, err)
	}
	return 0
}

func fail(w io.Writer, err error) int {
	var silent *quiet
	if !errors.As(err, &silent) {
		fmt.Fprintf(w, "sohoc: %v\n", err)
	}
	return 1
}

// quiet is the error of a command that has said already what is wrong.
type quiet struct{ error }

// printf writes to standard output.
func (a *app) printf(format string, args ...any) error {
	if _, err := fmt.Fprintf(a.stdout, format, args...); err != nil {
		return fmt.Errorf("ghi kết quả: %w", err)
	}
	return nil
}
