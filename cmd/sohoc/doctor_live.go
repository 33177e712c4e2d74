package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sohoc/internal/sqlite"
	"sohoc/internal/zalo"
)

// lab asks the real platform what its documents leave open, with somebody at the console who writes to the bot.
type lab struct {
	*doctor

	bots  []*zalo.Adapter
	bot   *zalo.Adapter
	lines *bufio.Scanner
	chat  string // of who sits at the console
	last  string // the newest message of theirs
	known map[string]string
}

// question is one of the open ones of the reference, by its number there.
type question struct {
	number int
	title  string
	// ask returns what was found out; "" when it is still not known.
	ask func(l *lab, ctx context.Context) (string, error)
}

// errEnough says that the console wants no more questions.
var errEnough = errors.New("enough")

// liveKey is the setting that keeps the answer to a question.
func liveKey(number int) string { return "zalo_live_" + strconv.Itoa(number) }

// live walks through the open questions. What is found out is kept at once, so it may be stopped at any time.
func (d *doctor) live(account string) (err error) {
	unlock, err := lockFolder(d.cfg.DataDir)
	if err != nil {
		return err // a running serve would take the messages away
	}
	defer unlock()
	db, err := d.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	d.db = db
	l := &lab{doctor: d, lines: bufio.NewScanner(d.stdin)}
	if err := l.openBots(account); err != nil {
		return err
	}
	defer func() {
		for _, b := range l.bots {
			b.Close()
		}
	}()
	if err := l.begin(d.ctx); err != nil {
		return err
	}
	if err := l.walk(d.ctx); err != nil && !errors.Is(err, errEnough) {
		return err
	}
	return l.summary()
}

func (l *lab) openBots(account string) error {
	for _, token := range l.cfg.ZaloTokens() {
		cfg := zalo.Config{Token: string(token), APIURL: l.cfg.ZaloAPIURL, Clock: l.clock}
		a, err := zalo.New(cfg.In(filepath.Join(l.cfg.DataDir, "zalo")))
		if err != nil {
			return errors.New("một token trong SOHOC_ZALO_TOKEN không đúng dạng")
		}
		l.bots = append(l.bots, a)
		if l.bot == nil && (account == "" || account == string(a.Account())) {
			l.bot = a
		}
	}
	switch {
	case len(l.bots) == 0:
		return errors.New("chưa đặt SOHOC_ZALO_TOKEN")
	case l.bot == nil:
		return fmt.Errorf("không có token nào của bot %s", account)
	}
	return nil
}

// begin checks the bot and gets a first message, without which nobody can be written to.
func (l *lab) begin(ctx context.Context) error {
	err := l.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		l.known, err = tx.Settings(ctx)
		return err
	})
	if err != nil {
		return err
	}
	me, err := l.bot.Call(ctx, "getMe", struct{}{}, lookFor)
	if err != nil {
		return fmt.Errorf("hỏi Zalo bot là ai: %w", err)
	}
	if !me.OK {
		return fmt.Errorf("zalo không nhận token: %d %s", me.Code, me.Description)
	}
	hook, err := l.bot.HookAddress(ctx)
	if err != nil {
		return fmt.Errorf("hỏi webhook: %w", err)
	}
	if hook != "" {
		return errors.New("bot đang có webhook nên không hỏi tin được: chạy sohoc serve một lần không có SOHOC_ZALO_WEBHOOK_SECRET để gỡ")
	}
	if err := l.printf("Bot %s: %s\nMỗi câu: Enter = làm, b = bỏ qua, h = thôi. Dùng khoảng 40 tin của hạn mức.\n\n", l.bot.Account(), me.Result); err != nil {
		return err
	}
	for l.chat == "" {
		if _, err := l.prompt("Mở Zalo, gửi cho bot một tin bất kỳ, rồi bấm Enter."); err != nil {
			return err
		}
		if _, err := l.hear(ctx, l.bot); err != nil {
			return err
		}
	}
	return nil
}

func (l *lab) walk(ctx context.Context) error {
	for _, q := range openQuestions() {
		if err := l.printf("\n%d. %s\n", q.number, q.title); err != nil {
			return err
		}
		if was := l.known[liveKey(q.number)]; was != "" {
			if err := l.printf("   Đã biết: %s\n", was); err != nil {
				return err
			}
		}
		word, err := l.prompt("   Enter = làm, b = bỏ qua, h = thôi:")
		if err != nil {
			return err
		}
		if word == "b" {
			continue
		}
		found, err := q.ask(l, ctx)
		if err != nil {
			return err
		}
		if found == "" {
			continue
		}
		if err := l.keep(ctx, q, found); err != nil {
			return err
		}
	}
	return nil
}

func (l *lab) keep(ctx context.Context, q question, found string) error {
	found = l.clock.Now().In(l.zone).Format("02/01/2006") + ": " + found
	err := l.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.Set(ctx, liveKey(q.number), found) })
	if err != nil {
		return err
	}
	l.known[liveKey(q.number)] = found
	return l.printf("   Ghi nhận: %s\n", found)
}

// summary lists what is known and what remains open.
func (l *lab) summary() error {
	var open []string
	for _, q := range openQuestions() {
		if l.known[liveKey(q.number)] == "" {
			open = append(open, fmt.Sprintf("  %d. %s", q.number, q.title))
		}
	}
	if len(open) == 0 {
		return l.printf("\nMọi câu đều đã rõ.\n")
	}
	return l.printf("\nCòn chưa rõ:\n%s\n", strings.Join(open, "\n"))
}

// prompt asks the console. "h" or the end of the input is enough.
func (l *lab) prompt(words string) (string, error) {
	if err := l.printf("%s ", words); err != nil {
		return "", err
	}
	if !l.lines.Scan() {
		if err := l.lines.Err(); err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("đọc bàn phím: %w", err)
		}
		return "", errEnough
	}
	word := strings.TrimSpace(l.lines.Text())
	if word == "h" {
		return "", errEnough
	}
	return word, nil
}

// yes asks a question with yes or no.
func (l *lab) yes(words string) (bool, error) {
	word, err := l.prompt("   " + words + " (c/k)")
	return word == "c", err
}

// heard is one update, as far as the lab reads it.
type heard struct {
	Event string
	Chat  string
	Keys  []string // of the message, sorted
	Text  string
}

// hear polls once and remembers who wrote.
func (l *lab) hear(ctx context.Context, bot *zalo.Adapter) (heard, error) {
	a, err := bot.Call(ctx, "getUpdates", map[string]string{"timeout": "5"}, lookFor)
	if err != nil {
		return heard{}, fmt.Errorf("hỏi tin: %w", err)
	}
	if !a.OK && a.Code != http.StatusRequestTimeout {
		return heard{}, fmt.Errorf("hỏi tin: %d %s", a.Code, a.Description)
	}
	var update struct {
		Event   string                     `json:"event_name"`
		Message map[string]json.RawMessage `json:"message"`
	}
	if len(a.Result) == 0 || json.Unmarshal(a.Result, &update) != nil || update.Message == nil {
		return heard{}, nil //nolint:nilerr // an answer of another shape is no message
	}
	h := heard{Event: update.Event}
	for k := range update.Message {
		h.Keys = append(h.Keys, k)
	}
	slices.Sort(h.Keys)
	var chat struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(update.Message["chat"], &chat) // an unknown shape leaves it empty
	_ = json.Unmarshal(update.Message["text"], &h.Text)
	h.Chat = chat.ID
	if bot == l.bot && h.Chat != "" {
		l.chat = h.Chat
		_ = json.Unmarshal(update.Message["message_id"], &l.last)
	}
	return h, nil
}

// drain forgets what waits, so that an answer belongs to its question.
func (l *lab) drain(ctx context.Context) error {
	for {
		h, err := l.hear(ctx, l.bot)
		if err != nil || h.Event == "" {
			return err
		}
	}
}

// send sends to the console's chat and says what the platform makes of it.
func (l *lab) send(ctx context.Context, params map[string]string) (zalo.Answer, error) {
	params["chat_id"] = l.chat
	a, err := l.bot.Call(ctx, "sendMessage", params, lookFor)
	if err != nil {
		return a, fmt.Errorf("gửi thử: %w", err)
	}
	return a, nil
}
