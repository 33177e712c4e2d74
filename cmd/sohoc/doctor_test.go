package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sohoc/internal/telegram/telegramtest"
	"sohoc/internal/zalo/zalotest"
)

// clinic is an office with both messengers, a running program and a public address, all of them well.
type clinic struct {
	*office

	telegram *telegramtest.Server
	zalo     *zalotest.Server
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{office: newOffice(t), telegram: telegramtest.Start(t, telegramtest.Options{}), zalo: zalotest.Start(t, zalotest.Options{})}
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/moi" {
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(page.Close)
	c.environ = []string{
		"SOHOC_DATA_DIR=" + filepath.Join(c.dir, "data"),
		"SOHOC_TELEGRAM_TOKEN=" + c.telegram.Token(), "SOHOC_TELEGRAM_API_URL=" + c.telegram.URL(),
		"SOHOC_ZALO_TOKEN=" + c.zalo.Token(), "SOHOC_ZALO_API_URL=" + c.zalo.URL(),
		"SOHOC_PUBLIC_URL=" + page.URL, "SOHOC_HTTP_ADDR=127.0.0.1:" + serving(t, http.StatusOK, healthy),
	}
	c.must("migrate")
	c.must("backup")
	return c
}

func (c *clinic) set(name, value string) { c.environ = append(c.environ, name+"="+value) }

// examine runs the doctor and returns what it says of each thing.
func (c *clinic) examine(args ...string) (out, said string, code int) {
	c.t.Helper()
	out, said, code = c.run(append([]string{"doctor"}, args...)...)
	for _, secret := range []string{c.telegram.Token(), c.zalo.Token()} {
		if _, secret, _ = strings.Cut(secret, ":"); strings.Contains(out+said, secret) {
			c.t.Error("it tells a token")
		}
	}
	return out, said, code
}

func TestDoctorOfAHouseThatIsWell(t *testing.T) {
	t.Parallel()
	c := newClinic(t)
	out, said, code := c.examine()
	if code != 0 || said != "" || strings.Contains(out, "HỎNG") || strings.Contains(out, "lưu ý ") {
		t.Fatalf("exit %d, said %q, wrote\n%s", code, said, out)
	}
	for _, want := range []string{
		"Cơ sở dữ liệu nguyên vẹn", "Bản sao lưu mới nhất", "sohoc serve đang chạy", "Telegram: token đúng", "Telegram: đồng hồ của máy đúng",
		"Telegram: nhận tin bằng cách hỏi", "Zalo (bot 1): token đúng", "Zalo (bot 1): tháng này chưa dùng tin nào", "Địa chỉ công khai mở được", "Mọi thứ đều tốt",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

func TestDoctorFindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	dead := closedServer()
	for name, test := range map[string]struct {
		harm func(t *testing.T, c *clinic)
		want []string // words of the finding, and of what to do
	}{
		"a token that is no more": {
			func(_ *testing.T, c *clinic) { c.telegram.RevokeToken(c.telegram.Token()) },
			[]string{"HỎNG  .*Telegram: token bị từ chối", "SOHOC_TELEGRAM_TOKEN"},
		},
		"a token in another shape": {
			func(_ *testing.T, c *clinic) {
				c.zalo.Script(zalotest.Rule{Method: "getMe", Times: -1, Fault: zalotest.Refusal{Code: 401, Description: "Unauthorized"}})
			},
			[]string{`HỎNG  .*Zalo \(bot 1\): token bị từ chối`, "SOHOC_ZALO_TOKEN"},
		},
		"a messenger that refuses": {
			func(_ *testing.T, c *clinic) { c.set("SOHOC_TELEGRAM_API_URL", dead) },
			[]string{`HỎNG  .*Telegram: không tới được máy chủ \(kết nối bị từ chối\)`, "HTTPS_PROXY"},
		},
		"a name that does not resolve": {
			func(_ *testing.T, c *clinic) { c.set("SOHOC_ZALO_API_URL", "https://zalo.invalid") },
			[]string{`HỎNG  .*Zalo \(bot 1\): không tới được máy chủ \(không tìm ra tên máy chủ, DNS\)`},
		},
		"no TLS": {
			func(_ *testing.T, c *clinic) {
				c.set("SOHOC_TELEGRAM_API_URL", strings.Replace(c.telegram.URL(), "http:", "https:", 1))
			},
			[]string{`HỎNG  .*Telegram: không tới được máy chủ \(bắt tay TLS không được`},
		},
		"a second copy": {
			func(t *testing.T, c *clinic) {
				t.Helper()
				c.set("SOHOC_HTTP_ADDR", "127.0.0.1:"+serving(t, http.StatusOK,
					`{"ok":true,"database":"ok","worker":"ok","channels":[{"name":"telegram","problem":"second_copy","failures":3}]}`))
			},
			[]string{"HỎNG  .*Telegram: có chương trình khác dùng cùng token", "token đã lộ"},
		},
		"a program that is not there": {
			func(_ *testing.T, c *clinic) { c.set("SOHOC_HTTP_ADDR", strings.TrimPrefix(dead, "http://")) },
			[]string{"HỎNG  .*sohoc serve không trả lời", "systemctl start sohoc"},
		},
		"a webhook of somebody else": {
			func(_ *testing.T, c *clinic) { c.zalo.SetHook("https://nguoi-khac.example/x/bi-mat", "12345678") },
			[]string{`HỎNG  .*Zalo \(bot 1\): máy chủ đang đưa tin tới webhook nguoi-khac.example, không tới đây`},
		},
		"a public address that is shut": {
			func(_ *testing.T, c *clinic) { c.set("SOHOC_PUBLIC_URL", dead) },
			[]string{`HỎNG  .*Địa chỉ công khai không mở được \(kết nối bị từ chối\)`},
		},
		"a channel that was given up": {
			func(_ *testing.T, c *clinic) {
				c.sql(fmt.Sprintf("INSERT INTO doors (channel, account, failing_at, down_at) VALUES ('telegram', '%d', 1795400000000, 1795400900000)", c.telegram.ID()))
			},
			[]string{"HỎNG  .*Telegram: sohoc serve không liên lạc được từ 09:13 23/11/2026"},
		},
		"old backups": {
			func(t *testing.T, c *clinic) {
				t.Helper()
				files, err := filepath.Glob(filepath.Join(c.dir, "data/backups/sohoc-*.db"))
				if err != nil || len(files) != 1 {
					t.Fatalf("backups %v (%v)", files, err)
				}
				old := time.Now().Add(-10 * 24 * time.Hour)
				if err := os.Chtimes(files[0], old, old); err != nil {
					t.Fatal(err)
				}
			},
			[]string{"HỎNG  .*Bản sao lưu mới nhất đã 10 ngày", "sohoc backup"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClinic(t)
			test.harm(t, c)
			out, said, code := c.examine()
			if code == 0 || !strings.Contains(said, "chỗ hỏng") {
				t.Errorf("exit %d, said %q", code, said)
			}
			for _, want := range test.want {
				if !regexp.MustCompile(want).MatchString(out) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			if strings.Contains(out, "bi-mat") {
				t.Error("it tells the path of somebody's webhook")
			}
		})
	}
}

func closedServer() string {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	return s.URL
}

func TestDoctorWarnsOfWhatIsComing(t *testing.T) {
	t.Parallel()
	c := newClinic(t)
	account, _, _ := strings.Cut(c.zalo.Token(), ":")
	now := time.Now().UnixMilli()
	c.sql(fmt.Sprintf("INSERT INTO quota_hours VALUES ('zalo', '%s', %d, 1000, 1588)", account, now/3_600_000))
	c.sql(fmt.Sprintf(`INSERT INTO outbox (channel, account, chat_id, class, policy, body, state, created_at) VALUES
		('telegram', '1', '7', 'reminder', 'once', '{"t":"x"}', 'uncertain', %d), ('telegram', '1', '7', 'reply', 'repeat', '{"t":"x"}', 'waiting', %d)`, now, now-3_600_000))
	out, said, code := c.examine()
	if code != 0 || said != "" {
		t.Errorf("exit %d, said %q", code, said)
	}
	for _, want := range []string{
		`lưu ý .*Zalo \(bot 1\): tháng này đã dùng 2588 / 3000 tin, còn 412`, `lưu ý .*Tin chờ gửi: 1, lâu nhất 1 giờ`,
		`lưu ý .*0 tin không gửi được, 1 tin không rõ đã tới`, `Không có gì hỏng. 3 chỗ cần lưu ý`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

func TestDoctorOfNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.environ = append(o.environ, "SOHOC_HTTP_ADDR="+strings.TrimPrefix(closedServer(), "http://"))
	out, said, code := o.run("doctor")
	if code != 1 || !strings.Contains(out, "Chưa có cơ sở dữ liệu") || !strings.Contains(said, "chỗ hỏng") {
		t.Errorf("exit %d, said %q, wrote\n%s", code, said, out)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "data")); !os.IsNotExist(err) {
		t.Errorf("looking made a data folder (%v)", err)
	}
}

// console is somebody who types a line whenever the program has asked something.
type console struct {
	asked *bytes.Buffer
	lines []func() string
}

// Read gives the next line.
func (c *console) Read(p []byte) (int, error) {
	if len(c.lines) == 0 {
		return 0, io.EOF
	}
	line := c.lines[0]() + "\n"
	c.lines = c.lines[1:]
	c.asked.WriteString("⏎\n")
	return copy(p, line), nil
}

func typed(words string) func() string { return func() string { return words } }

func TestDoctorAsksTheRealZalo(t *testing.T) {
	t.Parallel()
	c := newClinic(t)
	// The lab asks what the platform's documents forbid: Start would call that an error of the test.
	c.zalo = zalotest.New(zalotest.Options{Idle: 20 * time.Millisecond})
	t.Cleanup(c.zalo.Close)
	c.set("SOHOC_ZALO_API_URL", c.zalo.URL())
	chat := zalotest.ChatOf(1)
	say := func(words, then string) func() string {
		return func() string { c.zalo.Say(chat, words); return then }
	}
	var out, said bytes.Buffer
	lines := []func() string{
		say("chào", ""),                  // the first message
		typed(""), say("giữ", "10 giây"), // 1
		typed(""), typed("gọi lại 3 lần, cùng mã"), // 2
		typed(""),                                                  // 3
		typed("b"), typed("b"), typed("b"), typed("b"), typed("b"), // 4–8
		typed(""), typed("c"), typed("chữ đậm"), // 9
		typed("h"),
	}
	code := execute(t.Context(), []string{"doctor", "zalo", "--live"}, c.environ, streams{&console{&out, lines}, &out, &said})
	if code != 0 || said.String() != "" {
		t.Fatalf("exit %d, said %q, wrote\n%s", code, said.String(), out.String())
	}
	for _, want := range []string{
		"Ghi nhận: .*sau 10 giây: còn", "Ghi nhận: .*gọi lại 3 lần, cùng mã",
		`2\.000 chữ dựng sẵn: nhận; 2\.001 chữ dựng sẵn: 400`, `markdown: .*, chữ đậm; chữ thường: nhận, đủ`,
		`(?s)Còn chưa rõ:\n  4\. .*\n  10\. `,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
	var again bytes.Buffer
	code = execute(t.Context(), []string{"doctor", "zalo", "--live"}, c.environ, streams{&console{&again, []func() string{say("chào", ""), typed("h")}}, &again, &said})
	if code != 0 || !strings.Contains(again.String(), "Đã biết: ") || !strings.Contains(again.String(), "giây: còn") {
		t.Errorf("the second time: exit %d, wrote\n%s", code, again.String())
	}
	if strings.Contains(out.String(), c.zalo.Token()) {
		t.Error("it tells the token")
	}
}

func TestTheLabWantsTheBotForItself(t *testing.T) {
	t.Parallel()
	c := newClinic(t)
	c.zalo.SetHook("https://so-hoc.example/webhook", "12345678")
	if _, said, code := c.run("doctor", "zalo", "--live"); code == 0 || !strings.Contains(said, "webhook") {
		t.Errorf("with a webhook: exit %d, said %q", code, said)
	}
	unlock, err := lockFolder(filepath.Join(c.dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, said, code := c.run("doctor", "zalo", "--live"); code == 0 || !strings.Contains(said, "tiến trình") {
		t.Errorf("beside a running program: exit %d, said %q", code, said)
	}
	if _, said, code := c.run("doctor", "--live"); code == 0 || !strings.Contains(said, "doctor zalo --live") {
		t.Errorf("without a channel: exit %d, said %q", code, said)
	}
}
