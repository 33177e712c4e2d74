package bottest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/locales"
)

var update = flag.Bool("update", false, "write the bot's answers into the conversations")

// catalog is read once: its sentences cost more than most conversations.
var catalog = sync.OnceValues(func() (*i18n.Catalog, error) { return i18n.Load(locales.FS) })

// Form is the way in which people answer.
type Form string

// The forms: one for each door.
const (
	Buttons Form = "buttons" // on Telegram
	Typed   Form = "typed"   // on Zalo
	Browser Form = "browser" // with buttons too
)

// Play plays the conversations that a pattern matches, in both languages and all forms. The race detector takes eight
// times as long, and looks for what no form has to itself: with it each is played in one form, in turn.
func Play(t *testing.T, pattern string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations match %s (%v)", pattern, err)
	}
	for i, file := range files {
		forms := []Form{Buttons, Typed, Browser}
		if slowed {
			forms = forms[i%len(forms):][:1]
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			playFile(t, file, forms)
		})
	}
}

func playFile(t *testing.T, file string, forms []Form) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]int{}
	for i, f := range archive.Files {
		sections[f.Name] = i
	}
	for _, lang := range i18n.Langs() {
		at, ok := sections[string(lang)]
		if !ok {
			t.Errorf("%s has no section %q", file, lang)
			continue
		}
		for _, form := range forms {
			t.Run(string(lang)+"/"+string(form), func(t *testing.T) {
				p := &player{t: t, form: form, lang: lang, units: map[string]people.UnitID{}, sent: map[string][]string{}, last: map[channel.ChatID][]channel.Choice{}}
				p.files = map[string][]byte{}
				for _, f := range archive.Files {
					p.files[f.Name] = f.Data
				}
				p.department(string(archive.Files[sections["department"]].Data))
				if form == Browser && (p.only != "" || p.messengers) {
					return // what is said on other channels was played already
				}
				script := string(archive.Files[at].Data)
				got := p.play(script)
				if *update && form == Buttons {
					archive.Files[at].Data = []byte(got)
					return
				}
				if diff := cmp.Diff(p.lines(script), p.lines(got)); diff != "" {
					t.Errorf("%s: the conversation went otherwise (-written +said):\n%s", file, diff)
				}
			})
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// player holds one conversation.
type player struct {
	t    *testing.T
	form Form
	only channel.Kind // both forms are played there
	// messengers says that the conversation is about other doors than the browser.
	messengers bool
	lang       i18n.Lang
	db         *sqlite.DB
	bot        *bot.Bot
	now        time.Time
	units      map[string]people.UnitID
	keys       int
	sent       map[string][]string // ids of the messages of each person
	last       map[channel.ChatID][]channel.Choice
	files      map[string][]byte            // the sections, which are what files that are uploaded hold
	uploaded   string                       // the name of the file that was uploaded last
	code       string                       // the code that the bot named last
	knock      string                       // the number in the queue that it named last
	due        *schedule.Runner[*sqlite.Tx] // nil unless the department has a line "jobs"
	came       []channel.Message            // what the bot has said of its own accord since it was shown last
}

func (p *player) ctx() context.Context { return p.t.Context() }

func (p *player) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *player) open() {
	p.t.Helper()
	fresh, err := sqlite.EmptyForTest()
	p.must(err)
	path := filepath.Join(p.t.TempDir(), "sohoc.db")
	p.must(os.WriteFile(path, fresh, 0o600))
	db, err := sqlite.Open(p.ctx(), sqlite.Options{Path: path, Now: func() time.Time { return p.now.UTC() }})
	p.must(err)
	p.t.Cleanup(func() { p.must(db.Close()) })
	p.db = db
	p.restart()
}

func (p *player) restart() {
	texts, err := catalog()
	p.must(err)
	p.bot = bot.New(bot.Config{Catalog: texts, Zone: Zone, Links: func(k channel.Kind, code string) string {
		return "https://t.me/so_hoc_bot?start=" + code
	}})
}

// address is where somebody of that name writes from.
func (p *player) address(name string) channel.Address {
	kind := map[Form]channel.Kind{Buttons: channel.Telegram, Typed: channel.Zalo, Browser: channel.Web}[p.form]
	if p.only != "" {
		kind = p.only
	}
	return channel.Address{Channel: kind, Account: "100", Chat: channel.ChatID("chat-" + name)}
}

var (
	spoken = regexp.MustCompile(`^(\pL[\pL\d]*): (.*)$`)
	coded  = regexp.MustCompile(`\b[A-Z2-9]{8}\b`)
	queued = regexp.MustCompile(`\b[A-Z2-9]{4}\b`)
)

// play goes through a script and returns it with the bot's own answers.
func (p *player) play(script string) string {
	p.t.Helper()
	var out strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "  "):
			continue // an answer: said anew
		case strings.HasPrefix(line, "@ restart"):
			p.restart()
		case strings.HasPrefix(line, "@ "):
			out.WriteString(line + "\n" + p.advance(line[2:]))
			continue
		}
		out.WriteString(line + "\n")
		if m := spoken.FindStringSubmatch(line); m != nil && !strings.HasPrefix(line, "#") {
			out.WriteString(p.speak(m[1], m[2]))
		}
	}
	return out.String()
}

// speak sends what somebody says and returns the bot's answer in the form of the script.
func (p *player) speak(name, said string) string {
	p.t.Helper()
	e := p.event(name, said)
	var outcome bot.Outcome
	p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) (err error) {
		outcome, err = p.bot.Handle(p.ctx(), tx, e)
		return err
	}))
	messages := outcome.Messages
	for _, j := range outcome.Jobs {
		messages = append(messages, p.work(j)...)
	}
	if len(messages) == 0 {
		return "  (im lặng)\n"
	}
	var out strings.Builder
	for i, m := range messages {
		if i > 0 {
			out.WriteString("  --\n")
		}
		out.WriteString(p.show(e, m))
	}
	return out.String()
}

// show writes a message in the form of the script.
func (p *player) show(e channel.Event, m channel.Message) string {
	p.t.Helper()
	var out strings.Builder
	if m.To.Chat != e.Chat {
		fmt.Fprintf(&out, "  (cho %s)\n", strings.TrimPrefix(string(m.To.Chat), "chat-"))
	}
	if m.Photo != nil {
		out.WriteString("  (ảnh)\n")
	}
	if m.File != nil {
		out.WriteString("  (tệp " + m.File.Name + ")\n")
	}
	if c := queued.FindString(m.Text); c != "" && p.only == channel.Zalo {
		p.knock = c
	}
	text := p.neutral(m.Text)
	if c := coded.FindString(text); c != "" && c != p.code {
		p.code = c
	}
	if p.code != "" {
		text = strings.ReplaceAll(text, p.code, "{CODE}")
	}
	for l := range strings.Lines(text) {
		out.WriteString("  " + strings.TrimRight(l, "\n") + "\n")
	}
	if len(m.Choices) > 0 {
		p.last[m.To.Chat] = m.Choices
		labels := make([]string, len(m.Choices))
		for i, c := range m.Choices {
			labels[i] = "[" + p.neutral(c.Label) + "]"
			if len(c.Data) > 64 {
				p.t.Errorf("choice %q: its data has %d bytes, the channel takes 64", c.Label, len(c.Data))
			}
		}
		out.WriteString("  " + strings.Join(labels, " ") + "\n")
		p.checkPlain(m)
	}
	return out.String()
}

// lines are the lines of a conversation, to be compared. In the browser its own name stands for the channel's.
func (p *player) lines(conversation string) []string {
	if p.form == Browser {
		conversation = strings.NewReplacer("trình duyệt", "Telegram", "the browser", "Telegram", "browser", "Telegram").Replace(conversation)
	}
	return strings.Split(strings.TrimSpace(conversation), "\n")
}

// neutral names one channel in both forms, so that one script serves both.
func (p *player) neutral(text string) string {
	if p.form == Typed && p.only == "" {
		text = strings.ReplaceAll(text, "Zalo", "Telegram")
	}
	if p.knock != "" {
		text = strings.ReplaceAll(text, p.knock, "{SỐ}")
	}
	return text
}

// checkPlain sees to it that the typed form names each choice with its number.
func (p *player) checkPlain(m channel.Message) {
	p.t.Helper()
	plain := channel.Plain(m)
	for i, c := range m.Choices {
		if !c.Shown && !strings.Contains(plain, "\n"+strconv.Itoa(i+1)+". "+c.Label) {
			p.t.Errorf("the plain form lacks choice %d %q:\n%s", i+1, c.Label, plain)
		}
	}
}

// errNoChoice says that a script chooses what was not offered.
var errNoChoice = errors.New("that was not offered")
