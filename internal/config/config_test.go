package config_test

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sohoc/internal/clock"
	"sohoc/internal/config"
)

// token has the form that BotFather gives, and letters that are easily found in what must not hold it.
const token = "123456:AAHsecretsecret_-secret"

func read(t *testing.T, environ ...string) config.Config {
	t.Helper()
	c, err := config.Read(environ)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// file writes a secret's file.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	c := read(t)
	want := config.Config{
		DataDir: "./data", TelegramAPIURL: "https://api.telegram.org", TelegramRate: 25, TelegramChatRate: 1,
		ZaloAPIURL: "https://bot-api.zaloplatforms.com", ZaloRate: 5, ZaloChatRate: 1,
		HTTPAddr: "127.0.0.1:8080", Timezone: "Asia/Ho_Chi_Minh", GiveUpAfter: 15 * time.Minute,
	}
	if c != want {
		t.Errorf("an empty environment gives %+v", c)
	}
	if c.Database() != filepath.Join("data", "sohoc.db") || c.Files() != filepath.Join("data", "files") {
		t.Errorf("the data lie in %s and %s", c.Database(), c.Files())
	}
	if c.Zone().String() != "Asia/Ho_Chi_Minh" || c.NewClock() != (clock.Clock{}) {
		t.Errorf("zone %s, clock shifted: %v", c.Zone(), c.NewClock().Shifted())
	}
	if proxies, err := c.Proxies(); len(proxies) != 0 || err != nil {
		t.Errorf("it trusts %v (%v)", proxies, err)
	}
}

func TestEverythingIsRead(t *testing.T) {
	t.Parallel()
	c := read(t,
		"SOHOC_DATA_DIR=/srv/Sổ học", "SOHOC_TELEGRAM_TOKEN="+token, "SOHOC_TELEGRAM_API_URL=http://127.0.0.1:9/x",
		"SOHOC_TELEGRAM_RATE=0", "SOHOC_TELEGRAM_CHAT_RATE=0.5", "SOHOC_HTTP_ADDR=:9000", "SOHOC_PUBLIC_URL=https://hoc.example.vn",
		"SOHOC_METRICS_TOKEN=m", "SOHOC_TIMEZONE=UTC", "PATH=/bin", "SOHOC_TRUSTED_PROXIES=10.0.0.0/8")
	if c.DataDir != "/srv/Sổ học" || string(c.TelegramToken) != token || c.TelegramAPIURL != "http://127.0.0.1:9/x" || c.TelegramRate != 0 ||
		c.TelegramChatRate != 0.5 || c.HTTPAddr != ":9000" || c.PublicURL != "https://hoc.example.vn" || string(c.MetricsToken) != "m" ||
		c.Timezone != "UTC" || c.TrustedProxies != "10.0.0.0/8" {
		t.Errorf("read %+v", c)
	}
}

func TestFaultsAreNamed(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		name    string
		environ []string
		want    string
	}{
		{"token", []string{"SOHOC_TELEGRAM_TOKEN=AAH"}, "SOHOC_TELEGRAM_TOKEN không phải token của bot"},
		{"token with a blank", []string{"SOHOC_TELEGRAM_TOKEN=" + token + " "}, "SOHOC_TELEGRAM_TOKEN không phải token của bot"},
		{"token in a file", []string{"SOHOC_TELEGRAM_TOKEN_FILE=" + file(t, "AAH")}, "SOHOC_TELEGRAM_TOKEN không phải token của bot"},
		{"token twice", []string{"SOHOC_TELEGRAM_TOKEN=" + token, "SOHOC_TELEGRAM_TOKEN_FILE=" + file(t, token)}, "đều được đặt"},
		{"metrics token twice", []string{"SOHOC_METRICS_TOKEN=m", "SOHOC_METRICS_TOKEN_FILE=" + file(t, "m")}, "SOHOC_METRICS_TOKEN và SOHOC_METRICS_TOKEN_FILE đều được đặt"},
		{"no such file", []string{"SOHOC_TELEGRAM_TOKEN_FILE=" + missing}, "SOHOC_TELEGRAM_TOKEN_FILE: không có tệp " + missing},
		{"empty file", []string{"SOHOC_METRICS_TOKEN_FILE=" + file(t, " \n")}, "SOHOC_METRICS_TOKEN_FILE: tệp"},
		{"API address", []string{"SOHOC_TELEGRAM_API_URL=api.telegram.org"}, "SOHOC_TELEGRAM_API_URL \"api.telegram.org\" không phải địa chỉ http"},
		{"API scheme", []string{"SOHOC_TELEGRAM_API_URL=ftp://x"}, "SOHOC_TELEGRAM_API_URL"},
		{"public address", []string{"SOHOC_PUBLIC_URL=https://"}, "SOHOC_PUBLIC_URL"},
		{"rate", []string{"SOHOC_TELEGRAM_RATE=-1"}, "SOHOC_TELEGRAM_RATE phải là số từ 0 trở lên"},
		{"span", []string{"SOHOC_GIVE_UP_AFTER=-1s"}, "SOHOC_GIVE_UP_AFTER không được âm"},
		{"span in words", []string{"SOHOC_GIVE_UP_AFTER=soon"}, "SOHOC_GIVE_UP_AFTER phải là khoảng thời gian"},
		{"rate in words", []string{"SOHOC_TELEGRAM_RATE=fast"}, "SOHOC_TELEGRAM_RATE phải là số"},
		{"rate with a comma", []string{"SOHOC_TELEGRAM_CHAT_RATE=0,5"}, "SOHOC_TELEGRAM_CHAT_RATE phải là số"},
		{"no rate", []string{"SOHOC_TELEGRAM_CHAT_RATE=NaN"}, "SOHOC_TELEGRAM_CHAT_RATE phải là số"},
		{"endless rate", []string{"SOHOC_TELEGRAM_RATE=inf"}, "SOHOC_TELEGRAM_RATE phải là số"},
		{"address", []string{"SOHOC_HTTP_ADDR=8080"}, "SOHOC_HTTP_ADDR \"8080\" không có dạng địa-chỉ:cổng"},
		{"proxies", []string{"SOHOC_TRUSTED_PROXIES=10.0.0.0/8,proxy"}, "SOHOC_TRUSTED_PROXIES: \"proxy\" không phải địa chỉ"},
		{"zone", []string{"SOHOC_TIMEZONE=Ha Noi"}, "SOHOC_TIMEZONE \"Ha Noi\" không phải múi giờ"},
		{"clock", []string{"SOHOC_CLOCK=2026-11-24 09:00"}, "SOHOC_CLOCK \"2026-11-24 09:00\" không có dạng"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Read(c.environ)
			if err == nil {
				t.Fatalf("read %+v", got)
			}
			if said := err.Error(); !strings.HasPrefix(said, c.want) && !strings.Contains(said, c.want) || strings.Contains(said, "\n") {
				t.Errorf("it says %q, want %q and nothing else", said, c.want)
			}
			if got != (config.Config{}) {
				t.Errorf("it gives %+v beside the error", got)
			}
		})
	}
}

func TestAllFaultsAreListedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := config.Read([]string{
		"SOHOC_TELEGRAM_TOKEN=x", "SOHOC_TELEGRAM_API_URL=y", "SOHOC_TELEGRAM_RATE=z", "SOHOC_TELEGRAM_CHAT_RATE=-1", "SOHOC_HTTP_ADDR=w",
		"SOHOC_PUBLIC_URL=v", "SOHOC_METRICS_TOKEN_FILE=/nowhere/at/all", "SOHOC_TRUSTED_PROXIES=a,b", "SOHOC_TIMEZONE=u", "SOHOC_CLOCK=s",
	})
	if err == nil {
		t.Fatal("nothing is wrong with it")
	}
	var named []string
	for line := range strings.Lines(err.Error()) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		named = append(named, strings.TrimSuffix(name, ":"))
	}
	slices.Sort(named)
	want := []string{
		"SOHOC_CLOCK", "SOHOC_HTTP_ADDR", "SOHOC_METRICS_TOKEN_FILE", "SOHOC_PUBLIC_URL", "SOHOC_TELEGRAM_API_URL", "SOHOC_TELEGRAM_CHAT_RATE",
		"SOHOC_TELEGRAM_RATE", "SOHOC_TELEGRAM_TOKEN", "SOHOC_TIMEZONE", "SOHOC_TRUSTED_PROXIES", "SOHOC_TRUSTED_PROXIES",
	}
	if !slices.Equal(named, want) {
		t.Errorf("faults of %v, want %v", named, want)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("why the file cannot be read is lost")
	}
}

func TestProxies(t *testing.T) {
	t.Parallel()
	c := read(t, "SOHOC_TRUSTED_PROXIES= 127.0.0.1 , 10.0.0.0/8,,::1,fd00::/8 ")
	got, err := c.Proxies()
	want := []netip.Prefix{
		netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fd00::/8"),
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("it trusts %v (%v), want %v", got, err, want)
	}
}

func TestClockStartsWhereItIsTold(t *testing.T) {
	t.Parallel()
	c := read(t, "SOHOC_CLOCK=2001-02-03T04:05:06+07:00")
	clk := c.NewClock()
	since := clk.Now().Sub(time.Date(2001, 2, 2, 21, 5, 6, 0, time.UTC))
	if since < -time.Millisecond || since > time.Hour || !clk.Shifted() {
		t.Errorf("it is off by %s", since)
	}
}

func TestZoneOfAnUnreadConfigIsUTC(t *testing.T) {
	t.Parallel()
	if got := (config.Config{Timezone: "nowhere"}).Zone(); got != time.UTC {
		t.Errorf("zone %s", got)
	}
}
