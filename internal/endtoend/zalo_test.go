package endtoend_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sohoc/internal/endtoend"
	"sohoc/internal/zalo/zalotest"
)

// zaloPerson is somebody who writes and reads on Zalo, where nothing can be pressed.
type zaloPerson struct {
	t    *testing.T
	bot  *zalotest.Bot
	chat string
	seen int
}

func (p *zaloPerson) says(text string) string {
	p.t.Helper()
	p.bot.Say(p.chat, text)
	return p.reply().Text
}

func (p *zaloPerson) reply() zalotest.Sent {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	s, err := p.bot.Reply(ctx, p.chat, p.seen)
	if err != nil {
		p.t.Fatalf("no answer: %v", err)
	}
	p.seen++
	return s
}

func (p *zaloPerson) expects(answer string, parts ...string) string {
	p.t.Helper()
	for _, part := range parts {
		if !strings.Contains(answer, part) {
			p.t.Errorf("the answer lacks %q:\n%s", part, answer)
		}
	}
	return answer
}

// zaloMachine has Zalo as its only messenger.
func zaloMachine(t *testing.T, fake *zalotest.Server, tokens []string, env ...string) endtoend.Machine {
	t.Helper()
	bin, err := binary()
	must(t, err)
	return endtoend.Machine{Bin: bin, Data: t.TempDir(), Env: append([]string{
		"SOHOC_ZALO_TOKEN=" + strings.Join(tokens, ","), "SOHOC_ZALO_API_URL=" + fake.URL(),
	}, env...)}
}

// moveIn imports the roster and returns a code for each of its people.
func moveIn(t *testing.T, m endtoend.Machine) map[string]string {
	t.Helper()
	return moveInList(t, m, roster)
}

func moveInList(t *testing.T, m endtoend.Machine, rows string) map[string]string {
	t.Helper()
	list := filepath.Join(t.TempDir(), "danh-sach.csv")
	must(t, os.WriteFile(list, []byte(rows), 0o600))
	_, err := m.Run(t.Context(), "import", "roster", list, "--apply")
	must(t, err)
	out, err := m.Run(t.Context(), "invite", "--all", "--format", "csv")
	must(t, err)
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	must(t, err)
	codes := map[string]string{}
	for _, row := range table[1:] {
		codes[row[0]] = row[3]
	}
	return codes
}

// numberOf is what to type for a choice of an answer.
func numberOf(t *testing.T, answer, label string) string {
	t.Helper()
	for line := range strings.Lines(answer) {
		if n, text, ok := strings.Cut(strings.TrimSpace(line), ". "); ok && strings.Contains(text, label) {
			return n
		}
	}
	t.Fatalf("no choice %q in:\n%s", label, answer)
	return ""
}

// TestADayOnZalo plays a day without a button: two bots, joining by code, logging, correcting, evidence by photo,
// progress; and keeps what is said out of the log.
func TestADayOnZalo(t *testing.T) {
	t.Parallel()
	tokens := []string{"1459232241454765289:FirstTokenForTests", "2459232241454765289:SecondTokenForTests"}
	fake := zalotest.Start(t, zalotest.Options{Tokens: tokens})
	m := zaloMachine(t, fake, tokens)
	codes := moveIn(t, m)
	p, err := m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))

	staff := &zaloPerson{t: t, bot: fake.Of(tokens[0]), chat: zalotest.ChatOf(4)}
	head := &zaloPerson{t: t, bot: fake.Of(tokens[1]), chat: zalotest.ChatOf(3)}
	for _, who := range []struct {
		*zaloPerson
		code string
	}{{staff, codes["HC02"]}, {head, codes["HC01"]}} {
		notice := who.expects(who.says(strings.ToLower(who.code)), "trợ lý tự động", "1. ")
		who.expects(who.says(numberOf(t, notice, "Đồng ý")), "/hoc")
	}
	card := staff.expects(staff.says("hoc 2h luật đất đai"), "Đã ghi mục số 1", "2 giờ")
	staff.expects(staff.says("sua 3h"), "3 giờ")
	staff.expects(staff.says("Của tôi"), "Hoàng Văn Đức", "3 giờ")
	ask := staff.says("minh chung 1")
	staff.expects(ask, "mục số 1")
	picture := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), make([]byte, 4000)...)
	staff.bot.SharePhoto(staff.chat, picture, "")
	staff.expects(staff.reply().Text, "minh chứng", "1")
	head.expects(head.says("tiến độ"), "Phòng Hành chính tư pháp", "1/3")
	if strings.Contains(card, "[") {
		t.Errorf("the card looks as if it had buttons:\n%s", card)
	}
	_, err = p.Stop(20 * time.Second)
	must(t, err)
	kept, err := filepath.Glob(filepath.Join(m.Data, "files", "??", "*"))
	must(t, err)
	if len(kept) != 1 {
		t.Errorf("files kept: %v, want the picture alone", kept)
	}
	for _, word := range []string{"FirstTokenForTests", "SecondTokenForTests", "Hoàng Văn Đức", "luật đất đai", "Người "} {
		if strings.Contains(p.Log(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// TestZaloUnreachable starts all the same.
func TestZaloUnreachable(t *testing.T) {
	t.Parallel()
	fake := zalotest.Start(t, zalotest.Options{})
	m := zaloMachine(t, fake, []string{fake.Token()}, "SOHOC_ZALO_API_URL=http://127.0.0.1:9")
	p, err := m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	_, err = p.Stop(20 * time.Second)
	must(t, err)
}
