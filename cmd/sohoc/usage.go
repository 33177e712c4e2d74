package main

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/alecthomas/kong"
)

// newParser makes the parser of the command line. Its library speaks English; what people read here is Vietnamese.
func newParser(cmds *commands, s streams, exit func(int)) (*kong.Kong, error) {
	parser, err := kong.New(cmds, kong.Name("sohoc"), kong.Description("Sổ Học: sổ học tập của cán bộ, ghi bằng tin nhắn."),
		kong.Writers(s.out, s.err), kong.Exit(exit), kong.Help(printHelp))
	if err != nil {
		return nil, fmt.Errorf("build the command line: %w", err)
	}
	parser.Model.HelpFlag.Help = "Xem cách dùng."
	return parser, nil
}

// printHelp prints the library's help with its fixed words in Vietnamese.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	defer func() { ctx.Stdout = out }()
	var page bytes.Buffer
	ctx.Stdout = &page
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return fmt.Errorf("print help: %w", err)
	}
	if _, err := out.Write([]byte(helpInVietnamese(page.String()))); err != nil {
		return fmt.Errorf("print help: %w", err)
	}
	return nil
}

// phrase is a sentence of the library in Vietnamese.
type phrase struct {
	english    *regexp.Regexp
	vietnamese string
}

func helpInVietnamese(page string) string {
	for _, p := range helpPhrases {
		page = p.english.ReplaceAllString(page, p.vietnamese)
	}
	return page
}

var helpPhrases = []phrase{
	{regexp.MustCompile(`(?m)^Usage: `), "Cách dùng: "},
	{regexp.MustCompile(`(?m)^Arguments:$`), "Tham số:"},
	{regexp.MustCompile(`(?m)^Flags:$`), "Cờ:"},
	{regexp.MustCompile(`(?m)^Commands:$`), "Lệnh:"},
	{regexp.MustCompile(`(?m)^Run "(.+) <command> --help" for more information on a command\.$`), `Xem cách dùng một lệnh: $1 <lệnh> --help`},
	{regexp.MustCompile(`<command>`), "<lệnh>"},
	{regexp.MustCompile(`<file>`), "<tệp>"},
	{regexp.MustCompile(`\[flags\]`), "[cờ]"},
}

// usageText says in Vietnamese what the library finds wrong with a command line. Its errors are sentences only.
func usageText(err error) string {
	text := err.Error()
	for _, p := range faultPhrases {
		text = p.english.ReplaceAllString(text, p.vietnamese)
	}
	return quotes.ReplaceAllString(text, "“$1”")
}

var quotes = regexp.MustCompile(`"([^"]*)"`)

var faultPhrases = []phrase{
	{regexp.MustCompile(`^expected one of (.+?)(, \.\.\.)?$`), "thiếu lệnh, một trong: $1; xem đủ bằng --help"},
	{regexp.MustCompile(`^expected "([^"]*)"$`), "thiếu $1"},
	{regexp.MustCompile(`^missing flags: `), "thiếu cờ: "},
	{regexp.MustCompile(`^missing positional arguments `), "thiếu "},
	{regexp.MustCompile(`^unexpected argument (\S+?)(,|$)`), `thừa hoặc không hiểu “$1”$2`},
	{regexp.MustCompile(`^unexpected flag argument `), "cờ này không nhận giá trị: "},
	{regexp.MustCompile(`^unexpected token `), "không hiểu "},
	{regexp.MustCompile(`^unknown flag (\S+?)(,|$)`), "không có cờ $1$2"},
	{regexp.MustCompile(` did you mean one of (.+)\?$`), " có phải một trong: $1?"},
	{regexp.MustCompile(` did you mean (.+)\?$`), " có phải $1?"},
	{regexp.MustCompile(`; perhaps try (.+)\?$`), "; có thể viết $1"},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), "$1 và $2 không dùng cùng lúc được"},
	{regexp.MustCompile(` must be one of (.+) but got `), " phải là một trong $1, không phải "},
	{regexp.MustCompile(`expected \S+ value but got "EOL" \(.+?\)`), "chưa có giá trị"},
	{regexp.MustCompile(`expected \S+ value but got ("[^"]*") \(.+?\)`), "chưa có giá trị, gặp $1"},
	{regexp.MustCompile(`expected a valid \d+ bit u?int but got `), "phải là số nguyên, không phải "},
	{regexp.MustCompile(`expected duration but got `), "phải là khoảng thời gian như 90s hay 5m, không phải "},
	{regexp.MustCompile(`bool value must be true, 1, yes, false, 0 or no but got `), "không nhận giá trị "},
	{regexp.MustCompile(` or `), " hoặc "},
	{regexp.MustCompile(`<file>`), "<tệp>"},
}
